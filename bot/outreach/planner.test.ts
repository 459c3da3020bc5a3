import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { OutreachPolicy } from '../../knowledge/schema/outreach-policy';
import {
  type HoldKind,
  type NotSent,
  OUTREACH_PURPOSES,
  type OutreachPriority,
  type OutreachPurpose,
} from '../contracts';
import { createCalendar } from './calendar';
import { type Decision, type DueMessage, type PersonFacts, plan, type Rules, type Sent } from './planner';

const QUARTER = 15 * 60_000;
const HOUR = 60 * 60_000;
const ZONES = ['America/Chicago', 'Asia/Kathmandu', 'Africa/Nairobi', 'Europe/Madrid'];
const HOLIDAYS = new Set(['2026-12-25', '2026-12-26', '2027-01-01']);

const POLICY: OutreachPolicy = {
  quiet: { from: '20:00', to: '08:00' },
  holidays: ['programme', 'survey', 'research'],
  caps: [
    { purposes: ['programme', 'survey', 'research'], per: 'day', most: 1 },
    { purposes: ['programme', 'survey', 'research'], per: 'week', most: 3 },
    { purposes: ['care', 'reminder', 'programme', 'survey', 'research'], per: 'day', most: 2 },
  ],
  spacing_minutes: 60,
  window_hours: { care: 48, reminder: 12, programme: 24, survey: 72, research: 72 },
  priority: { care: 2, reminder: 3, survey: 4, research: 4, programme: 5 },
  consent: { care: 'implied', reminder: 'implied', survey: 'implied', programme: 'asked', research: 'asked' },
  not_now_hours: 20,
  answer_days: 7,
  templates: { care: 't', reminder: 't', programme: 't', survey: 't', research: 't' },
};

type Due = { message: DueMessage; facts: PersonFacts };

/**
 * The planner again, slow and plain: every quarter of an hour from now to the end of the window is asked whether every rule
 * allows it, each rule written as the sentence of the policy. All times of these tests lie on quarters.
 */
function oracle(policy: OutreachPolicy, now: number, due: readonly Due[]): Map<string, Decision['do'] | string> {
  const told = new Map<string, string>();
  const sent: Sent[] = [];
  const order = [...due].sort(
    (a, b) =>
      a.message.priority - b.message.priority ||
      a.message.dueAt - b.message.dueAt ||
      (a.message.id < b.message.id ? -1 : 1),
  );
  for (const { message, facts } of order) {
    const recent = [...facts.recent, ...sent];
    let outcome = 'drop';
    if (allowedAtAll(policy, now, message, facts))
      for (let at = now; at < message.windowEnd; at += QUARTER)
        if (obstacles(policy, at, message, facts, recent).length === 0) {
          outcome = at === now ? 'send' : `defer ${at}`;
          break;
        }
    told.set(message.id, outcome);
    if (outcome === 'send') sent.push({ at: now, purpose: message.purpose, chosen: message.chosen });
  }
  return told;
}

function allowedAtAll(policy: OutreachPolicy, now: number, message: DueMessage, facts: PersonFacts): boolean {
  const { purpose } = message;
  if (facts.optedOut || facts.invalid || facts.holds.has('deceased') || facts.holds.has('wrong_number')) return false;
  if (facts.consents.get(purpose) === false) return false;
  if (policy.consent[purpose] === 'asked' && facts.consents.get(purpose) !== true) return false;
  const muteEnds = facts.holds.has('mute') ? (facts.holds.get('mute') ?? Number.MAX_SAFE_INTEGER) : 0;
  return message.priority === 1 || muteEnds <= now;
}

