import type { PatientInput } from '../../contracts';
import { begin, type Conversing, digress, follow, leaveAll, type Progress, resume, stepTop } from '../converse';
import { ABANDONED_MS, type Binding, type Bound, closePrompts, leftLongAgo } from '../prompts';
import { remember, topFrame } from '../state';
import { answerOutreach, ownWords } from './own-words';
import { welcome } from './welcome';

/** How sure "hello" must be to be answered as one. */
const GREETING_SURE = 0.6;

/** What is neither danger nor command: an answer to a question, a press on an old button, or something new. */
export async function takeReply(
  conversing: Conversing,
  progress: Progress,
  input: PatientInput,
  binding: Binding,
): Promise<Progress> {
  if (!progress.state.welcomed && binding.kind === 'none' && isGreeting(conversing, input))
    return welcome(conversing, progress);
  const greeted = progress.state.welcomed ? progress : await greet(conversing, progress);
  const bound = binding.kind === 'bound' ? binding.bound : undefined;
  const remembered = { ...greeted, state: remember(greeted.state) };
  if (bound?.stale === true) return staleButton(conversing, remembered, bound, input.text);
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
  if (bound === undefined && isAbandoned(conversing, closed)) {
    const left = leaveAll(closed, conversing.now);
    return (await ownWords(conversing, left, input)) ?? digress(conversing, left, input);
  }
  const words = bound === undefined ? await ownWords(conversing, closed, input) : undefined;
  if (words !== undefined) return words;
  if (topFrame(closed.state) === undefined) return digress(conversing, closed, input);
  const { progress: stepped, unclear } = await stepTop(conversing, closed, input);
  if (!unclear) return answerNamed(conversing, { ...stepped, state: { ...stepped.state, misses: 0 } }, input);
  return digress(conversing, { ...stepped, state: { ...stepped.state, prompts: remembered.state.prompts } }, input);
}

/** What was asked days ago is not answered by what is written today, unless it is one of its choices. */
function isAbandoned({ now }: Conversing, { state }: Progress): boolean {
  const top = topFrame(state);
  return top !== undefined && leftLongAgo(state, top.id, now, ABANDONED_MS);
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

/** "Hello" and nothing else: the whole welcome answers it. */
function isGreeting({ engine }: Conversing, input: PatientInput): boolean {
  const [best] = input.intents;
  if (best === undefined || best.confidence < GREETING_SURE || !engine.content.has('intent', best.intent)) return false;
  const { dialog, args } = engine.content.get('intent', best.intent);
  return dialog === 'smalltalk' && args.topic === 'greeting' && engine.dialogs.has('welcome');
}

/** Somebody who begins with a question gets one line of welcome and then the answer. */
async function greet(conversing: Conversing, progress: Progress): Promise<Progress> {
  return follow(conversing, { ...progress, state: { ...progress.state, welcomed: true } }, [
    { type: 'say', wording: 'wording/welcome.brief' },
  ]);
}

/** A press on an old button: said to belong to an earlier question, and the open one is asked again. */
async function staleButton(
  conversing: Conversing,
  progress: Progress,
  bound: Bound,
  written: string,
): Promise<Progress> {
  const choice = bound.prompt.choices.find((one) => one.id === bound.choiceId);
  const said = await follow(conversing, progress, [
    { type: 'say', wording: 'wording/repair.old-button', values: { label: choice?.label ?? written } },
  ]);
  return topFrame(said.state) === undefined ? begin(conversing, said, 'menu', {}) : resume(conversing, said);
}
