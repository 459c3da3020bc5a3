import type {
  ConversationFacts,
  ConversationState,
  Frame,
  PatientInput,
  Services,
  TextModel,
  TurnEvent,
} from '../contracts';
import { dialogOf, type Engine } from './engine';
import { changed, enrolled } from './enrolments';
import type { Utterance } from './present';
import { closePrompts, leftLongAgo } from './prompts';
import { choosable, clarify, isGuess, type Routed, route } from './route';
import { learn, readFrame, topFrame } from './state';
import { type Wishes, wishesOf } from './wishes';

/** A dialog begins a dialog begins a dialog: a ring in content ends the turn, not the server. */
const MOST_STEPS = 12;

/** What happened so far in this turn. */
export interface Progress {
  readonly state: ConversationState;
  readonly utterances: readonly Utterance[];
  /** Decisions other than saying, in order. */
  readonly decisions: readonly TurnEvent[];
}

export interface Conversing {
  readonly engine: Engine;
  readonly conversation: ConversationFacts;
  readonly now: number;
  readonly model?: TextModel;
  /** Nobody has written. The question of a dialog that runs is asked again after what was `said`, or `never`. */
  readonly unasked?: { readonly asksAgain: 'said' | 'never' };
}

/** Takes a dialog's decisions into the turn; `begin` starts the next dialog on top of the running ones. */
export async function follow(
  conversing: Conversing,
  progress: Progress,
  events: readonly TurnEvent[],
  frame?: Frame,
  depth = 0,
): Promise<Progress> {
  if (depth > MOST_STEPS)
    throw new Error(
      `Dialogs begin each other more than ${MOST_STEPS} times in one turn; the last was "${frame?.dialog ?? 'none'}".`,
    );
  let next = progress;
  for (const event of events) {
    if (event.type === 'say') {
      const utterance: Utterance = {
        say: event,
        ...(frame === undefined ? {} : { frameId: frame.id, dialog: frame.dialog }),
      };
      next = { ...next, utterances: [...next.utterances, utterance] };
    } else if (event.type === 'begin') {
      const cleared = event.mode === 'replace' ? leaveAll(next, conversing.now) : next;
      next = await begin(conversing, cleared, event.dialog, event.args, depth + 1);
    } else {
      next = { ...next, state: applyToState(next.state, event), decisions: [...next.decisions, event] };
    }
  }
  return next;
}

function applyToState(state: ConversationState, event: TurnEvent): ConversationState {
  if (event.type === 'learn') {
    const learnt = learn(state, event.facts);
    // Another person on the same phone: their red flags are their own, and `back` does not lead to somebody else.
    return learnt.facts.person === state.facts.person ? learnt : { ...learnt, raised: [], history: [] };
  }
  if (event.type === 'enrol') return enrolled(state, event);
  if (event.type === 'enrolment') return changed(state, event);
  if (event.type === 'zone') return { ...state, zone: event.zone };
  if (event.type === 'locale') return { ...state, locale: event.locale, localeChosen: true };
  if (event.type === 'answerFlag') {
    return {
      ...state,
      raised: state.raised.map((one) => (one.id === event.flag ? { ...one, answer: event.answer } : one)),
    };
  }
  return state;
}

/** Starts a dialog on top of the stack. */
export async function begin(
  conversing: Conversing,
  progress: Progress,
  dialogId: string,
  args: unknown,
  depth = 0,
): Promise<Progress> {
  const { engine } = conversing;
  const dialog = dialogOf(engine, dialogId);
  const frame: Frame = { id: engine.ids.next('f'), dialog: dialog.id, version: dialog.version, state: undefined };
  const step = await dialog.start(args, services(conversing, progress.state));
  return settle(conversing, progress, frame, step, depth);
}

/** The running dialog takes the input. `unclear` comes back to the caller, who may digress. */
export async function stepTop(
  conversing: Conversing,
  progress: Progress,
  input: PatientInput,
): Promise<{ progress: Progress; unclear: boolean }> {
  const frame = topFrame(progress.state);
  if (frame === undefined) return { progress, unclear: true };
  const read = readFrame(conversing.engine, frame);
  if (read === undefined) return { progress: dropTop(progress, conversing.now), unclear: true };
  const step = await read.dialog.step(read.state, input, services(conversing, progress.state));
  if (step.next === 'unclear')
    return { progress: await follow(conversing, progress, step.events, frame), unclear: true };
  const below = dropTop(progress, conversing.now);
  return { progress: await settle(conversing, below, frame, step, 0, true), unclear: false };
}

/** After these the turn is not over: what was set aside is not asked again yet. */
const GOES_ON: ReadonlySet<TurnEvent['type']> = new Set(['begin', 'handOver', 'takeUp']);

/** Puts a frame back with its new state, or leaves it and returns to what was set aside. */
async function settle(
  conversing: Conversing,
  below: Progress,
  frame: Frame,
  step: { events: readonly TurnEvent[]; next: unknown },
  depth: number,
  stepped = false,
): Promise<Progress> {
  if (step.next !== 'done') {
    const current: Frame = { ...frame, version: dialogOf(conversing.engine, frame.dialog).version, state: step.next };
    const placed = { ...below, state: { ...below.state, stack: [...below.state.stack, current] } };
    return follow(conversing, placed, step.events, current, depth);
  }
  const begins = step.events.some((event) => GOES_ON.has(event.type));
  const followed = await follow(conversing, below, step.events, frame, depth);
  if (begins) return followed;
  const spoke = followed.utterances.length > below.utterances.length;
  const { unasked } = conversing;
  if (unasked?.asksAgain === 'never' || (unasked?.asksAgain === 'said' && !spoke)) return followed;
  const waiting = topFrame(followed.state);
  if (waiting !== undefined && leftLongAgo(followed.state, waiting.id, conversing.now)) return followed;
  // A dialog that ends by itself in the turn that began it was an aside: what ran before asks its question again.
  return waiting !== undefined && (stepped || depth === 0 || waiting.id === topFrame(below.state)?.id)
    ? resume(conversing, followed)
    : followed;
}

