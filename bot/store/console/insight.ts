import type { Knex } from 'knex';
import type { InsightStore, Period } from '../../../console/api/ports';
import type { FlagFact, InsightNumbers, Share } from '../../../console/api/schema/insight';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { createCareRows } from './insight-care';
import { createBegun, createWithin } from './insight-period';
import { createBehind, triageOf } from './insight-rows';

interface FlagColumns {
  id: string;
  conversation_id: string;
  channel: string;
  locale: string | null;
  severity: number;
  reason: string;
  team: string | null;
  opened_at: number;
  claimed_at: number | null;
  answered_at: number | null;
  closed_at: number | null;
  outcome: string | null;
  escalation: number | null;
}

/** More than a year of a large hospital; beyond it the export says so by its length. */
const MOST_ROWS = 100_000;

/** Per million tokens, in whatever currency the hospital pays. */
export interface ModelPrices {
  readonly in: number;
  readonly out: number;
}

/** Numbers over a period. Only ids, times and codes are kept: no words of a patient. */
export function createInsightStore(db: Db, vault: Vault, prices?: ModelPrices): InsightStore {
  const within = createWithin(db);
  const begunIn = createBegun(db);

  async function shares(query: Knex.QueryBuilder, column: string): Promise<Share[]> {
    const rows = (await query.groupBy(column).select(`${column} as name`).count({ count: '*' })) as {
      name: string | null;
      count: number | string;
    }[];
    return rows
      .map((row) => ({ name: row.name ?? '', count: Number(row.count) }))
      .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  }

  async function flags(period: Period): Promise<FlagFact[]> {
    const rows = (await within('flag', 'opened_at', period)
      .leftJoin('flag_clock as k', 'k.flag_id', 't.id')
      .orderBy('t.opened_at')
      .limit(MOST_ROWS)
      .select(
        't.id',
        't.conversation_id',
        'c.channel',
        'c.locale',
        't.severity',
        't.reason',
        't.team',
        't.opened_at',
        'k.claimed_at',
        'k.answered_at',
        't.closed_at',
        't.outcome',
        'k.escalation',
      )) as FlagColumns[];
    return rows.map((row) => ({
      id: row.id,
      conversationId: row.conversation_id,
      channel: row.channel,
      locale: row.locale ?? '',
      severity: row.severity as FlagFact['severity'],
      reason: row.reason,
      team: row.team,
      openedAt: row.opened_at,
      claimedAt: row.claimed_at,
      answeredAt: row.answered_at,
      closedAt: row.closed_at,
      outcome: row.outcome,
      escalation: row.escalation ?? 0,
    }));
  }

  const care = createCareRows(db, vault, within, MOST_ROWS);
  const behind = { ...createBehind(within, begunIn, MOST_ROWS), ...care };

  /** Teams that conversations were flagged for and services that visits or check-ins were of, whichever is asked for. */
  async function services(period: Period): Promise<string[]> {
    const all = { ...period, service: undefined };
    const found = await Promise.all([
      within('flag', 'opened_at', all).distinct('t.team as name'),
      within('appointment', 'start_at', all).distinct('t.service_id as name'),
      within('appointment', 'created_at', all).distinct('t.service_id as name'),
      within('survey_response', 'invited_at', all).distinct('t.service as name'),
    ]);
    const names = found.flatMap((rows) => (rows as { name: string | null }[]).map((row) => row.name));
    return [...new Set(names.filter((name): name is string => Boolean(name)))].sort();
  }

  async function modelUse(period: Period): Promise<InsightNumbers['model']> {
    const day = (at: number) => new Date(at).toISOString().slice(0, 10);
    const rows = (await db
      .read('model_use')
      .whereBetween('day', [day(period.from), day(period.to)])
      .groupBy('purpose')
      .orderBy('purpose')
      .select('purpose')
      .sum({ calls: 'calls', unusable: 'unusable', tokensIn: 'tokens_in', tokensOut: 'tokens_out' })) as Record<
      'purpose' | 'calls' | 'unusable' | 'tokensIn' | 'tokensOut',
      string | number
    >[];
    return rows.map((row) => {
      const [tokensIn, tokensOut] = [Number(row.tokensIn), Number(row.tokensOut)];
      return {
        purpose: String(row.purpose),
        calls: Number(row.calls),
        unusable: Number(row.unusable),
        tokensIn,
        tokensOut,
        cost: prices === undefined ? null : (tokensIn * prices.in + tokensOut * prices.out) / 1_000_000,
      };
    });
  }

  return {
    flags,
    async rows({ chart, value }, period, dayOf, limit) {
      const rows = await behind[chart](period, dayOf);
      return rows.filter((row) => value === undefined || row.value === value).slice(0, limit);
    },
    async numbers(period, dayOf): Promise<InsightNumbers> {
      const begun = () => begunIn(period);
      const [opened, facts, roles, channels, locales, dispositions, deliveries, flagged, failures, triage, model] =
        await Promise.all([
          begun().limit(MOST_ROWS).select('c.created_at as at') as unknown as Promise<{ at: number }[]>,
          flags(period),
          shares(within('transcript', 'at', period), 't.role'),
          shares(begun(), 'c.channel'),
          shares(begun(), 'c.locale'),
          shares(within('assessment', 'at', period), 't.disposition'),
          shares(within('outbox', 'created_at', period), 't.status'),
          begun()
            .whereExists(db.read('flag as f').whereRaw('f.conversation_id = c.id'))
            .count({ count: '*' })
            .first() as unknown as Promise<{ count: number | string }>,
          behind.failures(period, dayOf),
          behind.triage(period, dayOf),
          modelUse(period),
        ]);
      const tallied = async (chart: keyof typeof care) => tally((await care[chart](period)).map((row) => row.value));
      const of = (list: readonly Share[], name: string) => list.find((one) => one.name === name)?.count ?? 0;
      return {
        conversations: opened.length,
        messages: { patient: of(roles, 'patient'), bot: of(roles, 'bot'), staff: of(roles, 'staff') },
        contained: opened.length - Number(flagged.count),
        flags: facts.length,
        perDay: perDay(
          opened.map((row) => row.at),
          facts,
          dayOf,
        ),
        channels,
        locales,
        reasons: tally(facts.map((fact) => fact.reason.replace(/@.*$/, ''))).slice(0, 12),
        outcomes: tally(facts.flatMap((fact) => fact.outcome ?? [])),
        dispositions: dispositions.sort((a, b) => (a.name < b.name ? -1 : 1)),
        deliveries,
        failures: tally(failures.map((row) => row.value)),
        triage: triageOf(triage),
        model,
        bookings: await tallied('bookings'),
        visits: await tallied('visits'),
        waitlist: await tallied('waitlist'),
        counselling: await tallied('counselling'),
        teachBack: await tallied('teach_back'),
        programmes: await tallied('programmes'),
        measures: await tallied('measures'),
        services: await services(period),
        answers: ([1, 2, 3, 4] as const).map((severity) => answersOf(severity, facts)),
      };
    },
  };
}

