import type {
  Activity,
  Command,
  ConversationFacts,
  ConversationState,
  PatientInput,
  Say,
  ScreenResult,
  TurnEvent,
} from '../contracts';
import type { ConversationRow, InboxEvent } from '../store/claim';
import type { StaffAction } from '../store/staff-event';
import type { TimerPayload } from '../store/timers';
import { begin, type Conversing, digress, follow, type Progress, resume, stepTop } from './converse';
import type { Engine } from './engine';
import { CONFIRMED, obey } from './obey';
import { optWord } from './opt-words';
import { type Presented, present } from './present';
import { type Binding, type Bound, bindReply, closePrompts } from './prompts';
import { commandMeant } from './route';
import { parseState, remember, topFrame } from './state';
import { windowNudge } from './window-nudge';
import { answerWithoutWords, LATE_MS, mediaFlag } from './wordless';

/** What one event came to, before it is turned into rows. */
export interface Turn {
  readonly state: ConversationState;
  readonly presented: readonly Presented[];
  /** A reply of staff, said in the patient's conversation under their name. */
  readonly staffSaid: readonly Activity[];
  readonly decisions: readonly TurnEvent[];
  readonly release: boolean;
}

/**
 * One event is one turn. Reads as the way of a message: load, read, screen, obey, route, step, present. Pure but for
 * the clock, ids and read-only services of the engine; writes and sends nothing.
 */
export async function runTurn(engine: Engine, row: ConversationRow, event: InboxEvent): Promise<Turn> {
  const adapter = engine.adapters.get(row.channel);
  const now = engine.clock.now();
  const loaded = parseState(row.state, row.locale ?? engine.content.hospital.locales[0] ?? 'en');
  const conversation: ConversationFacts = {
    id: row.id,
    channel: row.channel,
    size: adapter?.limits.size ?? 'normal',
    identityProven: row.patientId !== undefined,
    ...(row.patientId === undefined ? {} : { patientId: row.patientId }),
  };
  const conversing: Conversing = { engine, conversation, now };
  const start: Progress = { state: loaded, utterances: [], decisions: [] };
  const taken = await take(conversing, start, row, event);
  const window = event.activity.type === 'message' ? adapter?.limits.windowMs : undefined;
  return finish(conversing, taken, event, { windowMs: window, lastInboundAt: row.lastInboundAt });
}

interface Taken {
  readonly progress: Progress;
  readonly staffSaid?: readonly Activity[];
  readonly release?: boolean;
}

async function take(conversing: Conversing, start: Progress, row: ConversationRow, event: InboxEvent): Promise<Taken> {
  const { activity } = event;
  if (activity.type === 'message') return { progress: await takeMessage(conversing, start, row, event) };
  if (activity.type === 'conversationUpdate') return { progress: await welcome(conversing, start) };
  if (activity.type !== 'event') return { progress: start };
  if (activity.name === 'sathi/timer')
    return { progress: await takeTimer(conversing, start, row, activity.value as TimerPayload) };
  if (activity.name?.startsWith('sathi/staff.') === true)
    return takeStaff(conversing, start, activity.value as StaffAction);
  if (activity.name === 'webchat/join') return { progress: await welcome(conversing, start) };
  return { progress: start };
}

/** The first words, once per conversation. */
async function welcome(conversing: Conversing, progress: Progress): Promise<Progress> {
  if (progress.state.welcomed) return progress;
  return begin(conversing, { ...progress, state: { ...progress.state, welcomed: true } }, 'welcome', {});
}

