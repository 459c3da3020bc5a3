import fc from 'fast-check';
import type { Modifier } from '../schema/modifier';
import type { Protocol } from '../schema/protocol';
import { type Condition, months, type Question } from '../schema/triage-common';
import { type Answer, factsOf, type Known } from '../triage/answers';
import type { Answerer } from '../triage/walk';

/** A whole way through a protocol: who, what is so, and an answer to every question. */
export interface Path {
  readonly ageMonths: number | 'unknown';
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly facts: Readonly<Record<string, Known>>;
  readonly answers: Readonly<Record<string, Answer>>;
}

export function answererOf(path: Path): Answerer {
  return {
    ageMonths: path.ageMonths,
    sex: path.sex,
    fact: (id) => path.facts[id] ?? 'no',
    answer: (id) => path.answers[id]!,
  };
}

/** Any path: ages around every limit that content names, every option, numbers around every limit. */
export function paths(protocol: Protocol, modifiers: readonly Modifier[]): fc.Arbitrary<Path> {
  const limits = [...ageLimits(protocol, modifiers)];
  const ages = limits
    .flatMap((limit) => [Math.max(0, limit - 0.5), limit, limit + 1])
    .filter((age) => fits(protocol, age));
  const facts = [...factsOf(modifiers).keys()];
  return fc.record({
    ageMonths: fc.oneof(
      { arbitrary: fc.constantFrom(...ages), weight: 9 },
      { arbitrary: fc.constant('unknown' as const), weight: 1 },
    ),
    sex: fc.constantFrom(
      ...(protocol.applies.sex === undefined
        ? (['female', 'male', 'other', 'unknown'] as const)
        : [protocol.applies.sex]),
    ),
    facts: fc.record(Object.fromEntries(facts.map((id) => [id, oneFact])), { requiredKeys: [] }) as fc.Arbitrary<
      Record<string, Known>
    >,
    answers: fc.record(
      Object.fromEntries(protocol.questions.map((question) => [question.id, answerTo(question, protocol)])),
    ) as fc.Arbitrary<Record<string, Answer>>,
  });
}

const oneFact = fc.oneof(
  { arbitrary: fc.constant<Known>('no'), weight: 8 },
  { arbitrary: fc.constant<Known>('yes'), weight: 1 },
  { arbitrary: fc.constant<Known>('unknown'), weight: 1 },
);

/** Mostly harmless, so that the milder rules are reached as often as the urgent ones. */
function answerTo(question: Question, protocol: Protocol): fc.Arbitrary<Answer> {
  const unsure: Answer = { is: 'unsure' };
  switch (question.type) {
    case 'yes_no':
      return fc.oneof(
        { arbitrary: fc.constant<Answer>({ is: question.danger === 'no' ? 'yes' : 'no' }), weight: 5 },
        { arbitrary: fc.constant<Answer>({ is: question.danger === 'no' ? 'no' : 'yes' }), weight: 2 },
        { arbitrary: fc.constant(unsure), weight: 1 },
      );
    case 'ticks':
      return fc.oneof(
        { arbitrary: fc.constant<Answer>({ ticks: [] }), weight: 5 },
        {
          arbitrary: fc
            .subarray(
              question.options.map((option) => option.id),
              { minLength: 1 },
            )
            .map((ticks): Answer => ({ ticks })),
          weight: 2,
        },
        { arbitrary: fc.constant(unsure), weight: 1 },
      );
    case 'choice':
      return fc.oneof(
        { arbitrary: fc.constantFrom(...question.options.map((option): Answer => ({ option: option.id }))), weight: 7 },
        { arbitrary: fc.constant(unsure), weight: 1 },
      );
    case 'number':
      return fc.oneof(
        {
          arbitrary: fc.constantFrom(...numbersFor(question, protocol).map((value): Answer => ({ value }))),
          weight: 7,
        },
        { arbitrary: fc.constant(unsure), weight: 1 },
      );
  }
}

