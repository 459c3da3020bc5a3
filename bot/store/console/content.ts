import type { Knex } from 'knex';
import type {
  ApprovalStore,
  ArticleStore,
  ContentStores,
  Feedback,
  QuestionStore,
  Revision,
  StaffApproval,
} from '../../../console/api/content/ports';
import { insertRows } from '../rows';
import type { ActionTools } from './actions';
import { staffNames } from './names';
import { officeAudit } from './office';

/** Approvals of content, articles written in the console, and questions that wait for one. */
export function createContentStores(tools: ActionTools): ContentStores {
  return {
    approvals: createApprovalStore(tools),
    articles: createArticleStore(tools),
    questions: createQuestionStore(tools),
  };
}

function createApprovalStore(tools: ActionTools): ApprovalStore {
  const { db, vault } = tools;
  async function read(narrow: (query: Knex.QueryBuilder) => Knex.QueryBuilder): Promise<StaffApproval[]> {
    const rows = (await narrow(db.read('content_approval'))
      .orderBy('at')
      .select('kind', 'content_id', 'version', 'sha256', 'staff_id', 'at')) as {
      kind: string;
      content_id: string;
      version: string;
      sha256: string;
      staff_id: string;
      at: number;
    }[];
    const name = await staffNames(
      db.read,
      vault,
      rows.map((row) => row.staff_id),
    );
    return rows.map(({ content_id: id, staff_id: by, ...row }) => ({ ...row, id, by, who: name(by) }));
  }
  return {
    all: () => read((query) => query),
    of: (kind, id) => read((query) => query.where({ kind, content_id: id })),
    async value({ kind, id, version, sha256 }) {
      const row = await db
        .read('content_approval')
        .where({ kind, content_id: id, version, sha256 })
        .first<{ value: string } | undefined>('value');
      return row === undefined ? undefined : JSON.parse(row.value);
    },
    approve: ({ kind, id, version, sha256, value }, actor, now) =>
      db.transaction(async (trx) => {
        const key = { kind, content_id: id, version, sha256, staff_id: actor.staffId };
        const made = await trx('content_approval')
          .insert({ ...key, value: JSON.stringify(value), at: now })
          .onConflict(['kind', 'content_id', 'version', 'sha256', 'staff_id'])
          .ignore()
          .returning('at');
        if (made.length === 0) return false;
        const detail = { content: `${kind}/${id}@${version}`, sha256 };
        await officeAudit(tools, trx, now, [{ actor: actor.staffId, action: 'content.approved', detail }]);
        return true;
      }),
  };
}

interface RevisionRow {
  id: string;
  article_id: string;
  version: string;
  status: Revision['status'];
  body: string;
  author_id: string;
  decided_by: string | null;
  created_at: number;
  updated_at: number;
  decided_at: number | null;
}

function createArticleStore(tools: ActionTools): ArticleStore {
  const { db, vault, ids } = tools;
  async function opened(rows: readonly RevisionRow[]): Promise<Revision[]> {
    const name = await staffNames(
      db.read,
      vault,
      rows.flatMap((row) => [row.author_id, row.decided_by]),
    );
    return rows.map((row) => {
      const { draft, remark = null } = JSON.parse(vault.open(row.body, row.id));
      return {
        id: row.id,
        articleId: row.article_id,
        version: row.version,
        status: row.status,
        draft,
        remark,
        author: name(row.author_id),
        decidedBy: row.decided_by === null ? null : name(row.decided_by),
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        decidedAt: row.decided_at,
      };
    });
  }
  const audit = (trx: Knex.Transaction, at: number, actor: string, action: string, row: { article: string }) =>
    officeAudit(tools, trx, at, [{ actor, action: `content.article_${action}`, detail: row }]);
  const nameOf = (row: { article_id: string; version: string }) => ({ article: `${row.article_id}@${row.version}` });

  async function insert(
    trx: Knex.Transaction,
    row: { draft: Revision['draft']; version: string; status: Revision['status'] },
    staffId: string,
    now: number,
  ): Promise<string | undefined> {
    const id = ids.next('rev');
    const made = await trx('article_revision')
      .insert({
        id,
        article_id: row.draft.id,
        version: row.version,
        status: row.status,
        body: vault.seal(JSON.stringify({ draft: row.draft }), id),
        author_id: staffId,
        created_at: now,
        updated_at: now,
        publish_on: row.draft.publish_on,
      })
      .onConflict(['article_id', 'version'])
      .ignore()
      .returning('id');
    return made.length === 0 ? undefined : id;
  }

  return {
    list: async () => opened(await db.read('article_revision').orderBy('updated_at', 'desc').orderBy('id').limit(2000)),
    async get(id) {
      const [one] = await opened(await db.read('article_revision').where({ id }).limit(1));
      return one;
    },
    create: (draft, version, actor, now) =>
      db.transaction(async (trx) => {
        const id = await insert(trx, { draft, version, status: 'draft' }, actor.staffId, now);
        if (id !== undefined) await audit(trx, now, actor.staffId, 'begun', nameOf({ article_id: draft.id, version }));
        return id;
      }),
    save: (id, { draft, submit, seen }, actor, now) =>
      db.transaction(async (trx) => {
        const row = await trx('article_revision').where({ id }).first<RevisionRow | undefined>();
        // The id of an article never changes under a draft: its versions are one history.
        if (row === undefined || row.article_id !== draft.id) return 'stale';
        const changed = await trx('article_revision')
          .where({ id, author_id: actor.staffId, updated_at: seen })
          .whereIn('status', ['draft', 'submitted'])
          .update({
            body: vault.seal(JSON.stringify({ draft }), id),
            status: submit ? 'submitted' : 'draft',
            publish_on: draft.publish_on,
            updated_at: Math.max(now, seen + 1),
          });
        if (changed === 0) return 'stale';
        await audit(trx, now, actor.staffId, submit ? 'submitted' : 'saved', nameOf(row));
        return 'done';
      }),
    decide: (id, { approve, remark, seen }, actor, now) =>
      db.transaction(async (trx) => {
        const row = await trx('article_revision').where({ id }).first<RevisionRow | undefined>();
        if (row === undefined) return 'stale';
        if (row.author_id === actor.staffId) return 'own';
        const { draft } = JSON.parse(vault.open(row.body, id));
        const changed = await trx('article_revision')
          .where({ id, status: 'submitted', updated_at: seen })
          .update({
            status: approve ? 'approved' : 'draft',
            decided_by: actor.staffId,
            decided_at: now,
            body: vault.seal(JSON.stringify({ draft, ...(remark === '' ? {} : { remark }) }), id),
            updated_at: Math.max(now, seen + 1),
          });
        if (changed === 0) return 'stale';
        await audit(trx, now, actor.staffId, approve ? 'approved' : 'returned', nameOf(row));
        return 'done';
      }),
    withdraw: (id, actor, now) =>
      db.transaction(async (trx) => {
        const change = { status: 'withdrawn', decided_by: actor.staffId, decided_at: now, updated_at: now };
        if ((await trx('article_revision').where({ id, status: 'approved' }).update(change)) === 0) return false;
        const row = await trx('article_revision').where({ id }).first<RevisionRow>();
        await audit(trx, now, actor.staffId, 'withdrawn', nameOf(row!));
        return true;
      }),
  };
}

