import type { Mention, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import type { Option, Question } from '../../knowledge/schema/triage-common';
import { factsOf, questionOf } from '../../knowledge/triage/answers';
import { conceptsOf } from '../../knowledge/triage/said';
import { absorb, isAge, isPresent, mentionsIn } from './absorb';
import { askPlaces, askWho, text, together } from './ask';
import { askComplaint, beginRuns, chooseProtocol, proceed, SOMETHING_ELSE, takeComplaint } from './begin';
import { caseOf, withAnswer, withFacts } from './case';
import { GENERAL } from './choose';
import type { TriageState } from './state';
import { barrierNoted, explained, temperatureNoted } from './unclear';
import { toldTicks, type Understood, understand } from './understand';

type Result = Step<TriageState>;

/** How often a question is put again before it counts as "not sure". */
const MOST_TRIES = 2;

/** A match at least this sure did not have to be guessed from the spelling. */
const CLEARLY = 0.9;

/** The open screen is answered, in whatever words. */
export function takeAnswer(state: TriageState, input: PatientInput, services: Services): Result {
  const mentions = mentionsIn(input.reading, services);
  const meant = wantsChange(mentions, input) ? meantNow(state, input, mentions, services) : input;
  if (meant === undefined) return changeAnswer(state, input, services);
  if (meant !== input) return takeAnswer(state, meant, services);
  const news = absorb(state, input.reading, services);
  const [first = ''] = state.places;
  const simpler = saysSomething(state, mentions) ? undefined : explained(state, input, mentions, services);
  if (simpler !== undefined) return simpler;
  if (first.startsWith('fact:')) return takeFacts(news, input, mentions, services);
  const { protocol } = caseOf(news.runs[news.current]!, news, services);
  const question = questionOf(protocol, first)!;
  // "No money for it" is not a "no" to the question.
  const hindered = heardMore(state, news, services) ? undefined : barrierNoted(news, mentions, services);
  if (hindered !== undefined && input.choice === undefined) return hindered;
  const understood = understand(question, input, mentions, services);
  if (typeof understood === 'object')
    return proceed(withAnswer(news, first, withTold(understood, question, state, services)), services);
  if (understood === 'unclear' && looksLikeQuestion(input) && !saysSomething(state, mentions))
    return { events: [], next: 'unclear' };
  const noted = understood === 'unclear' ? temperatureNoted(news, input, services) : undefined;
  if (noted !== undefined) return noted;
  return againOrUnsure(news, understood, services, heardMore(state, news, services));
}

/** "None of the others" keeps what was told before the list was shown, as the list itself said. */
function withTold(
  answer: Exclude<Understood, string>,
  question: NonNullable<ReturnType<typeof questionOf>>,
  before: TriageState,
  services: Services,
): Exclude<Understood, string> {
  if (!('ticks' in answer) || question.type !== 'ticks') return answer;
  const all = new Set([...toldTicks(question.options, before, services.content), ...answer.ticks]);
  return { ticks: question.options.map((option) => option.id).filter((id) => all.has(id)) };
}

function againOrUnsure(state: TriageState, why: Understood, services: Services, heardMore: boolean): Result {
  if (state.tries + 1 >= MOST_TRIES) {
    const [first = ''] = state.places;
    return proceed(
      withAnswer(state, first, { is: 'unsure' }),
      services,
      text('wording/triage.taken-as-unsure', services),
    );
  }
  const lead =
    why === 'which'
      ? 'wording/triage.which-of-these'
      : why === 'range'
        ? 'wording/triage.number-range'
        : heardMore
          ? 'wording/triage.noted'
          : 'wording/triage.not-clear';
  const next = { ...state, tries: state.tries + 1 };
  return { events: askPlaces(next, services, text(lead, services)), next };
}

/** Whether the message told something this complaint asks about, though not what was asked now. */
function heardMore(before: TriageState, after: TriageState, services: Services): boolean {
  const known = new Set(before.heard.map((one) => one.concept));
  const fresh = new Set(
    after.heard.filter((one) => one.is === 'yes' && !known.has(one.concept)).map((one) => one.concept),
  );
  const { protocol } = caseOf(after.runs[after.current]!, after, services);
  return protocol.questions.some((question) => [...conceptsAsked(question)].some((concept) => fresh.has(concept)));
}

function conceptsAsked(question: Question): ReadonlySet<string> {
  return new Set([
    ...conceptsOf(question),
    ...('options' in question ? question.options.flatMap((option) => [...conceptsOf(option)]) : []),
  ]);
}

/** Whether a question also tells something new, in words that did not have to be guessed ("park" is nearly "para"). */
function saysSomething(state: TriageState, mentions: readonly Mention[]): boolean {
  const known = new Set(state.heard.map((one) => one.concept));
  return mentions.some(
    (one) =>
      one.confidence >= CLEARLY &&
      isPresent(one) &&
      !known.has(one.concept) &&
      !/^(about|sex)-/.test(one.concept) &&
      one.context.polarity !== 'negated',
  );
}

function looksLikeQuestion(input: PatientInput): boolean {
  return /[?¿]/.test(input.text);
}

function takeFacts(state: TriageState, input: PatientInput, mentions: readonly Mention[], services: Services): Result {
  const facts = factsOf(services.content.all('modifier'));
  const ids = state.places.map((place) => place.slice('fact:'.length));
  const options = ids.map((id): Option => {
    const fact = facts.get(id)!;
    return { id, label: fact.about, concepts: fact.concepts, phrases: fact.phrases };
  });
  const [only] = options;
  const understood =
    options.length === 1 && only !== undefined
      ? understand({ ...asYesNo(only) }, input, mentions, services)
      : understand({ ...asTicks(options) }, input, mentions, services);
  if (typeof understood === 'object') {
    const ticked =
      'ticks' in understood
        ? understood.ticks
        : 'is' in understood && understood.is === 'yes'
          ? ids
          : 'is' in understood && understood.is === 'unsure'
            ? 'unsure'
            : [];
    return proceed(withFacts(state, state.places, ticked), services);
  }
  if (state.tries + 1 >= MOST_TRIES) return proceed(withFacts(state, state.places, 'unsure'), services);
  const next = { ...state, tries: state.tries + 1 };
  return {
    events: askPlaces(
      next,
      services,
      text(understood === 'which' ? 'wording/triage.which-of-these' : 'wording/triage.not-clear', services),
    ),
    next,
  };
}

const SHOWN = { text: { en: '-', es: '-' }, about: { en: '-', es: '-' }, safety: false } as const;

function asTicks(options: readonly Option[]) {
  return { ...SHOWN, id: 'facts', type: 'ticks' as const, options: [...options] };
}

function asYesNo(option: Option) {
  return {
    ...SHOWN,
    id: 'fact',
    type: 'yes_no' as const,
    danger: 'yes' as const,
    concepts: option.concepts,
    phrases: option.phrases,
  };
}

/** Age and sex, told in any order and any words. What is not told is asked once more, then left unknown. */
export function takeWho(state: TriageState, input: PatientInput, services: Services): Result {
  const told = absorb({ ...state, at: 'who' }, input.reading, services);
  const chosen = input.choice?.id;
  const sex = chosen === 'female' || chosen === 'male' || chosen === 'unknown' ? chosen : told.sex;
  const mentions = mentionsIn(input.reading, services);
  const refuses = mentions.some((one) => one.concept === 'prefer-not') || input.yesNo === 'unsure';
  const age = state.ageMonths ?? askedAge(input.text) ?? told.ageMonths ?? (refuses ? ('unknown' as const) : undefined);
  const now: TriageState = {
    ...told,
    measures: told.measures.filter((one) => !isAge(one, age)),
    ...(age === undefined ? {} : { ageMonths: age }),
    ...(sex === undefined ? (refuses ? { sex: 'unknown' as const } : {}) : { sex }),
  };
  if (now.ageMonths === undefined) {
    if (state.tries + 1 >= MOST_TRIES) return afterWho({ ...now, ageMonths: 'unknown' }, services);
    const next = { ...now, tries: state.tries + 1 };
    return { events: askWho(next, services, text('wording/triage.who-again', services)), next };
  }
  // Sex alone was asked and not understood: it stays unknown, which counts as possible.
  if (state.ageMonths !== undefined && now.sex === undefined) return afterWho({ ...now, sex: 'unknown' }, services);
  return afterWho(now, services);
}

function afterWho(state: TriageState, services: Services): Result {
  return state.runs.length === 0 ? chooseProtocol(state, services, '') : proceed(state, services);
}

/** Months in a day, week, month and year, for an age told as a span ("18 months"). */
const SPAN_MONTHS: readonly (readonly [RegExp, number])[] = [
  [/^(?:d(?:ays?|[ií]as?)?)\b/i, 1 / 30.4375],
  [/^(?:w(?:ee)?ks?|w|sem(?:anas?)?)\b/i, 7 / 30.4375],
  [/^(?:mo(?:nths?|s)?|mths?|mes(?:es)?)\b/i, 1],
];

/** An age as people write it when asked: "45", "45 f", "18 months", "3 semanas". A number without a span is years. */
export function askedAge(text: string): number | undefined {
  const found = /(?:^|[^\d.,])(\d{1,3})(?![\d.,]*\d)\s*([^\s\d,;.]*)/.exec(text);
  if (found === null || Number(found[1]) > 120) return undefined;
  const span = SPAN_MONTHS.find(([word]) => word.test(found[2] ?? ''));
  if (span !== undefined) return Number(found[1]) * span[1];
  // A word that is nearly "month" or "week" must not make a baby of 8 months eight years old: it is asked again.
  return /^(?:mo|mt|mn|me(?!n)|we|wk|da|se)/i.test(found[2] ?? '') ? undefined : Number(found[1]) * 12;
}

/** "Is it about …?": yes begins it; anything else is taken as the complaint told anew. */
export function takeWhich(state: TriageState, input: PatientInput, services: Services): Result {
  if (state.guesses.length > 1) return takeNearest(state, input, services);
  const yes = input.choice?.id === 'yes' || input.yesNo === 'yes';
  if (yes) return beginRuns(absorb(state, input.reading, services), state.guesses, services, '');
  if (input.choice?.id === 'no' || input.yesNo !== undefined)
    return askComplaint({ ...state, opening: '', tries: 1, guesses: [] }, services, 'wording/triage.complaint-again');
  return takeComplaint({ ...state, opening: '', guesses: [] }, input.text, services);
}

/** Which of several is nearest: one of them, none, not sure, or the complaint in other words. */
function takeNearest(state: TriageState, input: PatientInput, services: Services): Result {
  const chosen = input.choice?.id;
  if (chosen !== undefined && state.guesses.includes(chosen))
    return beginRuns(besideTitle(state, chosen, input, services), [chosen], services, '');
  const told = absorb(state, input.reading, services);
  // Not sure either: the general questions ask the danger signs of all.
  if (chosen === SOMETHING_ELSE || input.yesNo !== undefined) return beginRuns(told, [GENERAL], services, '');
  const opening = [state.opening, input.text].filter((one) => one !== '').join('. ');
  return chooseProtocol({ ...told, opening, guesses: [] }, services, '', true);
}

/** What was written beside a title that was chosen. The title itself tells nothing: "Dizziness or fainting" is no faint. */
function besideTitle(state: TriageState, chosen: string, input: PatientInput, services: Services): TriageState {
  const title = text(`protocol/${chosen}#title`, services);
  const at = input.text.toLowerCase().indexOf(title.toLowerCase());
  const rest = at < 0 ? input.text : `${input.text.slice(0, at)} ${input.text.slice(at + title.length)}`;
  if (rest === chosen || !/\p{L}{2}/u.test(rest)) return state;
  return absorb(state, services.language.read(rest, services.locale, services.facts), services);
}

function wantsChange(mentions: readonly Mention[], input: PatientInput): boolean {
  return input.choice === undefined && mentions.some((one) => one.concept === 'change-answer');
}

/** "No, I meant yes" to a question that is asked again: the words after "I meant" are the answer to it. */
function meantNow(
  state: TriageState,
  input: PatientInput,
  mentions: readonly Mention[],
  services: Services,
): PatientInput | undefined {
  const [first = ''] = state.places;
  const run = state.runs[state.current]!;
  const question = questionOf(caseOf(run, state, services).protocol, first);
  if (question === undefined || (!run.order.includes(first) && changeable(state, services).length > 0))
    return undefined;
  const end = Math.max(...mentions.filter((one) => one.concept === 'change-answer').map((one) => one.end));
  const said = input.text.slice(end).replace(/^[\s,:;.-]+/, '');
  const reading = services.language.read(said, services.locale, services.facts);
  const { yesNo: _old, choice: _choice, ...rest } = input;
  const yesNo = services.language.yesNo(said, services.locale);
  const meant: PatientInput = { ...rest, text: said, reading, ...(yesNo === undefined ? {} : { yesNo }) };
  const understood = understand(question, meant, mentionsIn(reading, services), services);
  return said !== '' && typeof understood === 'object' ? meant : undefined;
}

/** "Change my answer to the second question": named by place or words, or chosen from the list. */
export function changeAnswer(state: TriageState, input: PatientInput, services: Services): Result {
  const run = state.runs[state.current];
  const choices = run === undefined ? [] : changeable(state, services);
  if (run === undefined || choices.length === 0)
    return proceed(state, services, text('wording/triage.nothing-to-change', services));
  const named = input.choice?.id ?? services.language.choose(stripped(input.text), choices, services.locale)?.id;
  // With one answer given there is nothing to choose.
  const target = choices.find((one) => one.id === named) ?? (choices.length === 1 ? choices[0] : undefined);
  if (target === undefined) {
    // Asked which and none was named, or a number is put right ("I meant 39.2"): taken note of, and on with the questions.
    if (state.at === 'change' || /\d/.test(input.text))
      return proceed(absorb(state, input.reading, services), services, text('wording/triage.noted', services));
    const next: TriageState = { ...state, at: 'change' };
    return { events: [askChange(next, services, '')], next };
  }
  const { [target.id]: _dropped, ...answers } = run.answers;
  const again: TriageState = {
    ...state,
    at: 'question',
    places: [target.id],
    tries: 0,
    heard: forget(state, target.id, services),
    runs: state.runs.map((one, at) => (at === state.current ? { ...one, answers } : one)),
  };
  return { events: askPlaces(again, services, text('wording/triage.change-now', services)), next: again };
}

/** Which of the answers given is to be changed. */
export function askChange(state: TriageState, services: Services, lead: string): TurnEvent {
  const choices = changeable(state, services).map((one) => ({ id: one.id, label: { literal: one.label } }));
  return {
    ...together([lead, text('wording/triage.change-which', services)]),
    ask: { kind: 'choice', choices },
  };
}

function changeable(state: TriageState, services: Services): { id: string; label: string }[] {
  const run = state.runs[state.current]!;
  return run.order
    .filter((id) => run.answers[id] !== undefined)
    .map((id) => ({ id, label: text(`protocol/${run.protocol}@${run.version}#questions.${id}.about`, services) }));
}

/** What was heard about a question that is asked again must not answer it by itself. */
function forget(state: TriageState, id: string, services: Services): TriageState['heard'] {
  const { protocol } = caseOf(state.runs[state.current]!, state, services);
  const question = questionOf(protocol, id)!;
  const concepts = conceptsAsked(question);
  return state.heard.filter((one) => !concepts.has(one.concept));
}

/** "my answer to the second question" -> "the second": what is left names the place. */
function stripped(said: string): string {
  return (
    /\b(first|second|third|fourth|fifth|sixth|last|primera?|segunda?|tercera?|cuarta?|quinta?|sexta?|última|ultima|\d+)\b/i.exec(
      said,
    )?.[0] ?? said
  );
}