function obstacles(
  policy: OutreachPolicy,
  at: number,
  message: DueMessage,
  facts: PersonFacts,
  recent: readonly Sent[],
): NotSent[] {
  const local = DateTime.fromMillis(at, { zone: facts.zone });
  const found: NotSent[] = [];
  const urgent = message.priority === 1;
  const notNowEnds = facts.holds.has('not_now') ? (facts.holds.get('not_now') ?? Number.MAX_SAFE_INTEGER) : 0;
  if (!urgent && at < notNowEnds) found.push('not_now');
  if (message.chosen) return found;
  const time = local.toFormat('HH:mm');
  if (time >= policy.quiet.from || time < policy.quiet.to) found.push('quiet_hours');
  if (!urgent && policy.holidays.includes(message.purpose) && HOLIDAYS.has(local.toISODate()!))
    found.push('quiet_hours');
  if (urgent) return found;
  for (const cap of policy.caps) {
    const same = recent.filter((one) => {
      const then = DateTime.fromMillis(one.at, { zone: facts.zone });
      return (
        !one.chosen &&
        cap.purposes.includes(one.purpose) &&
        (cap.per === 'day'
          ? then.toISODate() === local.toISODate()
          : then.weekYear === local.weekYear && then.weekNumber === local.weekNumber)
      );
    });
    if (cap.purposes.includes(message.purpose) && same.length >= cap.most) found.push('cap');
  }
  if (recent.some((one) => one.at <= at && at < one.at + policy.spacing_minutes * 60_000)) found.push('one_at_a_time');
  return found;
}

const RULES: Rules = { policy: POLICY, calendar: createCalendar(POLICY.quiet), holidays: HOLIDAYS };
const START = Date.parse('2026-12-20T00:00:00Z');
const quarter = (days: number) => fc.integer({ min: 0, max: days * 96 }).map((n) => n * QUARTER);
const purpose = fc.constantFrom(...OUTREACH_PURPOSES);
const maybe = <T>(value: fc.Arbitrary<T>, weight: number) =>
  fc.oneof({ weight, arbitrary: value }, { weight: 10, arbitrary: fc.constant(undefined) });

