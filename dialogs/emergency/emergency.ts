import { z } from 'zod';
import type { Choice, Dialog, Flag, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import type { RedFlag } from '../../knowledge/schema/red-flag';
import { about, flagOf, isOwnWay, refOf, sentence } from './args';
import { type Refusal, refusalIn, refusalWording } from './refusal';

const state = z.strictObject({
  at: z.enum(['asked', 'stay']),
  flag: z.string(),
  version: z.string(),
  level: about.shape.level,
  /** Replies that were none of the choices: the number is said again once, then others may take the message. */
  tries: z.number().int(),
});
type EmergencyState = z.infer<typeof state>;

/** Sent to the emergency department by own way: whether they go is asked, not whether they called. */
const OWN_WAY = ['going', 'stranded', 'mistake'] as const;

/** Choices by kind of danger; labels and answers are `wording/emergency.<prefix>-<id>` and `…-<id>-said`. */
const CHOICES = {
  physical: ['called', 'cannot', 'mistake'],
  poison: ['called', 'cannot', 'mistake'],
  crisis: ['together', 'alone', 'person', 'misread'],
  danger: ['private', 'watched', 'person', 'misread'],
} as const;

const SILENCE = 'emergency-silence';

type At = Pick<EmergencyState, 'level'>;

function choicesOf(flag: RedFlag, { level }: At): readonly string[] {
  return goesByOwnWay(flag, level) ? OWN_WAY : CHOICES[flag.kind];
}

function goesByOwnWay(flag: RedFlag, level: At['level']): boolean {
  return flag.kind === 'physical' && isOwnWay(flag, level);
}

/** Which of the sentences by kind of danger fits: those for the emergency number, or for going there by own way. */
function manner(flag: RedFlag, { level }: At): string {
  return goesByOwnWay(flag, level) ? 'own-way' : flag.kind;
}

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
    const given = about.parse(args);
    const flag = flagOf(given, services);
    const waiting: TurnEvent[] =
      flag.waiting === undefined
        ? []
        : [{ type: 'say', wording: sentence(flag, given.level, 'waiting'), safety: true, purpose: 'safety' }];
    return {
      events: [...waiting, ask(flag, given), watchSilence(flag, services)],
      next: {
        at: 'asked',
        flag: flag.id,
        version: flag.version,
        ...(given.level === undefined ? {} : { level: given.level }),
        tries: 0,
      },
    };
  },
  async step(current, input, services) {
    const flag = flagOf(current, services);
    if (input.kind === 'timer') return silent(current, flag);
    const refusal = refusalOf(flag, input, services);
    if (refusal !== undefined) return refused(current, flag, refusal);
    const told = inOtherWords(input.text, flag, current, services);
    if (current.at === 'stay' && told === undefined) return stay(current, flag, input, services);
    const chosen = [...choicesOf(flag, current), 'person'].find((id) => id === input.choice?.id) ?? told;
    if (chosen === 'better') return better(current, flag);
    return chosen === undefined ? again(current, flag, input, services) : answered(chosen, current, flag);
  },
  returning: (current, services) => {
    const flag = flagOf(current, services);
    return [
      { type: 'say', wording: sentence(flag, current.level, 'reply'), safety: true, purpose: 'safety' },
      current.at === 'asked' ? ask(flag, current) : offer(),
    ];
  },
};

/**
 * "Called", "no phone", "false alarm" as the whole message, so that "I called my mother" is never taken for it. That one
 * cannot call, or that it got better, is believed anywhere in a sentence: neither ends anything.
 */
function inOtherWords(
  text: string,
  flag: RedFlag,
  at: At,
  services: Services,
): 'called' | 'cannot' | 'going' | 'stranded' | 'mistake' | 'misread' | 'better' | undefined {
  const said = plain(text);
  const listed = (id: string): string[] =>
    services.content.text(`wording/emergency.${id}-also`, services.locale).split(' | ').map(plain);
  if (flag.kind === 'crisis' || flag.kind === 'danger')
    // Only that it was misread, never that all is well: people in danger say so.
    return listed('misread').includes(said) ? 'misread' : undefined;
  const ownWay = goesByOwnWay(flag, at.level);
  const [helped, stuck] = ownWay ? (['going', 'stranded'] as const) : (['called', 'cannot'] as const);
  const whole = ([helped, 'called', stuck, 'mistake'] as const).find((id) => listed(id).includes(said));
  if (whole !== undefined) return whole;
  return ([stuck, 'better'] as const).find((id) =>
    listed(id).some((phrase) => phrase.includes(' ') && ` ${said} `.includes(` ${phrase} `)),
  );
}

