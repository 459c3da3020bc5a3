import type { Activity, ConversationState, Language, OwedPrompt } from '../contracts';
import { topFrame } from './state';

/** A reply bound to what was asked. */
export interface Bound {
  readonly prompt: OwedPrompt;
  readonly choiceId?: string;
  readonly how: 'button' | 'number' | 'label' | 'ordinal' | 'synonym' | 'fuzzy' | 'yesNo' | 'open';
  /** The button belonged to a question that is no longer asked. */
  readonly stale: boolean;
}

export type Binding =
  | { kind: 'bound'; bound: Bound }
  | { kind: 'ambiguous'; prompts: readonly OwedPrompt[] }
  | { kind: 'none' };

/** What was asked so much earlier is yesterday's: a short reply is to what was asked last. */
const ANOTHER_DAY_MS = 12 * 60 * 60_000;
/** Closed prompts kept so that old buttons are understood. */
const KEPT_CLOSED = 12;
/** Of these, the newest may still be answered by what was written; for the rest it is enough to know whose they were. */
const KEPT_CHOICES = 3;

/**
 * Which owed prompt a reply answers. A button says it itself; a bare "1" or "yes" goes to the only prompt that takes
 * it, or to the newest when it was asked after everything else was said or half a day after the others; otherwise the
 * patient is asked which.
 */
export function bindReply(
  activity: Activity,
  text: string,
  state: ConversationState,
  language: Language,
  now: number,
): Binding {
  const pressed = pressedChoice(activity);
  if (pressed !== undefined) {
    const prompt = state.prompts.find((one) => one.id === pressed.promptId);
    if (prompt !== undefined) {
      return {
        kind: 'bound',
        bound: { prompt, choiceId: pressed.choiceId, how: 'button', stale: prompt.closedAt !== undefined },
      };
    }
  }
  if (text === '') return { kind: 'none' };
  const open = openPrompts(state, now);
  const own = open.filter((prompt) => prompt.frameId !== undefined).at(-1);
  // "No" is a label of many questions: it names none.
  const bareYesNo = language.yesNo(text, state.locale) !== undefined;
  const taking = open.flatMap((prompt) => {
    const bound = take(prompt, text, state.locale, language);
    // A bare "no" to what was asked last is not an answer to a survey of yesterday, nor to "did this help?" just before.
    const overtaken = own !== undefined && open.indexOf(prompt) < open.indexOf(own);
    return bound === undefined || (overtaken && !(isNamed(bound) && !bareYesNo)) ? [] : [bound];
  });
  const [only] = taking;
  if (only === undefined) return { kind: 'none' };
  const newest = taking.reduce((a, b) => (b.prompt.askedAt >= a.prompt.askedAt ? b : a));
  const named = taking.filter(isNamed);
  if (taking.length === 1) return { kind: 'bound', bound: only };
  if (named.length === 1) return { kind: 'bound', bound: named[0]! };
  // The running dialog's own question was the last thing said: the reply is to it.
  if (newest.prompt.frameId !== undefined && newest.prompt.askedAt === Math.max(...open.map((one) => one.askedAt))) {
    return { kind: 'bound', bound: newest };
  }
  const others = taking.filter((one) => one !== newest);
  if (others.every((one) => newest.prompt.askedAt - one.prompt.askedAt > ANOTHER_DAY_MS))
    return { kind: 'bound', bound: newest };
  return { kind: 'ambiguous', prompts: taking.map((one) => one.prompt) };
}

/** Said in the words of the choice itself. */
function isNamed(bound: Bound): boolean {
  return bound.how === 'label' || bound.how === 'synonym';
}

/** Prompts that still wait for an answer. */
export function openPrompts(state: ConversationState, now: number): readonly OwedPrompt[] {
  return state.prompts.filter(
    (prompt) => prompt.closedAt === undefined && (prompt.expiresAt === undefined || prompt.expiresAt > now),
  );
}

/** After so long nobody goes on with what was asked as if it had been a minute ago. */
export const ABANDONED_MS = 72 * 60 * 60_000;

/** What a dialog asked last, this long ago, was left: after something else it is not asked again by itself. */
export function leftLongAgo(
  state: ConversationState,
  frameId: string,
  now: number,
  longAgoMs: number = ANOTHER_DAY_MS,
): boolean {
  const asked = state.prompts.filter((prompt) => prompt.frameId === frameId).map((prompt) => prompt.askedAt);
  return asked.length > 0 && now - Math.max(...asked) > longAgoMs;
}

