import { z } from 'zod';
import type {
  Dialog,
  Enrolment,
  NotSent,
  PatientInput,
  ProgrammeStart,
  Services,
  Step,
  TurnEvent,
} from '../../bot/contracts';
import type { Programme } from '../../knowledge/schema/programme';
import { type FinishArgs, next, programmeOf, type StepArgs } from './calendar';
import { enrol, readAnchor } from './join';
import { follow, takeReply } from './reply';
import { onSilence, type SilenceArgs, watch } from './silence';
import { askChoice, askYesNo, named, onOffer, refOf, say, stepSay, titleOf } from './words';

const DAY = 24 * 3_600_000;
/** How long a message of a programme may be answered. */
const OPEN_FOR = 7 * DAY;

const state = z.strictObject({
  at: z.enum(['choose', 'agree', 'unless', 'anchor', 'which', 'manage']),
  programme: z.string().optional(),
  by: z.enum(['keyword', 'dialog']).default('dialog'),
});
type ProgrammeState = z.infer<typeof state>;
type Steps = Step<ProgrammeState>;

type Args =
  | { task: 'join' | 'leave'; text?: string; programme?: string; by?: 'keyword' | 'dialog' }
  | { task: 'word'; words: readonly { programme: string; word: string }[] }
  | { kind: 'reply'; programme: string; version: string; step: string; answer?: string }
  | ProgrammeStart
  | StepArgs
  | FinishArgs
  | SilenceArgs;

/** Support by messages: joining, the messages and their answers, pausing and leaving. */
export const programme: Dialog<ProgrammeState> = {
  id: 'programme',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    return begin(services, (args ?? { task: 'join' }) as Args);
  },
  async step(current, input, services) {
    if (input.kind === 'timer') return { events: begin(services, input.value as Args).events, next: current };
    return (await take(services, current, input)) ?? { events: [], next: 'unclear' };
  },
  returning: (current, services) => [say('back'), ask(services, current)],
  missed: (args, why, services) => missed(services, args as Args, why),
};

function begin(services: Services, args: Args): Steps {
  if ('task' in args) {
    if (args.task === 'word') return onWord(services, args.words);
    return args.task === 'leave' ? leaving(services, args.text ?? '') : joining(services, args);
  }
  if (args.kind === 'start') return started(services, args.enrolment);
  const mine = enrolmentIn(services, args.programme);
  const content = programmeOf(services, args.programme, mine?.version);
  if (args.kind === 'reply') {
    const step = content.steps.find((one) => one.id === args.step);
    return step === undefined || args.answer === undefined
      ? { events: [], next: 'done' }
      : takeReply(services, content, step, args.answer);
  }
  if (mine === undefined || mine.status === 'left' || mine.status === 'completed') return { events: [], next: 'done' };
  if (args.kind === 'finish')
    return {
      events: [
        ...(quiet(services, mine) ? [] : [saysFinish(content)]),
        { type: 'enrolment', programme: content.id, change: 'complete' },
      ],
      next: 'done',
    };
  const step = content.steps.find((one) => one.id === args.step);
  if (args.kind === 'silence')
    return {
      events: step === undefined || quiet(services, mine) ? [] : onSilence(services, content, step, args.stage),
      next: 'done',
    };
  const onward = step?.day === undefined ? [] : [next(services, mine)];
  if (step === undefined || quiet(services, mine)) return { events: onward, next: 'done' };
  const expiresAt = services.clock.now() + OPEN_FOR;
  return {
    events: [stepSay(services, content, step, expiresAt), ...onward, ...watch(services, content, step, 1)],
    next: 'done',
  };
}

function saysFinish(content: Programme): TurnEvent {
  return { type: 'say', wording: refOf(content, 'finish'), purpose: 'programme' };
}

/** A message was not sent: the chain goes on from now, nothing is made up for. */
function missed(services: Services, args: Args, _why: NotSent): readonly TurnEvent[] {
  if (!('kind' in args) || args.kind === 'reply') return [];
  if (args.kind === 'start')
    return [{ type: 'enrol', enrolment: args.enrolment, by: 'staff' }, next(services, args.enrolment, true)];
  const mine = enrolmentIn(services, args.programme);
  if (mine === undefined || mine.status === 'left' || mine.status === 'completed') return [];
  const content = programmeOf(services, args.programme, mine.version);
  const step = args.kind === 'finish' ? undefined : content.steps.find((one) => one.id === args.step);
  if (args.kind === 'finish') return [{ type: 'enrolment', programme: content.id, change: 'complete' }];
  if (args.kind === 'silence') return step === undefined ? [] : watch(services, content, step, 2);
  return [next(services, mine)];
}

