import { isAge } from '../../../dialogs/triage/absorb';
import { numberFrom } from '../../../dialogs/triage/understand';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Fact } from '../../../knowledge/schema/modifier';
import { hours, type NumberQuestion, type Option, type Question } from '../../../knowledge/schema/triage-common';
import { tellingConceptsOf } from '../../../knowledge/triage/said';
import type { Mention, PatientInput, Services } from '../../contracts';

/** One case to play: who, the first words, what is so, what is not, and which levels are right. */
export interface Vignette {
  readonly id: string;
  /** Years as a number, or "6 weeks", "8 months". */
  readonly age: number | string;
  readonly sex: string;
  readonly pregnant?: boolean;
  readonly opening: string;
  readonly findings: readonly string[];
  readonly absent?: readonly string[];
  readonly acceptable: readonly string[];
  readonly locale?: string;
}

/** What the patient knows, read once: findings that are so, and those denied. */
export interface Knows {
  readonly vignette: Vignette;
  readonly yes: ReadonlySet<string>;
  /** Concepts of the findings alone, without the opening words. */
  readonly findings: ReadonlySet<string>;
  readonly words: readonly Phrase[];
  /** What the case says is not there, word by word. */
  readonly absent: readonly Phrase[];
  readonly measures: readonly { kind: string; value: number }[];
  readonly read: Read;
}

interface Phrase {
  readonly words: ReadonlySet<string>;
  readonly denies: boolean;
  /** "Few wet nappies", "fewer drinks": less of something is not the thing. */
  readonly lessens: boolean;
  /** Numbers and parts, as they are written: "two", "300", "half". */
  readonly amounts: ReadonlySet<string>;
}

type Read = (text: string) => { mentions: readonly Mention[]; measures: readonly { kind: string; value: number }[] };

export function knowsOf(vignette: Vignette, read: Read): Knows {
  const yes = new Set<string>();
  const no = new Set<string>();
  const words: Phrase[] = [];
  const measures: { kind: string; value: number }[] = [];
  const findings = new Set<string>();
  for (const [at, text] of [vignette.opening, ...vignette.findings].entries()) {
    const reading = read(text);
    for (const mention of reading.mentions) {
      const { polarity, sense, experiencer } = mention.context;
      if (sense !== 'literal' || experiencer === 'other_absent') continue;
      (polarity === 'negated' ? no : yes).add(mention.concept);
      if (at > 0 && polarity !== 'negated') findings.add(mention.concept);
    }
    measures.push(...reading.measures.filter((one) => !isAge(one, monthsOf(vignette.age))));
    if (!NEGATED.test(text)) words.push(phraseOf(text));
  }
  if (vignette.pregnant === true) yes.add('pregnant').add('pregnancy');
  const absent = (vignette.absent ?? []).flatMap((text) => read(text).mentions.map((mention) => mention.concept));
  for (const concept of absent) yes.delete(concept);
  return { vignette, yes, findings, words, absent: (vignette.absent ?? []).map(phraseOf), measures, read };
}

function monthsOf(age: Vignette['age']): number | undefined {
  return typeof age === 'number' ? age * 12 : undefined;
}

const NEGATED = /^(no|not|never|without|denies|sin|cannot be)\b/i;
const SMALL = new Set(
  'a an and any are at be been being by can could did do does for from had has have he her him his i if in is it its like me more my of on one or our over own she so some than that the their them there these they this those to up was were what when which who with without you your now than very not no than last day days week weeks hour hours year years old feel feels feeling felt get gets got just than today since yesterday un una el la los las de del en y o con sin que se su tiene'.split(
    ' ',
  ),
);

const LESSENS =
  /\b(few|fewer|much less|poca|poco|pocas|pocos|menos pañales)\b(?! (?:days?|weeks?|hours?|minutes?|steps?|months?|years?|días|semanas|horas|minutos|pasos|meses))/i;

const DENIES = /\b(no|not|cannot|can't|cant|won't|without|never|unable|hardly|sin|nunca)\b/i;

export function contentWords(text: string): Set<string> {
  return new Set(
    text
      .toLowerCase()
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .split(/[^a-z0-9]+/)
      .filter((word) => word.length > 2 && !SMALL.has(word))
      .map(stem),
  );
}

function stem(word: string): string {
  return word.replace(/(ing|ness|edly|ed|ly|ies|es|s)$/, '');
}

/** Whether something the patient knows means what is asked: a shared concept, or nearly the same words. */
export function means(
  knows: Knows,
  item: Pick<Option, 'concepts' | 'phrases' | 'lasts'> | Fact,
  shown: readonly string[],
  content: ContentLibrary,
): boolean {
  if ([...tellingConceptsOf(item, content)].some((concept) => knows.yes.has(concept))) return true;
  if ('lasts' in item && item.lasts !== undefined && longest(knows) >= hours(item.lasts)) return true;
  if (shown.some((text) => lastsAsLong(knows, text))) return true;
  const asked = shown.flatMap((text) => [text, ...text.split(/[,;]|\b(?:or|o)\b/)]).map(phraseOf);
  return asked.some((phrase) =>
    knows.words.some((known) => near(known, phrase) && !knows.absent.some((one) => rulesOut(one, phrase, known))),
  );
}