function tally(names: readonly string[]): Share[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}

function perDay(opened: readonly number[], facts: readonly FlagFact[], dayOf: (at: number) => string) {
  const days = new Map<string, { conversations: number; flags: number }>();
  const day = (at: number) => {
    const name = dayOf(at);
    const found = days.get(name) ?? { conversations: 0, flags: 0 };
    days.set(name, found);
    return found;
  };
  for (const at of opened) day(at).conversations += 1;
  for (const fact of facts) day(fact.openedAt).flags += 1;
  return [...days].map(([name, counts]) => ({ day: name, ...counts })).sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** First human answers of one severity. `inTime` counts those never escalated. */
function answersOf(severity: FlagFact['severity'], facts: readonly FlagFact[]): InsightNumbers['answers'][number] {
  const mine = facts.filter((fact) => fact.severity === severity);
  const waits = mine
    .flatMap((fact) => (fact.answeredAt === null ? [] : [(fact.answeredAt - fact.openedAt) / 60_000]))
    .sort((a, b) => a - b);
  return {
    severity,
    flags: mine.length,
    answered: waits.length,
    medianMinutes: quantile(waits, 0.5),
    p90Minutes: quantile(waits, 0.9),
    inTime: mine.filter((fact) => fact.answeredAt !== null && fact.escalation === 0).length,
  };
}

/** Nearest rank, to one decimal. */
function quantile(sorted: readonly number[], share: number): number | null {
  if (sorted.length === 0) return null;
  const at = Math.max(0, Math.ceil(share * sorted.length) - 1);
  return Math.round(sorted[at]! * 10) / 10;
}