/** What authors look at one by one: questions without an answer, and answers the search was not sure of. */
const QUESTIONS = ['unanswered-question', 'unsure-answer'];

/** `article/parking@2` as the article's id. */
const articleOf = (subject: string | null) => (subject ?? '').replace(/^article\//, '').replace(/@.*$/, '');

function createQuestionStore(tools: ActionTools): QuestionStore {
  const { db, vault } = tools;
  return {
    async open(limit) {
      const rows = (await db
        .read('record as r')
        .join('conversation as c', 'c.id', 'r.conversation_id')
        .leftJoin('question_settled as s', 's.record_id', 'r.id')
        .whereIn('r.kind', QUESTIONS)
        .whereNull('s.record_id')
        .orderBy('r.at', 'desc')
        .limit(limit)
        .select('r.id', 'r.subject', 'r.body', 'r.at', 'r.conversation_id', 'c.locale')) as {
        id: string;
        subject: string | null;
        body: string;
        at: number;
        conversation_id: string;
        locale: string | null;
      }[];
      return rows.map((row) => {
        const { text, confidence } = JSON.parse(vault.open(row.body, row.conversation_id));
        return {
          id: row.id,
          text: String(text ?? ''),
          locale: (row.locale ?? 'en').slice(0, 2),
          at: row.at,
          answered: typeof confidence === 'number' ? { article: articleOf(row.subject), confidence } : undefined,
        };
      });
    },
    settle: (recordIds, end, actor, now) =>
      db.transaction(async (trx) => {
        const known = (await trx('record')
          .whereIn('kind', QUESTIONS)
          .whereIn('id', [...recordIds])
          .select('id')) as { id: string }[];
        const fresh = await insertRows(
          trx,
          db.dialect,
          'question_settled',
          known.map(({ id }) => ({
            record_id: id,
            how: end.how,
            article_id: end.articleId ?? null,
            staff_id: actor.staffId,
            at: now,
          })),
          'ignore',
          ['record_id'],
        );
        const settled = fresh.length;
        const detail = { settled, how: end.how, ...(end.articleId === undefined ? {} : { article: end.articleId }) };
        await officeAudit(tools, trx, now, [{ actor: actor.staffId, action: 'content.questions_settled', detail }]);
        return settled;
      }),
    async feedback(since) {
      const rows = (await db
        .read('record')
        .whereIn('kind', ['article-shown', 'article-feedback', 'unsure-answer'])
        .where('at', '>=', since)
        .orderBy('at', 'desc')
        .limit(50_000)
        .select('kind', 'subject', 'body', 'conversation_id')) as {
        kind: string;
        subject: string | null;
        body: string;
        conversation_id: string;
      }[];
      const found = new Map<string, { -readonly [K in keyof Feedback]: Feedback[K] }>();
      for (const row of rows) {
        const article = articleOf(row.subject);
        const one = found.get(article) ?? { article, shown: 0, helped: 0, notHelped: 0, unsure: 0 };
        const body = JSON.parse(vault.open(row.body, row.conversation_id));
        if (row.kind === 'article-shown') one.shown += 1;
        else if (row.kind === 'unsure-answer') one.unsure += 1;
        else if (body.helped === true) one.helped += 1;
        else one.notHelped += 1;
        found.set(article, one);
      }
      return [...found.values()];
    },
  };
}
