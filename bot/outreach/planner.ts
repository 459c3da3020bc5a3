import type { OutreachPolicy } from '../../knowledge/schema/outreach-policy';
import type { HoldKind, Instant, NotSent, OutreachPriority, OutreachPurpose } from '../contracts';
import type { Calendar } from './calendar';

/** One message that has fallen due. */
export interface DueMessage {
  readonly id: string;
  readonly purpose: OutreachPurpose;
  readonly priority: OutreachPriority;
  /** When it first fell due; being put off does not move it. */
  readonly dueAt: Instant;
  /** Its window is over from here on. */
  readonly windowEnd: Instant;
  /** The patient chose this very time. */
  readonly chosen: boolean;
}

/** What is known about the person a message goes to, and the address it would go to. */
export interface PersonFacts {
  readonly zone: string;
  readonly optedOut: boolean;
  readonly invalid: boolean;
  readonly consents: ReadonlyMap<OutreachPurpose, boolean>;
  /** Holds by kind with their end; undefined: until taken back. */
  readonly holds: ReadonlyMap<HoldKind, Instant | undefined>;
  /** What the person got from us lately, at least since the start of the week in any zone. */
  readonly recent: readonly Sent[];
}

export interface Sent {
  readonly at: Instant;
  readonly purpose: OutreachPurpose;
  /** Chosen by the patient: keeps others apart but counts towards no cap. */
  readonly chosen: boolean;
}

export type Decision =
  /** Now; what is said must leave before `until` (the window's or the day's end). */
  | { readonly do: 'send'; readonly until: Instant }
  | { readonly do: 'defer'; readonly at: Instant; readonly why: NotSent }
  | { readonly do: 'drop'; readonly why: NotSent };

export interface Rules {
  readonly policy: OutreachPolicy;
  readonly calendar: Calendar;
  /** ISO dates. */
  readonly holidays: ReadonlySet<string>;
}

/**
 * Decides about everything that is due to one person at one moment: the most important first, each in the light of what
 * was decided before it. Pure: the same facts give the same decisions.
 * @param due with the facts of the address each would go to; their `recent` is the person's and the same for all.
 */
export function plan(
  rules: Rules,
  now: Instant,
  due: readonly { readonly message: DueMessage; readonly facts: PersonFacts }[],
): ReadonlyMap<string, Decision> {
  const decided = new Map<string, Decision>();
  const sent: Sent[] = [];
  for (const { message, facts } of [...due].sort((a, b) => before(a.message, b.message))) {
    const decision = decide(rules, now, message, facts, [...facts.recent, ...sent]);
    decided.set(message.id, decision);
    if (decision.do === 'send') sent.push({ at: now, purpose: message.purpose, chosen: message.chosen });
  }
  return decided;
}

function before(a: DueMessage, b: DueMessage): number {
  return a.priority - b.priority || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1);
}

function decide(
  rules: Rules,
  now: Instant,
  message: DueMessage,
  facts: PersonFacts,
  recent: readonly Sent[],
): Decision {
  const never = forbidden(rules, now, message, facts);
  if (never !== undefined) return { do: 'drop', why: never };
  if (message.windowEnd <= now) return { do: 'drop', why: 'expired' };
  let at = now;
  let why: NotSent | undefined;
  for (;;) {
    const later = heldUntil(rules, at, message, facts, recent);
    if (later === undefined) break;
    why = later.why;
    at = later.until;
    if (at >= message.windowEnd) return { do: 'drop', why };
  }
  if (why !== undefined) return { do: 'defer', at, why };
  return {
    do: 'send',
    until: Math.min(message.windowEnd, message.chosen ? message.windowEnd : closesAt(rules, now, facts)),
  };
}

/** What no waiting changes. */
function forbidden(rules: Rules, now: Instant, message: DueMessage, facts: PersonFacts): NotSent | undefined {
  if (facts.holds.has('deceased')) return 'deceased';
  if (facts.holds.has('wrong_number')) return 'wrong_number';
  if (facts.optedOut) return 'opted_out';
  const consent = facts.consents.get(message.purpose);
  if (consent === false || (consent === undefined && rules.policy.consent[message.purpose] === 'asked'))
    return 'no_consent';
  if (facts.invalid) return 'invalid_address';
  if (message.priority > 1 && facts.holds.has('mute') && (facts.holds.get('mute') ?? Infinity) > now) return 'muted';
  return undefined;
}

/** The first rule that holds a message back at a moment, and until when; undefined: it may go then. */
function heldUntil(
  rules: Rules,
  at: Instant,
  message: DueMessage,
  facts: PersonFacts,
  recent: readonly Sent[],
): { readonly until: Instant; readonly why: NotSent } | undefined {
  const urgent = message.priority === 1;
  const notNow = facts.holds.has('not_now') ? (facts.holds.get('not_now') ?? Infinity) : 0;
  if (!urgent && notNow > at) return { until: notNow, why: 'not_now' };
  if (message.chosen) return undefined;
  const day = rules.calendar.day(at, facts.zone);
  const holiday = !urgent && rules.policy.holidays.includes(message.purpose) && rules.holidays.has(day.iso);
  if (holiday) return { until: day.end, why: 'quiet_hours' };
  if (!day.open.some((hours) => hours.from <= at && at < hours.to)) {
    const next = day.open.find((hours) => at < hours.from);
    return { until: next?.from ?? day.end, why: 'quiet_hours' };
  }
  if (urgent) return undefined;
  for (const cap of rules.policy.caps) {
    if (!cap.purposes.includes(message.purpose)) continue;
    const [from, to] = cap.per === 'day' ? [day.start, day.end] : [day.weekStart, day.weekEnd];
    const got = recent.filter(
      (one) => !one.chosen && cap.purposes.includes(one.purpose) && from <= one.at && one.at < to,
    );
    if (got.length >= cap.most) return { until: to, why: 'cap' };
  }
  const apart = rules.policy.spacing_minutes * 60_000;
  const free = recent.reduce((latest, one) => (one.at <= at ? Math.max(latest, one.at + apart) : latest), 0);
  if (free > at) return { until: free, why: 'one_at_a_time' };
  return undefined;
}

/** When the hours end in which a message may leave. */
function closesAt(rules: Rules, at: Instant, facts: PersonFacts): Instant {
  const day = rules.calendar.day(at, facts.zone);
  const hours = day.open.find((one) => one.from <= at && at < one.to);
  if (hours === undefined) return at;
  if (hours.to < day.end) return hours.to;
  const next = rules.calendar.day(day.end, facts.zone).open[0];
  return next !== undefined && next.from === day.end ? next.to : day.end;
}