/** What the running dialog asked last and nobody answered yet. */
export function openQuestion(state: ConversationState): OwedPrompt | undefined {
  const frame = topFrame(state);
  return state.prompts.find(
    (prompt) => prompt.closedAt === undefined && prompt.frameId !== undefined && prompt.frameId === frame?.id,
  );
}

function take(prompt: OwedPrompt, text: string, locale: string, language: Language): Bound | undefined {
  const read = prompt.choices.length > 0 ? language.choose(text, prompt.choices, locale) : undefined;
  const chosen = prompt.kind === 'scale' && read !== undefined ? byValue(prompt, read) : read;
  if (chosen !== undefined) return { prompt, choiceId: chosen.id, how: chosen.how, stale: false };
  const yesNo = language.yesNo(text, locale);
  if (yesNo === undefined) return undefined;
  const byMeaning = prompt.choices.find((choice) => choice.id === yesNo);
  if (byMeaning !== undefined) return { prompt, choiceId: yesNo, how: 'yesNo', stale: false };
  return prompt.kind === 'yesNo' ? { prompt, choiceId: yesNo, how: 'yesNo', stale: false } : undefined;
}

/** On a scale "ten" and "11" are numbers on it, not places in a list. */
function byValue(
  { choices }: OwedPrompt,
  read: { id: string; how: Bound['how'] },
): { id: string; how: Bound['how'] } | undefined {
  if (read.how !== 'number' && read.how !== 'ordinal') return read;
  const said = String(choices.findIndex((choice) => choice.id === read.id) + 1);
  const meant = read.how === 'number' ? choices.find((choice) => choice.label === said) : undefined;
  return meant === undefined ? undefined : { id: meant.id, how: 'number' };
}

/** A press carries `{ promptId, choiceId }` as value (web chat), or `promptId:choiceId` as a provider's button id. */
function pressedChoice(activity: Activity): { promptId: string; choiceId: string } | undefined {
  const value = activity.value;
  if (typeof value === 'object' && value !== null) {
    const { promptId, choiceId, id } = value as Record<string, unknown>;
    if (typeof promptId === 'string' && typeof choiceId === 'string') return { promptId, choiceId };
    if (typeof id === 'string') return splitButton(id);
  }
  return typeof value === 'string' ? splitButton(value) : undefined;
}

function splitButton(id: string): { promptId: string; choiceId: string } | undefined {
  const colon = id.indexOf(':');
  return colon > 0 ? { promptId: id.slice(0, colon), choiceId: id.slice(colon + 1) } : undefined;
}

export function closePrompts(
  state: ConversationState,
  now: number,
  which: (prompt: OwedPrompt) => boolean,
): ConversationState {
  if (!state.prompts.some((prompt) => prompt.closedAt === undefined && which(prompt))) return state;
  return {
    ...state,
    prompts: trim(
      state.prompts.map((prompt) =>
        prompt.closedAt === undefined && which(prompt) ? { ...prompt, closedAt: now } : prompt,
      ),
    ),
  };
}

/**
 * A new question of the running dialog takes the place of its earlier one. Prompts that outlive their dialog stay, but
 * the same one asked again (a reminder of a survey) is one question, not two.
 */
export function owe(state: ConversationState, prompt: OwedPrompt): ConversationState {
  const replaced =
    prompt.frameId === undefined
      ? closePrompts(state, prompt.askedAt, (one) => sameOutreach(one, prompt))
      : closePrompts(state, prompt.askedAt, (one) => one.frameId !== undefined && one.askedAt < prompt.askedAt);
  return { ...replaced, prompts: trim([...replaced.prompts, prompt]) };
}

function sameOutreach(one: OwedPrompt, other: OwedPrompt): boolean {
  if (one.frameId !== undefined || one.dialog !== other.dialog) return false;
  if (one.group !== undefined && one.group === other.group) return true;
  return one.args !== undefined && JSON.stringify(one.args) === JSON.stringify(other.args);
}

function trim(prompts: readonly OwedPrompt[]): readonly OwedPrompt[] {
  const closed = prompts.filter((prompt) => prompt.closedAt !== undefined);
  if (closed.length <= KEPT_CHOICES) return prompts;
  const dropped = new Set(closed.slice(0, Math.max(0, closed.length - KEPT_CLOSED)));
  const bare = new Set(closed.slice(0, closed.length - KEPT_CHOICES));
  return prompts
    .filter((prompt) => !dropped.has(prompt))
    .map((prompt) => (bare.has(prompt) && prompt.choices.length > 0 ? { ...prompt, choices: [] } : prompt));
}
