import type { Services } from '../../bot/contracts';
import { type Answer, type Case, questionOf, rank } from '../../knowledge/triage/answers';
import { dispose, type Outcome } from '../../knowledge/triage/dispose';
import { nextPlaces } from '../../knowledge/triage/next';
import { MOST_QUESTIONS, nextScreen, unansweredAsUnsure } from '../../knowledge/triage/walk';
import type { Run, TriageState } from './state';
import { alreadyTold, toldTicks } from './understand';

/** Screens of one assessment over all its complaints; one complaint alone has at most `MOST_QUESTIONS`. */
const MOST_SCREENS = 24;

/** The case of one complaint as the interpreter wants it. */
export function caseOf(run: Run, state: TriageState, services: Services): Case {
  return {
    protocol: services.content.get('protocol', run.protocol, run.version),
    modifiers: services.content.all('modifier'),
    person: {
      facts: state.facts,
      ...(state.ageMonths === undefined ? {} : { ageMonths: state.ageMonths }),
      ...(state.sex === undefined ? {} : { sex: state.sex }),
    },
    answers: run.answers,
  };
}

/** The decision over all complaints: the most urgent. */
export function decided(state: TriageState, services: Services): { run: Run; given: Case; outcome: Outcome } {
  const all = state.runs.map((run) => {
    const given = caseOf(run, state, services);
    return { run, given, outcome: dispose(given) };
  });
  return all.reduce((best, one) => (rank(one.outcome) < rank(best.outcome) ? one : best));
}

export type Next =
  /** Ask for age and sex. */
  | { ask: 'who' }
  /** Show these places of the current complaint. */
  | { ask: 'question'; places: readonly string[] }
  | { ask: 'nothing' };

/**
 * What to ask next, and the state with everything already told filled in. Complaints are gone through in order; one that
 * cannot be more urgent than what is reached is not asked about any more.
 */
export function advance(state: TriageState, services: Services): { state: TriageState; next: Next } {
  let now = { ...state, runs: state.runs.map((run) => raisedByTold(run, state, services)) };
  for (let at = now.current; at < now.runs.length; at++) {
    now = { ...now, current: at };
    for (;;) {
      const run = now.runs[at]!;
      const given = caseOf(run, now, services);
      const places = nextPlaces(given, floorOf(now, at, services));
      const first = places[0];
      if (first === undefined) break;
      if (first === 'age' || first === 'sex') return { state: now, next: { ask: 'who' } };
      const question = questionOf(given.protocol, first);
      const told = question === undefined ? undefined : alreadyTold(question, now, services.content);
      if (told !== undefined) {
        now = withAnswer(now, first, told);
        continue;
      }
      if (now.asked >= MOST_QUESTIONS || now.screens >= MOST_SCREENS) {
        now = silenced(now, at, given, places);
        break;
      }
      return { state: now, next: { ask: 'question', places: nextScreen(given, places) } };
    }
    if (at + 1 < now.runs.length) now = { ...now, asked: 0 };
  }
  return { state: now, next: { ask: 'nothing' } };
}

/**
 * What is told later counts for questions answered before: a "no" becomes what it is. Free text only ever adds danger; to take
 * something back, the answer itself is changed.
 */
function raisedByTold(run: Run, state: TriageState, services: Services): Run {
  const { protocol } = caseOf(run, state, services);
  const answers = { ...run.answers };
  for (const question of protocol.questions) {
    const answer = answers[question.id];
    if (answer === undefined) continue;
    if (question.type === 'yes_no' && question.danger === 'yes' && 'is' in answer && answer.is !== 'yes') {
      const told = alreadyTold(question, state, services.content);
      if (told !== undefined && 'is' in told && told.is === 'yes') answers[question.id] = { is: 'yes' };
    }
    if (question.type === 'ticks' && 'ticks' in answer) {
      const all = new Set([...answer.ticks, ...toldTicks(question.options, state, services.content)]);
      answers[question.id] = { ticks: question.options.map((option) => option.id).filter((id) => all.has(id)) };
    }
  }
  return { ...run, answers };
}

/** The rank the other complaints have reached. */
function floorOf(state: TriageState, but: number, services: Services): number {
  const ranks = state.runs.filter((_, at) => at < but).map((run) => rank(dispose(caseOf(run, state, services))));
  return Math.min(Number.POSITIVE_INFINITY, ...ranks);
}

export function withAnswer(state: TriageState, question: string, answer: Answer): TriageState {
  const runs = state.runs.map((run, at) =>
    at === state.current
      ? {
          ...run,
          answers: { ...run.answers, [question]: mutable(answer) },
          order: run.order.includes(question) ? run.order : [...run.order, question],
        }
      : run,
  );
  return { ...state, runs };
}

function mutable(answer: Answer): Run['answers'][string] {
  return 'ticks' in answer ? { ticks: [...answer.ticks] } : answer;
}

/** Nobody answered, or enough has been asked: what could still matter counts as not sure. */
export function silenced(state: TriageState, at: number, given: Case, places: readonly string[]): TriageState {
  const closed = unansweredAsUnsure(given, places);
  const { ageMonths, sex, facts } = closed.person;
  return {
    ...state,
    facts: { ...facts },
    ...(ageMonths === undefined ? {} : { ageMonths }),
    ...(sex === undefined ? {} : { sex }),
    runs: state.runs.map((run, i) =>
      i === at
        ? { ...run, answers: Object.fromEntries(Object.entries(closed.answers).map(([id, one]) => [id, mutable(one)])) }
        : run,
    ),
  };
}

/** Answers to a screen of background facts: those ticked are so, the others are not. */
export function withFacts(
  state: TriageState,
  places: readonly string[],
  ticked: readonly string[] | 'unsure',
): TriageState {
  const facts = { ...state.facts };
  for (const place of places) {
    const id = place.slice('fact:'.length);
    facts[id] = ticked === 'unsure' ? 'unknown' : ticked.includes(id) ? 'yes' : (facts[id] ?? 'no');
  }
  return { ...state, facts };
}

export function factText(id: string, services: Services): string {
  return `modifier/${modifierOf(id, services)}#facts.${id}`;
}

function modifierOf(fact: string, services: Services): string {
  const found = services.content.all('modifier').find((one) => one.facts.some((own) => own.id === fact));
  if (found === undefined) throw new Error(`No modifier defines the fact "${fact}".`);
  return found.id;
}
