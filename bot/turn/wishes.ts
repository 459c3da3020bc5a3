import type { PatientInput } from '../contracts';
import type { Engine } from './engine';
import { type Routed, route } from './route';

const TRIAGE = 'triage';

/** Each wish of several must be this clear by itself. */
const CLEAR = 0.7;

/** Intents about the person's own state: beside a medicine they say whom the question is about. */
const BODY: ReadonlySet<string> = new Set(['pregnancy']);

/** What a message that wants several things comes to: what can be answered at once, what is begun, what is come back to. */
export interface Wishes {
  readonly asides: readonly Routed[];
  readonly main: Routed | undefined;
  /** Intents to offer when the main one is done. */
  readonly later: readonly string[];
}

/**
 * "Where do I park, and I need to cancel my visit": two wishes. Undefined when the message as a whole says it, or when it
 * tells of a symptom: that is heard as a whole.
 */
export function wishesOf(engine: Engine, input: PatientInput, whole: Routed, locale: string): Wishes | undefined {
  if (whole.why === 'symptom' || whole.dialog === TRIAGE) return undefined;
  const clauses = engine.language.clauses?.(input.text) ?? [];
  if (clauses.length < 2) return undefined;
  const clear = new Map<string, Routed>();
  for (const text of clauses) {
    const intents = engine.language.intents(text, locale);
    const [best] = intents;
    if (best === undefined || best.confidence < CLEAR || !engine.content.has('intent', best.intent)) continue;
    if (engine.content.get('intent', best.intent).kind !== 'skill' || clear.has(best.intent)) continue;
    const routed = route(engine, { ...input, text, intents });
    if (routed.why === 'intent' || routed.why === 'question') clear.set(best.intent, routed);
  }
  // One clear wish in a message that is not clear as a whole is better than none.
  if (clear.size === 0 || (clear.size === 1 && whole.why === 'intent')) return undefined;
  // "I am pregnant and I take ...": this is part of the question about the medicine, not one for an article.
  const own = [...clear.keys()].every((intent) => BODY.has(intent));
  if (whole.dialog === 'medication' && own) return undefined;
  const ill = [...clear].find(([, one]) => one.dialog === TRIAGE);
  if (ill !== undefined) return heardWhole(ill, clear, input);
  const asides = [...clear.values()].filter((one) => one.dialog === 'answers');
  const [first, ...rest] = [...clear].filter(([, one]) => one.dialog !== 'answers');
  return { asides, main: first?.[1], later: rest.map(([intent]) => intent) };
}

/** Who is ill tells it in several clauses: the questions hear all of them, and no article is read out in between. */
function heardWhole(
  [intent, ill]: readonly [string, Routed],
  clear: ReadonlyMap<string, Routed>,
  input: PatientInput,
): Wishes {
  const others = [...clear].filter(([id]) => id !== intent);
  return {
    asides: others.map(([, one]) => one).filter((one) => one.dialog === 'answers' && one.why === 'intent'),
    main: { ...ill, args: { ...(ill.args as object), text: input.text } },
    later: others.filter(([, one]) => one.dialog !== 'answers').map(([id]) => id),
  };
}
