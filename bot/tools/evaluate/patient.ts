import { isAge } from '../../../dialogs/triage/absorb';
import { numberFrom } from '../../../dialogs/triage/understand';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Fact } from '../../../knowledge/schema/modifier';
import { hours, type NumberQuestion, type Option, type Question } from '../../../knowledge/schema/triage-common';
import { isAbout, tellingConceptsOf } from '../../../knowledge/triage/said';
import type { Mention, PatientInput, Services } from '../../contracts';
import { hasSubject, isKnown, isOfComplaint, type Lasting, lastsAsLong, longest } from './lasting';
import {
  absentOf,
  clausesOf,
  differs,
  INTENSE,
  isHalfKnown,
  near,
  piecesOf,
  possibleIn,
  rulesOut,
  type Said,
  type Statement,
  statementOf,
  statementsOf,
  within,
} from './statements';

/** One case to play: who, the first words, what is so, what is not, and which levels are right. */
export interface Vignette {
  readonly id: string;
  /** Years as a number, or "6 weeks", "8 months". */
  readonly age: number | string;
  readonly sex: string;
  readonly pregnant?: boolean;
  readonly opening: string;
  /** The same opening as first written, when `opening` tells it in other words: the patient still knows all of it. */
  readonly meant?: string | undefined;
  readonly findings: readonly string[];
  readonly absent?: readonly string[];
  readonly acceptable: readonly string[];
  readonly locale?: string;
}

/** What the patient knows, read once: what is so, and what is not. */
export interface Knows {
  readonly vignette: Vignette;
  /** What the opening and the findings mention as being so. */
  readonly said: readonly Said[];
  /** Concepts of the findings alone, without the opening words. */
  readonly findings: ReadonlySet<string>;
  readonly statements: readonly Statement[];
  /** What the case says is not there. */
  readonly absent: readonly Statement[];
  readonly times: readonly Lasting[];
  readonly measures: readonly { kind: string; value: number }[];
  readonly read: Read;
}

type Read = (text: string) => {
  mentions: readonly Mention[];
  measures: readonly { kind: string; value: number; start: number }[];
};

export function knowsOf(vignette: Vignette, read: Read): Knows {
  const said: Said[] = [];
  const measures: { kind: string; value: number }[] = [];
  const times: Lasting[] = [];
  const findings = new Set<string>();
  const openings = [vignette.opening, ...(vignette.meant === undefined ? [] : [vignette.meant])];
  for (const [at, text] of [...openings, ...vignette.findings].entries()) {
    const opens = at < openings.length;
    const reading = read(text);
    const clauses = clausesOf(text);
    const clauseAt = (start: number) => (clauses.find((one) => start < one.to) ?? clauses.at(-1))!.clause;
    for (const { concept, words, start, context } of reading.mentions) {
      const { polarity, temporality, sense, experiencer } = context;
      // A line of findings is told about this person, in whatever words.
      if (sense === 'idiom' || (opens && sense !== 'literal') || experiencer === 'other_absent') continue;
      if (polarity === 'negated' || (!concept.startsWith('said:') && temporality === 'hypothetical')) continue;
      said.push({ concept, words, polarity, temporality, clause: clauseAt(start) });
      if (!opens) findings.add(concept);
    }
    for (const one of reading.measures) {
      if (isAge(one, monthsOf(vignette.age))) continue;
      measures.push(one);
      if (one.kind === 'duration_hours') times.push({ clause: clauseAt(one.start), hours: one.value });
    }
  }
  const statements = [...openings, ...vignette.findings].flatMap(statementsOf);
  const absent = absentOf(vignette.absent ?? []);
  const denied = deniedIn(absent, read);
  if (vignette.pregnant === true)
    for (const concept of ['pregnant', 'pregnancy'])
      said.push({
        concept,
        words: concept,
        polarity: 'affirmed',
        temporality: 'now',
        clause: statementsOf(concept)[0]!,
      });
  return {
    vignette,
    said: said.filter((one) => !denied.some((other) => contradicts(other, one))),
    findings,
    statements,
    absent,
    times,
    measures,
    read,
  };
}

interface Denied {
  readonly concept: string;
  readonly words: ReadonlySet<string>;
  /** "Fever", and not "fever above 39": all of the concept is absent. */
  readonly wholly: boolean;
}

