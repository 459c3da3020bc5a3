import { createHash } from 'node:crypto';
import { checkHospitalValues } from '../../../knowledge/checks/hospital-values';
import type { ContentFile } from '../../../knowledge/load';
import type { Article } from '../../../knowledge/schema/article';
import { article as articleSchema } from '../../../knowledge/schema/article';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { freshness } from '../../../knowledge/search/freshness';
import type { ArticleDraft, RevisionView } from '../schema/content';
import type { Revision } from './ports';

/** SMS text of an article. Source: the article schema's own rule for its short body. */
const SHORT = 300;

function fileValue(draft: ArticleDraft, version: string, status: string): unknown {
  const { publish_on, ...rest } = draft;
  return { ...rest, version, status, ...(publish_on === null ? {} : { publish_on }) };
}

/** A revision as the file it would be; undefined when it is not whole. */
export function revisionFile(revision: Pick<Revision, 'draft' | 'version' | 'status'>): ContentFile | undefined {
  const status = revision.status === 'withdrawn' ? 'retired' : 'approved';
  const parsed = articleSchema.safeParse(fileValue(revision.draft, revision.version, status));
  if (!parsed.success) return undefined;
  return {
    kind: 'article',
    file: `console/articles/${revision.draft.id}@${revision.version}`,
    sha256: createHash('sha256').update(JSON.stringify(parsed.data)).digest('hex'),
    value: parsed.data,
  };
}

/** What stands before a draft may be submitted, each as `<field>: <what>`; the page shows them beside the field. */
export function draftProblems(draft: ArticleDraft, content: ContentLibrary): string[] {
  const parsed = articleSchema.safeParse(fileValue(draft, '1', 'review'));
  if (!parsed.success)
    return [...new Set(parsed.error.issues.map((issue) => `${issue.path.join('.') || 'article'}: incomplete`))];
  const file: ContentFile = { kind: 'article', file: draft.id, sha256: '', value: parsed.data };
  const unknownActions = draft.actions.filter((id) => !content.has('intent', id));
  const sentences = JSON.stringify(parsed.data);
  const places = new Set([...sentences.matchAll(/\{(?!hospital\.)([\w.]+)\}/g)].map((match) => match[0]));
  return [
    ...(['en', 'es'] as const).flatMap((locale) =>
      draft.short[locale].length > SHORT ? [`short.${locale}: longer than ${SHORT} characters`] : [],
    ),
    ...(draft.sources.some((one) => one.title === '') ? ['sources: a title is missing'] : []),
    ...unknownActions.map((id) => `actions: unknown "${id}"`),
    ...[...places].map((place) => `rich: unknown place ${place}`),
    ...checkHospitalValues([file], content.hospital).map((problem) => `rich: ${problem.message}`),
  ];
}

/** A draft that begins from the article in use. */
export function draftFrom(article: Article): ArticleDraft {
  const { en, es } = article.title;
  const both = (text: { en: string; es: string }) => ({ en: text.en, es: text.es });
  return {
    id: article.id,
    owner: article.owner,
    topic: article.topic,
    audience: [...article.audience],
    title: { en, es },
    asked_as: { en: [...article.asked_as.en], es: [...article.asked_as.es] },
    short: both(article.short),
    normal: both(article.normal),
    rich: both(article.rich),
    actions: [...article.actions],
    sources: article.sources.map(({ title, publisher, link, date, read }) => ({
      title,
      read,
      ...(publisher === undefined ? {} : { publisher }),
      ...(link === undefined ? {} : { link }),
      ...(date === undefined ? {} : { date }),
    })),
    review_by: article.review_by,
    publish_on: null,
  };
}

/** The next whole version after every one there is, shipped or written here. */
export function nextVersion(versions: readonly string[]): string {
  return String(Math.max(0, ...versions.map((version) => Number.parseInt(version, 10))) + 1);
}

export function revisionView(
  revision: Revision,
  context: { content: ContentLibrary; staffId: string; now: number; locale: string },
): RevisionView {
  const { draft, ...rest } = revision;
  const title = draft.title[context.locale === 'es' ? 'es' : 'en'] || draft.title.en || draft.title.es || draft.id;
  const { id, articleId, version, status, author, decidedBy, createdAt, updatedAt, decidedAt, remark } = rest;
  return {
    id,
    articleId,
    version,
    status,
    author,
    decidedBy,
    createdAt,
    updatedAt,
    decidedAt,
    remark,
    title,
    stage: stageOf(revision, context),
    mine: author.id === context.staffId,
  };
}

function stageOf(revision: Revision, { content, now }: { content: ContentLibrary; now: number }): string {
  if (revision.status !== 'approved') return revision.status;
  const { publish_on } = revision.draft;
  if (publish_on !== null && now < Date.parse(publish_on)) return 'scheduled';
  const current = content.has('article', revision.articleId) ? content.get('article', revision.articleId).version : '0';
  if (current !== revision.version && Number.parseInt(current, 10) > Number.parseInt(revision.version, 10))
    return 'replaced';
  const fresh = freshness({ status: 'approved', review_by: revision.draft.review_by }, now);
  return fresh === 'current' ? 'published' : fresh === 'hedged' ? 'hedged' : 'expired';
}

/** Revisions in use at a moment: approved ones whose day has come, and withdrawn ones, which hide what came before. */
export function publishedFiles(revisions: readonly Revision[], now: number): ContentFile[] {
  return revisions.flatMap((one) => {
    const { publish_on } = one.draft;
    const due = publish_on === null || Date.parse(publish_on) <= now;
    const used = one.status === 'withdrawn' || (one.status === 'approved' && due);
    const file = used ? revisionFile(one) : undefined;
    return file === undefined ? [] : [file];
  });
}
