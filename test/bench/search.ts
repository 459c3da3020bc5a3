import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, insertMultiple, search as oramaSearch } from '@orama/orama';
import MiniSearch from 'minisearch';
import sqlite3 from 'sqlite3';
import { parse } from 'yaml';
import { contentPlaces } from '../../bot/places';
import { libraryPages } from '../../bot/tools/evaluate/pages';
import {
  meanFigures,
  type RankingFigures,
  SHIPPED_SETS,
  scoreQuery,
  shippedSearch,
} from '../../bot/tools/evaluate/retrieval';
import { loadContent } from '../../knowledge/load';
import { passagesOf } from '../../knowledge/search/articles';
import { createRanker, type Passage } from '../../knowledge/search/ranker';

/**
 * `npm run bench:search -- [FILE...]`: the shipped ranker beside minisearch, Orama and SQLite FTS5 with default settings,
 * on the same passages and questions; then build time, memory and query time at 50,000 passages.
 */
interface Set {
  readonly name: string;
  readonly locale: string;
  readonly passages: readonly Passage[];
  readonly queries: readonly { id: string; text: string; relevant: Record<string, number> }[];
}
type AsyncSearch = (query: string, limit: number) => Promise<readonly string[]>;

const content = loadContent(contentPlaces({}));

function readSet(path: string): Set {
  const raw = parse(readFileSync(path, 'utf8')) as {
    locale?: string;
    passages: 'articles' | 'pages' | Passage[];
    queries: Set['queries'];
  };
  const locale = raw.locale ?? 'en';
  const language = locale === 'es' ? 'es' : 'en';
  const passages =
    raw.passages === 'articles'
      ? content.all('article').map((one) => {
          const [answer, more] = passagesOf(one, language);
          // Rivals have no field for other phrasings: everybody gets them as text.
          return { id: one.id, title: one.title[language], text: `${answer!.also ?? ''} ${more!.text}` };
        })
      : raw.passages === 'pages'
        ? libraryPages(content, language)
        : raw.passages.map((one) => ({ ...one, id: String(one.id) }));
  return {
    name: path.split('/').slice(-1)[0]!,
    locale,
    passages,
    queries: raw.queries.filter((query) => Object.keys(query.relevant).length > 0),
  };
}

function miniSearch(passages: readonly Passage[]): AsyncSearch {
  const engine = new MiniSearch({ fields: ['title', 'text'] });
  engine.addAll(passages.map((one) => ({ id: one.id, title: one.title ?? '', text: one.text })));
  return async (query, limit) =>
    engine
      .search(query)
      .slice(0, limit)
      .map((hit) => String(hit.id));
}

async function orama(passages: readonly Passage[]): Promise<AsyncSearch> {
  const db = create({ schema: { key: 'string', title: 'string', text: 'string' } as const });
  await insertMultiple(
    db,
    passages.map((one) => ({ key: one.id, title: one.title ?? '', text: one.text })),
  );
  return async (query, limit) => {
    const found = await oramaSearch(db, { term: query, limit, properties: ['title', 'text'] });
    return found.hits.map((hit) => (hit.document as { key: string }).key);
  };
}

/** Words of the question joined by OR: with FTS5's own default, AND, most questions find nothing. */
async function fts5(passages: readonly Passage[]): Promise<AsyncSearch> {
  const db = new sqlite3.Database(':memory:');
  const run = (sql: string, values: readonly string[] = []): Promise<{ id: string }[]> =>
    new Promise((resolve, reject) =>
      db.all(sql, values, (error, rows) => (error === null ? resolve(rows as { id: string }[]) : reject(error))),
    );
  await run('CREATE VIRTUAL TABLE passage USING fts5(id UNINDEXED, title, text)');
  await run('BEGIN');
  for (const one of passages) await run('INSERT INTO passage VALUES (?, ?, ?)', [one.id, one.title ?? '', one.text]);
  await run('COMMIT');
  return async (query, limit) => {
    const words = query.match(/[\p{L}\p{N}]+/gu) ?? [];
    if (words.length === 0) return [];
    const match = words.map((word) => `"${word}"`).join(' OR ');
    const rows = await run('SELECT id FROM passage WHERE passage MATCH ? ORDER BY rank LIMIT ?', [
      match,
      String(limit),
    ]);
    return rows.map((row) => row.id);
  };
}

async function figures(set: Set, search: AsyncSearch): Promise<RankingFigures> {
  const scores: RankingFigures[] = [];
  for (const query of set.queries) scores.push(scoreQuery(await search(query.text, 10), query.relevant));
  return meanFigures(scores);
}

async function compare(set: Set): Promise<void> {
  const own = shippedSearch(set.passages, set.locale, content);
  const rivals: [string, AsyncSearch][] = [
    ['sathi', async (query, limit) => own(query, limit)],
    ['minisearch', miniSearch(set.passages)],
    ['orama', await orama(set.passages)],
    ['sqlite fts5', await fts5(set.passages)],
  ];
  process.stdout.write(`\n${set.name}: ${set.passages.length} passages, ${set.queries.length} questions\n`);
  for (const [name, search] of rivals) {
    const { ndcg10, p1, mrr } = await figures(set, search);
    process.stdout.write(
      `  ${name.padEnd(12)} nDCG@10 ${ndcg10.toFixed(4)}  P@1 ${p1.toFixed(4)}  MRR ${mrr.toFixed(4)}\n`,
    );
  }
}

/** Words of the articles shuffled into 50,000 passages of 80 words: size is what is measured, not meaning. */
function manyPassages(count: number): Passage[] {
  const words = content.all('article').flatMap((one) => `${one.normal.en} ${one.rich.en}`.split(/\s+/));
  let state = 7;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % limit;
  };
  return Array.from({ length: count }, (_, i) => ({
    id: String(i),
    title: Array.from({ length: 5 }, () => words[below(words.length)]).join(' '),
    text: Array.from({ length: 80 }, () =>
      below(12) === 0 ? `term${below(60_000)}` : words[below(words.length)],
    ).join(' '),
  }));
}

function size(queries: readonly string[]): void {
  const passages = manyPassages(50_000);
  global.gc?.();
  const before = process.memoryUsage();
  const started = performance.now();
  const ranker = createRanker(passages, { locale: 'en', synonyms: content.all('synonym') });
  const built = performance.now() - started;
  global.gc?.();
  const after = process.memoryUsage();
  const times = [...queries, ...queries].map((query) => {
    const from = performance.now();
    ranker.search(query, 10);
    return performance.now() - from;
  });
  const sorted = times.slice(queries.length).sort((a, b) => a - b);
  const at = (share: number): string => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2);
  const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(0);
  process.stdout.write(
    `\n50,000 passages: built in ${(built / 1000).toFixed(1)} s, arrays ${megabytes(ranker.bytes)} MB, ` +
      `heap and arrays ${megabytes(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers)} MB; ` +
      `query median ${at(0.5)} ms, 95th ${at(0.95)} ms\n`,
  );
}

async function main(files: readonly string[]): Promise<void> {
  const folder = join(contentPlaces({}).content, '..', 'evaluation', 'retrieval');
  const shipped = SHIPPED_SETS.map((name) => join(folder, `${name}.yaml`));
  const sets = (files.length > 0 ? files : shipped).map(readSet);
  for (const set of sets) await compare(set);
  size(sets.flatMap((set) => set.queries.map((query) => query.text)).slice(0, 200));
}

void main(process.argv.slice(2));
