import type { Services, TurnEvent } from '../../bot/contracts';
import { caregiverOf, tell } from '../caregiver/tell';
import { medicineRules } from '../medication/rules';
import { card, choice, hasCard, nameOf, pharmacyTask, record, say } from '../medication/words';
import { daysBefore, daysUntil, nextAt } from './times';

const MINUTE = 60_000;

/** What a dose timer carries. `due` is when it should have come, so that a late one is not sent. */
export interface DoseArgs {
  readonly kind: 'dose';
  readonly medicine: string;
  readonly time: string;
  readonly due: number;
  /** ISO date of the first day without the medicine, when the course ends. */
  readonly ends?: string;
  readonly answer?: string;
}

export function zoneOf(services: Services): string {
  return services.zone ?? services.content.hospital.zone;
}

function scheduleDose(
  services: Services,
  medicine: string,
  time: string,
  ends: string | undefined,
  after: number,
): TurnEvent {
  const due = nextAt(time, zoneOf(services), after);
  const args: DoseArgs = { kind: 'dose', medicine, time, due, ...(ends === undefined ? {} : { ends }) };
  // The patient chose the time, bedtime too; one that is not sent only lets the next one be set.
  return {
    type: 'schedule',
    key: `dose:${medicine}:${time}`,
    at: due,
    dialog: 'adherence',
    args,
    meets: 'wait',
    purpose: 'reminder',
    reason: `medicine:${medicine}`,
    chosen: true,
    chain: true,
    expiresAt: due + medicineRules(services).reminder_expires_minutes * MINUTE,
  };
}

/** A reminder that was not sent: the next one, unless the course is over. Nothing is made up for. */
export function afterMissedDose(services: Services, dose: DoseArgs): TurnEvent[] {
  const { medicine, time, ends } = dose;
  const now = services.clock.now();
  if (ends !== undefined && daysUntil(ends, zoneOf(services), now) <= 0) return [];
  return [scheduleDose(services, medicine, time, ends, now)];
}

/** Sets the reminders of a medicine, replacing earlier ones, and the refill notices when the end is known. */
export function setReminders(
  services: Services,
  medicine: string,
  times: readonly string[],
  ends?: string,
): TurnEvent[] {
  const now = services.clock.now();
  const before = remindersOf(services, medicine);
  return [
    ...before
      .filter((time) => !times.includes(time))
      .map((time): TurnEvent => ({ type: 'unschedule', key: `dose:${medicine}:${time}` })),
    ...times.map((time) => scheduleDose(services, medicine, time, ends, now)),
    ...refillNotices(services, medicine, ends),
    { type: 'learn', facts: { reminders: { ...reminders(services), [medicine]: [...times] } } },
    record('dose-reminders', medicine, { times, ends: ends ?? null, zone: zoneOf(services) }),
    say('reminders-set', { name: nameOf(services, medicine), times: times.join(', ') }),
  ];
}

export function stopReminders(services: Services, medicine: string): TurnEvent[] {
  const { [medicine]: times = [], ...others } = reminders(services);
  return [
    ...times.map((time): TurnEvent => ({ type: 'unschedule', key: `dose:${medicine}:${time}` })),
    { type: 'unschedule', key: `silence:${medicine}` },
    { type: 'learn', facts: { reminders: others } },
    record('dose-reminders', medicine, { times: [] }),
  ];
}

/** A count-down to the end of the supply; a course that simply ends has no notice for opioids. */
function refillNotices(services: Services, medicine: string, ends: string | undefined): TurnEvent[] {
  if (ends === undefined || !hasCard(services, medicine) || card(services, medicine).opioid) return [];
  const rules = medicineRules(services);
  const time = rules.meal_times.breakfast ?? '09:00';
  return rules.refill_notice_days
    .map((days) => ({ days, at: daysBefore(ends, days, time, zoneOf(services)) }))
    .filter(({ at }) => at > services.clock.now())
    .map(({ days, at }) => ({
      type: 'schedule',
      key: `refill:${medicine}:${days}`,
      at,
      dialog: 'adherence',
      args: { kind: 'refill', medicine, ends },
      meets: 'wait',
      purpose: 'reminder',
      reason: `medicine:${medicine}`,
    }));
}

