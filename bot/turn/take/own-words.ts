import type { OwedPrompt, PatientInput, Say } from '../../contracts';
import { begin, type Conversing, follow, hasAnswer, type Progress, services } from '../converse';
import { type Bound, closePrompts, openPrompts } from '../prompts';
import { isGuess, type Routed, route } from '../route';

/**
 * Own words after a message of ours that asked something and was the last thing asked: they may be its answer. A wish, a
 * symptom or a question goes its own way; what nobody understands is said so, and the question is asked again.
 * @returns nothing when the words are for somebody else.
 */
export async function ownWords(
  conversing: Conversing,
  progress: Progress,
  input: PatientInput,
): Promise<Progress | undefined> {
  const prompt = lastAsked(conversing, progress);
  if (prompt === undefined || input.text === '' || /[?¿]/.test(input.text)) return undefined;
  const routed = route(conversing.engine, input);
  if (!mayAnswer(conversing, routed, prompt, input)) return undefined;
  const first = firstClause(conversing, progress, prompt, input.text);
  if (first !== undefined)
    return answerOutreach(conversing, progress, { prompt, choiceId: first, how: 'fuzzy', stale: false });
  if (prompt.takesWords === true) {
    const state = closePrompts(progress.state, conversing.now, (one) => one.id === prompt.id);
    const args = { ...(prompt.args as object | undefined), words: input.text };
    const quiet = { ...conversing, unasked: { asksAgain: 'said' as const } };
    const taken = await begin(quiet, { ...progress, state }, prompt.dialog, args);
    if (taken.utterances.length > progress.utterances.length) return taken;
  }
  const nobodyKnows =
    routed.why === 'outside' ||
    isGuess(routed, input) ||
    (routed.why === 'question' && !hasAnswer(services(conversing, progress.state), input.text));
  return nobodyKnows ? askAgain(conversing, progress) : undefined;
}

/** A reminder, survey or check-in is answered: its dialog begins with the answer, what ran before is set aside. */
export async function answerOutreach(conversing: Conversing, progress: Progress, bound: Bound): Promise<Progress> {
  const state = closePrompts(progress.state, conversing.now, (prompt) => prompt.id === bound.prompt.id);
  const args = typeof bound.prompt.args === 'object' && bound.prompt.args !== null ? bound.prompt.args : {};
  return begin(conversing, { ...progress, state }, bound.prompt.dialog, { ...args, answer: bound.choiceId });
}

/** "Better, thank God", "so so, I still cough": what stands before the first pause is the answer. */
function firstClause(
  { engine }: Conversing,
  { state }: Progress,
  prompt: OwedPrompt,
  text: string,
): string | undefined {
  const [clause = '', more] = text.split(/[,.;:!\n]/);
  if (more === undefined || prompt.choices.length === 0 || prompt.kind === 'scale') return undefined;
  return engine.language.choose(clause.trim(), prompt.choices, state.locale)?.id;
}

/** The question of ours that nothing was asked after, but for a menu. */
function lastAsked({ engine, now }: Conversing, { state }: Progress): OwedPrompt | undefined {
  const asked = openPrompts(state, now).filter(
    (one) => one.frameId === undefined || engine.dialogs.get(one.dialog)?.offer !== true,
  );
  const last = asked.reduce<OwedPrompt | undefined>(
    (latest, one) => (latest === undefined || one.askedAt >= latest.askedAt ? one : latest),
    undefined,
  );
  return last?.frameId === undefined ? last : undefined;
}

/** Nobody else is surer of it: a skill that was asked for, or a symptom, is no answer to a survey; kind words may be. */
function mayAnswer({ engine }: Conversing, routed: Routed, prompt: OwedPrompt, input: PatientInput): boolean {
  if (routed.why === 'symptom') return false;
  if (routed.dialog === prompt.dialog || routed.why !== 'intent') return true;
  const [best] = input.intents;
  return best !== undefined && engine.content.has('intent', best.intent)
    ? engine.content.get('intent', best.intent).kind === 'smalltalk'
    : false;
}

/** A question of ours that was the last thing said, to be said again as an answer. */
export function questionOfOurs(conversing: Conversing, progress: Progress): Say | undefined {
  const asked = progress.state.lastSaid.findLast((one) => one.ask?.outlives !== undefined);
  if (asked === undefined || lastAsked(conversing, progress) === undefined) return undefined;
  const { template: _, purpose: __, ...again } = asked;
  return again;
}

/** The second time a person is offered. */
async function askAgain(conversing: Conversing, progress: Progress): Promise<Progress | undefined> {
  const again = questionOfOurs(conversing, progress);
  if (again === undefined) return undefined;
  const misses = progress.state.misses + 1;
  const wording = misses >= 2 ? 'wording/repair.not-understood-twice' : 'wording/repair.not-understood';
  const said: readonly Say[] = [{ type: 'say', wording }, again];
  return follow(conversing, { ...progress, state: { ...progress.state, misses } }, said);
}