/** Staff or a list enrolled the person: said so, with the way out. */
function started(services: Services, enrolment: Enrolment): Steps {
  const content = programmeOf(services, enrolment.programme, enrolment.version);
  const enrolled: TurnEvent = { type: 'enrol', enrolment, by: 'staff' };
  const events = [enrolled, next(services, enrolment, true)];
  if (enrolment.arm === 'control') return { events, next: 'done' };
  const told = say('enrolled-by-staff', { title: titleOf(services, content) }, { purpose: 'programme' });
  return { events: [told, ...events], next: 'done' };
}

function enrolmentIn(services: Services, id: string): Enrolment | undefined {
  return services.enrolments?.find((one) => one.programme === id);
}

function running(services: Services): readonly Enrolment[] {
  return (services.enrolments ?? []).filter((one) => one.status === 'active' || one.status === 'paused');
}

function quiet(services: Services, enrolment: Enrolment): boolean {
  return enrolment.status === 'paused' || (enrolment.mutedUntil ?? 0) > services.clock.now();
}

function joining(services: Services, args: { text?: string; programme?: string; by?: 'keyword' | 'dialog' }): Steps {
  const by = args.by ?? 'dialog';
  const wanted =
    args.programme === undefined ? named(services, args.text ?? '') : programmeOf(services, args.programme);
  return wanted === undefined ? go(services, { at: 'choose', by }) : offer(services, wanted, by);
}

function offer(services: Services, wanted: Programme, by: 'keyword' | 'dialog'): Steps {
  const mine = enrolmentIn(services, wanted.id);
  if (mine !== undefined && (mine.status === 'active' || mine.status === 'paused'))
    return go(services, { at: 'manage', programme: wanted.id, by }, [
      say('already', { title: titleOf(services, wanted) }),
    ]);
  return go(services, { at: 'agree', programme: wanted.id, by });
}

function leaving(services: Services, text: string): Steps {
  const mine = running(services);
  if (mine.length === 0) return { events: [say('none')], next: 'done' };
  const said = named(services, text);
  const meant = mine.length === 1 ? mine[0] : mine.find((one) => one.programme === said?.id);
  return meant === undefined
    ? go(services, { at: 'which', by: 'dialog' })
    : go(services, { at: 'manage', programme: meant.programme, by: 'dialog' });
}

/** A keyword of a programme the person is in; replies take turns by the day. */
function onWord(services: Services, words: readonly { programme: string; word: string }[]): Steps {
  const found = words.find(({ programme: id }) => running(services).some((one) => one.programme === id));
  const [first] = words;
  if (found === undefined)
    return first === undefined
      ? go(services, { at: 'choose', by: 'keyword' })
      : joining(services, { programme: first.programme, by: 'keyword' });
  const content = programmeOf(services, found.programme, enrolmentIn(services, found.programme)?.version);
  const index = content.keywords.findIndex((one) => one.id === found.word);
  const word = content.keywords[index];
  if (word === undefined) return { events: [], next: 'done' };
  const turn = Math.floor(services.clock.now() / DAY) % word.replies.length;
  const summary = services.content.text('wording/programme.staff-word', 'en', {
    title: content.title.en,
    word: word.id,
  });
  const tells: TurnEvent[] =
    word.leads_to === 'leave' ? [{ type: 'task', kind: 'clinical', summary, withinMinutes: 480 }] : [];
  return {
    events: [
      { type: 'say', wording: refOf(content, `keywords.${word.id}.replies.${turn}`) },
      { type: 'record', kind: 'programme-word', subject: content.id, data: { word: word.id } },
      ...tells,
      ...follow(services, content, word.leads_to, summary),
    ],
    next: 'done',
  };
}

function go(services: Services, current: ProgrammeState, before: readonly TurnEvent[] = []): Steps {
  return { events: [...before, ask(services, current)], next: current };
}

