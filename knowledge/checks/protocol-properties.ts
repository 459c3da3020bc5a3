import fc from 'fast-check';
import type { Modifier } from '../schema/modifier';
import type { Protocol } from '../schema/protocol';
import { type Known, type Person, rank } from '../triage/answers';
import { NO, possible } from '../triage/condition';
import { dispose } from '../triage/dispose';
import { MOST_QUESTIONS, walk } from '../triage/walk';
import { answererOf, type Path, paths, worse } from './protocol-paths';

/** The same paths every time: a failure can be looked into. */
const SEED = 20270111;

/**
 * Every way through a protocol comes to a level, within `MOST_QUESTIONS` screens, and nothing left unasked could have changed
 * that level. Throws with the path that does not.
 */
export function everyPathEnds(protocol: Protocol, modifiers: readonly Modifier[]): void {
  fc.assert(
    fc.property(paths(protocol, modifiers), (path) => {
      const done = walk({ protocol, modifiers }, answererOf(path));
      if (done.screens > MOST_QUESTIONS) throw new Error(`${done.screens} screens`);
      const full = { ...done.given, answers: path.answers, person: personOf(path, protocol, modifiers) };
      const all = dispose(full);
      if (rank(all) !== rank(done.outcome))
        throw new Error(
          `comes to ${done.outcome.level} (${done.outcome.id}); with all answers ${all.level} (${all.id})`,
        );
    }),
    { numRuns: 60, seed: SEED, includeErrorInReport: true },
  );
}

/**
 * Reporting more danger, in any one answer or background fact, never leads to less urgent care. Decided on all answers at
 * once: `everyPathEnds` holds that asking step by step comes to the same. Throws naming the answer that lowers.
 */
export function moreDangerIsNeverMilder(protocol: Protocol, modifiers: readonly Modifier[]): void {
  fc.assert(
    fc.property(paths(protocol, modifiers), (path) => {
      const level = (given: Path) =>
        dispose({ protocol, modifiers, person: personOf(given, protocol, modifiers), answers: given.answers });
      const before = level(path);
      for (const step of [...worse(path, protocol), ...factsTold(path, modifiers)]) {
        const after = level(step.path);
        if (after.level > before.level)
          throw new Error(`${step.what} lowers ${before.level} (${before.id}) to ${after.level} (${after.id})`);
      }
    }),
    { numRuns: 40, seed: SEED, includeErrorInReport: true },
  );
}

/** The same path with one background fact more. */
function factsTold(path: Path, modifiers: readonly Modifier[]): { what: string; path: Path }[] {
  return modifiers
    .flatMap((modifier) => modifier.facts)
    .filter((fact) => path.facts[fact.id] !== 'yes')
    .map((fact) => ({
      what: `fact ${fact.id}`,
      path: { ...path, facts: { ...path.facts, [fact.id]: 'yes' as const } },
    }));
}

/** Self-care is never advised while a danger question is "not sure". */
export function unsureIsNeverSelfCare(protocol: Protocol, modifiers: readonly Modifier[]): void {
  fc.assert(
    fc.property(paths(protocol, modifiers), (path) => {
      const done = walk({ protocol, modifiers }, answererOf(path));
      const unsure = protocol.questions.filter((question) => {
        const answer = done.given.answers[question.id];
        return question.safety && answer !== undefined && 'is' in answer && answer.is === 'unsure';
      });
      if (unsure.length > 0 && done.outcome.level === 'D5')
        throw new Error(`D5 with ${unsure.map((question) => question.id).join(', ')} unsure`);
    }),
    { numRuns: 60, seed: SEED, includeErrorInReport: true },
  );
}

/** What is true of the person, with facts that cannot be (their gate is closed) left out as the dialog leaves them out. */
function personOf(path: Path, protocol: Protocol, modifiers: readonly Modifier[]): Person {
  const facts: Record<string, Known> = {};
  for (const fact of modifiers.flatMap((modifier) => modifier.facts)) {
    if (fact.volunteered) continue;
    const person = { ageMonths: path.ageMonths, sex: path.sex, facts };
    const closed =
      fact.ask_if !== undefined && possible(fact.ask_if, { protocol, modifiers, person, answers: {} }) === NO;
    facts[fact.id] = closed ? 'no' : (path.facts[fact.id] ?? 'no');
  }
  return { ageMonths: path.ageMonths, sex: path.sex, facts };
}
