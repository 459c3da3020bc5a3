import { stringify } from 'yaml';
import type { ARTICLE_TOPICS } from '../schema/article';
import { fold, words } from '../search/text';
import type { Imported } from './readers';

export interface DraftOptions {
  readonly topic: (typeof ARTICLE_TOPICS)[number];
  /** The day of the import, `2026-11-23`; the draft must be reviewed within a year. */
  readonly day: string;
}

const SHORT = 300;
const TO_WRITE = 'TO BE WRITTEN';

/**
 * An article draft with provenance. A draft is never shown: a person rewrites it in plain words, in both languages, and
 * another approves it. Nothing is translated or shortened by guessing; what is missing says so.
 */
export function toDraft(document: Imported, options: DraftOptions): { file: string; yaml: string } {
  const locale = document.locale === 'es' ? 'es' : 'en';
  const id =
    words(fold(document.title))
      .slice(0, 6)
      .join('_')
      .replace(/^[^a-z]+/, '') || 'imported';
  const body = document.sections.map((section) => section.text).join('\n\n');
  const here = (text: string): { en: string; es: string } =>
    locale === 'en' ? { en: text, es: TO_WRITE } : { en: TO_WRITE, es: text };
  const rich = document.sections.map((section) => `## ${section.heading}\n\n${section.text}`).join('\n\n');
  const article = {
    id,
    version: '1',
    status: 'draft',
    owner: 'to be named',
    sources: [
      {
        title: document.title,
        ...(document.publisher === undefined ? {} : { publisher: document.publisher }),
        ...(document.link === undefined || document.link === '' ? {} : { link: document.link }),
        date: options.day,
        read: true,
      },
    ],
    review_by: `${Number(options.day.slice(0, 4)) + 1}${options.day.slice(4)}`,
    topic: options.topic,
    audience: ['patients'],
    title: here(document.title),
    asked_as: { en: [], es: [] },
    short: here(firstSentences(body, SHORT)),
    normal: here(firstSentences(body, 800)),
    rich: here(rich),
    actions: [],
  };
  return { file: `${options.topic}/${id}.yaml`, yaml: stringify(article, { lineWidth: 110 }) };
}

/** Whole sentences up to a length; the first one is cut only when it alone is too long. */
function firstSentences(text: string, limit: number): string {
  const sentences = text.replace(/\s+/g, ' ').split(/(?<=[.!?])\s+/);
  let out = '';
  for (const sentence of sentences) {
    if (`${out} ${sentence}`.trim().length > limit) break;
    out = `${out} ${sentence}`.trim();
  }
  return out === '' ? `${text.slice(0, limit - 1).trim()}…` : out;
}