/** Values at, below and above every limit that a condition names, and the harmless one. */
export function numbersFor(question: Extract<Question, { type: 'number' }>, protocol: Protocol): number[] {
  const limits: number[] = [];
  const visit = (condition: Condition | true | undefined): void => {
    if (condition === undefined || condition === true || typeof condition === 'string') return;
    if ('number' in condition && condition.number === question.id)
      limits.push(...[condition.gte, condition.gt, condition.lte, condition.lt].filter((bound) => bound !== undefined));
    for (const part of parts(condition)) visit(part);
  };
  for (const condition of conditionsOf(protocol)) visit(condition);
  const step = question.unit === 'celsius' || question.unit === 'mmol_l' ? 0.1 : 1;
  return [...new Set([question.calm, ...limits.flatMap((limit) => [limit - step, limit, limit + step])])].filter(
    (value) => value >= question.min && value <= question.max,
  );
}

function parts(condition: Exclude<Condition, string>): readonly Condition[] {
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('of' in condition) return condition.of;
  return 'not' in condition ? [condition.not] : [];
}

export function conditionsOf(protocol: Protocol): (Condition | true)[] {
  return [
    ...protocol.rules.flatMap((rule) => (rule.when === undefined ? [] : [rule.when])),
    ...protocol.questions.flatMap((question) => (question.ask_if === undefined ? [] : [question.ask_if])),
    ...Object.values(protocol.signs),
  ];
}

function ageLimits(protocol: Protocol, modifiers: readonly Modifier[]): ReadonlySet<number> {
  const found = new Set([1, 24, 96, 240, 420, 560, 660, 900]);
  const visit = (condition: Condition | true): void => {
    if (condition === true || typeof condition === 'string') return;
    if ('age_from' in condition) found.add(months(condition.age_from));
    if ('age_under' in condition) found.add(months(condition.age_under));
    for (const part of parts(condition)) visit(part);
  };
  for (const condition of conditionsOf(protocol)) visit(condition);
  for (const modifier of modifiers) visit(modifier.when);
  return found;
}

function fits(protocol: Protocol, age: number): boolean {
  const { age_from, age_under } = protocol.applies;
  return (age_from === undefined || age >= months(age_from)) && (age_under === undefined || age < months(age_under));
}

/** The same path with one thing reported as more dangerous; every one-step worsening there is. */
export function worse(path: Path, protocol: Protocol): { what: string; path: Path }[] {
  const change = (id: string, answer: Answer, what: string) => ({
    what: `${id}: ${what}`,
    path: { ...path, answers: { ...path.answers, [id]: answer } },
  });
  return protocol.questions.flatMap(worsenings);

  function worsenings(question: Question): { what: string; path: Path }[] {
    const answer = path.answers[question.id]!;
    const unsure = 'is' in answer && answer.is === 'unsure';
    switch (question.type) {
      case 'yes_no': {
        if (question.danger === 'none') return [];
        const danger = question.danger;
        if (unsure) return [change(question.id, { is: danger }, 'not sure -> danger')];
        if ('is' in answer && answer.is === danger) return [];
        return [
          change(question.id, { is: danger }, 'calm -> danger'),
          change(question.id, { is: 'unsure' }, 'calm -> not sure'),
        ];
      }
      case 'ticks': {
        if (unsure)
          return [
            change(question.id, { ticks: question.options.map((option) => option.id) }, 'not sure -> all ticked'),
          ];
        const ticks = 'ticks' in answer ? answer.ticks : [];
        return question.options
          .filter((option) => !ticks.includes(option.id))
          .map((option) => change(question.id, { ticks: [...ticks, option.id] }, `+ ${option.id}`));
      }
      case 'choice': {
        if (question.ordered === undefined || !('option' in answer)) return [];
        const at = question.options.findIndex((option) => option.id === answer.option);
        return question.options
          .slice(0, at)
          .map((option) => change(question.id, { option: option.id }, `${answer.option} -> ${option.id}`));
      }
      case 'number': {
        if (question.danger === 'none' || !('value' in answer)) return [];
        const sign = question.danger === 'high' ? 1 : -1;
        return numbersFor(question, protocol)
          .filter((value) => (value - answer.value) * sign > 0)
          .map((value) => change(question.id, { value }, `${answer.value} -> ${value}`));
      }
    }
  }
}