function deniedIn(absent: readonly Statement[], read: Read): Denied[] {
  return absent.flatMap((line) =>
    read(line.text).mentions.map(({ concept, words }) => {
      const told = statementsOf(words)[0]?.words ?? new Set<string>();
      return { concept, words: told, wholly: within(line.words, told) && !INTENSE.test(line.text) };
    }),
  );
}

/** The absent line speaks of the same thing: the concept as such, or in words that the patient used for it. */
function contradicts(denied: Denied, one: Said): boolean {
  if (denied.concept !== one.concept) return false;
  return (
    denied.wholly || (denied.words.size > 0 && within(denied.words, statementsOf(one.words)[0]?.words ?? new Set()))
  );
}

function monthsOf(age: Vignette['age']): number | undefined {
  return typeof age === 'number' ? age * 12 : undefined;
}

/** Whether something the patient knows means what is asked: a shared concept, or nearly the same words. */
export function means(
  knows: Knows,
  item: Pick<Option, 'concepts' | 'phrases' | 'lasts'> | Fact,
  labels: readonly string[],
  content: ContentLibrary,
): boolean {
  if (labels.some((text) => isOfSomebodyElse(text, knows.vignette))) return false;
  const concepts = tellingConceptsOf(item, content);
  const shown = labels.flatMap((text) => possibleIn(text, (part) => isPartOf(knows, part)) ?? []);
  if (shown.length === 0 && labels.length > 0) return false;
  const pieces = shown.flatMap(piecesOf);
  if (knows.said.some((one) => concepts.has(one.concept) && tells(one, item, shown, pieces, knows, content)))
    return true;
  if ('lasts' in item && item.lasts !== undefined && longest(knows.times) >= hours(item.lasts)) {
    // A whole question is about the complaint; an option ("a lump for over 3 weeks") needs what it names.
    const isKnownFor = (piece: Statement) =>
      hoursIn(piece.text, knows) !== undefined && isKnown(piece.text, knows.statements);
    if ('text' in item || pieces.some(isKnownFor)) return true;
  }
  const times = (text: string) => lastsAsLong(text, hoursIn(text, knows), knows.statements, knows.times);
  if (shown.some(times) || pieces.some((piece) => hasSubject(piece.text) && times(piece.text.trim()))) return true;
  return pieces.some((piece) =>
    knows.statements.some(
      (known) =>
        near(known, piece) &&
        !shown.some((text) => differs(known.text, text)) &&
        !knows.absent.some((one) => rulesOut(one, piece, known)),
    ),
  );
}

/** One of two things that are asked together is so: most of its words, or its concept, are told. */
function isPartOf(knows: Knows, part: Statement): boolean {
  if (isHalfKnown(part, knows.statements)) return true;
  const named = knows.read(part.text).mentions.filter((one) => one.context.polarity !== 'negated');
  return named.some((one) => knows.said.some((told) => told.concept === one.concept && !told.clause.over));
}

function hoursIn(text: string, knows: Knows): number | undefined {
  const { measures } = knows.read(text);
  const weeks = measures.find((measure) => measure.kind === 'weeks_pregnant');
  return measures.find((measure) => measure.kind === 'duration_hours')?.value ?? (weeks && weeks.value * 168);
}

/** "Baby: pale stool" to a grown-up, "Over 50: jaw pain" to somebody of 30, "Woman over 45" to a man. */
function isOfSomebodyElse(label: string, { age, sex }: Vignette): boolean {
  const years = typeof age === 'number' ? age : 0;
  const [who = ''] = /^[^:,]*/.exec(label) ?? [];
  if (/^(?:baby|newborn|beb[eé]|reci[eé]n nacido)\b/i.test(who) && years >= 2) return true;
  if (/^(?:a )?(?:child|niñ[oa])\b/i.test(who) && years >= 16) return true;
  if (/^(?:woman|mujer)\b/i.test(who) && sex === 'male') return true;
  const over = /^(?:(?:woman|man|mujer|hombre) )?(?:over|m[aá]s de|mayor de) (\d+)(?: años)?$/i.exec(who)?.[1];
  return over !== undefined && years <= Number(over) && /:/.test(label);
}

