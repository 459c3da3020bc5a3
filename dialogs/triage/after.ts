import type { Mention, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { LEVEL_HOURS } from '../../knowledge/triage/dispose';
import { absorb, mentionsIn, saysYes } from './absorb';
import { text, together } from './ask';
import { beginRuns, fresh, takeComplaint } from './begin';
import { decided } from './case';
import { candidates } from './choose';
import { FOLLOW_UP } from './conclude';
import { nextSteps } from './result';
import type { TriageState } from './state';
import { sbar } from './summary';
import { BARRIERS } from './unclear';

type Result = Step<TriageState>;

/** The level has been told: the next step is chosen, refused, hindered, or the story goes on. */
export function afterResult(state: TriageState, input: PatientInput, services: Services): Result {
  const mentions = mentionsIn(input.reading, services);
  const talk = new Set(mentions.map((one) => one.concept));
  const chosen = input.choice?.id;
  if (chosen !== undefined) return takeStep(state, chosen, services);
  if (talk.has('got-worse')) return reopen(state, input, services);
  if (talk.has('refuses-care')) return refused(state, services);
  const barrier = BARRIERS.find((one) => talk.has(one));
  if (barrier !== undefined) return hindered(state, barrier, services);
  if (talk.has('on-the-way')) return takeStep(state, state.outcome?.level === 'D0' ? 'called' : 'going', services);
  if (newComplaint(state, mentions, services)) return takeComplaint(sameperson(state, services), input.text, services);
  if (talk.has('that-is-all')) return agreed(state, services);
  const asks = /[?¿]/.test(input.text);
  if (!asks && (input.yesNo === 'yes' || input.intents.some((one) => one.intent === 'thanks' && one.confidence > 0.6)))
    return agreed(state, services);
  if (!asks && input.yesNo === 'no') return declined(state, services);
  return { events: [], next: 'unclear' };
}

/** "OK", "thanks": taken as going where help was advised, and as a goodbye where it can wait. */
function agreed(state: TriageState, services: Services): Result {
  const level = state.outcome?.level ?? 'D3';
  if (level === 'D0')
    return { events: [{ type: 'say', wording: 'wording/triage.after-agreed-d0', safety: true }], next: 'done' };
  return takeStep(state, level === 'D1' ? 'going' : 'fine', services);
}

/** A bare "no" to the next step: what is urgent counts as refused, else it is asked what is in the way. */
function declined(state: TriageState, services: Services): Result {
  const level = state.outcome?.level ?? 'D3';
  if (level === 'D5') return takeStep(state, 'fine', services);
  if (level <= 'D1' || state.refused === true) return refused(state, services);
  return {
    events: [
      {
        ...together([text('wording/triage.what-hinders', services)]),
        ask: { kind: 'choice', choices: steps(state, services) },
      },
    ],
    next: { ...state, refused: true },
  };
}

function newComplaint(state: TriageState, mentions: readonly Mention[], services: Services): boolean {
  const told = new Set(state.heard.map((one) => one.concept));
  const fresh = mentions.filter((one) => saysYes(one) && !told.has(one.concept));
  return candidates(fresh, state, services).length > 0;
}

function sameperson(state: TriageState, services: Services): TriageState {
  return fresh(services, {
    facts: state.facts,
    ...(state.about === undefined ? {} : { about: state.about }),
    ...(state.ageMonths === undefined ? {} : { ageMonths: state.ageMonths }),
    ...(state.sex === undefined ? {} : { sex: state.sex }),
  });
}

function takeStep(state: TriageState, chosen: string, services: Services): Result {
  const level = state.outcome?.level ?? 'D3';
  const say = (name: string): TurnEvent => ({ type: 'say', wording: `wording/triage.after-${name}` });
  switch (chosen) {
    case 'called':
    case 'going':
      return { events: [say(chosen)], next: 'done' };
    case 'directions':
      return {
        events: [
          {
            ...together([text('wording/triage.after-directions', services)]),
            ask: { kind: 'choice', choices: steps(state, services) },
          },
        ],
        next: state,
      };
    case 'cannot_call':
      return {
        events: [
          { ...together([text('wording/triage.after-cannot-call', services)]), safety: true },
          staffFlag(state, 1, 'cannot-call', services),
        ],
        next: 'done',
      };
    case 'cannot_go':
      return hindered(state, 'barrier-transport', services);
    case 'mistake':
      return {
        events: [say('mistake'), { type: 'unschedule', key: FOLLOW_UP }, { type: 'audit', action: 'triage.mistake' }],
        next: 'done',
      };
    case 'book':
    case 'book_urgent':
      return {
        events: [
          {
            type: 'begin',
            dialog: 'booking',
            args: {
              service: serviceOf(state, services),
              ...urgencyOf(chosen, level, state, services),
              disposition: level,
            },
          },
        ],
        next: 'done',
      };
    case 'call_back':
      return {
        events: [say('call-back'), staffFlag(state, level <= 'D2' ? 2 : 3, 'asked-for-call', services)],
        next: 'done',
      };
    default:
      return { events: [say(level === 'D5' ? 'fine-home' : 'fine')], next: 'done' };
  }
}

/** Today, within the days of the rule, or when there is time. */
function urgencyOf(chosen: string, level: string, state: TriageState, services: Services) {
  if (chosen === 'book_urgent') return { urgency: 'urgent' };
  if (level !== 'D3') return { urgency: 'routine' };
  return { urgency: 'soon', withinHours: decided(state, services).outcome.hours ?? LEVEL_HOURS.D3 };
}

function serviceOf(state: TriageState, services: Services): string | undefined {
  const { outcome } = state;
  return outcome === undefined
    ? undefined
    : (services.content.get('protocol', outcome.protocol, outcome.version).service ?? outcome.route);
}

function steps(state: TriageState, services: Services) {
  // The level told, which opening hours may have raised over what the rules alone decide.
  return nextSteps(state.outcome ?? decided(state, services).outcome, services);
}

/** The level stays; help with what is in the way, and a person calls. */
function hindered(state: TriageState, barrier: (typeof BARRIERS)[number], services: Services): Result {
  const level = state.outcome?.level ?? 'D3';
  const urgent = level <= 'D1';
  return {
    events: [
      {
        ...together([
          text(`wording/triage.after-${barrier}`, services),
          text(urgent ? 'wording/triage.level-stays-urgent' : 'wording/triage.level-stays', services),
        ]),
        ...(urgent ? { safety: true } : {}),
        ask: { kind: 'choice', choices: steps(state, services) },
      },
      staffFlag(state, level === 'D0' ? 1 : level <= 'D2' ? 2 : 3, barrier, services),
    ],
    next: state,
  };
}

/** Restated once; the second time the safety net is left with the patient. Staff are told either way. */
function refused(state: TriageState, services: Services): Result {
  const level = state.outcome?.level ?? 'D3';
  const flag = staffFlag(state, level === 'D0' ? 1 : level <= 'D2' ? 2 : 3, 'refuses-care', services);
  if (state.refused === true) {
    const again = level <= 'D1' ? 'after-refused-again' : 'after-refused-again-calm';
    return {
      events: [{ ...together([text(`wording/triage.${again}`, services)]), safety: level <= 'D1' }, flag],
      next: 'done',
    };
  }
  const { outcome } = decided(state, services);
  return {
    events: [
      {
        ...together([
          text('wording/triage.after-refused', services, {
            reason: outcome.reason.patient[services.locale] ?? outcome.reason.patient.en,
          }),
        ]),
        safety: level <= 'D1',
        ask: { kind: 'choice', choices: steps(state, services) },
      },
      flag,
    ],
    next: { ...state, refused: true },
  };
}

function staffFlag(state: TriageState, severity: 1 | 2 | 3, why: string, services: Services): TurnEvent {
  const { given, outcome } = decided(state, services);
  return {
    type: 'flag',
    severity,
    reason: `triage/${why}`,
    summary: `${services.content.text(`wording/triage.staff-${why}`, 'en')}\n${sbar(state, given, outcome, services)}`,
    detail: { disposition: outcome.level, rule: outcome.id },
  };
}

/** "It's got worse": asked again from the start, as a repeat contact. */
export function reopen(state: TriageState, input: PatientInput, services: Services): Result {
  const protocol = state.outcome?.protocol ?? state.runs[0]?.protocol;
  const again = absorb(
    fresh(services, {
      facts: { ...state.facts, repeat_contact: 'yes' },
      ...(state.about === undefined ? {} : { about: state.about }),
      ...(state.ageMonths === undefined ? {} : { ageMonths: state.ageMonths }),
      ...(state.sex === undefined ? {} : { sex: state.sex }),
    }),
    input.reading,
    services,
  );
  if (protocol === undefined) return takeComplaint(again, input.text, services);
  return beginRuns(again, [protocol], services, text('wording/triage.again-worse', services));
}

/** "How is it now?": better ends it, the same or worse asks again. */
export function takeBetter(state: TriageState, input: PatientInput, services: Services): Result {
  const talk = new Set(mentionsIn(input.reading, services).map((one) => one.concept));
  const chosen = input.choice?.id;
  if (chosen === 'better' || (chosen === undefined && talk.has('got-better') && !talk.has('got-worse'))) {
    return {
      events: [
        { type: 'say', wording: 'wording/triage.glad' },
        { type: 'record', kind: 'triage.outcome', data: { better: true, level: state.outcome?.level ?? null } },
      ],
      next: 'done',
    };
  }
  if (chosen === 'gone_in') {
    return {
      events: [
        { type: 'say', wording: 'wording/triage.seen' },
        { type: 'record', kind: 'triage.outcome', data: { seen: true, level: state.outcome?.level ?? null } },
      ],
      next: 'done',
    };
  }
  if (chosen === 'same' || chosen === 'worse' || talk.has('got-worse') || input.yesNo === 'no')
    return reopen(state, input, services);
  return afterResult(state, input, services);
}
