import { z } from 'zod';
import type { Choice, Dialog, Flag, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import type { RedFlag } from '../../knowledge/schema/red-flag';
import { about, flagOf, refOf } from './args';

const state = z.strictObject({
  at: z.enum(['asked', 'stay']),
  flag: z.string(),
  version: z.string(),
  /** Replies that were none of the choices: the number is said again once, then others may take the message. */
  tries: z.number().int(),
});
type EmergencyState = z.infer<typeof state>;

/** Choices by kind of danger; labels and answers are `wording/emergency.<prefix>-<id>` and `…-<id>-said`. */
const CHOICES = {
  physical: ['called', 'cannot', 'mistake'],
  poison: ['called', 'cannot', 'mistake'],
  crisis: ['together', 'alone', 'person', 'misread'],
  danger: ['private', 'watched', 'person', 'misread'],
} as const;

const SILENCE = 'emergency-silence';

/**
 * Stays with the person after the emergency instruction was given: what to do while waiting, then whether the call
 * was made. It never ends by itself and never resumes what ran before by itself; the flag for staff stays whatever is
 * answered. Silence is told to staff and the number is said once more.
 */
export const emergency: Dialog<EmergencyState> = {
  id: 'emergency',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const flag = flagOf(about.parse(args), services);
    const waiting: TurnEvent[] =
      flag.waiting === undefined
        ? []
        : [{ type: 'say', wording: `${refOf(flag)}#waiting`, safety: true, purpose: 'safety' }];
    return {
      events: [...waiting, ask(flag), watchSilence(flag, services)],
      next: { at: 'asked', flag: flag.id, version: flag.version, tries: 0 },
    };
  },
  async step(current, input, services) {
    const flag = flagOf(current, services);
    if (input.kind === 'timer') return silent(current, flag);
    if (current.at === 'stay') return stay(current, input);
    const chosen = CHOICES[flag.kind].find((id) => id === input.choice?.id) ?? inOtherWords(input.text, flag, services);
    if (chosen === undefined) return again(current, flag);
    return answered(chosen, current, flag);
  },
  returning: (current, services) => {
    const flag = flagOf(current, services);
    return [
      { type: 'say', wording: `${refOf(flag)}#reply`, safety: true, purpose: 'safety' },
      current.at === 'asked' ? ask(flag) : offer(),
    ];
  },
};

/** "called", "done", "no phone": only as the whole message, so that a sentence that goes on is never taken for it. */
function inOtherWords(text: string, flag: RedFlag, services: Services): 'called' | 'cannot' | 'mistake' | undefined {
  if (flag.kind !== 'physical' && flag.kind !== 'poison') return undefined;
  const said = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}' ]+/gu, '')
    .trim();
  return (['called', 'cannot', 'mistake'] as const).find((id) =>
    services.content.text(`wording/emergency.${id}-also`, services.locale).split(' | ').includes(said),
  );
}

function ask(flag: RedFlag): TurnEvent {
  return {
    type: 'say',
    wording: `wording/emergency.${flag.kind}-ask`,
    safety: true,
    purpose: 'safety',
    ask: { kind: 'choice', choices: CHOICES[flag.kind].map(choice) },
  };
}

function choice(id: string): Choice {
  return { id, label: `wording/emergency.${id}` };
}

function offer(): TurnEvent {
  return {
    type: 'say',
    wording: 'wording/emergency.stay-ask',
    purpose: 'safety',
    ask: { kind: 'choice', choices: ['person', 'goon'].map(choice) },
  };
}

function watchSilence(flag: RedFlag, services: Services): TurnEvent {
  return {
    type: 'schedule',
    key: SILENCE,
    at: services.clock.now() + flag.check_back_minutes * 60_000,
    dialog: 'emergency',
    args: { flag: flag.id, version: flag.version },
    meets: 'interrupt',
    purpose: 'safety',
  };
}

/** Says what belongs to the answer, tells staff where help is still missing, and stays. */
function answered(chosen: string, current: EmergencyState, flag: RedFlag): Step<EmergencyState> {
  const said: TurnEvent = { type: 'say', wording: `wording/emergency.${chosen}-said`, safety: true, purpose: 'safety' };
  const known: TurnEvent[] = [
    { type: 'unschedule', key: SILENCE },
    { type: 'record', kind: 'emergency-answer', subject: flag.id, data: { answer: chosen } },
  ];
  if (chosen === 'mistake' || chosen === 'misread') {
    const onward: TurnEvent[] =
      chosen === 'mistake' && flag.after?.protocol !== undefined
        ? [{ type: 'begin', dialog: flag.after.dialog, args: { protocol: flag.after.protocol } }]
        : [];
    return { events: [...known, { ...said, safety: false }, ...onward], next: 'done' };
  }
  if (chosen === 'person') return { events: [...known, said, handOver(flag)], next: { ...current, at: 'stay' } };
  const alone = chosen === 'called' || chosen === 'together' ? [] : [toStaff(flag, chosen)];
  return { events: [...known, said, ...alone, offer()], next: { ...current, at: 'stay' } };
}

function stay(current: EmergencyState, input: PatientInput): Step<EmergencyState> {
  if (input.choice?.id === 'goon')
    return { events: [{ type: 'say', wording: 'wording/emergency.goon-said', purpose: 'safety' }], next: 'done' };
  if (input.choice?.id === 'person')
    return {
      events: [
        { type: 'say', wording: 'wording/emergency.person-said', purpose: 'safety' },
        { type: 'handOver', reason: 'asked-for-person', summary: 'wording/staff.asked-for-person' },
      ],
      next: current,
    };
  return { events: [], next: 'unclear' };
}

/** Something else was written: the instruction once more, then other dialogs may answer. */
function again(current: EmergencyState, flag: RedFlag): Step<EmergencyState> {
  if (current.tries >= 1) return { events: [], next: 'unclear' };
  return {
    events: [{ type: 'say', wording: `${refOf(flag)}#reply`, safety: true, purpose: 'safety' }, ask(flag)],
    next: { ...current, tries: current.tries + 1 },
  };
}

function silent(current: EmergencyState, flag: RedFlag): Step<EmergencyState> {
  if (current.at === 'stay') return { events: [], next: current };
  return {
    events: [
      { type: 'say', wording: `wording/emergency.${flag.kind}-silence`, safety: true, purpose: 'safety' },
      toStaff(flag, 'silent'),
      ask(flag),
    ],
    next: current,
  };
}

function toStaff(flag: RedFlag, why: string): Flag {
  return {
    type: 'flag',
    severity: 1,
    reason: `emergency-${why}`,
    summary: `${flag.staff}: ${why} after emergency advice`,
  };
}

function handOver(flag: RedFlag): TurnEvent {
  return { type: 'handOver', reason: refOf(flag), summary: `${flag.staff}: asked for a person after emergency advice` };
}
