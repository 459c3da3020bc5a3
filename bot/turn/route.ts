import { conditionsOf } from '../../knowledge/triage/conditions';
import type { Command, Disposition, OwedPrompt, PatientInput } from '../contracts';
import { OUTSIDE_INTENT } from '../contracts/language';
import type { Engine } from './engine';

/** Which dialog takes a message that no running dialog took. */
export interface Routed {
  readonly dialog: string;
  readonly args: unknown;
  readonly why: 'intent' | 'symptom' | 'question' | 'clarify' | 'outside' | 'fallback';
}

/** Below this an intent is a guess, not a decision. Set by hand. */
const SURE = 0.6;
/** From here a guess is worth asking about when nothing else fits. */
const WORTH_ASKING = 0.35;
/** Two guesses nearer than this are asked about, also when the first is sure. */
const CLOSE = 0.15;
/** A sentence is taken for a command only when it is nearly certain. */
const CERTAIN = 0.75;

/**
 * A clear intent wins; a symptom the person has now goes to triage; anything else is a question for the knowledge base.
 * `fallback` means nobody knows what was meant.
 */
export function route(engine: Engine, input: PatientInput): Routed {
  const word = engine.keyword?.(input.text);
  if (word !== undefined) return { ...word, why: 'intent' };
  const [best, second] = input.intents;
  const symptom =
    input.reading.mentions.some((mention) => isOwnSymptom(engine, mention)) ||
    engine.readsIll?.(input.text, input.reading.locale) === true;
  if (aboutMedicine(engine, input)) return { dialog: 'medication', args: { text: input.text }, why: 'question' };
  if (best !== undefined && best.confidence >= SURE && engine.content.has('intent', best.intent)) {
    const intent = engine.content.get('intent', best.intent);
    const dialog = intent.dialog;
    if (second !== undefined && best.confidence - second.confidence < CLOSE && !symptom)
      return clarify(engine, [best.intent, second.intent], input.text) ?? begins(engine, dialog, intent.args, input);
    if (dialog !== undefined && engine.dialogs.has(dialog) && !(symptom && intent.kind !== 'skill')) {
      const why = best.intent === OUTSIDE_INTENT ? 'outside' : 'intent';
      return { dialog, args: { ...intent.args, intent: best.intent, text: input.text }, why };
    }
  }
  // A skill that is not installed here: better the menu, with the person in it, than an article that happens to match.
  if (!symptom && best !== undefined && best.confidence >= SURE && missingSkill(engine, best.intent))
    return { dialog: 'menu', args: { understood: false }, why: 'fallback' };
  if (symptom && engine.dialogs.has('triage')) return { dialog: 'triage', args: { text: input.text }, why: 'symptom' };
  const unsure = input.intents.filter((guess) => guess.confidence >= WORTH_ASKING).map((guess) => guess.intent);
  const asked = symptom ? undefined : clarify(engine, unsure.slice(0, 2), input.text);
  if (asked !== undefined && !answerable(input)) return asked;
  // A bare "none" or "sure" asks for nothing, whatever article its word stands in.
  if (input.text !== '' && input.yesNo === undefined && engine.dialogs.has('answers'))
    return { dialog: 'answers', args: { text: input.text }, why: 'question' };
  return { dialog: 'menu', args: { understood: false }, why: 'fallback' };
}

/** A named medicine is a better sign than example sentences, unless another skill was asked for almost certainly. */
function aboutMedicine(engine: Engine, input: PatientInput): boolean {
  if (!engine.dialogs.has('medication') || engine.asksAboutMedicine?.(input.text) !== true) return false;
  const [best] = input.intents;
  if (best === undefined || best.confidence < CERTAIN || !engine.content.has('intent', best.intent)) return true;
  const { dialog } = engine.content.get('intent', best.intent);
  return dialog === undefined || dialog === 'medication' || dialog === 'answers';
}

function begins(
  engine: Engine,
  dialog: string | undefined,
  args: Readonly<Record<string, unknown>>,
  input: PatientInput,
): Routed {
  if (dialog === undefined || !engine.dialogs.has(dialog))
    return { dialog: 'menu', args: { understood: false }, why: 'fallback' };
  return { dialog, args: { ...args, text: input.text }, why: 'intent' };
}

function missingSkill(engine: Engine, id: string): boolean {
  if (!engine.content.has('intent', id)) return false;
  const intent = engine.content.get('intent', id);
  return intent.kind === 'skill' && intent.dialog !== undefined && !engine.dialogs.has(intent.dialog);
}

/** Asks which was meant, among intents somebody can act on. */
export function clarify(engine: Engine, intents: readonly string[], text: string): Routed | undefined {
  if (!engine.dialogs.has('clarify')) return undefined;
  const able = intents.filter((id) => {
    if (!engine.content.has('intent', id)) return false;
    const intent = engine.content.get('intent', id);
    // Nobody is asked whether they meant to be rude, or to say hello.
    if (intent.kind === 'smalltalk') return false;
    return intent.command === 'human' || (intent.dialog !== undefined && engine.dialogs.has(intent.dialog));
  });
  return able.length === 0 ? undefined : { dialog: 'clarify', args: { intents: able, text }, why: 'clarify' };
}

/** Whether a message went where everything goes that nobody knew. */
export function isGuess(routed: Routed, input: PatientInput): boolean {
  const nowhere = routed.why === 'fallback' || (routed.why === 'question' && routed.dialog === 'answers');
  const [best] = input.intents;
  return nowhere && input.text !== '' && (best === undefined || best.confidence < WORTH_ASKING);
}

/** Intents that somebody here can act on: what a model may choose among. */
export function choosable(engine: Engine): readonly string[] {
  return engine.content
    .all('intent')
    .filter((one) => one.kind === 'skill' && one.dialog !== undefined && engine.dialogs.has(one.dialog))
    .map((one) => one.id);
}

/** Whether it reads like a question for the articles rather than a wish. */
function answerable(input: PatientInput): boolean {
  return /[?¿]/.test(input.text);
}

/**
 * The command a whole sentence stands for ("is there a nurse I can talk to", "quit texting me"), when it is nearly certain
 * and the open question does not ask for the patient's own words.
 */
export function commandMeant(
  engine: Engine,
  input: PatientInput,
  owed: OwedPrompt | undefined,
): { command: Command } | undefined {
  const [best] = input.intents;
  if (best === undefined || best.confidence < CERTAIN || owed?.kind === 'text') return undefined;
  if (!engine.content.has('intent', best.intent)) return undefined;
  const intent = engine.content.get('intent', best.intent);
  if (intent.kind !== 'command' || intent.command === undefined || intent.command === 'skip') return undefined;
  return { command: intent.command as Command };
}

function isOwnSymptom(engine: Engine, mention: PatientInput['reading']['mentions'][number]): boolean {
  const { polarity, temporality, experiencer, sense } = mention.context;
  return (
    !conditionsOf(engine.content).has(mention.concept) &&
    polarity !== 'negated' &&
    (temporality === 'now' || temporality === 'recent') &&
    experiencer !== 'other_absent' &&
    sense === 'literal'
  );
}

/** Severity for staff of a level of care: the queue is ordered by it. */
export function severityOf(disposition: Disposition): 1 | 2 | 3 | 4 {
  return disposition === 'D0' ? 1 : disposition === 'D1' ? 2 : disposition === 'D2' ? 3 : 4;
}
