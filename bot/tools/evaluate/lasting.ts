import { contentWords, type Statement, statementOf, within } from './statements';

/** A clause of a case and the hours that are named in it. */
export interface Lasting {
  readonly clause: Statement;
  readonly hours: number;
}

const WORDS_OF_TIME =
  /\b(how long|how many|or more|over|more than|longer|at least|less than|under|within|up to|minutes?|hours?|days?|weeks?|months?|[a-z]+teen|one|two|three|four|five|six|\d+|lasted|lasting|lasts|going on|gone on|(?:and )?no better|not better|better|improv\w*|siguen?|dura|sin mejorar|symptoms?|started|began|ago|since|hace|m[aá]s de|menos de|o m[aá]s|horas?|d[ií]as?|semanas?|meses)\b/gi;

/** "On 4 days a week", "every two hours" say how often, not for how long. */
const HOW_OFTEN =
  /\b(?:(?:times?|twice|once|days?|nights?|hours?|veces|d[ií]as?|horas) (?:an?|al?|por|a la)|(?:per|each|every|cada)(?: \w+)?) (?:hours?|days?|nights?|weeks?|months?|years?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?)\b/i;

/** A time that belongs to something else than the complaint: habits, medicines, journeys, what was once. */
const ELSEWHERE =
  /\b(smok\w*|work\w*|married|diagnos\w*|diabet\w*|asthma|thyroid|pressure|pill|tablets?|insulin|taking|take|takes|last (?:period|tetanus|visit)|back from|trip|travel\w*|trek\w*|scan|fum\w*|trabaj\w*|tomo|toma|diabetes)\b/i;

const BEGAN = /\b(start\w*|beg[au]n|came on|since|first|noticed|fell|empez\w*|desde)\b/i;

/** Two weeks, in hours: what happened within them may well be what brings the patient. */
const LATELY = 14 * 24;

/** Whether a clause says how long the complaint has lasted. */
export function isOfComplaint({ clause, hours }: Lasting): boolean {
  if (ELSEWHERE.test(clause.text) || HOW_OFTEN.test(clause.text)) return false;
  return !/\bago\b/i.test(clause.text) || BEGAN.test(clause.text) || hours <= LATELY;
}

/** Hours the longest of the complaint has lasted; 0 when nothing says. */
export function longest(times: readonly Lasting[]): number {
  return Math.max(0, ...times.filter(isOfComplaint).map((one) => one.hours));
}

/** "5 days or more" has none: what has lasted so long stands in the question. */
export function hasSubject(label: string): boolean {
  return subjectOf(label).size > 0;
}

function subjectOf(label: string): Set<string> {
  return contentWords(label.replace(WORDS_OF_TIME, ' '));
}

/** Whether the patient has what a question of time is about: nobody without a fever has had one for 5 days. */
export function isKnown(about: string, known: readonly Statement[]): boolean {
  const subject = subjectOf(about);
  const { denies } = statementOf(about);
  const there = known.filter((one) => one.denies === denies && !one.over && !one.well);
  return [...subject].every((word) => there.some((one) => one.words.has(word)));
}

const HOURS: readonly (readonly [RegExp, number])[] = [
  [/^(?:hour|hora)/i, 1],
  [/^(?:day|d[ií]a)/i, 24],
  [/^(?:week|semana)/i, 168],
  [/^(?:month|mes)/i, 730],
  [/^(?:year|año)/i, 8760],
];

const RANGE =
  /(\d+)\s*(?:to|or|-|–|a|o)\s*(\d+)\s*(hours?|days?|weeks?|months?|years?|horas?|d[ií]as?|semanas?|mes(?:es)?|años?)/i;

/**
 * "3 days or more", "less than a day", "1 to 4 weeks", "itching over 2 weeks" (to somebody who itches): answered from how long
 * it has lasted. The time is that of the clause that names what is asked; where it names none, that of the complaint.
 * @param asked hours named in the question
 */
export function lastsAsLong(
  label: string,
  asked: number | undefined,
  known: readonly Statement[],
  times: readonly Lasting[],
): boolean {
  if (asked === undefined || label.includes(',') || HOW_OFTEN.test(label)) return false;
  const lasted = hoursOf(label, known, times);
  if (lasted === 0) return false;
  const range = RANGE.exec(label);
  if (range !== null) {
    const unit = HOURS.find(([begins]) => begins.test(range[3]!))![1];
    return lasted >= Number(range[1]) * unit && lasted <= Number(range[2]) * unit;
  }
  if (/\b(how long|how many|or more|at least|o m[aá]s)\b/i.test(label)) return lasted >= asked;
  if (/\b(over|more than|longer|older|m[aá]s de)\b/i.test(label)) return lasted > asked;
  return /\b(less than|under|within|menos de)\b/i.test(label) && lasted < asked;
}

function hoursOf(label: string, known: readonly Statement[], times: readonly Lasting[]): number {
  const subject = subjectOf(label);
  if (subject.size === 0) return longest(times);
  const { denies } = statementOf(label);
  const about = (one: Statement) => one.denies === denies && !one.over && within(subject, one.words);
  if (!known.some(about)) return 0;
  const own = times.filter((one) => about(one.clause)).map((one) => one.hours);
  return own.length > 0 ? Math.max(...own) : longest(times);
}
