import { z } from 'zod';
import type { Choice, Language, PatientFacts, PatientInput, Say, Services, Step, TurnEvent } from '../../bot/contracts';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { triage } from './dialog';
import type { TriageState } from './state';

/**
 * A conversation as a test: what the patient writes, what the bot must (not) say, and what was decided. `says` are pieces of the
 * bot's text or choice labels, in any order; `events` are `type` or `type value`, such as `assess D0`, `flag 1`.
 */
export const transcript = z.strictObject({
  name: z.string(),
  locale: z.enum(['en', 'es']).default('en'),
  size: z.enum(['short', 'normal', 'rich']).default('normal'),
  facts: z.record(z.string(), z.unknown()).default({}),
  /** When it happens, with its zone; a Monday morning unless it is written. */
  on: z.iso.datetime({ offset: true }).default('2027-01-11T09:00:00-06:00'),
  begin: z.unknown().optional(),
  turns: z.array(
    z.strictObject({
      patient: z.string().optional(),
      timer: z.string().optional(),
      says: z.array(z.string()).default([]),
      not: z.array(z.string()).default([]),
      events: z.array(z.string()).default([]),
      at: z.string().optional(),
      /** Most characters of everything said in this turn: an SMS is paid by the part. */
      longest: z.number().optional(),
    }),
  ),
});
export type Transcript = z.infer<typeof transcript>;

/** One turn as it was: for comparing and for printing. */
export interface TurnSeen {
  readonly said: string;
  readonly events: readonly string[];
  readonly at: string;
}

export interface World {
  readonly content: ContentLibrary;
  readonly language: Language;
  readonly saidInTriage: NonNullable<Services['saidInTriage']>;
}

/** Plays a transcript, the state written and read back between turns as after a restart. */
export async function play(script: Transcript, world: World, now = Date.parse(script.on)): Promise<TurnSeen[]> {
  let facts = script.facts as PatientFacts;
  let state: TriageState | undefined;
  let asked: Say | undefined;
  let scheduled: Extract<TurnEvent, { type: 'schedule' }>[] = [];
  const seen: TurnSeen[] = [];
  for (const turn of script.turns) {
    const services = servicesOf(world, script, facts, now);
    const step: Step<TriageState> =
      turn.timer !== undefined
        ? await timer(turn.timer, state, scheduled, services)
        : state === undefined
          ? await triage.start(script.begin ?? { text: turn.patient ?? '' }, services)
          : await triage.step(state, inputOf(turn.patient ?? '', asked, services), services);
    for (const event of step.events) {
      if (event.type === 'learn') facts = { ...facts, ...event.facts };
      if (event.type === 'say' && event.ask !== undefined) asked = event;
      if (event.type === 'schedule') scheduled = [...scheduled.filter((one) => one.key !== event.key), event];
      if (event.type === 'unschedule') scheduled = scheduled.filter((one) => one.key !== event.key);
    }
    if (typeof step.next === 'object') state = triage.state.parse(JSON.parse(JSON.stringify(step.next))) as TriageState;
    seen.push({
      said: step.events.flatMap((event) => (event.type === 'say' ? [saidOf(event, services)] : [])).join('\n\n'),
      events: step.events.filter((event) => event.type !== 'say').map(eventText),
      at: typeof step.next === 'object' ? step.next.at : step.next,
    });
    if (step.next === 'done') state = undefined;
  }
  return seen;
}

async function timer(
  key: string,
  state: TriageState | undefined,
  scheduled: readonly Extract<TurnEvent, { type: 'schedule' }>[],
  services: Services,
): Promise<Step<TriageState>> {
  const due = scheduled.find((one) => one.key === key);
  if (due === undefined)
    throw new Error(`No timer "${key}" was set; there are ${scheduled.map((one) => one.key).join(', ')}.`);
  if (state === undefined) return triage.start(due.args, services);
  return triage.step(
    state,
    {
      kind: 'timer',
      at: due.at,
      text: '',
      reading: services.language.read('', services.locale, {}),
      intents: [],
      attachments: [],
      name: key,
      value: due.args,
    },
    services,
  );
}

export function servicesOf(
  world: World,
  given: { locale: string; size: Services['conversation']['size'] },
  facts: PatientFacts,
  now: number,
): Services {
  return {
    clock: { now: () => now },
    ids: { next: (prefix) => `${prefix}_1` },
    content: world.content,
    language: world.language,
    locale: given.locale,
    facts,
    conversation: { id: 'c_1', channel: 'test', size: given.size, identityProven: false },
    saidInTriage: world.saidInTriage,
    installed: (dialog) => dialog === 'booking',
  };
}

/** As the engine reads a message: the reply is bound to the choices that were shown. */
export function inputOf(text: string, asked: Say | undefined, services: Services): PatientInput {
  const choices = (asked?.ask?.choices ?? []).map((choice) => ({ id: choice.id, label: labelOf(choice, services) }));
  const yesNo = services.language.yesNo(text, services.locale);
  const byMeaning = choices.find((choice) => choice.id === yesNo);
  const chosen =
    choices.length === 0 ? undefined : (services.language.choose(text, choices, services.locale) ?? byMeaning);
  return {
    kind: 'message',
    at: services.clock.now(),
    text,
    reading: services.language.read(text, services.locale, services.facts),
    intents: [],
    attachments: [],
    ...(yesNo === undefined ? {} : { yesNo }),
    ...(chosen === undefined ? {} : { choice: { promptId: 'q_1', id: chosen.id, how: 'label' } }),
  };
}

function labelOf(choice: Choice, services: Services): string {
  return typeof choice.label === 'string' ? services.content.text(choice.label, services.locale) : choice.label.literal;
}

function saidOf(say: Say, services: Services): string {
  const text = services.content.text(say.wording, services.locale, say.values, services.conversation.size);
  const choices = (say.ask?.choices ?? []).map((choice, at) => `${at + 1} ${labelOf(choice, services)}`);
  return [text, ...choices].join('\n');
}

/** `assess D0`, `flag 1 protocol/…`, `begin booking`, `schedule key`. */
function eventText(event: TurnEvent): string {
  switch (event.type) {
    case 'assess':
      return `assess ${event.disposition} ${event.rule}`;
    case 'flag':
      return `flag ${event.severity} ${event.reason}`;
    case 'begin':
      return `begin ${event.dialog}`;
    case 'schedule':
    case 'unschedule':
      return `${event.type} ${event.key}`;
    case 'record':
      return `record ${event.kind}`;
    default:
      return event.type;
  }
}
