import { z } from 'zod';
import { ARTICLE_TOPICS } from '../../../knowledge/schema/article';
import { contentId, date } from '../../../knowledge/schema/common';
import { instant, objectId, person } from './common';

/** Content work: reviewing what ships, writing articles, questions nobody could answer. */

export const approvalState = z.enum(['approved', 'one', 'changed', 'new_version', 'waiting']);
export type ApprovalStateName = z.infer<typeof approvalState>;

export const contentQuery = z.strictObject({
  kind: z.string().max(40).optional(),
  state: approvalState.optional(),
  q: z.string().trim().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  from: z.coerce.number().int().min(0).max(100_000).default(0),
});
export const contentItem = z.strictObject({
  /** `<kind>:<id>`, with `~` for a slash. */
  ref: objectId,
  kind: z.string(),
  id: z.string(),
  version: z.string(),
  title: z.string(),
  state: approvalState,
  reviewBy: z.string().nullable(),
  freshness: z.enum(['current', 'hedged', 'withdrawn']).nullable(),
});
export type ContentItem = z.infer<typeof contentItem>;
export const contentList = z.strictObject({
  items: z.array(contentItem),
  total: z.int(),
  kinds: z.array(z.strictObject({ kind: z.string(), files: z.int(), approved: z.int() })),
});
export type ContentList = z.infer<typeof contentList>;

export const field = z.strictObject({ path: z.string(), text: z.string() });
export type Field = z.infer<typeof field>;
export const difference = z.strictObject({
  weight: z.enum(['safety', 'changed', 'wording']),
  text: z.string(),
});
/** A difference in the reader's language. */
export type ShownDifference = z.infer<typeof difference>;
export const contentView = z.strictObject({
  item: contentItem,
  sha256: z.string(),
  owner: z.string(),
  sources: z.array(z.strictObject({ text: z.string(), read: z.boolean() })),
  fields: z.array(field),
  /** Whether a page for clinicians can be opened beside it. */
  page: z.boolean(),
  approvals: z.array(z.strictObject({ who: z.string(), at: z.string(), same: z.boolean() })),
  /** Since the version that was approved last; null when none was. */
  since: z.strictObject({ version: z.string(), differences: z.array(difference) }).nullable(),
  /** Whether the reader has approved these bytes already. */
  mine: z.boolean(),
});
export type ContentView = z.infer<typeof contentView>;
export const approveContent = z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const words = z.string().max(12_000).default('');
const both = z.strictObject({ en: words, es: words });
const lines = z.array(z.string().trim().min(1).max(300)).max(30).default([]);
/** An article as its author writes it: may be unfinished until it is submitted. */
export const articleDraft = z.strictObject({
  id: contentId.max(60),
  owner: z.string().trim().max(200).default(''),
  topic: z.enum(ARTICLE_TOPICS),
  audience: z.array(z.enum(['patients', 'parents', 'carers', 'visitors'])).max(4),
  title: both,
  asked_as: z.strictObject({ en: lines, es: lines }),
  short: both,
  normal: both,
  rich: both,
  actions: z.array(contentId).max(3).default([]),
  sources: z
    .array(
      z.strictObject({
        title: z.string().trim().max(300),
        publisher: z.string().trim().max(200).optional(),
        link: z
          .url({ protocol: /^https?$/ })
          .max(500)
          .optional(),
        date: z.string().max(40).optional(),
        read: z.boolean().default(false),
      }),
    )
    .max(10),
  review_by: date,
  publish_on: date.nullable().default(null),
});
export type ArticleDraft = z.output<typeof articleDraft>;
export const revisionStatus = z.enum(['draft', 'submitted', 'approved', 'withdrawn']);
export type RevisionStatus = z.infer<typeof revisionStatus>;

export const revisionView = z.strictObject({
  id: objectId,
  articleId: z.string(),
  version: z.string(),
  status: revisionStatus,
  /** draft, submitted, scheduled, published, hedged, expired, withdrawn, replaced. */
  stage: z.string(),
  title: z.string(),
  author: person,
  decidedBy: person.nullable(),
  createdAt: instant,
  updatedAt: instant,
  decidedAt: instant.nullable(),
  remark: z.string().nullable(),
  mine: z.boolean(),
});
export type RevisionView = z.infer<typeof revisionView>;
export const articleItem = z.strictObject({
  id: z.string(),
  title: z.string(),
  topic: z.string(),
  version: z.string(),
  reviewBy: z.string(),
  freshness: z.enum(['current', 'hedged', 'withdrawn']),
  shown: z.int(),
  helped: z.int(),
  notHelped: z.int(),
  unsure: z.int(),
});
export type ArticleItem = z.infer<typeof articleItem>;
export const articleList = z.strictObject({ revisions: z.array(revisionView), articles: z.array(articleItem) });
export type ArticleList = z.infer<typeof articleList>;
export const revisionPage = z.strictObject({
  revision: revisionView,
  draft: articleDraft,
  /** What stands before it may be submitted or approved. */
  problems: z.array(z.string()),
  /** Since the version in use, if there is one. */
  differences: z.array(difference),
});
export type RevisionPage = z.infer<typeof revisionPage>;
export const newArticle = z.union([
  z.strictObject({ from: contentId.max(60) }),
  z.strictObject({ draft: articleDraft }),
]);
export const newArticleReply = z.strictObject({ id: objectId });
export const saveArticle = z.strictObject({ draft: articleDraft, submit: z.boolean(), seen: instant });
export const saveReply = z.strictObject({ ok: z.boolean(), problems: z.array(z.string()) });
export type SaveReply = z.infer<typeof saveReply>;
export const decideArticle = z.strictObject({
  approve: z.boolean(),
  remark: z.string().trim().max(1000).default(''),
  seen: instant,
});

export const topicView = z.strictObject({
  words: z.array(z.string()),
  locale: z.string(),
  example: z.string(),
  lastAt: instant,
  questions: z.array(
    z.strictObject({
      id: objectId,
      text: z.string(),
      at: instant,
      /** Given although the search was not sure; null where there was no answer or a bad one. */
      answered: z.strictObject({ id: z.string(), title: z.string(), confidence: z.number() }).nullable(),
    }),
  ),
});
export type TopicView = z.infer<typeof topicView>;
export const topicList = z.strictObject({ items: z.array(topicView), questions: z.int() });
export const settleQuestions = z.strictObject({
  ids: z.array(objectId).min(1).max(2000),
  how: z.enum(['article', 'dismissed']),
  articleId: contentId.max(60).optional(),
});
export const settled = z.strictObject({ settled: z.int() });