/** Asks the set-aside dialog's open question again, with its bridge. */
export async function resume(conversing: Conversing, progress: Progress): Promise<Progress> {
  const frame = topFrame(progress.state);
  if (frame === undefined) return progress;
  const read = readFrame(conversing.engine, frame);
  if (read === undefined) return resume(conversing, dropTop(progress, conversing.now));
  return follow(conversing, progress, read.dialog.returning(read.state, services(conversing, progress.state)), frame);
}

/** Nobody took the message: choose a dialog for it; the running one, if any, is set aside and returned to. */
export async function digress(conversing: Conversing, progress: Progress, input: PatientInput): Promise<Progress> {
  const { engine, now } = conversing;
  const running = topFrame(progress.state);
  const offering = running !== undefined && engine.dialogs.get(running.dialog)?.offer === true;
  const routed = await offered(conversing, route(engine, input), input);
  const same = running !== undefined && running.dialog === routed.dialog && !offering;
  const question =
    looksLikeQuestion(input) || (offering && hasAnswer(services(conversing, progress.state), input.text));
  // In the middle of a question, odd words are an answer that did not fit and not a wish for something else.
  const odd = routed.why === 'outside' && running !== undefined && !offering;
  if (routed.why === 'fallback' || same || odd || (running !== undefined && routed.why === 'question' && !question))
    return notUnderstood(conversing, progress);
  const left = offering ? dropTop(progress, now) : progress;
  const understood = { ...left, state: { ...left.state, misses: 0 } };
  const wishes = wishesOf(engine, input, routed, progress.state.locale);
  return wishes === undefined
    ? begin(conversing, understood, routed.dialog, routed.args)
    : takeWishes(conversing, understood, wishes, input.text);
}

/** Questions are answered at once, one skill is begun, the others wait below it and are offered when it is done. */
async function takeWishes(
  conversing: Conversing,
  progress: Progress,
  { asides, main, later }: Wishes,
  text: string,
): Promise<Progress> {
  let next = progress;
  for (const aside of asides) next = await begin(conversing, next, aside.dialog, aside.args);
  if (later.length > 0) next = await begin(conversing, next, 'clarify', { intents: later, text, later: true });
  return main === undefined ? next : begin(conversing, next, main.dialog, main.args);
}

/** From this confidence an article is worth offering. */
const WORTH_OFFERING = 0.15;

/** Whether the articles have something for it, so that two words are a question and not noise. */
export function hasAnswer({ articles, locale, clock }: Services, text: string): boolean {
  return (articles?.find(text, locale, clock.now(), 1)[0]?.confidence ?? 0) >= WORTH_OFFERING;
}

/** Nothing fits by itself: a model may name a skill, and the patient is asked whether that was meant. */
async function offered(
  { engine, conversation, model }: Conversing,
  routed: Routed,
  input: PatientInput,
): Promise<Routed> {
  if (model === undefined || !isGuess(routed, input)) return routed;
  const chosen = await model.chooseIntent(input.text, choosable(engine), { id: conversation.id });
  return chosen === undefined ? routed : (clarify(engine, [chosen], input.text) ?? routed);
}

/** Inside a dialog only a real question leaves it for the knowledge base; anything else is an answer that did not fit. */
function looksLikeQuestion(input: PatientInput): boolean {
  return input.text.includes('?') || input.text.includes('¿') || input.text.split(/\s+/).length >= 5;
}

/** Says so kindly, asks again, and the second time offers a person. */
async function notUnderstood(conversing: Conversing, progress: Progress): Promise<Progress> {
  const misses = progress.state.misses + 1;
  const missed = { ...progress, state: { ...progress.state, misses } };
  const wording = misses >= 2 ? 'wording/repair.not-understood-twice' : 'wording/repair.not-understood';
  if (topFrame(progress.state) === undefined)
    return begin(conversing, await follow(conversing, missed, [{ type: 'say', wording }]), 'menu', {
      understood: false,
    });
  return resume(conversing, await follow(conversing, missed, [{ type: 'say', wording }]));
}

export function leaveAll(progress: Progress, now: number): Progress {
  const state = closePrompts(progress.state, now, (prompt) => prompt.frameId !== undefined);
  return { ...progress, state: { ...state, stack: [] } };
}

export function dropTop(progress: Progress, now: number): Progress {
  const frame = topFrame(progress.state);
  if (frame === undefined) return progress;
  const state = closePrompts(progress.state, now, (prompt) => prompt.frameId === frame.id);
  return { ...progress, state: { ...state, stack: state.stack.slice(0, -1) } };
}

/** The read-only world a dialog sees. */
export function services({ engine, conversation, model }: Conversing, state: ConversationState): Services {
  const base: Services = {
    clock: engine.clock,
    ids: engine.ids,
    content: engine.content,
    language: engine.language,
    locale: state.locale,
    facts: state.facts,
    conversation,
    ...(state.enrolments === undefined ? {} : { enrolments: state.enrolments }),
    ...(state.zone === undefined ? {} : { zone: state.zone }),
  };
  return { ...base, ...(model === undefined ? {} : { model }), ...engine.ports(base) };
}
