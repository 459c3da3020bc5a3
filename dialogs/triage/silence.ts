import type { Services, Step, TurnEvent } from '../../bot/contracts';
import { questionOf } from '../../knowledge/triage/answers';
import { nextPlaces } from '../../knowledge/triage/next';
import { couldBe, decidedUnanswered, type OpenSign, openSigns, UNANSWERED } from '../../knowledge/triage/unanswered';
import { askAgain } from './again';
import { text } from './ask';
import { supposed } from './begin';
import { caseOf } from './case';
import { askedLater, assessed, conclude, type Ending, personFacts, SILENCE, teamOf } from './conclude';
import { withPlace } from './place';
import { levelText, listText } from './result';
import type { Run, TriageState } from './state';
import { sbar } from './summary';

type Given = ReturnType<typeof caseOf>;

/** A sign nobody answered about, with the complaint it belongs to. */
interface Open extends OpenSign {
  readonly run: Run;
}

/** Places at which something was asked and an answer is awaited. */
const AWAITING: ReadonlySet<TriageState['at']> = new Set(['complaint', 'which', 'who', 'question', 'change', 'else']);

/** From the first question on silence is noticed: the timer moves with every sign of life, and goes with the questions. */
export function listening(step: Step<TriageState>, services: Services): Step<TriageState> {
  if (typeof step.next !== 'object' || !AWAITING.has(step.next.at)) return step;
  return { ...step, events: [...step.events, ...listen(step.next, services)] };
}

/** The timer of the question that is open now. */
export function listen(state: TriageState, services: Services): readonly TurnEvent[] {
  if (!AWAITING.has(state.at)) return [];
  const { silence_minutes, unanswered_minutes } = services.content.all('levels')[0]!;
  const minutes = state.nudged === true ? unanswered_minutes : silence_minutes;
  return [
    {
      type: 'schedule',
      key: SILENCE,
      at: services.clock.now() + minutes * 60_000,
      dialog: 'triage',
      args: { silence: true },
      meets: 'skip',
      purpose: 'safety',
    },
  ];
}

/** Somebody wrote: what was not answered before is answered, or will be asked about again. */
export function heardFrom(state: TriageState): TriageState {
  const { nudged: _nudged, ...rest } = state;
  return rest;
}

/**
 * Nobody answers. First the question is put once more, with what to do if the danger it asks about is there; a later silence
 * leaves the person with the danger signs in writing and the level of what is known, and staff with a flag. The question stays
 * open: an answer is taken whenever it comes. Silence is never "no", and not "yes" either.
 */
export function takeSilence(state: TriageState, services: Services): Step<TriageState> {
  if (!AWAITING.has(state.at)) return { events: [], next: state };
  if (state.at === 'else') {
    // Everything was answered; what is waited for is only whether there is more.
    const { events, state: next } = conclude(state, services, text('wording/triage.silence-result', services));
    return { events, next };
  }
  const told = state.runs.length > 0 || state.opening !== '';
  if (state.nudged !== true) return nudge(state, told, services);
  return told ? close(state, services) : { events: [], next: state };
}

function nudge(state: TriageState, told: boolean, services: Services): Step<TriageState> {
  const next: TriageState = { ...state, nudged: true };
  const net = told ? netTexts(state, services) : [text('wording/triage.nudge-calm', services)];
  const lead = [text('wording/triage.nudge', services), ...net].join('\n\n');
  return { events: [...askAgain(state, services, lead), ...listen(next, services)], next };
}

/** What to do at once if the danger asked about, or to be asked about first, is there. */
function netTexts(state: TriageState, services: Services): readonly string[] {
  const open = openOf(supposed(state, services), services);
  const asked = state.at === 'question' ? open.filter((one) => state.places.includes(one.question)) : firstOf(open);
  const urgent = urgentOf(asked);
  const [first] = urgent;
  if (first === undefined) return [text('wording/triage.nudge-calm', services)];
  // The question itself names its signs: they are not written twice where all of them mean the same.
  if (state.at === 'question' && urgent.every((one) => one.level === first.level) && names(first, urgent, services))
    return [text(`wording/triage.nudge-if-${first.level.toLowerCase()}`, services)];
  return [...signTexts(urgent, services), text('wording/triage.nudge-otherwise', services)];
}

/** Whether "if any of this is so", said of the question as it is asked, means these signs and no other. */
function names({ run, question }: Open, signs: readonly Open[], services: Services): boolean {
  const asked = questionIn(run, question, services);
  if (asked?.type === 'ticks') return asked.options.length === signs.length;
  return asked?.type === 'yes_no' && asked.danger === 'yes';
}

