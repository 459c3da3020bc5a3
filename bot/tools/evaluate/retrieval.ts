import { z } from 'zod';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { createArticleSearch, passagesOf } from '../../../knowledge/search/articles';
import type { Passage } from '../../../knowledge/search/postings';
import { createRanker } from '../../../knowledge/search/ranker';
import { stopWords } from '../../../knowledge/search/stop-words';
import { words } from '../../../knowledge/search/text';
import { libraryPages } from './pages';
import { type CaseResult, proportion, type Report } from './report';
import type { Task } from './tasks';

const cases = z.object({
  locale: z.string().optional(),
  /** `articles` stands for the shipped ones with all they have, `pages` for articles and medicines as plain pages. */
  passages: z.union([
    z.enum(['articles', 'pages']),
    z.array(z.object({ id: z.coerce.string(), title: z.string().default(''), text: z.string() })),
  ]),
  queries: z.array(
    z.object({ id: z.coerce.string(), text: z.string(), relevant: z.record(z.string(), z.number()).default({}) }),
  ),
});

/** Names of the shipped sets. */
export const SHIPPED_SETS = ['tune-en', 'held-en', 'tune-es', 'held-es'].flatMap((name) => [name, `letters-${name}`]);

/** Ranks passages for a query: ids, best first. */
export type Search = (query: string, limit: number) => readonly string[];

export interface RankingFigures {
  readonly mrr: number;
  readonly p1: number;
  readonly ndcg10: number;
}

/** An article below this confidence is not shown; the bot says that it does not know. */
export const ANSWER_FLOOR = 0.4;
/** The day the shipped articles are asked on: fixed, so that figures do not change with the calendar. */
const DAY = Date.UTC(2026, 10, 23);

/** Scores one query: reciprocal rank, hit at first place, and nDCG at 10 with gains `2^grade - 1`. */
export function scoreQuery(ranking: readonly string[], relevant: Readonly<Record<string, number>>): RankingFigures {
  const grade = (id: string): number => Math.max(0, relevant[id] ?? 0);
  const first = ranking.findIndex((id) => grade(id) > 0);
  const gain = (value: number, place: number): number => (2 ** value - 1) / Math.log2(place + 2);
  const dcg = ranking.slice(0, 10).reduce((sum, id, place) => sum + gain(grade(id), place), 0);
  const ideal = Object.values(relevant)
    .sort((a, b) => b - a)
    .slice(0, 10)
    .reduce((sum, value, place) => sum + gain(value, place), 0);
  return { mrr: first < 0 ? 0 : 1 / (first + 1), p1: first === 0 ? 1 : 0, ndcg10: ideal === 0 ? 0 : dcg / ideal };
}

/** Mean figures over queries that have a relevant passage. */
export function meanFigures(scores: readonly RankingFigures[]): RankingFigures {
  const mean = (pick: (one: RankingFigures) => number): number =>
    scores.length === 0
      ? 0
      : Math.round((scores.reduce((sum, one) => sum + pick(one), 0) / scores.length) * 10000) / 10000;
  return { mrr: mean((one) => one.mrr), p1: mean((one) => one.p1), ndcg10: mean((one) => one.ndcg10) };
}

/** The search the product ships, over given passages. */
export function shippedSearch(passages: readonly Passage[], locale: string, content: ContentLibrary): Search {
  const ranker = createRanker(passages, { locale, synonyms: content.all('synonym') });
  return (query, limit) => ranker.search(query, limit).map((hit) => hit.id);
}

export const retrieval: Task = {
  name: 'retrieval',
  shipped: SHIPPED_SETS.map((name) => `retrieval/${name}.yaml`),
  async run(input, content): Promise<Report> {
    const set = cases.parse(input);
    if (set.passages === 'articles') return onArticles(set.queries, set.locale ?? 'en', content);
    const passages = set.passages === 'pages' ? libraryPages(content, set.locale === 'es' ? 'es' : 'en') : set.passages;
    return onPassages(passages, set.queries, set.locale ?? languageOf(passages), content);
  },
};

type Query = z.infer<typeof cases>['queries'][number];

function onPassages(
  passages: readonly Passage[],
  queries: readonly Query[],
  locale: string,
  content: ContentLibrary,
): Report {
  const search = shippedSearch(passages, locale, content);
  return report(queries, (query) => search(query, 10), { passages: passages.length, locale });
}

/** On the shipped articles, one place per article, and the share of questions nobody can answer that it declines. */
function onArticles(queries: readonly Query[], locale: string, content: ContentLibrary): Report {
  const search = createArticleSearch(content);
  const asked = queries.filter((query) => Object.keys(query.relevant).length > 0);
  const idle = queries.filter((query) => Object.keys(query.relevant).length === 0);
  const declined = idle.filter((query) => (search.find(query.text, locale, DAY)[0]?.confidence ?? 0) < ANSWER_FLOOR);
  const answered = asked
    .map((query) => ({ query, best: search.find(query.text, locale, DAY, 1)[0] }))
    .filter((one) => (one.best?.confidence ?? 0) >= ANSWER_FLOOR);
  const right = answered.filter((one) => (one.query.relevant[one.best!.id] ?? 0) > 0);
  return report(asked, (query) => search.find(query, locale, DAY, 10).map((one) => one.id), {
    passages: content.all('article').flatMap((one) => passagesOf(one, 'en')).length,
    locale,
    declined: proportion(declined.length, idle.length),
    answered: proportion(answered.length, asked.length),
    right_when_answered: proportion(right.length, answered.length),
  });
}

function report(
  queries: readonly Query[],
  search: (query: string) => readonly string[],
  facts: Record<string, unknown>,
): Report {
  const scored = queries.map((query) => {
    const ranking = search(query.text);
    return { query, ranking, figures: scoreQuery(ranking, query.relevant) };
  });
  const results: CaseResult[] = scored.map(({ query, ranking, figures }) => ({
    id: query.id,
    expected: query.relevant,
    got: ranking.slice(0, 3),
    pass: figures.p1 === 1,
    detail: figures,
  }));
  return {
    summary: { ...facts, queries: queries.length, ...meanFigures(scored.map((one) => one.figures)) },
    results,
  };
}

/** Spanish when its stop words are the more common ones. */
function languageOf(passages: readonly { text: string }[]): string {
  const sample = passages.slice(0, 200).flatMap((passage) => words(passage.text).slice(0, 200));
  const count = (locale: string): number => sample.filter((word) => stopWords(locale).has(word)).length;
  return count('es') > count('en') ? 'es' : 'en';
}
