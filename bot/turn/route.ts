import type { Disposition, PatientInput } from '../contracts';
import type { Engine } from './engine';

/** Which dialog takes a message that no running dialog took. */
export interface Routed {
  readonly dialog: string;
  readonly args: unknown;
  readonly why: 'intent' | 'symptom' | 'question' | 'fallback';
}

/** Below this an intent is a guess, not a decision: about as often wrong as right on the held-back half. */
const SURE = 0.6;

/**
 * A clear intent wins; a symptom the person has now goes to triage; anything else is a question for the knowledge base.
 * `fallback` means nobody knows what was meant.
 */
export function route(engine: Engine, input: PatientInput): Routed {
  const [best] = input.intents;
  const symptom = input.reading.mentions.some(isOwnSymptom);
  if (best !== undefined && best.confidence >= SURE && engine.content.has('intent', best.intent)) {
    const intent = engine.content.get('intent', best.intent);
    const dialog = intent.dialog;
    if (dialog !== undefined && engine.dialogs.has(dialog) && !(symptom && intent.kind !== 'skill')) {
      return { dialog, args: { ...intent.args, intent: best.intent, text: input.text }, why: 'intent' };
    }
  }
  if (symptom && engine.dialogs.has('triage')) return { dialog: 'triage', args: { text: input.text }, why: 'symptom' };
  if (input.text !== '' && engine.dialogs.has('answers'))
    return { dialog: 'answers', args: { text: input.text }, why: 'question' };
  return { dialog: 'menu', args: { understood: false }, why: 'fallback' };
}

function isOwnSymptom(mention: PatientInput['reading']['mentions'][number]): boolean {
  const { polarity, temporality, experiencer, sense } = mention.context;
  return (
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
