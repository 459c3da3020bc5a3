import { DateTime } from 'luxon';
import { type Enrolment, enrolmentReason, type Schedule, type Services } from '../../bot/contracts';
import type { Programme, ProgrammeStep } from '../../knowledge/schema/programme';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A first message whose hour has passed on the day of joining still comes, this much later. */
const FIRST_AFTER = 5 * MINUTE;
/** A message of a programme is worth sending until the next one could come. */
const WINDOW = 20 * HOUR;
/** Days after the last message until the programme is over. */
const FINISH_AFTER = 3 * DAY;

export interface StepArgs {
  readonly kind: 'step';
  readonly programme: string;
  readonly step: string;
}
export interface FinishArgs {
  readonly kind: 'finish';
  readonly programme: string;
}

export function zoneOf(services: Services): string {
  return services.zone ?? services.content.hospital.zone;
}

/** The version a person began with, while it is still there. */
export function programmeOf(services: Services, id: string, version?: string): Programme {
  const { content } = services;
  return version !== undefined && content.has('programme', id, version)
    ? content.get('programme', id, version)
    : content.get('programme', id);
}

/** When a step comes: so many days after the anchor's day in the patient's zone, at the programme's hour. */
export function timeOf(programme: Programme, step: ProgrammeStep, anchorAt: number, zone: string): number {
  const [hour = 0, minute = 0] = (step.at ?? programme.at).split(':').map(Number);
  return DateTime.fromMillis(anchorAt, { zone })
    .plus({ days: step.day ?? 0 })
    .set({ hour, minute, second: 0, millisecond: 0 })
    .toMillis();
}

/**
 * What comes next, counted from now: what was missed is never made up for. After the last message the programme ends.
 * @param joining the message of the joining day comes although its hour has passed.
 */
export function next(services: Services, enrolment: Enrolment, joining = false): Schedule {
  const programme = programmeOf(services, enrolment.programme, enrolment.version);
  const now = services.clock.now();
  const zone = zoneOf(services);
  const heard = (step: ProgrammeStep): boolean =>
    (enrolment.arm !== 'control' || step.measures) && !(step.joined_before_anchor && joinedAfter(enrolment, zone));
  const dated = programme.steps
    .filter((step) => step.day !== undefined && heard(step))
    .map((step) => ({ step, at: timeOf(programme, step, enrolment.anchorAt, zone) }))
    .sort((a, b) => a.at - b.at);
  const today = (at: number): boolean =>
    joining && DateTime.fromMillis(at, { zone }).hasSame(DateTime.fromMillis(now, { zone }), 'day');
  const coming = dated.find(({ at }) => at > now || today(at));
  if (coming === undefined) return timer(programme.id, now + FINISH_AFTER, { kind: 'finish', programme: programme.id });
  const at = Math.max(coming.at, now + (joining ? FIRST_AFTER : 0));
  return timer(programme.id, at, { kind: 'step', programme: programme.id, step: coming.step.id });
}

/** The anchor's day was over when the person joined. */
function joinedAfter({ anchorAt, joinedAt }: Enrolment, zone: string): boolean {
  return joinedAt !== undefined && joinedAt > DateTime.fromMillis(anchorAt, { zone }).endOf('day').toMillis();
}

function timer(id: string, at: number, args: StepArgs | FinishArgs): Schedule {
  return {
    type: 'schedule',
    key: `programme:${id}`,
    at,
    dialog: 'programme',
    args,
    meets: 'wait',
    purpose: 'programme',
    reason: enrolmentReason(id),
    chain: true,
    expiresAt: at + WINDOW,
  };
}

/** A step out of the row, some days after an answer, at the programme's hour. */
export function branchTo(services: Services, programme: Programme, step: string, afterDays: number): Schedule {
  const found = programme.steps.find((one) => one.id === step);
  const at = timeOf(programme, { ...found!, day: afterDays }, services.clock.now(), zoneOf(services));
  return {
    ...timer(programme.id, at, { kind: 'step', programme: programme.id, step }),
    key: `programme:${programme.id}:${step}`,
    chain: false,
  };
}
