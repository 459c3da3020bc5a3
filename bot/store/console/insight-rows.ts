import type { Knex } from 'knex';
import { verdict } from '../../../console/api/insight/needed';
import type { Period } from '../../../console/api/ports';
import type { CareChart, InsightChart, InsightNumbers, InsightRow } from '../../../console/api/schema/insight';
import type { Within } from './insight-period';

type DayOf = (at: number) => string;
type Behind = Exclude<InsightChart, CareChart>;
type Rows = (period: Period, dayOf: DayOf) => Promise<InsightRow[]>;

/** What each chart counts, one row per thing counted, newest first; the value is the bar it stands in. */
export function createBehind(
  within: Within,
  begun: (period: Period) => Knex.QueryBuilder,
  most: number,
): Record<Behind, Rows> {
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

  const conversations = async (period: Period, value: string, narrow?: (q: Knex.QueryBuilder) => void) => {
    const found = (await begun(period)
      .modify((query) => narrow?.(query))
      .orderBy('c.created_at', 'desc')
      .limit(most)
      .select('c.id as conversationId', 'c.created_at as at', `${value} as value`)) as (Omit<InsightRow, 'value'> & {
      value: string | null;
    })[];
    return found.map((row): InsightRow => ({ ...row, value: row.value ?? '' }));
  };

  /** Flags, each under its severity. */
  const flags = async (period: Period, narrow?: (q: Knex.QueryBuilder) => void) =>
    (
      await rows('flag', 'opened_at', period, 't.severity', (query) => {
        query.leftJoin('flag_clock as k', 'k.flag_id', 't.id');
        narrow?.(query);
      })
    ).map((row) => ({ ...row, value: String(row.value) }));

  const byDay = (found: readonly InsightRow[], dayOf: DayOf) => found.map((row) => ({ ...row, value: dayOf(row.at) }));

  return {
    conversations: (period) => conversations(period, 'c.channel'),
    channels: (period) => conversations(period, 'c.channel'),
    locales: (period) => conversations(period, 'c.locale'),
    contained: (period) =>
      conversations(period, 'c.channel', (query) =>
        query.whereRaw('NOT EXISTS (SELECT 1 FROM flag nf WHERE nf.conversation_id = c.id)'),
      ),
    days: async (period, dayOf) => byDay(await conversations(period, 'c.channel'), dayOf),
    flag_days: async (period, dayOf) => byDay(await flags(period), dayOf),
    messages: (period) => rows('transcript', 'at', period, 't.role'),
    answered: (period) => flags(period, (query) => query.whereNotNull('k.answered_at')),
    in_time: (period) =>
      flags(period, (query) => query.whereNotNull('k.answered_at').whereRaw('COALESCE(k.escalation, 0) = 0')),
    reasons: async (period) =>
      (await rows('flag', 'opened_at', period, 't.reason')).map((row) => ({
        ...row,
        value: row.value.replace(/@.*$/, ''),
      })),
    severities: (period) => flags(period),
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