const situation = fc
  .record({
    now: quarter(14).map((after) => START + after),
    zone: fc.constantFrom(...ZONES),
    optedOut: maybe(fc.constant(true), 1),
    invalid: maybe(fc.constant(true), 1),
    consents: fc.dictionary(purpose, fc.boolean(), { maxKeys: 5 }),
    agrees: fc.boolean(),
    holds: fc.array(
      fc.record({
        kind: fc.constantFrom<HoldKind>('not_now', 'mute', 'not_now', 'mute', 'wrong_number', 'deceased'),
        ends: maybe(quarter(4), 20),
      }),
      { maxLength: 1 },
    ),
    recent: fc.array(fc.record({ ago: quarter(7), purpose, chosen: fc.boolean() }), { maxLength: 6 }),
    due: fc.array(
      fc.record({
        purpose,
        priority: fc.constantFrom<OutreachPriority>(1, 2, 3, 4, 5),
        ago: quarter(2),
        window: fc.integer({ min: 1, max: 160 }).map((n) => n * QUARTER),
        chosen: maybe(fc.constant(true), 2),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map((given) => {
    const facts: PersonFacts = {
      zone: given.zone,
      optedOut: given.optedOut === true,
      invalid: given.invalid === true,
      consents: new Map(
        given.agrees
          ? OUTREACH_PURPOSES.map((one) => [one, true] as const)
          : (Object.entries(given.consents) as [OutreachPurpose, boolean][]),
      ),
      holds: new Map(
        given.holds.map(({ kind, ends }) => [
          kind,
          kind === 'mute' || kind === 'not_now'
            ? ends === undefined
              ? undefined
              : given.now - HOUR + ends
            : undefined,
        ]),
      ),
      recent: given.recent.map(({ ago, ...rest }) => ({ at: given.now - ago, ...rest })),
    };
    const due = given.due.map(
      (one, index): Due => ({
        message: {
          id: `t${index}`,
          purpose: one.purpose,
          priority: one.priority,
          dueAt: given.now - one.ago,
          windowEnd: given.now - one.ago + one.window,
          chosen: one.chosen === true,
        },
        facts,
      }),
    );
    return { now: given.now, due };
  });

test('decides as the slow oracle does, and drops for a reason that holds', () => {
  fc.assert(
    fc.property(situation, ({ now, due }) => {
      const decided = plan(RULES, now, due);
      const expected = oracle(POLICY, now, due);
      const shown = new Map(
        [...decided].map(([id, one]) => [id, one.do === 'defer' ? `defer ${one.at}` : one.do] as const),
      );
      expect(shown).toEqual(expected);
      for (const { message, facts } of due) {
        const decision = decided.get(message.id)!;
        if (decision.do === 'send' && !message.chosen) {
          // What is handed over now may leave until then without waking anybody.
          const lastQuarter = Math.ceil(decision.until / QUARTER) * QUARTER - QUARTER;
          expect(decision.until).toBeLessThanOrEqual(message.windowEnd);
          expect(
            obstacles({ ...POLICY, caps: [], spacing_minutes: 0, holidays: [] }, lastQuarter, message, facts, []),
          ).toEqual([]);
        }
        if (decision.do === 'drop' && allowedAtAll(POLICY, now, message, facts) && message.windowEnd > now) {
          const sentNow = due
            .filter((one) => decided.get(one.message.id)!.do === 'send')
            .map((one): Sent => ({ at: now, purpose: one.message.purpose, chosen: one.message.chosen }));
          const last = message.windowEnd - QUARTER;
          expect(obstacles(POLICY, last, message, facts, [...facts.recent, ...sentNow])).toContain(decision.why);
        }
      }
    }),
    { numRuns: Number(process.env.PLANNER_RUNS ?? 400), seed: 20261126 },
  );
});

test('an urgent result beats a tip, whatever was sent today, but not the night', () => {
  const facts: PersonFacts = {
    zone: 'America/Chicago',
    optedOut: false,
    invalid: false,
    consents: new Map([['programme', true]]),
    holds: new Map([['mute', undefined]]),
    recent: [],
  };
  const message = (id: string, more: Partial<DueMessage>): DueMessage => ({
    id,
    purpose: 'programme',
    priority: 5,
    dueAt: 0,
    windowEnd: Date.parse('2026-11-25T00:00:00-06:00'),
    chosen: false,
    ...more,
  });
  const both = (at: string, more: Partial<PersonFacts>) => {
    const now = Date.parse(at);
    const person = { ...facts, ...more };
    return Object.fromEntries(
      plan(RULES, now, [
        { message: message('tip', {}), facts: person },
        { message: message('result', { purpose: 'care', priority: 1 }), facts: person },
      ]),
    );
  };
  const nine = Date.parse('2026-11-24T09:00:00-06:00');
  expect(both('2026-11-24T09:00:00-06:00', { holds: new Map() })).toEqual({
    result: { do: 'send', until: Date.parse('2026-11-24T20:00:00-06:00') },
    tip: { do: 'defer', at: nine + HOUR, why: 'one_at_a_time' },
  });
  expect(both('2026-11-24T09:00:00-06:00', {})).toEqual({
    result: { do: 'send', until: Date.parse('2026-11-24T20:00:00-06:00') },
    tip: { do: 'drop', why: 'muted' },
  });
  expect(both('2026-11-24T03:00:00-06:00', { holds: new Map() })).toEqual({
    result: { do: 'defer', at: Date.parse('2026-11-24T08:00:00-06:00'), why: 'quiet_hours' },
    tip: { do: 'defer', at: Date.parse('2026-11-24T08:00:00-06:00'), why: 'quiet_hours' },
  });
});

test('a dose the patient asked for at bedtime comes at bedtime', () => {
  const now = Date.parse('2026-11-24T22:00:00-06:00');
  const facts: PersonFacts = {
    zone: 'America/Chicago',
    optedOut: false,
    invalid: false,
    consents: new Map(),
    holds: new Map(),
    recent: Array.from({ length: 9 }, (_, hour) => ({ at: now - hour * HOUR, purpose: 'reminder', chosen: false })),
  };
  const message: DueMessage = {
    id: 'd',
    purpose: 'reminder',
    priority: 3,
    dueAt: now,
    windowEnd: now + 2 * HOUR,
    chosen: true,
  };
  expect(plan(RULES, now, [{ message, facts }])).toEqual(new Map([['d', { do: 'send', until: now + 2 * HOUR }]]));
});