/** Whether a mention of one of its concepts is a yes to what is asked, and not only a word that lies near. */
function tells(
  one: Said,
  item: Pick<Option, 'concepts' | 'phrases'> | Fact,
  shown: readonly string[],
  pieces: readonly Statement[],
  knows: Knows,
  content: ContentLibrary,
): boolean {
  if (shown.some((text) => differs(one.clause.text, text))) return false;
  const phrase = one.concept.startsWith('said:');
  const condition = kindsOf(content).get(one.concept) === 'condition' || 'known_as' in item;
  const words = statementsOf(one.words)[0]?.words ?? new Set<string>();
  const touched = pieces.filter((piece) => [...piece.words].some((word) => words.has(word)));
  if (!phrase && !condition && touched.length === 0 && !isAbout(one.words, item, shown)) return false;
  if (one.clause.over && !pieces.some((piece) => piece.over) && !condition) return false;
  if (isWell(one, phrase || condition) && !pieces.some((piece) => piece.well)) return false;
  const asked = touched.length > 0 ? touched : pieces;
  if (one.clause.slight && asked.length > 0 && asked.every((piece) => INTENSE.test(piece.text))) return false;
  if (one.concept === 'fever' && !isWarm(one, shown, knows)) return false;
  const named = hoursIn(one.words, knows) ?? (/\b(?:a|un|una) \w+$/i.test(one.words) ? undefined : 0);
  if (phrase && named !== 0 && !outlasts(named, one, shown, knows)) return false;
  return (
    asked.length === 0 || asked.some((piece) => !knows.absent.some((absent) => rulesOut(absent, piece, one.clause)))
  );
}

/** "Bowels normal", "fine sitting still": what the clause, or the word right before a phrase, says to be well. */
function isWell({ clause, words }: Said, isPhrase: boolean): boolean {
  if (!clause.well || !isPhrase) return clause.well;
  const before = clause.text.slice(0, Math.max(0, clause.text.indexOf(words))).trim();
  return statementOf(before.split(/\s+/).slice(-2).join(' ')).well;
}

/** A time in the patient's words ("for a week") against the one that is asked ("over 2 weeks"), of the same thing. */
function outlasts(told: number | undefined, one: Said, shown: readonly string[], knows: Knows): boolean {
  if (told === undefined) return true;
  const pure = !hasSubject(one.words.replace(/\b(?:for|desde|hace|since|over|the|last)\b/gi, ' '));
  if (pure && !isOfComplaint({ clause: one.clause, hours: told })) return false;
  const timed = shown.filter((text) => hoursIn(text, knows) !== undefined);
  if (pure && timed.length > 0 && !timed.some((text) => isKnown(text, knows.statements))) return false;
  const asked = timed.map((text) => hoursIn(text, knows)!)[0];
  if (asked === undefined) return true;
  return timed.some((text) => /\b(less than|under|within|menos de)\b/i.test(text)) ? told < asked : told >= asked;
}

/** "Fever over 39 C" against the temperature that was taken: 37.8 is no fever, and "a fever" alone is not 39. */
function isWarm(one: Said, shown: readonly string[], knows: Knows): boolean {
  const degrees = (measures: readonly { kind: string; value: number }[]) =>
    measures.filter((measure) => measure.kind === 'temperature_c').map((measure) => measure.value);
  const asked = shown.flatMap((text) => degrees(knows.read(text).measures))[0] ?? FEVER;
  const taken = degrees(knows.measures);
  const called = /\b(fever\w*|fiebre|calentura)\b/i.test(one.words);
  if (taken.length === 0) return called ? asked <= FEVER : true;
  return Math.max(...taken) >= asked || (called && asked <= FEVER);
}

/** Degrees Celsius from which people and guidelines speak of a fever. */
const FEVER = 38;

const KINDS = new WeakMap<ContentLibrary, ReadonlyMap<string, string>>();

function kindsOf(content: ContentLibrary): ReadonlyMap<string, string> {
  let kinds = KINDS.get(content);
  if (kinds === undefined) {
    const all = content.all('lexicon').flatMap((lexicon) => lexicon.concepts);
    kinds = new Map(all.map((concept) => [concept.id, concept.kind]));
    KINDS.set(content, kinds);
  }
  return kinds;
}