/** What is absent and asked for, but not part of what is there: "sudden" when the loss is gradual. */
function rulesOut(absent: Phrase, asked: Phrase, known: Phrase): boolean {
  const within = (phrase: Phrase) => [...absent.words].every((word) => phrase.words.has(word));
  return absent.words.size > 0 && within(asked) && !within(known);
}

/** Share of the shorter phrase's words that both must have. */
const NEAR = 0.6;

const AMOUNT =
  /\b(\d+(?:[.,]\d+)?|half|twice|two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|diez)\b/gi;

function phraseOf(text: string): Phrase {
  const amounts = new Set((text.match(AMOUNT) ?? []).map((one) => one.toLowerCase()));
  return { words: contentWords(text), denies: DENIES.test(text), lessens: LESSENS.test(text), amounts };
}

/**
 * Whether both say nearly the same: at least two words, most of the shorter phrase, and not much asked that the patient does
 * not say ("loss of hearing after a blow" is not "gradual hearing loss").
 */
function near(known: Phrase, asked: Phrase): boolean {
  // "Cannot keep sips down" is not "keeps sips down".
  if (known.denies !== asked.denies || known.lessens !== asked.lessens) return false;
  // "My peak flow is 300, my best is 430" is not "under half of best"; "a pad every two hours" is not "each hour for 3".
  const counted = asked.amounts.size > 0 && known.amounts.size > 0;
  if (counted && ![...asked.amounts].some((one) => known.amounts.has(one))) return false;
  const shared = [...known.words].filter((word) => asked.words.has(word)).length;
  return shared >= 2 && shared >= NEAR * Math.min(known.words.size, asked.words.size) && shared > asked.words.size / 2;
}

const WORDS_OF_TIME =
  /\b(how long|how many|or more|over|more than|longer|at least|less than|under|within|minutes?|hours?|days?|weeks?|months?|[a-z]+teen|one|two|three|four|five|six|\d+|lasted|lasting|lasts|going on|symptoms?|started)\b/gi;

/** "3 days or more", "less than a day", "itching over 2 weeks" (to somebody who itches): answered from how long it has lasted. */
function lastsAsLong(knows: Knows, text: string): boolean {
  const asked = knows.read(text).measures.find((measure) => measure.kind === 'duration_hours')?.value;
  const lasted = longest(knows);
  if (asked === undefined || lasted === 0 || text.includes(',')) return false;
  const about = contentWords(text.replace(WORDS_OF_TIME, ''));
  if (![...about].every((word) => knows.words.some((finding) => finding.words.has(word)))) return false;
  if (/\b(how long|how many|or more|over|more than|longer|at least|older|m[aá]s de|o m[aá]s)\b/i.test(text))
    return lasted >= asked;
  return /\b(less than|under|within|menos de)\b/i.test(text) && lasted < asked;
}

/** "5 days or more" has none: what has lasted so long stands in the question. */
function hasSubject(label: string): boolean {
  return contentWords(label.replace(WORDS_OF_TIME, '')).size > 0;
}

/** Whether the patient has what a question of time is about: nobody without a fever has had one for 5 days. */
function isKnown(knows: Knows, about: string): boolean {
  const asked = contentWords(about.replace(WORDS_OF_TIME, ''));
  return [...asked].every((word) => knows.words.some((finding) => finding.words.has(word)));
}

/** Hours the longest of what the patient has lasted; 0 when nothing says. */
function longest(knows: Knows): number {
  return Math.max(0, ...knows.measures.filter((one) => one.kind === 'duration_hours').map((one) => one.value));
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
      const lasts = isKnown(knows, shown(question.about)[0]!);
      const found = question.options.find((option) =>
        means(knows, option, lasts ? shown(option.label) : shown(option.label).filter(hasSubject), services.content),
      );
      if (found !== undefined) return { text: found.label.en, choice: found.id };
      if (question.ordered !== undefined)
        return { text: question.options.at(-1)!.label.en, choice: question.options.at(-1)!.id };
      return { text: 'not sure', choice: 'unsure', yesNo: 'unsure' };
    }
    case 'number':
      return number(question, knows);
  }
}

function number(question: NumberQuestion, knows: Knows): Reply {
  const known = numberFrom(question, knows.measures);
  return known === undefined ? { text: 'not sure', yesNo: 'unsure' } : { text: String(known) };
}

/** Age and sex as a person would write them. */
export function whoText(vignette: Vignette): string {
  const age = typeof vignette.age === 'number' ? ageText(vignette.age) : vignette.age;
  return `${age}, ${vignette.sex}`;
}

function ageText(years: number): string {
  return years < 2 ? `${Math.max(1, Math.round(years * 12))} months` : `${Math.round(years)} years`;
}
