import type { Choice, Services, TurnEvent } from '../../bot/contracts';
import type { Level } from '../../knowledge/schema/triage-common';
import type { Case } from '../../knowledge/triage/answers';
import { NO, possible } from '../../knowledge/triage/condition';
import type { Outcome } from '../../knowledge/triage/dispose';
import type { Placed } from '../../knowledge/triage/places';
import { text, together } from './ask';
import { decided } from './case';
import { placeText, withPlace } from './place';
import type { TriageState } from './state';
import { recordedAnswers, sbar, toldText } from './summary';

const HOUR = 3_600_000;

/** Where advice is given when the content does not say. */
const ADVICE_LEVELS: Readonly<Record<'now' | 'care' | 'come_back', readonly Level[]>> = {
  now: ['D0', 'D1', 'D2'],
  care: ['D3', 'D4', 'D5'],
  come_back: ['D1', 'D2', 'D3', 'D4', 'D5'],
};

/** Keys of this dialog's timers. */
export const FOLLOW_UP = 'triage.follow-up';
export const SILENCE = 'triage.silence';

/** Tells the level, why, what to do; records the assessment; tells staff; asks again later. */
export function conclude(
  state: TriageState,
  services: Services,
  lead = '',
): { events: TurnEvent[]; state: TriageState } {
  const { given, outcome: ruled } = decided(state, services);
  const { outcome, placed } = withPlace(ruled, services);
  const { protocol } = given;
  const scale = services.content.all('levels')[0]!;
  const level = scale.levels[outcome.level];
  const urgent = outcome.level <= 'D1';
  const now = services.clock.now();
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
  const hours = protocol.follow_up[outcome.level] ?? level.follow_up_hours;
  const severity = flagSeverity(outcome, level.flag);
  const events: TurnEvent[] = [
    {
      ...together([lead, ...resultTexts(given, outcome, placed, services)]),
      ...(urgent ? { safety: true } : {}),
      ask: { kind: 'choice', choices: nextSteps(outcome, services) },
    },
    {
      type: 'assess',
      protocol: `protocol/${protocol.id}@${protocol.version}`,
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
    },
    {
      type: 'learn',
      facts: {
        ...personFacts(state),
        lastTriage: { protocol: protocol.id, level: outcome.level, at: now },
      },
    },
    { type: 'unschedule', key: SILENCE },
    {
      type: 'schedule',
      key: FOLLOW_UP,
      at: now + hours * HOUR,
      dialog: 'triage',
      args: { followUp: { protocol: protocol.id, level: outcome.level, state: restart(concluded) } },
      meets: urgent ? 'interrupt' : 'wait',
      purpose: urgent ? 'safety' : 'care',
      expiresAt: now + (hours + 48) * HOUR,
    },
  ];
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

/** What the next assessment of the same problem starts with. */
function restart(state: TriageState): Pick<TriageState, 'about' | 'ageMonths' | 'sex'> {
  return {
    ...(state.about === undefined ? {} : { about: state.about }),
    ...(state.ageMonths === undefined ? {} : { ageMonths: state.ageMonths }),
    ...(state.sex === undefined ? {} : { sex: state.sex }),
  };
}

function personFacts(state: TriageState) {
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

function teamOf(route: string): string {
  if (route.startsWith('crisis')) return 'mental-health';
  if (route.startsWith('maternity') || route === 'gp_or_epu') return 'maternity';
  return 'nurse';
}

function resultTexts(given: Case, outcome: Outcome, placed: Placed, services: Services): string[] {
  const short = services.conversation.size === 'short';
  const route = placeText(placed, services);
  const hours = outcome.deadline_hours;
  const when =
    hours === undefined || outcome.level <= 'D1'
      ? ''
      : text('wording/triage.within', services, { time: timeText(hours, services) });
  const head = text(`wording/triage.level-${outcome.level.toLowerCase()}`, services, {
    route,
    within: when === '' ? text(`wording/triage.default-within-${outcome.level.toLowerCase()}`, services) : when,
  });
  const reasons = whyTexts(outcome, services);
  const now = advice(given, outcome.level, 'now', services);
  const care = advice(given, outcome.level, 'care', services);
  const back = advice(given, outcome.level, 'come_back', services);
  if (short) {
    return [head, reasons[0] ?? '', [...now, ...care].slice(0, 1).join(' '), back[0] ?? ''];
  }
  const told = toldText(given, services);
  const listed = (title: string, items: readonly string[]) =>
    items.length === 0
      ? ''
      : `${text(`wording/triage.${title}`, services)}\n${items.map((item) => `• ${item}`).join('\n')}`;
  return [
    head,
    [
      `${text('wording/triage.why', services)} ${reasons.join(' ')}`,
      told.length === 0 ? '' : text('wording/triage.you-told', services, { list: told.join(', ') }),
      outcome.held === 'unsure' ? text('wording/triage.because-unsure', services) : '',
    ]
      .filter((one) => one !== '')
      .join('\n'),
    listed('what-now', now),
    listed('what-care', care),
    listed('when-back', back),
    text('wording/triage.not-diagnosis', services),
  ];
}

function timeText(hours: number, services: Services): string {
  if (hours < 24) return text('wording/triage.hours', services, { count: hours });
  return hours === 24
    ? text('wording/triage.one-day', services)
    : text('wording/triage.days', services, { count: Math.round(hours / 24) });
}

/** The reasons of the deciding level, at most two, the deciding one first. */
function whyTexts(outcome: Outcome, services: Services): string[] {
  const same = outcome.fired.filter((one) => one.level === outcome.level && one.held === outcome.held);
  return [
    ...new Set([outcome, ...same].map((one) => one.reason.patient[services.locale] ?? one.reason.patient.en)),
  ].slice(0, 2);
}

function advice(given: Case, level: Level, kind: 'now' | 'care' | 'come_back', services: Services): string[] {
  const { protocol } = given;
  return protocol.advice
    .filter((item) => item.kind === kind && (item.levels ?? ADVICE_LEVELS[kind]).includes(level))
    .filter((item) => item.when === undefined || possible(item.when, given) !== NO)
    .map((item) => text(`protocol/${protocol.id}@${protocol.version}#advice.${item.id}.text`, services));
}

/** What the patient can choose next; every level has a way to say "I cannot" and to reach a person. */
export function nextSteps(outcome: Pick<Outcome, 'level'>, services: Services): Choice[] {
  const pick = (...ids: string[]): Choice[] => ids.map((id) => ({ id, label: `wording/triage.next-${id}` }));
  const booking = services.installed?.('booking') === true;
  switch (outcome.level) {
    case 'D0':
      return pick('called', 'cannot_call', 'mistake');
    case 'D1':
      return pick('going', 'directions', 'cannot_go', 'mistake');
    case 'D2':
      return pick(...(booking ? ['book_urgent'] : []), 'call_back', 'cannot_go', 'fine');
    case 'D3':
    case 'D4':
      return pick(...(booking ? ['book'] : ['call_back']), 'cannot_go', 'fine');
    case 'D5':
      return pick('fine', ...(booking ? ['book'] : []), 'call_back');
  }
}