type Reply = Pick<PatientInput, 'text'> & { choice?: string; yesNo?: PatientInput['yesNo'] };

/** Answers one question of a protocol; what is not listed is not there. */
export function replyTo(question: Question, knows: Knows, services: Pick<Services, 'locale' | 'content'>): Reply {
  const shown = (text: { en: string; [locale: string]: string }) => [text[services.locale] ?? text.en];
  switch (question.type) {
    case 'yes_no': {
      const yes = means(knows, question, [...shown(question.about), ...shown(question.text)], services.content);
      return yes ? { text: 'yes', choice: 'yes', yesNo: 'yes' } : { text: 'no', choice: 'no', yesNo: 'no' };
    }
    case 'ticks': {
      const picked = question.options.flatMap((option, at) =>
        means(knows, option, shown(option.label), services.content) ? [at + 1] : [],
      );
      if (picked.length === 0) return { text: 'none of these', choice: 'none_of_these', yesNo: 'no' };
      return { text: picked.join(' and ') };
    }
    case 'choice': {
      const time = isOfPregnancy(question) ? { ...knows, times: weeksOf(knows) } : knows;
      const lasts = time !== knows || isKnown(shown(question.about)[0]!, knows.statements);
      const found = question.options.find((option) =>
        means(time, option, lasts ? shown(option.label) : shown(option.label).filter(hasSubject), services.content),
      );
      if (found !== undefined) return { text: found.label.en, choice: found.id };
      // "No fever" is no answer for somebody who has one: then the mildest that leaves it standing.
      const mildest = question.options.findLast((option) => !isAgainst(shown(option.label)[0]!, knows));
      if (question.ordered !== undefined && mildest !== undefined)
        return { text: mildest.label.en, choice: mildest.id };
      return { text: 'not sure', choice: 'unsure', yesNo: 'unsure' };
    }
    case 'number':
      return number(question, knows);
  }
}

/** "How far along is it?" asks for weeks that are no time of an illness. */
function isOfPregnancy(question: Question): boolean {
  return /\b(?:far along|weeks pregnant)\b/i.test(`${question.text.en} ${question.about.en}`);
}

function weeksOf(knows: Knows): Lasting[] {
  const weeks = knows.measures.filter((one) => one.kind === 'weeks_pregnant').map((one) => one.value);
  return weeks.length === 0 ? [] : [{ clause: statementOf(''), hours: Math.max(...weeks) * 168 }];
}

/** Whether a label denies what the patient has. */
function isAgainst(label: string, knows: Knows): boolean {
  const denied = knows.read(label).mentions.filter((one) => one.context.polarity === 'negated');
  return denied.some(({ concept }) =>
    knows.said.some(
      (one) => one.concept === concept && !one.clause.over && (concept !== 'fever' || isWarm(one, [], knows)),
    ),
  );
}

function number(question: NumberQuestion, knows: Knows): Reply {
  const known = numberFrom(question, knows.measures) ?? bareDegrees(question, knows);
  return known === undefined ? { text: 'not sure', yesNo: 'unsure' } : { text: String(known) };
}

/** "38.0 since last night", told of a fever, needs no unit. */
function bareDegrees({ measure, min, max }: NumberQuestion, { statements }: Knows): number | undefined {
  if (measure !== 'temperature_c') return undefined;
  const told = statements.flatMap(
    (one) => one.text.match(/(?<![\d.,/])\d{2}[.,]\d(?![\d.,/]|\s?(?:kg|mmol|cm|%|g\b))/g) ?? [],
  );
  return told.map((one) => Number(one.replace(',', '.'))).find((one) => one >= min && one <= max);
}

/** Age and sex as a person would write them. */
export function whoText(vignette: Vignette): string {
  const age = typeof vignette.age === 'number' ? ageText(vignette.age) : vignette.age;
  return `${age}, ${vignette.sex}`;
}

/** Newborns are told in days and young babies in weeks: "1 month" would hide that a child is newborn. */
function ageText(years: number): string {
  const days = Math.round(years * 365.25);
  if (days < 28) return `${Math.max(1, days)} days`;
  if (days < 84) return `${Math.round(days / 7)} weeks`;
  return years < 2 ? `${Math.round(years * 12)} months` : `${Math.round(years)} years`;
}