function ask(services: Services, current: ProgrammeState): TurnEvent {
  if (current.at === 'choose') return askWhich('which-join', onOffer(services), true);
  if (current.at === 'which')
    return askWhich(
      'which-leave',
      running(services).map((one) => programmeOf(services, one.programme, one.version)),
    );
  const content = programmeOf(services, current.programme!);
  switch (current.at) {
    case 'agree':
      return askYesNo('wording/programme.agree', {
        offer: services.content.text(refOf(content, 'offer'), services.locale, {}, services.conversation.size),
      });
    case 'unless':
      return askYesNo(refOf(content, 'unless.question'));
    case 'anchor':
      return { type: 'say', wording: refOf(content, 'anchor.question'), ask: { kind: 'date' } };
    default: {
      const paused = enrolmentIn(services, content.id)?.status === 'paused';
      const ways = paused ? ['resume', 'leave'] : ['mute', 'pause', 'leave', 'keep'];
      return askChoice('manage', ways, { title: titleOf(services, content) });
    }
  }
}

function askWhich(name: string, programmes: readonly Programme[], more = false): TurnEvent {
  const choices = programmes.map((one) => ({ id: one.id, label: refOf(one, 'title') }));
  const medicine = { id: 'medicine', label: 'wording/programme.choice-medicine' };
  return say(name, undefined, { ask: { kind: 'choice', choices: more ? [...choices, medicine] : choices } });
}

async function take(services: Services, current: ProgrammeState, input: PatientInput): Promise<Steps | undefined> {
  const picked = input.choice?.id ?? input.yesNo;
  if (current.at === 'choose' || current.at === 'which') {
    if (picked === 'medicine') return { events: [{ type: 'begin', dialog: 'medicine-list', args: {} }], next: 'done' };
    const wanted = onOffer(services).find((one) => one.id === picked) ?? named(services, input.text);
    if (wanted === undefined) return undefined;
    return current.at === 'choose'
      ? offer(services, wanted, current.by)
      : go(services, { ...current, at: 'manage', programme: wanted.id });
  }
  const content = programmeOf(services, current.programme!);
  if (current.at === 'manage') return manage(services, content, picked);
  if (current.at === 'anchor') return anchor(services, content, current, input.text);
  if (picked !== 'yes' && picked !== 'no') return undefined;
  if (current.at === 'agree') {
    if (picked === 'no') return { events: [say('declined')], next: 'done' };
    return content.unless === undefined
      ? dated(services, content, current)
      : go(services, { ...current, at: 'unless' });
  }
  if (picked === 'no') return dated(services, content, current);
  const summary = services.content.text('wording/programme.staff-unless', 'en', { title: content.title.en });
  return {
    events: [
      { type: 'say', wording: refOf(content, 'unless.reply') },
      { type: 'task', kind: 'clinical', summary, withinMinutes: 480 },
    ],
    next: 'done',
  };
}

function dated(services: Services, content: Programme, current: ProgrammeState): Steps {
  if (content.anchor.kind === 'date') return go(services, { ...current, at: 'anchor' });
  return { events: enrol(services, content, services.clock.now(), current.by), next: 'done' };
}

async function anchor(
  services: Services,
  content: Programme,
  current: ProgrammeState,
  text: string,
): Promise<Steps | undefined> {
  if (text === '') return undefined;
  const read = await readAnchor(services, content, text);
  if (read.kind === 'day') return { events: enrol(services, content, read.at, current.by), next: 'done' };
  if (text.includes('?')) return undefined;
  return go(services, current, [say(read.kind === 'outside' ? 'date-outside' : 'date-again')]);
}

function manage(services: Services, content: Programme, picked: string | undefined): Steps | undefined {
  const mine = enrolmentIn(services, content.id);
  const title = titleOf(services, content);
  const change = (event: Partial<Extract<TurnEvent, { type: 'enrolment' }>>): TurnEvent => ({
    type: 'enrolment',
    programme: content.id,
    change: 'leave',
    why: 'patient_asked',
    ...event,
  });
  switch (picked) {
    case 'mute': {
      const until = services.clock.now() + 7 * DAY;
      return { events: [change({ change: 'mute', until }), say('muted', { title })], next: 'done' };
    }
    case 'pause':
      return { events: [change({ change: 'pause' }), say('paused', { title })], next: 'done' };
    case 'resume': {
      if (mine === undefined) return undefined;
      const { mutedUntil: _, ...rest } = mine;
      const again = next(services, { ...rest, status: 'active' });
      return { events: [change({ change: 'resume' }), again, say('resumed', { title })], next: 'done' };
    }
    case 'leave':
      return { events: [change({}), say('left', { title })], next: 'done' };
    case 'keep':
      return { events: [say('kept', { title })], next: 'done' };
    default:
      return undefined;
  }
}