function close(state: TriageState, services: Services): Step<TriageState> {
  const known = supposed(state, services);
  const endings = known.runs.map((run) => endingOf(run, known, services));
  const ending = endings.reduce((best, one) => (one.outcome.level < best.outcome.level ? one : best));
  const open = urgentOf(openOf(known, services));
  const shown = services.conversation.size === 'short' ? firstOf(open) : open;
  const signs = signTexts(shown, services);
  if (ending.ruled.id !== UNANSWERED && ending.outcome.level <= 'D1') {
    const { events, state: next } = conclude(
      known,
      services,
      [text('wording/triage.unanswered', services), ...signs].join('\n\n'),
    );
    return { events: [...events, ...flagged(state, ending, services)], next: heardFrom(next) };
  }
  const learnt = personFacts(known);
  const advice = levelText(ending.outcome, ending.placed, services);
  const lead = [
    text('wording/triage.unanswered', services),
    ...signs,
    signs.length === 0 ? advice : text('wording/triage.unanswered-otherwise', services, { advice }),
    text('wording/triage.unanswered-told', services),
  ].join('\n\n');
  return {
    events: [
      ...askAgain(state, services, lead).map((event) =>
        event.type === 'say' && open.length > 0 ? { ...event, safety: true } : event,
      ),
      assessed(ending, services),
      ...(Object.keys(learnt).length === 0 ? [] : [{ type: 'learn' as const, facts: learnt }]),
      askedLater(ending, services),
      ...flagged(state, ending, services),
    ],
    next: state,
  };
}

function endingOf(run: Run, state: TriageState, services: Services): Ending {
  const given = caseOf(run, state, services);
  const asked = askedIn(given);
  const reason = { patient: { en: '', es: '' }, staff: asked };
  const ruled = decidedUnanswered(given, services.content.all('levels')[0]!.unanswered, reason);
  return { state, given, ruled, ...withPlace(ruled, services) };
}

/** What staff read of the questions without an answer. */
function askedIn(given: Given): string {
  return nextPlaces(given)
    .map((place) => questionOf(given.protocol, place)?.about.en ?? place.replace('fact:', '').replaceAll('_', ' '))
    .slice(0, 6)
    .join(', ');
}

/** Staff are told with the clock of what the unanswered question could mean, today at the latest. */
function flagged(state: TriageState, ending: Ending, services: Services): readonly TurnEvent[] {
  const { given, outcome } = ending;
  const places = state.at === 'question' ? state.places : nextPlaces(given).slice(0, 1);
  const could = [outcome.level, ...places.map((place) => couldBe(given, place))].sort()[0]!;
  const severity = services.content.all('levels')[0]!.levels[could].flag ?? 3;
  const values = { asked: askedIn(given), could };
  return [
    {
      type: 'flag',
      severity,
      reason: `triage/${UNANSWERED}`,
      summary: `${services.content.text('wording/triage.staff-unanswered', 'en', values)}\n${sbar(state, given, outcome, services)}`,
      team: teamOf(outcome.route),
      detail: { disposition: outcome.level, rule: outcome.id, could },
    },
  ];
}

function openOf(state: TriageState, services: Services): readonly Open[] {
  return state.runs
    .slice(state.current)
    .flatMap((run) => openSigns(caseOf(run, state, services)).map((sign) => ({ ...sign, run })));
}

function urgentOf(signs: readonly Open[]): readonly Open[] {
  return signs.filter((sign) => sign.level <= 'D1');
}

/** The signs of the question that comes first. */
function firstOf(signs: readonly Open[]): readonly Open[] {
  return signs.filter((sign) => sign.run === signs[0]?.run && sign.question === signs[0]?.question);
}

/** "Call … now if any of this is so", "Go to … now if any of this is so". */
function signTexts(signs: readonly Open[], services: Services): readonly string[] {
  return (['D0', 'D1'] as const)
    .map((level) => {
      const labels = signs.filter((one) => one.level === level).map((one) => capital(signText(one, services)));
      return listText(`signs-${level.toLowerCase()}`, [...new Set(labels)], services);
    })
    .filter((one) => one !== '');
}

/** Each sign is a line of its own, whatever stands behind it begins with. */
function capital(line: string): string {
  return line.charAt(0).toLocaleUpperCase() + line.slice(1);
}

function signText({ run, question, option }: Open, services: Services): string {
  const at = `protocol/${run.protocol}@${run.version}#questions.${question}`;
  if (option === undefined) return text(`${at}.about`, services);
  const asked = questionIn(run, question, services);
  const label = text(`${at}.options.${option}.label`, services);
  return asked?.type === 'choice' ? `${text(`${at}.about`, services)}: ${label}` : label;
}

function questionIn(run: Run, question: string, services: Services) {
  return questionOf(services.content.get('protocol', run.protocol, run.version), question);
}
