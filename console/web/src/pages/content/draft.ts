import type { ArticleDraft, TopicView } from '../../../../api/schema/content';

export type Both = { en: string; es: string };

/** An empty article; begun from a subject patients asked about, it carries their wordings as ways to ask. */
export function emptyDraft(topic: TopicView | undefined): ArticleDraft {
  const nextYear = new Date();
  nextYear.setFullYear(nextYear.getFullYear() + 1);
  const asked = [...new Set((topic?.questions ?? []).map((one) => one.text.trim()))]
    .filter((text) => text.length >= 3 && text.length <= 300)
    .slice(0, 10);
  return {
    id: (topic?.words ?? [])
      .slice(0, 3)
      .join('_')
      .normalize('NFD')
      .toLowerCase()
      .replace(/[^a-z_]/g, ''),
    owner: '',
    topic: 'hospital',
    audience: ['patients'],
    title: { en: '', es: '' },
    asked_as: { en: topic?.locale === 'es' ? [] : asked, es: topic?.locale === 'es' ? asked : [] },
    short: { en: '', es: '' },
    normal: { en: '', es: '' },
    rich: { en: '', es: '' },
    actions: [],
    sources: [],
    review_by: nextYear.toISOString().slice(0, 10),
    publish_on: null,
  };
}
