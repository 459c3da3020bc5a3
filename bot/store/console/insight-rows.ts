import type { Knex } from 'knex';
import { verdict } from '../../../console/api/insight/needed';
import type { Period } from '../../../console/api/ports';
import type { InsightChart, InsightNumbers, InsightRow } from '../../../console/api/schema/office';

type Within = (table: string, column: string, period: Period) => Knex.QueryBuilder;
type Behind = Exclude<InsightChart, 'conversations' | 'channels' | 'locales'>;

/** What each chart counts, one row per thing counted, newest first; the value is the bar it stands in. */
export function createBehind(within: Within, most: number): Record<Behind, (period: Period) => Promise<InsightRow[]>> {
  const rows = async (
    table: string,
    column: string,
    period: Period,
    value: string,
    narrow?: (q: Knex.QueryBuilder) => void,
  ) =>
    (await within(table, column, period)
      .modify((query) => narrow?.(query))
      .orderBy(`t.${column}`, 'desc')
      .limit(most)
      .select('t.conversation_id as conversationId', `t.${column} as at`, `${value} as value`)) as InsightRow[];

  return {
    reasons: async (period) =>
      (await rows('flag', 'opened_at', period, 't.reason')).map((row) => ({
        ...row,
        value: row.value.replace(/@.*$/, ''),
      })),
    severities: async (period) =>
      (await rows('flag', 'opened_at', period, 't.severity')).map((row) => ({ ...row, value: String(row.value) })),
    outcomes: (period) => rows('flag', 'opened_at', period, 't.outcome', (query) => query.whereNotNull('t.outcome')),
    dispositions: (period) => rows('assessment', 'at', period, 't.disposition'),
    deliveries: (period) => rows('outbox', 'created_at', period, 't.status'),
    async failures(period) {
      const found = (await within('outbox', 'created_at', period)
        .whereIn('t.status', ['failed', 'expired'])
        .orderBy('t.created_at', 'desc')
        .limit(most)
        .select('t.conversation_id as conversationId', 't.created_at as at', 't.channel', 't.code', 't.status')) as {
        conversationId: string;
        at: number;
        channel: string;
        code: string | null;
        status: string;
      }[];
      return found.map(({ conversationId, at, channel, code, status }) => ({
        conversationId,
        at,
        value: `${channel} · ${code ?? status}`,
      }));
    },
    async triage(period) {
      const found = (await within('assessment', 'at', period)
        .join('flag as f', 'f.conversation_id', 't.conversation_id')
        .whereNotNull('f.outcome')
        .whereRaw('f.closed_at >= t.at')
        .orderBy(['t.at', 't.id', 'f.closed_at'])
        .limit(most)
        .select('t.id', 't.conversation_id as conversationId', 't.at', 't.disposition', 'f.outcome')) as {
        id: string;
        conversationId: string;
        at: number;
        disposition: string;
        outcome: string;
      }[];
      // Each assessment is judged once, by the first closing after it.
      const judged = new Map<string, InsightRow>();
      for (const { id, conversationId, at, disposition, outcome } of found) {
        const how = verdict(disposition, outcome);
        if (how !== undefined && !judged.has(id))
          judged.set(id, { conversationId, at, value: `${disposition} ${how}` });
      }
      return [...judged.values()].reverse();
    },
  };
}

/** Rows of the triage chart as counts per level. */
export function triageOf(rows: readonly InsightRow[]): InsightNumbers['triage'] {
  const levels = new Map<string, { under: number; fitting: number; over: number }>();
  for (const { value } of rows) {
    const [level = '', how] = value.split(' ') as [string, 'under' | 'fitting' | 'over'];
    const counts = levels.get(level) ?? { under: 0, fitting: 0, over: 0 };
    counts[how] += 1;
    levels.set(level, counts);
  }
  return [...levels].map(([level, counts]) => ({ level, ...counts })).sort((a, b) => (a.level < b.level ? -1 : 1));
}
