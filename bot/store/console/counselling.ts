import type { CounsellingStore } from '../../../console/api/ports';
import { startCounselling } from '../prescriptions';
import type { ActionTools } from './actions';

interface Kept {
  outcome?: string;
  content?: string;
  texts?: string;
  label?: string | null;
  covered?: string[];
  declined?: string[];
  said?: Record<string, string>;
  teachBack?: Record<string, string>;
  locale?: string;
}

/** Counselling encounters of a conversation, as the dialog recorded them, and the way to begin one. */
export function createCounsellingStore(tools: ActionTools): CounsellingStore {
  const { db, vault, ids } = tools;
  return {
    async list(conversationId) {
      const rows = (await db
        .read('record')
        .where({ conversation_id: conversationId, kind: 'counselling' })
        .orderBy('at', 'desc')
        .limit(100)
        .select('id', 'subject', 'body', 'at')) as { id: string; subject: string | null; body: string; at: number }[];
      return rows.map((row) => {
        const kept = JSON.parse(vault.open(row.body, conversationId)) as Kept;
        return {
          id: row.id,
          at: Number(row.at),
          medicine: row.subject,
          outcome: kept.outcome ?? 'unknown',
          content: kept.content ?? null,
          texts: kept.texts ?? null,
          label: kept.label ?? null,
          covered: kept.covered ?? [],
          declined: kept.declined ?? [],
          said: kept.said ?? {},
          teachBack: kept.teachBack ?? {},
          locale: kept.locale ?? null,
        };
      });
    },
    start: (conversationId, actor, prescription) =>
      startCounselling(tools, conversationId, { key: ids.next('rx'), ...prescription }, actor.staffId),
  };
}
