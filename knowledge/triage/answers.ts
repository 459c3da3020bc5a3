import type { Fact, Modifier } from '../schema/modifier';
import type { Protocol, Rule } from '../schema/protocol';
import type { Level, Question } from '../schema/triage-common';

/** An answer as it is kept: plain JSON, independent of wording and language. */
export type Answer =
  | { is: 'yes' }
  | { is: 'no' }
  /** "Not sure": could not be excluded. */
  | { is: 'unsure' }
  | { option: string }
  | { ticks: readonly string[] }
  | { value: number };

export type Answers = Readonly<Record<string, Answer>>;

export type Known = 'yes' | 'no' | 'unknown';

/** Who it is about. What is absent was never asked; `unknown` was asked and is not known. */
export interface Person {
  readonly ageMonths?: number | 'unknown';
  readonly sex?: 'female' | 'male' | 'other' | 'unknown';
  readonly facts: Readonly<Record<string, Known>>;
}

/** Everything a level is decided from. */
export interface Case {
  readonly protocol: Protocol;
  readonly modifiers: readonly Modifier[];
  readonly person: Person;
  readonly answers: Answers;
}

export function questionOf(protocol: Protocol, id: string): Question | undefined {
  let questions = QUESTIONS.get(protocol.questions);
  if (questions === undefined) {
    // Of two with one id, which the content check refuses, the first counts.
    questions = new Map([...protocol.questions].reverse().map((question) => [question.id, question]));
    QUESTIONS.set(protocol.questions, questions);
  }
  return questions.get(id);
}

/** All background facts of the modifiers, by id. */
export function factsOf(modifiers: readonly Modifier[]): ReadonlyMap<string, Fact> {
  let facts = FACTS.get(modifiers);
  if (facts === undefined) {
    facts = new Map(modifiers.flatMap((modifier) => modifier.facts.map((fact) => [fact.id, fact] as const)));
    FACTS.set(modifiers, facts);
  }
  return facts;
}

/** Content is immutable after loading, so indexes of it can be kept beside it. */
const QUESTIONS = new WeakMap<readonly Question[], ReadonlyMap<string, Question>>();
const FACTS = new WeakMap<readonly Modifier[], ReadonlyMap<string, Fact>>();

/** Urgency as one number, smaller is sooner: level first, then the deadline inside the level. */
export function rank(found: { level: Level; deadline_hours?: number | undefined }): number {
  return Number(found.level.slice(1)) * 1000 + Math.min(999, found.deadline_hours ?? 500);
}

export function levelFrom(number: number): Level {
  return `D${Math.min(5, Math.max(0, number))}` as Level;
}

/** A level moved by steps: negative is more urgent. */
export function moved(level: Level, steps: number): Level {
  return levelFrom(Number(level.slice(1)) + steps);
}

/** The answer that reports nothing: "no", nothing ticked, the calmest option, a normal number. */
export function calmAnswer(question: Question): Answer {
  switch (question.type) {
    case 'yes_no':
      return { is: question.danger === 'no' ? 'yes' : 'no' };
    case 'ticks':
      return { ticks: [] };
    case 'number':
      return { value: question.calm };
    case 'choice':
      return question.ordered === undefined ? { is: 'unsure' } : { option: question.options.at(-1)!.id };
  }
}

/** What a question counts as when its `ask_if` says it does not apply. */
export function notApplicable(question: Question): Answer {
  if (question.type === 'choice') return { option: '' };
  return calmAnswer(question);
}

export function isDefault(rule: Rule): boolean {
  return rule.when === undefined;
}

/** An answer as one word for records: `yes`, `no`, `unsure`, `option:now`, `ticks:a,b`, `value:38.5`. */
export function encodeAnswer(answer: Answer): string {
  if ('is' in answer) return answer.is;
  if ('option' in answer) return `option:${answer.option}`;
  if ('ticks' in answer) return `ticks:${answer.ticks.join(',')}`;
  return `value:${answer.value}`;
}

/** Reads what `encodeAnswer` wrote. Throws on anything else. */
export function decodeAnswer(written: string): Answer {
  if (written === 'yes' || written === 'no' || written === 'unsure') return { is: written };
  const [kind, rest = ''] = [written.slice(0, written.indexOf(':')), written.slice(written.indexOf(':') + 1)];
  if (kind === 'option') return { option: rest };
  if (kind === 'ticks') return { ticks: rest === '' ? [] : rest.split(',') };
  if (kind === 'value' && Number.isFinite(Number(rest))) return { value: Number(rest) };
  throw new Error(`"${written}" is not a recorded answer.`);
}
