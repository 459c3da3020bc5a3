import type { z } from 'zod';
import { type AskedQuestion, clusterQuestions } from '../../../knowledge/questions/cluster';
import { wordKnowledge } from '../../../knowledge/questions/word-knowledge';
import { freshness } from '../../../knowledge/search/freshness';
import { draftFrom, draftProblems, nextVersion, revisionFile, revisionView } from '../content/articles';
import type { Revision } from '../content/ports';
import { changesBetween } from '../content/review';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import type { ConsoleDeps } from '../ports';
import { done } from '../schema/common';
import {
  type ArticleDraft,
  articleList,
  decideArticle,
  newArticle,
  newArticleReply,
  revisionPage,
  saveArticle,
  saveReply,
  settled,
  settleQuestions,
  topicList,
} from '../schema/content';
import { actorOf } from './conversation';

const WRITE = may('content.write');
const READ = may('content.write', 'content.review');
/** Grouping grows with the square of their number; a month of a large hospital is fewer. */
const MOST_QUESTIONS = 1500;
const FEEDBACK_MS = 90 * 24 * 60 * 60_000;

async function list({ deps, who, now, locale }: Call) {
  const [revisions, feedback] = await Promise.all([
    deps.store.content.articles.list(),
    deps.store.content.questions.feedback(now - FEEDBACK_MS),
  ]);
  const heard = new Map(feedback.map((one) => [one.article, one]));
  const context = { content: deps.content, staffId: who.staff.id, now, locale };
  return ok({
    revisions: revisions.map((one) => revisionView(one, context)),
    articles: deps.content.all('article').map((one) => {
      const { shown = 0, helped = 0, notHelped = 0, unsure = 0 } = heard.get(one.id) ?? {};
      return {
        id: one.id,
        title: one.title[locale] ?? one.title.en,
        topic: one.topic,
        version: one.version,
        reviewBy: one.review_by,
        freshness: freshness(one, now),
        shown,
        helped,
        notHelped,
        unsure,
      };
    }),
  });
}

async function versionAfter(deps: ConsoleDeps, articleId: string): Promise<string> {
  const revisions = (await deps.store.content.articles.list()).filter((one) => one.articleId === articleId);
  const shipped = deps.content.has('article', articleId) ? [deps.content.get('article', articleId).version] : [];
  return nextVersion([...shipped, ...revisions.map((one) => one.version)]);
}

async function create({ deps, who, body, now }: Call<undefined, z.output<typeof newArticle>>) {
  let draft: ArticleDraft;
  if ('from' in body) {
    if (!deps.content.has('article', body.from)) throw new Problem('not_found');
    draft = draftFrom(deps.content.get('article', body.from));
  } else {
    // A new article may not take the name of one there is: that is a revision of it.
    if (deps.content.has('article', body.draft.id)) throw new Problem('taken');
    draft = body.draft;
  }
  const version = await versionAfter(deps, draft.id);
  const id = await deps.store.content.articles.create(draft, version, actorOf(who), now);
  if (id === undefined) throw new Problem('taken');
  return ok({ id });
}

async function theRevision(deps: ConsoleDeps, id: string): Promise<Revision> {
  const revision = await deps.store.content.articles.get(id);
  if (!revision) throw new Problem('not_found');
  return revision;
}

async function show({ deps, who, id, now, locale }: Call) {
  const revision = await theRevision(deps, id);
  const current = deps.content.has('article', revision.articleId)
    ? draftFrom(deps.content.get('article', revision.articleId))
    : undefined;
  return ok({
    revision: revisionView(revision, { content: deps.content, staffId: who.staff.id, now, locale }),
    draft: revision.draft,
    problems: draftProblems(revision.draft, deps.content),
    differences: current === undefined ? [] : changesBetween('article', current, revision.draft, locale),
  });
}

async function save({ deps, who, id, body, now }: Call<undefined, z.output<typeof saveArticle>>) {
  const revision = await theRevision(deps, id);
  if (revision.author.id !== who.staff.id) throw new Problem('not_owner', { owner: revision.author });
  const problems = draftProblems(body.draft, deps.content);
  // What is written is kept even when it cannot be submitted yet.
  const submit = body.submit && problems.length === 0;
  const saved = await deps.store.content.articles.save(id, { ...body, submit }, actorOf(who), now);
  if (saved === 'stale') throw new Problem('stale');
  return ok({ ok: submit === body.submit, problems });
}

