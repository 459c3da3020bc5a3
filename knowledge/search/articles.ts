import type { Article } from '../schema/article';
import type { ContentLibrary } from '../schema/library';
import type { ArticleSearch } from '../schema/search';
import { confidence, type Evidence } from './calibration';
import { freshness } from './freshness';
import { createRanker, type Passage, type Ranker } from './ranker';

const DEEP = 12;

/** Searches the articles of the library, passage by passage; a language is indexed when it is first used. */
export function createArticleSearch(content: ContentLibrary): ArticleSearch {
  let articles = new Map<string, Article>();
  const rankers = new Map<string, Ranker>();
  let indexed: string | undefined;
  /** The care team may publish while the process runs: another fingerprint is another set of articles. */
  const refresh = () => {
    if (indexed === content.fingerprint) return;
    indexed = content.fingerprint;
    articles = new Map(content.all('article').map((one) => [one.id, one]));
    rankers.clear();
  };
  const rankerOf = (language: 'en' | 'es'): Ranker => {
    const known = rankers.get(language);
    if (known !== undefined) return known;
    const made = createRanker(
      [...articles.values()].flatMap((one) => passagesOf(one, language)),
      { locale: language, synonyms: content.all('synonym') },
    );
    rankers.set(language, made);
    return made;
  };
  return {
    named(id, now) {
      refresh();
      const article = articles.get(id);
      const fresh = article === undefined ? 'withdrawn' : freshness(article, now);
      return article === undefined || fresh === 'withdrawn'
        ? undefined
        : { id, version: article.version, confidence: 1, freshness: fresh };
    },
    find(question, locale, now, limit = 3) {
      refresh();
      const language = locale.slice(0, 2) === 'es' ? 'es' : 'en';
      const best = new Map<string, { score: number; evidence: Evidence; freshness: 'current' | 'hedged' }>();
      for (const hit of rankerOf(language).search(question, DEEP)) {
        const id = hit.id.split('#')[0]!;
        const fresh = freshness(articles.get(id)!, now);
        if (fresh === 'withdrawn' || best.has(id)) continue;
        best.set(id, { score: hit.score, evidence: { ...hit.evidence, coverage: hit.coverage }, freshness: fresh });
      }
      const ranked = [...best];
      return ranked.slice(0, limit).map(([id, found], i) => ({
        id,
        version: articles.get(id)!.version,
        confidence: confidence({
          ...found.evidence,
          lead: i > 0 ? 0 : 1 - (ranked[1]?.[1].score ?? 0) / Math.max(found.score, 1e-6),
        }),
        freshness: found.freshness,
      }));
    },
  };
}

/** An article as passages: the answer with its titles and questions, and what only the long form says. */
export function passagesOf(article: Article, language: 'en' | 'es'): Passage[] {
  const title = article.title[language];
  const normal = plain(article.normal[language]);
  return [
    { id: `${article.id}#answer`, title, also: article.asked_as[language].join('. '), text: normal },
    { id: `${article.id}#more`, title, text: plain(article.rich[language]) },
  ];
}

/** Without the places a hospital fills in and without Markdown. */
function plain(text: string): string {
  return text.replace(/\{[^}]*\}/g, ' ').replace(/[*#_>`-]+/g, ' ');
}
