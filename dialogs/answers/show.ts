import { DateTime } from 'luxon';
import type { Choice, Services, TurnEvent } from '../../bot/contracts';
import type { Article } from '../../knowledge/schema/article';
import type { Answer } from '../../knowledge/schema/search';
import { SURE } from './floors';

const HELPED_FOR_MS = 24 * 60 * 60 * 1000;

/** An article in the length of the channel, then its source and date, what else can be done, and "did this help?". */
export function show(answer: Answer, question: string, services: Services): TurnEvent[] {
  const article = services.content.get('article', answer.id, answer.version);
  const ref = `article/${answer.id}@${answer.version}`;
  const hedge: TurnEvent[] =
    answer.freshness === 'hedged'
      ? [{ type: 'say', wording: 'wording/answers.hedged', values: { date: dateOf(article.review_by, services) } }]
      : [];
  return [
    { type: 'record', kind: 'article-shown', subject: ref, data: { confidence: answer.confidence } },
    ...unsure(answer, question, ref),
    { type: 'say', wording: `${ref}#body` },
    ...hedge,
    {
      type: 'say',
      wording: 'wording/answers.source',
      values: { source: sourceOf(article, services), date: dateOf(article.review_by, services) },
      ask: {
        kind: 'choice',
        choices: choicesOf(article, services),
        outlives: {
          dialog: 'answers',
          args: { feedback: { article: ref, question } },
          about: 'wording/answers.about',
          expiresAt: services.clock.now() + HELPED_FOR_MS,
        },
      },
    },
  ];
}

/** An answer the search was not sure of is kept beside its question: the authors judge whether it was one. */
function unsure({ confidence }: Answer, question: string, ref: string): TurnEvent[] {
  if (question === '' || confidence >= SURE) return [];
  return [{ type: 'record', kind: 'unsure-answer', subject: ref, data: { text: question, confidence } }];
}

/** "Yes" and "no" to "did this help?", then what the article suggests to do. */
function choicesOf(article: Article, services: Services): Choice[] {
  return [
    { id: 'yes', label: 'wording/answers.helped-yes' },
    { id: 'no', label: 'wording/answers.helped-no' },
    ...article.actions
      .filter((id) => services.content.has('intent', id))
      .map((id) => ({ id: `do:${id}`, label: `intent/${id}#label` })),
  ];
}

/** Who publishes the first source; the hospital itself stands as `{hospital.name}` in the articles. */
function sourceOf(article: Article, services: Services): string {
  const [source] = article.sources;
  return (source?.publisher ?? source?.title ?? '').replace('{hospital.name}', services.content.hospital.short_name);
}

function dateOf(day: string, services: Services): string {
  return DateTime.fromISO(day, { zone: services.content.hospital.zone })
    .setLocale(services.locale)
    .toLocaleString({ year: 'numeric', month: 'long' });
}
