import { z } from 'zod';
import type { Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { medicineRules } from '../medication/rules';
import { ask, askYesNo, card, hasCard, nameOf, pharmacyTask, record, say } from '../medication/words';
import { answerBarrier, BARRIERS, type Barrier } from './barriers';
import {
  afterMissedDose,
  countMiss,
  countTaken,
  type DoseArgs,
  remind,
  remindersOf,
  setReminders,
  silenceToCaregiver,
  stopReminders,
} from './reminders';
import { daysUntil, readTimes } from './times';

const state = z.strictObject({
  at: z.enum(['offer', 'manage', 'times', 'own_times', 'why', 'refill']),
  medicine: z.string(),
  ends: z.string().optional(),
});
type AdherenceState = z.infer<typeof state>;
type Steps = Step<AdherenceState>;

type Args =
  | { kind: 'offer' | 'silence' | 'check' | 'stop'; medicine: string; ends?: string; answer?: string }
  | { kind: 'barrier'; medicine: string; reason: string }
  | { kind: 'refill'; medicine: string; ends: string; answer?: string }
  | DoseArgs;

/** Meals offered as times, and which meals each choice stands for. */
const MEALS: Readonly<Record<string, readonly string[]>> = {
  at_breakfast: ['breakfast'],
  at_dinner: ['dinner'],
  at_bedtime: ['bedtime'],
  at_breakfast_dinner: ['breakfast', 'dinner'],
  at_three_meals: ['breakfast', 'lunch', 'dinner'],
};

/** Living with a medicine: reminders at the patient's own times, and asking why when doses are missed. */
export const adherence: Dialog<AdherenceState> = {
  id: 'adherence',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    return open(services, args as Args);
  },
  async step(current, input, services) {
    if (input.kind === 'timer') {
      const { events } = open(services, input.value as Args);
      return { events, next: current };
    }
    return take(current, input, services) ?? { events: [], next: 'unclear' };
  },
  returning: (current, services) => [say('back'), question(services, current)],
  missed: (args, _why, services) => ((args as Args).kind === 'dose' ? afterMissedDose(services, args as DoseArgs) : []),
};

function open(services: Services, args: Args): Steps {
  const { medicine } = args;
  switch (args.kind) {
    case 'dose':
      return args.answer === undefined ? { events: remind(services, args), next: 'done' } : doseAnswer(services, args);
    case 'silence':
      return {
        events: [
          ...countMiss(services, medicine, 'no answer'),
          ...silenceToCaregiver(services, medicine),
          say('missed-you', { name: nameOf(services, medicine) }, { purpose: 'reminder' }),
          question(services, { at: 'why', medicine }),
        ],
        next: { at: 'why', medicine },
      };
    case 'check':
      return go(services, [], { at: 'why', medicine });
    case 'barrier':
      return barrier(services, { at: 'why', medicine }, args.reason);
    case 'refill':
      return args.answer === undefined
        ? refillNotice(services, medicine, args.ends)
        : refill(services, medicine, args.answer === 'yes');
    case 'stop':
      return {
        events: [...stopReminders(services, medicine), say('reminders-stopped', { name: nameOf(services, medicine) })],
        next: 'done',
      };
    case 'offer':
      return go(services, [], {
        at: remindersOf(services, medicine).length > 0 ? 'manage' : 'offer',
        medicine,
        ...(args.ends === undefined ? {} : { ends: args.ends }),
      });
  }
}

function go(services: Services, events: readonly TurnEvent[], next: AdherenceState): Steps {
  return { events: [...events, question(services, next)], next };
}

function question(services: Services, { at, medicine }: AdherenceState): TurnEvent {
  const name = nameOf(services, medicine);
  switch (at) {
    case 'times':
      return ask('which-times', [...Object.keys(MEALS), 'own_times'], { name });
    case 'own_times':
      return say('own-times', undefined, { ask: { kind: 'text' } });
    case 'why':
      return ask('why-missed', BARRIERS, { name });
    case 'refill':
      return askYesNo('offer-refill', { name });
    case 'manage':
      return ask('reminders-manage', ['change_times', 'stop_reminders', 'caregiver', 'done'], {
        name,
        times: remindersOf(services, medicine).join(', '),
      });
    default:
      return askYesNo('offer-reminders', { name });
  }
}

