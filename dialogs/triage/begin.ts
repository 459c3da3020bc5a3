import type { PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { MOST_QUESTIONS } from '../../knowledge/triage/walk';
import { absorb, mentionsIn, notTheWriter } from './absorb';
import { askPlaces, askWho, text, together } from './ask';
import { advance, caseOf, decided } from './case';
import { type Candidate, candidates, complaints, GENERAL, mostUrgentFirst } from './choose';
import { conclude } from './conclude';
import { chosenByLikeness, type Likely, likely, rulesOf } from './likely';
import { EMPTY, type TriageState } from './state';
import { withStory } from './story';
import { alreadyTold, toldTicks } from './understand';

type Result = Step<TriageState>;

/** Below this a match stands on a guessed spelling: the patient is asked whether it was meant. */
const SURE = 0.75;

/** Asks what is wrong. */
export function askComplaint(state: TriageState, services: Services, wording: string): Result {
  return {
    events: [{ ...together([text(wording, services)]), ask: { kind: 'text' } }],
    next: { ...state, at: 'complaint' },
  };
}

/** What the person, and an earlier assessment, already tell. */
export function fresh(services: Services, from: Partial<TriageState> = {}): TriageState {
  const { facts } = services;
  return {
    ...EMPTY,
    ...(facts.about === undefined ? {} : { about: facts.about }),
    ...(facts.about === undefined || facts.about === 'self' ? personOf(facts) : {}),
    ...from,
  };
}

function personOf(facts: Services['facts']): Partial<TriageState> {
  return {
    ...(facts.ageMonths === undefined ? {} : { ageMonths: facts.ageMonths }),
    ...(facts.sex === undefined ? {} : { sex: facts.sex }),
  };
}

/** Takes the words of a complaint: who is it about, then which protocol. */
export function takeComplaint(state: TriageState, said: string, services: Services): Result {
  const opening = [state.opening, said].filter((one) => one !== '').join('. ');
  const reading = services.language.read(said, services.locale, services.facts);
  const known = notTheWriter(state, mentionsIn(reading, services));
  const heard = withStory(absorb({ ...known, at: 'who', opening }, reading, services), reading, services);
  const mentions = mentionsIn(services.language.read(opening, services.locale, services.facts), services);
  const anything =
    candidates(mentions, {}, services).length > 0 ||
    mentions.some((one) => !/^(about|sex)-/.test(one.concept)) ||
    (likely(opening, [], {}, services)?.[0]?.points ?? 0) >= (rulesOf(services)?.sure_from ?? 1);
  const again = worseAgain(heard, mentions, services);
  if (again !== undefined) return again;
  if (!anything && heard.tries === 0)
    return askComplaint({ ...heard, tries: 1 }, services, 'wording/triage.complaint-again');
  if (heard.ageMonths === undefined) {
    return {
      events: askWho(heard, services, text('wording/triage.begin', services)),
      next: { ...heard, at: 'who', tries: 0 },
    };
  }
  return chooseProtocol(heard, services, text('wording/triage.begin', services));
}

/**
 * Chooses by the opening words, once age is known (or will not be told).
 * @param askedWhich set once the patient was shown the likeliest and answered in other words: then the best is taken.
 */
export function chooseProtocol(state: TriageState, services: Services, lead: string, askedWhich = false): Result {
  const mentions = mentionsIn(services.language.read(state.opening, services.locale, services.facts), services);
  const found = candidates(mentions, state, services);
  const ranked = likely(state.opening, found, state, services);
  if (ranked !== undefined)
    return chooseLikely(state, ranked, complaintIds(found, mentions), services, lead, askedWhich);
  const [best] = found;
  if (best !== undefined && best.score < 2 && confidenceOf(best, mentions) < SURE)
    return confirm(state, best, services, lead);
  return beginRuns(state, chosenOf(found, mentions), services, lead);
}

/** By words and likeness together; where neither is clear, the patient says which is nearest. */
function chooseLikely(
  state: TriageState,
  ranked: readonly Likely[],
  others: readonly string[],
  services: Services,
  lead: string,
  askedWhich: boolean,
): Result {
  const chosen = chosenByLikeness(ranked, others, services);
  if (chosen !== undefined) return beginRuns(state, byUrgency(chosen, services), services, lead);
  const shown = ranked.filter((one) => one.protocol !== GENERAL).slice(0, rulesOf(services)!.shown);
  // Asked once: whoever then answers in other words is taken at the likeliest.
  if (askedWhich) return beginRuns(state, [ranked[0]!.protocol], services, lead);
  const next: TriageState = { ...state, at: 'which', guesses: shown.map((one) => one.protocol) };
  return { events: [askIs(next, services, lead)], next };
}

function byUrgency(protocols: readonly string[], services: Services): string[] {
  return mostUrgentFirst(protocols.map((id) => services.content.get('protocol', id))).map((one) => one.id);
}

function chosenOf(found: readonly Candidate[], mentions: ReturnType<typeof mentionsIn>): readonly string[] {
  const chosen = complaintIds(found, mentions);
  return chosen.length === 0 ? [GENERAL] : chosen;
}

function complaintIds(found: readonly Candidate[], mentions: ReturnType<typeof mentionsIn>): readonly string[] {
  return complaints(found, mentions).map((one) => one.id);
}

/** The complaints as they stand by the words alone, where nobody told the age or said whether a guess is right. */
export function supposed(state: TriageState, services: Services): TriageState {
  if (state.runs.length > 0) return state;
  const mentions = mentionsIn(services.language.read(state.opening, services.locale, services.facts), services);
  const chosen =
    state.guesses.length > 0 ? state.guesses.slice(0, 1) : chosenOf(candidates(mentions, state, services), mentions);
  return { ...state, runs: runsOf(chosen, services), current: 0 };
}

function runsOf(protocols: readonly string[], services: Services): TriageState['runs'] {
  return protocols.map((id) => {
    const { version } = services.content.get('protocol', id);
    return { protocol: id, version, answers: {}, order: [] };
  });
}

function confidenceOf(best: Candidate, mentions: ReturnType<typeof mentionsIn>): number {
  return Math.max(
    ...mentions
      .filter((one) => best.spans.some((span) => one.start <= span.start && one.end >= span.end))
      .map((one) => one.confidence),
  );
}

function confirm(state: TriageState, best: Candidate, services: Services, lead: string): Result {
  const next: TriageState = { ...state, at: 'which', guesses: [best.protocol.id] };
  return { events: [askIs(next, services, lead)], next };
}

/** "Is it about …?", where a guess stands on a guessed spelling; with several guesses, which is nearest. */
export function askIs(state: TriageState, services: Services, lead: string): TurnEvent {
  if (state.guesses.length > 1) {
    return {
      ...together([lead, text('wording/triage.which-is-nearest', services)]),
      ask: {
        kind: 'choice',
        choices: [
          ...state.guesses.map((id) => ({ id, label: { literal: text(`protocol/${id}#title`, services) } })),
          { id: SOMETHING_ELSE, label: 'wording/triage.something-else' },
        ],
      },
    };
  }
  const complaint = text(`protocol/${state.guesses[0]!}#complaint`, services);
  return {
    ...together([lead, text('wording/triage.is-it', services, { complaint })]),
    ask: {
      kind: 'yesNo',
      choices: [
        { id: 'yes', label: 'wording/triage.yes' },
        { id: 'no', label: 'wording/triage.no' },
      ],
    },
  };
}

/** Id of the answer that none of the complaints shown is meant. */
export const SOMETHING_ELSE = 'something_else';

/** Starts the chosen complaints in the version that is current now. */
export function beginRuns(state: TriageState, protocols: readonly string[], services: Services, lead: string): Result {
  const runs = runsOf(protocols, services);
  const repeat = repeatedContact(protocols, services);
  return proceed(
    { ...state, runs, current: 0, facts: repeat ? { ...state.facts, repeat_contact: 'yes' } : state.facts },
    services,
    lead,
    true,
  );
}

/** "It's got worse" and no word of what: the problem asked about last, gone through again as a repeat contact. */
function worseAgain(
  state: TriageState,
  mentions: ReturnType<typeof mentionsIn>,
  services: Services,
): Result | undefined {
  const last = services.facts.lastTriage as { protocol?: string } | undefined;
  if (state.runs.length > 0 || last?.protocol === undefined || !services.content.has('protocol', last.protocol))
    return undefined;
  const worse = mentions.some((one) => one.concept === 'got-worse');
  if (!worse || candidates(mentions, state, services).length > 0 || !repeatedContact([last.protocol], services))
    return undefined;
  return beginRuns(state, [last.protocol], services, text('wording/triage.again-worse', services));
}

/** The same problem, asked about lately. */
function repeatedContact(protocols: readonly string[], services: Services): boolean {
  const last = services.facts.lastTriage as { protocol?: unknown; at?: unknown } | undefined;
  if (typeof last?.at !== 'number' || typeof last.protocol !== 'string') return false;
  const within = services.content.all('levels')[0]!.repeat_hours * 3_600_000;
  return protocols.includes(last.protocol) && services.clock.now() - last.at <= within;
}

/** Asks the next thing, or concludes. */
export function proceed(state: TriageState, services: Services, lead = '', first = false): Result {
  const { state: now, next } = advance(state, services);
  if (next.ask === 'nothing') {
    if (worthAskingElse(now, services)) {
      const next: TriageState = { ...now, at: 'else', places: [], tries: 0, askedElse: true, screens: now.screens + 1 };
      return { events: [askElse(services, first ? recap(now, services) : lead)], next };
    }
    const { events, state: concluded } = conclude(now, services, first ? recap(now, services) : '');
    return { events, next: concluded };
  }
  const intro = first ? [lead, recap(now, services)].filter((one) => one !== '').join('\n\n') : lead;
  if (next.ask === 'who') return { events: askWho(now, services, intro), next: { ...now, at: 'who', tries: 0 } };
  const asking: TriageState = {
    ...now,
    at: 'question',
    places: [...next.places],
    tries: 0,
    screens: now.screens + 1,
    asked: now.asked + 1,
  };
  return { events: askPlaces(asking, services, intro), next: asking };
}

/** A last open question, as a good nurse asks it: what nobody thought to ask. Not when help is already on its way. */
function worthAskingElse(state: TriageState, services: Services): boolean {
  return state.askedElse !== true && state.screens < MOST_QUESTIONS && decided(state, services).outcome.level >= 'D2';
}

/** "Is there anything else?" */
export function askElse(services: Services, lead: string): TurnEvent {
  return {
    ...together([lead, text('wording/triage.anything-else', services)]),
    ask: { kind: 'text', choices: [{ id: NO_MORE, label: 'wording/triage.no-more' }] },
  };
}

/** Id of the answer that there is nothing else. */
export const NO_MORE = 'no_more';

/** What else there is: answers given before are seen in its light, and a new complaint is gone through too. */
export function takeElse(state: TriageState, input: PatientInput, services: Services): Result {
  if (input.choice?.id === NO_MORE || input.text.trim() === '') return proceed(state, services);
  const told = withStory(absorb(state, input.reading, services), input.reading, services);
  const mentions = mentionsIn(input.reading, services);
  const running = told.runs.map((run) => services.content.get('protocol', run.protocol, run.version));
  const found = candidates(mentions, told, services).filter(
    (one) => !running.some((run) => run.id === one.protocol.id),
  );
  const more = complaints(found, mentions, running)
    .filter((one) => isNews(one.id, input.text, told, services))
    .slice(0, 2);
  const runs = more.map((one) => ({ protocol: one.id, version: one.version, answers: {}, order: [] }));
  const general = told.runs.length === 1 && told.runs[0]!.protocol === GENERAL && runs.length > 0;
  return proceed(
    {
      ...told,
      opening: more.length === 0 ? told.opening : [told.opening, input.text].filter((one) => one !== '').join('. '),
      runs: [...told.runs, ...runs],
      current: general ? 1 : told.current,
      asked: 0,
    },
    services,
    more.length === 0 ? '' : text('wording/triage.more-about', services),
  );
}

/**
 * Whether some sentence of what was added is about this complaint more than about those gone through already: details of
 * one complaint often hold a word of another ("eggs behind the ears").
 */
function isNews(protocol: string, said: string, state: TriageState, services: Services): boolean {
  return said.split(SENTENCE_END).some((sentence) => {
    const mentions = mentionsIn(services.language.read(sentence, services.locale, services.facts), services);
    const ranked = likely(sentence, candidates(mentions, state, services), state, services);
    if (ranked === undefined) return true;
    const [best] = ranked;
    const rules = rulesOf(services)!;
    return best?.protocol === protocol && best.points >= rules.else_from && best.share >= rules.also_from;
  });
}
const SENTENCE_END = /[.!?;\n]+(?=\s|$)/;

/** "You told me: …": what the opening message answered is read back once, and not asked again. */
function recap(state: TriageState, services: Services): string {
  const list = state.runs.flatMap((run) => heardText(run, state, services));
  return list.length === 0
    ? ''
    : text('wording/triage.you-told-start', services, { list: [...new Set(list)].join(', ') });
}

/** What was heard about a complaint's questions, in the words of the questions. */
function heardText(run: TriageState['runs'][number], state: TriageState, services: Services): string[] {
  const { protocol } = caseOf(run, state, services);
  const at = `protocol/${protocol.id}@${protocol.version}#questions`;
  return protocol.questions.flatMap((question) => {
    if (question.type === 'ticks')
      return toldTicks(question.options, state, services.content).map((id) =>
        text(`${at}.${question.id}.options.${id}.label`, services),
      );
    const told = alreadyTold(question, state, services.content);
    if (told === undefined) return [];
    if ('value' in told) return [`${text(`${at}.${question.id}.about`, services)} ${told.value}`];
    if ('option' in told) return [text(`${at}.${question.id}.options.${told.option}.label`, services)];
    return 'is' in told && told.is === 'yes' ? [text(`${at}.${question.id}.about`, services)] : [];
  });
}