/** Lower case, accents and punctuation left out: people in fear write neither. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]+/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function ask(flag: RedFlag, at: At, person = false): TurnEvent {
  const choices = choicesOf(flag, at);
  return {
    type: 'say',
    wording: `wording/emergency.${manner(flag, at)}-ask`,
    safety: true,
    purpose: 'safety',
    ask: {
      kind: 'choice',
      choices: [...choices, ...(person && !choices.includes('person') ? ['person'] : [])].map(choice),
    },
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
  const alone = ['called', 'going', 'together'].includes(chosen) ? [] : [toStaff(flag, chosen)];
  return { events: [...known, said, ...alone, offer()], next: { ...current, at: 'stay' } };
}

function stay(current: EmergencyState, flag: RedFlag, input: PatientInput, services: Services): Step<EmergencyState> {
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
  if (wantsElse(input, services)) return { events: [], next: 'unclear' };
  return { events: [more(flag, current), offer()], next: current };
}

/** From this certainty a message wants something else, and may have it; anything less stays here. */
const CLEARLY_ELSE = 0.6;

function wantsElse(input: PatientInput, { content }: Services): boolean {
  const [best] = input.intents;
  if (best === undefined || best.confidence < CLEARLY_ELSE || !content.has('intent', best.intent)) return false;
  const { kind } = content.get('intent', best.intent);
  return kind === 'skill';
}

/** Something else was written: the instruction once more, then a shorter word each time, unless it clearly wants another thing. */
function again(current: EmergencyState, flag: RedFlag, input: PatientInput, services: Services): Step<EmergencyState> {
  if (current.tries >= 1 && wantsElse(input, services)) return { events: [], next: 'unclear' };
  const wording = sentence(flag, current.level, 'reply');
  const instruction: TurnEvent = { type: 'say', wording, safety: true, purpose: 'safety' };
  const next = { ...current, tries: current.tries + 1 };
  if (current.tries >= UNREAD) {
    const told = current.tries === UNREAD ? [toStaff(flag, 'unread')] : [];
    return { events: [unread(), ...told, ask(flag, current, true)], next };
  }
  return { events: [current.tries === 0 ? instruction : more(flag, current), ask(flag, current)], next };
}

/** After so many replies nobody could read, repeating helps nobody: a person is told, and offered. */
const UNREAD = 2;

function unread(): TurnEvent {
  return { type: 'say', wording: 'wording/emergency.unread', safety: true, purpose: 'safety' };
}

function more(flag: RedFlag, at: At): TurnEvent {
  return { type: 'say', wording: `wording/emergency.${manner(flag, at)}-more`, safety: true, purpose: 'safety' };
}

/** Feeling better takes nothing back: it is said to staff, and the advice stays. */
function better(current: EmergencyState, flag: RedFlag): Step<EmergencyState> {
  return {
    events: [
      { type: 'record', kind: 'emergency-answer', subject: flag.id, data: { answer: 'better' } },
      {
        type: 'say',
        wording: `wording/emergency.${goesByOwnWay(flag, current.level) ? 'own-way-better' : 'better'}-said`,
        safety: true,
        purpose: 'safety',
      },
      current.at === 'asked' ? ask(flag, current) : offer(),
    ],
    next: current,
  };
}

/** Own words alone refuse. A person in a crisis or in danger from another is not argued with. */
function refusalOf(flag: RedFlag, input: PatientInput, services: Services): Refusal | undefined {
  const how = input.choice?.how;
  if (how === 'button' || how === 'number' || how === 'label') return undefined;
  return flag.kind === 'physical' || flag.kind === 'poison' ? refusalIn(input, services) : undefined;
}

/** "I am not going", "I can't afford it": heard and answered, never argued down; staff are told, the advice stays. */
function refused(current: EmergencyState, flag: RedFlag, refusal: Refusal): Step<EmergencyState> {
  const again: TurnEvent[] =
    refusal === 'refuses-care'
      ? []
      : [{ type: 'say', wording: 'wording/emergency.refused-still', safety: true, purpose: 'safety' }];
  return {
    events: [
      { type: 'record', kind: 'emergency-answer', subject: flag.id, data: { answer: refusal } },
      { type: 'say', wording: refusalWording(refusal), safety: true, purpose: 'safety' },
      ...again,
      toStaff(flag, 'refused'),
      current.at === 'asked' ? ask(flag, current) : offer(),
    ],
    next: current,
  };
}

function silent(current: EmergencyState, flag: RedFlag): Step<EmergencyState> {
  if (current.at === 'stay') return { events: [], next: current };
  return {
    events: [
      { type: 'say', wording: `wording/emergency.${manner(flag, current)}-silence`, safety: true, purpose: 'safety' },
      toStaff(flag, 'silent'),
      ask(flag, current),
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