function take(current: AdherenceState, input: PatientInput, services: Services): Steps | undefined {
  const picked = input.choice?.id ?? (current.at === 'offer' || current.at === 'refill' ? input.yesNo : undefined);
  const { medicine, ends } = current;
  switch (current.at) {
    case 'offer':
      if (picked === 'yes') return go(services, [], { ...current, at: 'times' });
      return picked === 'no' ? { events: [say('goodbye')], next: 'done' } : undefined;
    case 'manage':
      if (picked === 'change_times') return go(services, [], { ...current, at: 'times' });
      if (picked === 'stop_reminders') return open(services, { kind: 'stop', medicine });
      if (picked === 'caregiver') return { events: [{ type: 'begin', dialog: 'caregiver' }], next: 'done' };
      return picked === 'done' ? { events: [say('goodbye')], next: 'done' } : undefined;
    case 'times':
    case 'own_times': {
      if (picked === 'own_times') return go(services, [], { ...current, at: 'own_times' });
      const meals = picked === undefined ? undefined : MEALS[picked];
      const times = meals === undefined ? readTimes(input.text) : mealTimes(services, meals);
      if (times.length === 0) return undefined;
      return { events: setReminders(services, medicine, times, ends), next: 'done' };
    }
    case 'why':
      return picked === undefined ? undefined : barrier(services, current, picked);
    case 'refill':
      return picked === undefined ? undefined : refill(services, medicine, picked === 'yes');
    default:
      return undefined;
  }
}

function mealTimes(services: Services, meals: readonly string[]): string[] {
  const own = (services.facts.mealTimes as Record<string, string> | undefined) ?? {};
  const usual = medicineRules(services).meal_times;
  return meals.map((meal) => own[meal] ?? usual[meal]).filter((time): time is string => time !== undefined);
}

function doseAnswer(services: Services, dose: DoseArgs): Steps {
  const { medicine } = dose;
  const name = nameOf(services, medicine);
  if (dose.answer === 'taken')
    return { events: [...countTaken(services, medicine), say('well-done', { name })], next: 'done' };
  if (dose.answer === 'later') return { events: [say('later-ok', { name })], next: 'done' };
  return go(
    services,
    [{ type: 'unschedule', key: `silence:${medicine}` }, ...countMiss(services, medicine, 'said so')],
    { at: 'why', medicine },
  );
}

function barrier(services: Services, current: AdherenceState, reason: string): Steps {
  const known = BARRIERS.includes(reason as Barrier) ? (reason as Barrier) : 'other_reason';
  const { events, offer } = answerBarrier(services, current.medicine, known);
  if (offer === 'reminders') return go(services, events, { ...current, at: 'offer' });
  if (offer === 'refill') return go(services, events, { ...current, at: 'refill' });
  return { events, next: 'done' };
}

function refillNotice(services: Services, medicine: string, ends: string): Steps {
  const days = Math.max(0, daysUntil(ends, services.content.hospital.zone, services.clock.now()));
  const asked = say(
    'refill-soon',
    { name: nameOf(services, medicine), days },
    {
      purpose: 'reminder',
      ask: {
        kind: 'yesNo',
        choices: ['yes', 'no'].map((id) => ({ id, label: `wording/medication.choice-${id}` })),
        outlives: {
          dialog: 'adherence',
          args: { kind: 'refill', medicine, ends },
          about: 'wording/medication.about-refill',
        },
      },
    },
  );
  return { events: [asked], next: 'done' };
}

/** Staff refill; the bot only carries the wish, and never for an opioid. */
function refill(services: Services, medicine: string, wanted: boolean): Steps {
  if (!wanted) return { events: [say('goodbye')], next: 'done' };
  const known = hasCard(services, medicine);
  if (known && card(services, medicine).opioid)
    return {
      events: [
        say('no-early-refill'),
        pharmacyTask('refill-opioid', 3, `Asks for more ${medicine}: to be called`, medicine),
      ],
      next: 'done',
    };
  const severity = known && card(services, medicine).critical_missed ? 2 : 3;
  return {
    events: [
      pharmacyTask('refill-request', severity, `Asks for a refill of ${medicine}`, medicine),
      record('refill-request', medicine, { asked: 'patient' }),
      say('refill-asked', { name: nameOf(services, medicine) }),
    ],
    next: 'done',
  };
}