async function decide({ deps, who, id, body, now }: Call<undefined, z.output<typeof decideArticle>>) {
  const revision = await theRevision(deps, id);
  if (body.approve && revisionFile(revision) === undefined) throw new Problem('not_ready');
  if (body.approve && draftProblems(revision.draft, deps.content).length > 0) throw new Problem('not_ready');
  const decided = await deps.store.content.articles.decide(id, body, actorOf(who), now);
  if (decided === 'own') throw new Problem('own_work');
  if (decided === 'stale') throw new Problem('stale');
  deps.bell.ring('content');
  return ok({ ok: true });
}

/** What an unsure answer said, by the title of the article in use. */
function answeredWith({ content }: ConsoleDeps, locale: string, given: AskedQuestion['answered']) {
  if (given === undefined) return null;
  const { article: id, confidence } = given;
  const title = content.has('article', id) ? content.get('article', id).title : undefined;
  return { id, title: title?.[locale] ?? title?.en ?? id, confidence };
}

async function topics({ deps, locale }: Call) {
  const questions = await deps.store.content.questions.open(MOST_QUESTIONS);
  const found = clusterQuestions(questions, wordKnowledge(deps.content));
  return ok({
    questions: questions.length,
    items: found.map((topic) => ({
      words: [...topic.words],
      locale: topic.example.locale,
      example: topic.example.text,
      lastAt: topic.lastAt,
      questions: topic.questions.map(({ id, text, at, answered }) => ({
        id,
        text,
        at,
        answered: answeredWith(deps, locale, answered),
      })),
    })),
  });
}

export const articleEndpoints = [
  endpoint({
    id: 'listArticles',
    method: 'GET',
    path: '/articles',
    summary: 'Articles in use with what patients made of them, and what is being written',
    access: READ,
    reply: articleList,
    handle: list,
  }),
  endpoint({
    id: 'beginArticle',
    method: 'POST',
    path: '/articles',
    summary: 'Begin a new article, or a new version of one in use',
    access: WRITE,
    body: newArticle,
    maxBytes: 262_144,
    reply: newArticleReply,
    handle: create,
  }),
  endpoint({
    id: 'getArticle',
    method: 'GET',
    path: '/articles/:id',
    summary: 'One version as its author writes it, with what is still missing',
    access: READ,
    object: 'revision',
    reply: revisionPage,
    handle: show,
  }),
  endpoint({
    id: 'saveArticle',
    method: 'PUT',
    path: '/articles/:id',
    summary: 'Save one’s own draft, or give it to a second person',
    access: WRITE,
    object: 'revision',
    body: saveArticle,
    maxBytes: 262_144,
    reply: saveReply,
    handle: save,
  }),
  endpoint({
    id: 'decideArticle',
    method: 'POST',
    path: '/articles/:id/decision',
    summary: 'Approve somebody else’s article, or send it back with a remark',
    access: may('content.review'),
    object: 'revision',
    body: decideArticle,
    reply: done,
    handle: decide,
  }),
  endpoint({
    id: 'withdrawArticle',
    method: 'POST',
    path: '/articles/:id/withdraw',
    summary: 'Take a published article out of use at once',
    access: READ,
    object: 'revision',
    reply: done,
    handle: async ({ deps, who, id, now }) => {
      if (!(await deps.store.content.articles.withdraw(id, actorOf(who), now))) throw new Problem('stale');
      deps.bell.ring('content');
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'listQuestions',
    method: 'GET',
    path: '/questions',
    summary: 'What patients asked and nothing answered, or badly, grouped by topic',
    access: WRITE,
    reply: topicList,
    handle: topics,
  }),
  endpoint({
    id: 'settleQuestions',
    method: 'POST',
    path: '/questions/settle',
    summary: 'Take questions off the list: an article answers them now, or they are not for us',
    access: WRITE,
    body: settleQuestions,
    maxBytes: 262_144,
    reply: settled,
    handle: async ({ deps, who, body, now }) => {
      const end = { how: body.how, ...(body.articleId === undefined ? {} : { articleId: body.articleId }) };
      return ok({ settled: await deps.store.content.questions.settle(body.ids, end, actorOf(who), now) });
    },
  }),
];
