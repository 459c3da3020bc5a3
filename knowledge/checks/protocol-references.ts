import type { Modifier } from '../schema/modifier';
import type { Protocol } from '../schema/protocol';
import type { Condition } from '../schema/triage-common';
import { factsOf } from '../triage/answers';

/** What a condition names, for checking that it exists. */
interface Named {
  readonly places: readonly string[];
  readonly facts: readonly string[];
  readonly signs: readonly string[];
}

const NOTHING: Named = { places: [], facts: [], signs: [] };

function named(condition: Condition | true | undefined): Named {
  if (condition === undefined || condition === true) return NOTHING;
  if (typeof condition === 'string') return { ...NOTHING, places: [condition] };
  if ('all' in condition) return join(condition.all.map(named));
  if ('any' in condition) return join(condition.any.map(named));
  if ('of' in condition) return join(condition.of.map(named));
  if ('not' in condition) return named(condition.not);
  if ('number' in condition) return { ...NOTHING, places: [`${condition.number}#number`] };
  if ('fact' in condition) return { ...NOTHING, facts: [condition.fact] };
  if ('sign' in condition) return { ...NOTHING, signs: [condition.sign] };
  return NOTHING;
}

function join(all: readonly Named[]): Named {
  return {
    places: all.flatMap((one) => one.places),
    facts: all.flatMap((one) => one.facts),
    signs: all.flatMap((one) => one.signs),
  };
}

/** Everything a protocol refers to that does not exist, one plain sentence each. */
export function protocolReferenceProblems(
  protocol: Protocol,
  modifiers: readonly Modifier[],
  protocols: readonly string[],
): readonly string[] {
  const facts = factsOf(modifiers);
  const problems: string[] = [];
  const check = (where: string, condition: Condition | true | undefined) => {
    const { places, facts: wanted, signs } = named(condition);
    for (const place of places) {
      const problem = placeProblem(protocol, place);
      if (problem !== undefined) problems.push(`${where}: ${problem}`);
    }
    for (const fact of wanted)
      if (!facts.has(fact))
        problems.push(`${where}: there is no fact "${fact}"; use one of ${[...facts.keys()].join(', ')}`);
    if (signs.length > 0) problems.push(`${where}: { sign: … } belongs into modifiers; name the question instead`);
  };
  for (const question of protocol.questions) check(`questions.${question.id}.ask_if`, question.ask_if);
  for (const rule of protocol.rules) {
    check(`rules.${rule.id}`, rule.when);
    if (rule.also !== undefined && !protocols.includes(rule.also))
      problems.push(`rules.${rule.id}.also: there is no protocol "${rule.also}"`);
  }
  for (const [sign, condition] of Object.entries(protocol.signs)) check(`signs.${sign}`, condition);
  for (const advice of protocol.advice) check(`advice.${advice.id}`, advice.when);
  const { instead } = protocol.applies;
  if (instead !== undefined && !protocols.includes(instead))
    problems.push(`applies.instead: there is no protocol "${instead}"`);
  problems.push(
    ...twice('question', protocol.questions),
    ...twice('rule', protocol.rules),
    ...twice('advice', protocol.advice),
  );
  const open = protocol.rules.filter((rule) => rule.when === undefined);
  if (open.length !== 1 || protocol.rules.at(-1)?.when !== undefined)
    problems.push('rules: exactly one rule, the last, has no "when"');
  return problems;
}

function placeProblem(protocol: Protocol, place: string): string | undefined {
  const wantsNumber = place.endsWith('#number');
  const [id = '', option] = place.replace('#number', '').split('.');
  const question = protocol.questions.find((one) => one.id === id);
  if (question === undefined) return `there is no question "${id}"`;
  if (wantsNumber !== (question.type === 'number'))
    return wantsNumber ? `"${id}" is not a number question` : `"${id}" is a number: write { number: ${id}, gte: … }`;
  if (question.type === 'choice' && option === undefined)
    return `"${id}" is a choice: name the option, such as ${id}.${question.options[0]!.id}`;
  if (option === undefined) return undefined;
  if (question.type !== 'choice' && question.type !== 'ticks') return `"${id}" has no options`;
  return question.options.some((one) => one.id === option) ? undefined : `"${id}" has no option "${option}"`;
}

function twice(what: string, items: readonly { id: string }[]): string[] {
  const ids = items.map((item) => item.id);
  return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map(
    (id) => `there are two of the ${what} "${id}"`,
  );
}