/** The reminder itself, the next one, and the look-back when nobody answers. */
export function remind(services: Services, dose: DoseArgs): TurnEvent[] {
  const now = services.clock.now();
  const rules = medicineRules(services);
  const { medicine, time, ends } = dose;
  if (ends !== undefined && daysUntil(ends, zoneOf(services), now) <= 0)
    return [
      ...stopReminders(services, medicine),
      say('course-ended', { name: nameOf(services, medicine) }, { purpose: 'reminder' }),
    ];
  const next = scheduleDose(services, medicine, time, ends, now);
  const expiresAt = dose.due + rules.reminder_expires_minutes * MINUTE;
  if (now > expiresAt) return [next];
  return [
    say(
      'dose-reminder',
      { name: nameOf(services, medicine), time },
      {
        purpose: 'reminder',
        expiresAt,
        ask: {
          kind: 'choice',
          choices: ['taken', 'not_taken', 'later'].map(choice),
          outlives: {
            dialog: 'adherence',
            args: { ...dose },
            about: 'wording/medication.about-dose',
            expiresAt: dose.due + rules.silence_after_minutes * MINUTE,
          },
        },
      },
    ),
    next,
    ...toCaregiver(services, dose, expiresAt),
    {
      type: 'schedule',
      key: `silence:${medicine}`,
      at: dose.due + rules.silence_after_minutes * MINUTE,
      dialog: 'adherence',
      args: { kind: 'silence', medicine },
      meets: 'wait',
      purpose: 'reminder',
    },
  ];
}

/** The same reminder for the person who agreed to get it, at the patient's own time. */
function toCaregiver(services: Services, { medicine, time, due }: DoseArgs, expiresAt: number): TurnEvent[] {
  const caregiver = caregiverOf(services);
  if (caregiver === undefined) return [];
  const told = { kind: 'dose', patient: services.conversation.id, medicine, time, due } as const;
  return [tell(services, caregiver, told, { purpose: 'reminder', chosen: true, expiresAt })];
}

/** Nobody answered: the person who helps is asked to look in. */
export function silenceToCaregiver(services: Services, medicine: string): TurnEvent[] {
  const caregiver = caregiverOf(services);
  if (caregiver === undefined) return [];
  const told = { kind: 'silence', patient: services.conversation.id, medicine } as const;
  return [tell(services, caregiver, told, { purpose: 'reminder' })];
}

/** One more dose missed in a row; at the rule's number somebody of the team looks, sooner for a critical medicine. */
export function countMiss(services: Services, medicine: string, why: string): TurnEvent[] {
  const rules = medicineRules(services);
  const missed = misses(services)[medicine] ?? 0;
  const critical = hasCard(services, medicine) && card(services, medicine).critical_missed;
  const limit = critical ? rules.misses_before_task.critical : rules.misses_before_task.other;
  const count = missed + 1;
  return [
    { type: 'learn', facts: { missedDoses: { ...misses(services), [medicine]: count } } },
    record('adherence', medicine, { taken: false, why, inARow: count }),
    ...(count === limit
      ? [
          pharmacyTask(
            'missed-doses',
            critical ? 2 : 3,
            `${count} doses of ${medicine} missed in a row (${why})`,
            medicine,
          ),
        ]
      : []),
  ];
}

export function countTaken(services: Services, medicine: string): TurnEvent[] {
  return [
    { type: 'unschedule', key: `silence:${medicine}` },
    { type: 'learn', facts: { missedDoses: { ...misses(services), [medicine]: 0 } } },
    record('adherence', medicine, { taken: true }),
  ];
}

/** Times at which a medicine is reminded of; empty when it is not. */
export function remindersOf(services: Services, medicine: string): readonly string[] {
  return reminders(services)[medicine] ?? [];
}

function reminders(services: Services): Readonly<Record<string, readonly string[]>> {
  return (services.facts.reminders as Record<string, string[]> | undefined) ?? {};
}

function misses(services: Services): Readonly<Record<string, number>> {
  return (services.facts.missedDoses as Record<string, number> | undefined) ?? {};
}
