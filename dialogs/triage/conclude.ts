import type { Services, TurnEvent } from '../../bot/contracts';
import type { Case } from '../../knowledge/triage/answers';
import type { Outcome } from '../../knowledge/triage/dispose';
import type { Placed } from '../../knowledge/triage/places';
import { together } from './ask';
import { decided } from './case';
import { withPlace } from './place';
import { nextSteps, resultTexts } from './result';
import type { TriageState } from './state';
import { weighed } from './story';
import { recordedAnswers, sbar } from './summary';

const HOUR = 3_600_000;

/** Keys of this dialog's timers. */
export const FOLLOW_UP = 'triage.follow-up';
export const SILENCE = 'triage.silence';

/** What an assessment comes to, before it is told. */
export interface Ending {
  readonly state: TriageState;
  readonly given: Case;
  /** As told: the decision laid over the opening hours. */
  readonly outcome: Outcome;
  readonly placed: Placed;
  /** As the rules alone decide. */
  readonly ruled: Outcome;
}

/** Tells the level, why, what to do; records the assessment; tells staff; asks again later. */
export function conclude(
  told: TriageState,
  services: Services,
  lead = '',
): { events: TurnEvent[]; state: TriageState } {
  const state = weighed(told, services);
  const { given, outcome: ruled } = decided(state, services);
  const ending: Ending = { state, given, ruled, ...withPlace(ruled, services) };
  const { outcome, placed } = ending;
  const { protocol } = given;
  const concluded: TriageState = {
    ...state,
    at: 'result',
    places: [],
    tries: 0,
    outcome: {
      level: outcome.level,
      route: outcome.route,
      rule: outcome.id,
      protocol: protocol.id,
      version: protocol.version,
    },
  };
  const lastTriage = { protocol: protocol.id, level: outcome.level, at: services.clock.now() };
  const events: TurnEvent[] = [
    {
      ...together([lead, ...resultTexts(given, outcome, placed, services)]),
      ...(outcome.level <= 'D1' ? { safety: true } : {}),
      ask: { kind: 'choice', choices: nextSteps(outcome, services) },
    },
    assessed(ending, services),
    { type: 'learn', facts: { ...personFacts(state), lastTriage } },
    { type: 'unschedule', key: SILENCE },
    askedLater(ending, services),
  ];
  const severity = flagSeverity(outcome, services.content.all('levels')[0]!.levels[outcome.level].flag);
  if (severity !== undefined) {
    events.push({
      type: 'flag',
      severity,
      reason: `protocol/${protocol.id}@${protocol.version}`,
      summary: sbar(state, given, outcome, services),
      team: teamOf(outcome.route),
      detail: { disposition: outcome.level, rule: outcome.id, route: outcome.route },
    });
  }
  return { events, state: concluded };
}

/** The assessment for the record: enough to explain it and to decide it again. */
export function assessed({ state, given, outcome, placed, ruled }: Ending, services: Services): TurnEvent {
  return {
    type: 'assess',
    protocol: `protocol/${given.protocol.id}@${given.protocol.version}`,
    disposition: outcome.level,
    route: outcome.route,
    ...(outcome.hours === undefined ? {} : { deadlineHours: outcome.hours }),
    rule: outcome.id,
    answers: recordedAnswers(state),
    because: [
      ...outcome.fired.map((one) => `${one.id} ${one.level} ${one.held}`),
      ...(placed.instead ? [`closed ${ruled.route} ${ruled.level}`] : []),
    ],
    facts: { ...services.facts, ...personFacts(state), triageFacts: state.facts },
  };
}

/** "How is it now?", when the protocol or the level says. */
export function askedLater({ state, given, outcome }: Ending, services: Services): TurnEvent {
  const { protocol } = given;
  const { level } = outcome;
  const hours = protocol.follow_up[level] ?? services.content.all('levels')[0]!.levels[level].follow_up_hours;
  const at = services.clock.now() + hours * HOUR;
  const urgent = level <= 'D1';
  return {
    type: 'schedule',
    key: FOLLOW_UP,
    at,
    dialog: 'triage',
    args: { followUp: { protocol: protocol.id, level, state: restart(state) } },
    meets: urgent ? 'interrupt' : 'wait',
    purpose: urgent ? 'safety' : 'care',
    expiresAt: at + 48 * HOUR,
  };
}

/** What the next assessment of the same problem starts with. */
function restart(state: TriageState): Pick<TriageState, 'about' | 'ageMonths' | 'sex'> {
  return {
    ...(state.about === undefined ? {} : { about: state.about }),
    ...(state.ageMonths === undefined ? {} : { ageMonths: state.ageMonths }),
    ...(state.sex === undefined ? {} : { sex: state.sex }),
  };
}

/** What is learnt of the person, kept for later conversations. */
export function personFacts(state: TriageState) {
  const own = state.about === undefined || state.about === 'self';
  return {
    ...(state.about === undefined ? {} : { about: state.about }),
    ...(typeof state.ageMonths === 'number' ? { ageMonths: state.ageMonths } : {}),
    ...(state.sex === 'female' || state.sex === 'male' || state.sex === 'other' ? { sex: state.sex } : {}),
    ...(own && state.facts.pregnant !== undefined ? { pregnant: state.facts.pregnant } : {}),
  };
}

/** A route that is a person needs staff even where the level alone would not. */
function flagSeverity(outcome: Outcome, flag: 1 | 2 | 3 | 4 | undefined): 1 | 2 | 3 | 4 | undefined {
  if (outcome.route.startsWith('crisis')) return 1;
  if (flag !== undefined) return flag;
  return outcome.route === 'nurse_line' || outcome.route === 'phone' ? 4 : undefined;
}

/** Which team a route concerns. */
export function teamOf(route: string): string {
  if (route.startsWith('crisis')) return 'mental-health';
  if (route.startsWith('maternity') || route === 'gp_or_epu') return 'maternity';
  return 'nurse';
}