async function takeMessage(
  conversing: Conversing,
  start: Progress,
  row: ConversationRow,
  event: InboxEvent,
): Promise<Progress> {
  const { engine } = conversing;
  const text = (event.activity.text ?? '').trim();
  const understood = recogniseLanguage(conversing, start, text);
  const binding = bindReply(event.activity, text, understood.state, engine.language, conversing.now);
  const input = readInput(conversing, understood.state, event, text, binding);

  const screened = screen(conversing, understood, input, binding);
  if (screened !== undefined) return sayDanger(conversing, screened, row);

  const command =
    commandOf(engine, event.activity, text, understood.state.locale, binding) ??
    (binding.kind === 'bound' ? undefined : commandMeant(engine, input, openQuestion(understood.state)));
  if (command !== undefined && (row.ownerId === undefined || command.command === 'stop')) {
    return obey(conversing, understood, command, input);
  }
  // A person of the care team owns the thread: the bot is silent.
  if (row.ownerId !== undefined) return understood;
  if (conversing.now - event.at > LATE_MS)
    return follow(conversing, understood, [{ type: 'say', wording: 'wording/channels.late' }]);
  const wordless =
    binding.kind === 'none' ? answerWithoutWords(event.activity, understood.state, conversing.now) : undefined;
  const flagged = await follow(conversing, understood, mediaFlag(event.activity, understood.state, engine.content));
  if (wordless !== undefined)
    return wordless.length === 0 ? flagged : resume(conversing, await follow(conversing, flagged, wordless));
  if (binding.kind === 'ambiguous')
    return begin(conversing, understood, 'which-prompt', {
      promptIds: binding.prompts.map(({ id, about, dialog }) => ({ id, about, dialog })),
      text,
    });
  return converse(conversing, flagged, input, binding);
}

/** What the carrier has already acted on is obeyed whatever was asked, and not confirmed a second time. */
function commandOf(
  engine: Engine,
  activity: Activity,
  text: string,
  locale: string,
  binding: Binding,
): { command: Command; argument?: string } | undefined {
  if (activity.channelData?.carrierKeyword === 'stop') return { command: 'stop', argument: CONFIRMED };
  if (binding.kind === 'bound') return undefined;
  const word = optWord(text, engine.content);
  return engine.language.command(text, locale) ?? (word === undefined ? undefined : { command: word });
}

/** A language the hospital speaks, recognised before one was chosen. */
function recogniseLanguage({ engine }: Conversing, progress: Progress, text: string): Progress {
  const { state } = progress;
  if (state.localeChosen) return progress;
  const detected = engine.language.detect(text);
  if (detected === undefined || detected === state.locale || !engine.content.hospital.locales.includes(detected))
    return progress;
  return { ...progress, state: { ...state, locale: detected } };
}

function readInput(
  { engine, now }: Conversing,
  state: ConversationState,
  event: InboxEvent,
  text: string,
  binding: Binding,
): PatientInput {
  const bound = binding.kind === 'bound' ? binding.bound : undefined;
  const yesNo = engine.language.yesNo(text, state.locale);
  return {
    kind: 'message',
    at: now,
    text,
    reading: engine.language.read(text, state.locale, state.facts),
    intents: text === '' ? [] : engine.language.intents(text, state.locale),
    attachments: event.activity.attachments ?? [],
    ...(yesNo === undefined ? {} : { yesNo }),
    ...(bound?.choiceId === undefined
      ? {}
      : { choice: { promptId: bound.prompt.id, id: bound.choiceId, how: bound.how } }),
    ...(event.activity.value === undefined ? {} : { value: event.activity.value }),
  };
}

interface Screened {
  readonly progress: Progress;
  readonly result: ScreenResult;
}

/** Runs on every patient message in every state. Our own words, pressed or numbered, are not the patient's. */
function screen(
  { engine, now }: Conversing,
  progress: Progress,
  input: PatientInput,
  binding: Binding,
): Screened | undefined {
  const ownWords = binding.kind === 'bound' && (binding.bound.how === 'button' || binding.bound.how === 'number');
  if (input.text === '' || ownWords) return undefined;
  const { state } = progress;
  const owed = binding.kind === 'bound' ? binding.bound.prompt : openQuestion(state);
  const result = engine.language.screen(input.reading, {
    locale: state.locale,
    facts: state.facts,
    raised: state.raised,
    ...(owed === undefined ? {} : { owed }),
  });
  if (result.outcome === 'none') return undefined;
  const raised = result.hits.map((hit) => ({ id: hit.flag, outcome: hit.outcome, at: now }));
  const noted = { ...progress, state: { ...state, raised: [...state.raised, ...raised].slice(-40) } };
  return result.outcome === 'note' ? undefined : { progress: noted, result };
}

function openQuestion(state: ConversationState) {
  const frame = topFrame(state);
  return state.prompts.find(
    (prompt) => prompt.closedAt === undefined && prompt.frameId !== undefined && prompt.frameId === frame?.id,
  );
}

/** The running dialog is set aside, not lost. While a person owns the thread the safety text is said and nothing begun. */
async function sayDanger(
  conversing: Conversing,
  { progress, result }: Screened,
  row: ConversationRow,
): Promise<Progress> {
  const { engine, conversation } = conversing;
  const { locale, facts } = progress.state;
  const events = engine.respondToScreen(result, { locale, facts, size: conversation.size, content: engine.content });
  const known = { ...progress, state: { ...remember(progress.state), welcomed: true, misses: 0 } };
  return follow(
    conversing,
    known,
    row.ownerId === undefined ? events : events.filter((event) => event.type !== 'begin'),
  );
}

async function converse(
  conversing: Conversing,
  progress: Progress,
  input: PatientInput,
  binding: Binding,
): Promise<Progress> {
  const greeted = progress.state.welcomed ? progress : await greet(conversing, progress);
  const bound = binding.kind === 'bound' ? binding.bound : undefined;
  const remembered = { ...greeted, state: remember(greeted.state) };
  if (bound?.stale === true) return staleButton(conversing, remembered, bound);
  // A prompt without a frame outlived its dialog: that holds when no dialog runs, too.
  if (
    bound !== undefined &&
    (bound.prompt.frameId === undefined || bound.prompt.frameId !== topFrame(remembered.state)?.id)
  )
    return answerOutreach(conversing, remembered, bound);
  const closed =
    bound === undefined
      ? remembered
      : {
          ...remembered,
          state: closePrompts(remembered.state, conversing.now, (prompt) => prompt.id === bound.prompt.id),
        };
  if (topFrame(closed.state) === undefined) return digress(conversing, closed, input);
  const { progress: stepped, unclear } = await stepTop(conversing, closed, input);
  if (!unclear) return answerNamed(conversing, { ...stepped, state: { ...stepped.state, misses: 0 } }, input);
  return digress(conversing, { ...stepped, state: { ...stepped.state, prompts: remembered.state.prompts } }, input);
}

/** The patient said which question an earlier "1" was for: it is answered now. */
async function answerNamed(conversing: Conversing, progress: Progress, input: PatientInput): Promise<Progress> {
  const answer = progress.decisions.find((decision) => decision.type === 'answer');
  if (answer === undefined) return progress;
  const prompt = progress.state.prompts.find((one) => one.id === answer.promptId);
  if (prompt === undefined) return progress;
  const chosen = conversing.engine.language.choose(answer.text, prompt.choices, progress.state.locale);
  const bound: Bound = {
    prompt,
    how: 'number',
    stale: false,
    ...(chosen === undefined ? {} : { choiceId: chosen.id }),
  };
  const quiet = { ...progress, utterances: [] };
  if (prompt.frameId === undefined || prompt.frameId !== topFrame(progress.state)?.id)
    return answerOutreach(conversing, quiet, bound);
  const again: PatientInput = {
    ...input,
    text: answer.text,
    ...(chosen === undefined ? {} : { choice: { promptId: prompt.id, id: chosen.id, how: 'number' } }),
  };
  return (await stepTop(conversing, quiet, again)).progress;
}

/** Somebody who begins with a question gets one line of welcome and then the answer. */
async function greet(conversing: Conversing, progress: Progress): Promise<Progress> {
  return follow(conversing, { ...progress, state: { ...progress.state, welcomed: true } }, [
    { type: 'say', wording: 'wording/welcome.brief' },
  ]);
}

/** A press on an old button: said to belong to an earlier question, and the open one is asked again. */
async function staleButton(conversing: Conversing, progress: Progress, bound: Bound): Promise<Progress> {
  const choice = bound.prompt.choices.find((one) => one.id === bound.choiceId);
  const said = await follow(conversing, progress, [
    { type: 'say', wording: 'wording/repair.old-button', values: { label: choice?.label ?? '' } },
  ]);
  return topFrame(said.state) === undefined ? begin(conversing, said, 'menu', {}) : resume(conversing, said);
}

/** A reminder, survey or check-in is answered: its dialog begins with the answer, what ran before is set aside. */
async function answerOutreach(conversing: Conversing, progress: Progress, bound: Bound): Promise<Progress> {
  const state = closePrompts(progress.state, conversing.now, (prompt) => prompt.id === bound.prompt.id);
  const args = typeof bound.prompt.args === 'object' && bound.prompt.args !== null ? bound.prompt.args : {};
  return begin(conversing, { ...progress, state }, bound.prompt.dialog, { ...args, answer: bound.choiceId });
}

/** A timer that could not meet its conversation now comes again after this long. */
const WAIT_MS = 10 * 60_000;

async function takeTimer(
  conversing: Conversing,
  start: Progress,
  row: ConversationRow,
  timer: TimerPayload,
): Promise<Progress> {
  const { now } = conversing;
  const note = (action: string): TurnEvent => ({
    type: 'audit',
    action,
    detail: { key: timer.key, dueAt: timer.dueAt },
  });
  if (timer.expiresAt !== undefined && timer.expiresAt <= now)
    return follow(conversing, start, [note('timer.expired')]);
  const top = topFrame(start.state);
  if (top?.dialog === timer.dialog && row.ownerId === undefined) {
    const input: PatientInput = {
      kind: 'timer',
      at: now,
      text: '',
      reading: EMPTY_READING,
      intents: [],
      attachments: [],
      name: timer.key,
      value: timer.args,
    };
    const { progress } = await stepTop(conversing, start, input);
    return progress;
  }
  const busy = row.ownerId !== undefined || top !== undefined;
  if (busy && timer.meets === 'skip') return follow(conversing, start, [note('timer.skipped')]);
  if (row.ownerId !== undefined || (busy && timer.meets === 'wait' && !idle(row, now))) {
    return follow(conversing, start, [
      {
        type: 'schedule',
        key: timer.key,
        at: now + WAIT_MS,
        dialog: timer.dialog,
        args: timer.args,
        meets: timer.meets,
        ...(timer.expiresAt === undefined ? {} : { expiresAt: timer.expiresAt }),
      },
    ]);
  }
  return begin(conversing, start, timer.dialog, timer.args);
}

/** Nobody has written for so long that the running dialog may be interrupted. */
function idle(row: ConversationRow, now: number): boolean {
  return now - (row.lastInboundAt ?? 0) > 3 * WAIT_MS;
}

const EMPTY_READING = { text: '', normalised: '', locale: 'und', mentions: [], measures: [] };

async function takeStaff(conversing: Conversing, start: Progress, action: StaffAction): Promise<Taken> {
  if (action.action === 'reply') {
    const said: Activity = {
      type: 'message',
      text: action.text,
      textFormat: 'plain',
      from: { id: 'care-team', name: action.staffName, role: 'bot' },
      channelData: { sathi: { author: { staff: action.staffId, name: action.staffName }, purpose: 'conversation' } },
    };
    return {
      progress: {
        ...start,
        decisions: [{ type: 'audit', action: 'staff.replied', detail: { staff: action.staffId } }],
      },
      staffSaid: [said],
    };
  }
  if (action.action === 'close')
    return {
      progress: await follow(conversing, start, [
        { type: 'audit', action: 'staff.closed', detail: { staff: action.staffId, outcome: action.outcome } },
      ]),
    };
  const note = action.note === undefined || action.note.trim() === '' ? undefined : action.note.trim();
  const handed = await follow(conversing, start, [
    { type: 'audit', action: 'staff.handed-back', detail: { staff: action.staffId } },
    note === undefined
      ? { type: 'say', wording: 'wording/handover.returned' }
      : { type: 'say', wording: 'wording/handover.returned-with-note', values: { note } },
  ]);
  const resumed =
    topFrame(handed.state) === undefined
      ? await begin(conversing, handed, 'menu', {})
      : await resume(conversing, handed);
  return { progress: resumed, release: true };
}

async function finish(
  conversing: Conversing,
  taken: Taken,
  event: InboxEvent,
  window: { windowMs: number | undefined; lastInboundAt: number | undefined },
): Promise<Turn> {
  const { engine, conversation, now } = conversing;
  const { progress } = taken;
  // A parent the client never saw makes Web Chat hold the answer back for seconds.
  const replyToId = event.activity.type === 'message' ? event.activityId : undefined;
  const shown = present(engine, progress.state, progress.utterances, {
    size: conversation.size,
    now,
    ...(replyToId === undefined ? {} : { replyToId }),
  });
  const said: readonly Say[] = shown.presented.map((one) => one.say);
  return {
    state: said.length === 0 ? shown.state : { ...shown.state, lastSaid: said },
    presented: shown.presented,
    staffSaid: taken.staffSaid ?? [],
    decisions: [...progress.decisions, ...windowNudge(shown.state, window.windowMs, window.lastInboundAt, now)],
    release: taken.release === true,
  };
}
