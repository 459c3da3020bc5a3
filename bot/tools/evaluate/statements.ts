import type { Mention } from '../../contracts';

/** One clause of what a case says, or one part of what a question asks, ready to be compared word by word. */
export interface Statement {
  readonly text: string;
  /** Stems of the words that carry meaning. */
  readonly words: ReadonlySet<string>;
  readonly denies: boolean;
  /** "Few wet nappies", "fewer drinks": less of something is not the thing. */
  readonly lessens: boolean;
  /** "Slightly", "a bit", "2 out of 10": too little for "severe" or "cannot". */
  readonly slight: boolean;
  /** "Normal now", "went away": it was there and is no more. */
  readonly over: boolean;
  /** "Fine sitting still", "bowels normal": what it names is well. */
  readonly well: boolean;
  /** Numbers as they are written: "two", "300", "half". */
  readonly amounts: ReadonlySet<string>;
}

/** A concept read in a case's own words, and the clause it stands in. */
export interface Said {
  readonly concept: string;
  readonly words: string;
  readonly polarity: Mention['context']['polarity'];
  readonly temporality: Mention['context']['temporality'];
  readonly clause: Statement;
}

const SMALL = new Set(
  'a an and any are at be been being by can could did do does for from had has have he her him his i if in is it its like me more my of on one or our over own she so some than that the their them there they these those this to up was were what when which who with without you your now very not no last day days week weeks hour hours minute minutes month months year years old feel feels feeling felt get gets got just since yesterday dias semana semanas mes meses horas un una el la los las del de en y o con sin que se su tiene'.split(
    ' ',
  ),
);

const DENIES = /\b(no|not|cannot|can't|cant|won't|without|never|unable|hardly|barely|\w+n't|sin|nunca|apenas)\b/i;

const LESSENS =
  /\b(few|fewer|much less|poca|poco|pocas|pocos|menos pañales)\b(?! (?:days?|weeks?|hours?|minutes?|steps?|months?|years?|días|semanas|horas|minutos|pasos|meses))/i;

const SLIGHT =
  /\b(slight(?:ly)?|mild(?:ly)?|a (?:bit|touch)|a little (?!boy|girl|lad|one)|(?:bit|touch) of|hardly|barely|[0-3] ?(?:out of|de|\/) ?10|un poco|leve(?:mente)?|liger[oa](?:mente)?|apenas|algo de)\b/i;

const OVER =
  /\b(went away|(?:is|are|all|now) gone|gone (?:now|today|again|by)|normal now|(?:fine|well|better|ok|okay|right) (?:now|again)|no longer|settled|cleared up|stopped (?:within|after|by itself)|ya (?:se )?(?:me |le )?(?:pas[oó]|quit[oó]))\b/i;

const WELL =
  /\b(fine|normal(?:ly|es)?|ok|okay|all right|alright|as usual|comfortabl[ey]|como siempre|sin problemas?)\b/i;

/** Words of a question that a slight trouble does not meet. */
export const INTENSE =
  /\b(severe|very|strong|worst|heavy|cannot|can't|unable|large|much|many|lots?|more than|high|drenching|half|deeply|fuerte|muy|grave|much[oa]s?)\b/i;

/** Words that only shade a phrase: without them it is still nearly the same. */
const SHADES = new Set([
  'strong',
  'mild',
  'small',
  'bad',
  'new',
  'big',
  'part',
  'comes',
  'com',
  'often',
  'go',
  'little',
  'most',
  'every',
]);

/** Everyday words for one thing, by how they begin. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/^(?:pain|hurt|ach|sore$|tender)/, 'pain'],
  [/^(?:dolor|duel)/, 'dolor'],
  [/^(?:swell|swoll|puff)/, 'swell'],
  [/^(?:pee|urin|wee)$/, 'urine'],
  [/^(?:poo|stool)$/, 'stool'],
  [/^(?:bleed|bled|blood|spott)/, 'blood'],
  [/^(?:hinch)/, 'hinch'],
  [/^(?:palm|hand)$/, 'hand'],
  [/^(?:sol|sole|feet|foot)$/, 'foot'],
  [/^itch/, 'itch'],
  [/^breath/, 'breath'],
  [/^(?:dizz|lightheaded|headed$|giddy|swimmy)/, 'dizzy'],
];

const AMOUNT =
  /\b(\d+(?:[.,]\d+)?|half|twice|two|three|four|five|six|seven|eight|nine|ten|dos|tres|cuatro|cinco|seis|diez)\b/gi;

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
  const short = word.replace(/(ing|ness|edly|ed|ly|ies|es|s|ful)$/, '');
  return ALIKE.find(([begins]) => begins.test(short) || begins.test(word))?.[1] ?? short;
}

export function statementOf(text: string): Statement {
  return {
    text,
    words: contentWords(text),
    denies: DENIES.test(text),
    lessens: LESSENS.test(text),
    slight: SLIGHT.test(text),
    over: OVER.test(text),
    well: WELL.test(text),
    amounts: new Set((text.match(AMOUNT) ?? []).map((one) => one.toLowerCase())),
  };
}

const ENDS = /[.;!?]\s|,\s|\s(?:but|though|although|pero|aunque)\s|$/gi;
const ENDS_AT_AND = /[.;!?]\s|,\s|\s(?:but|though|although|and|pero|aunque|y)\s|$/gi;

/** "Strong pains and pills do not help": an "and" parts what is from what is not. */
function endsIn(text: string): RegExp {
  return DENIES.test(text) ? ENDS_AT_AND : ENDS;
}

/** "Slightly unsteady but I can walk straight" is two statements; so is each part between commas. */
export function clausesOf(text: string): Clause[] {
  const clauses = clausesIn(text, endsIn(text));
  // "Fever three days, gone today": what only says that it is over belongs to what stands before it.
  return clauses.map((one, at) => {
    const next = clauses[at + 1]?.clause;
    const over = one.clause.over || (next?.over === true && next.words.size <= 2);
    return over === one.clause.over ? one : { ...one, clause: { ...one.clause, over } };
  });
}

interface Clause {
  readonly from: number;
  readonly to: number;
  readonly clause: Statement;
}

function clausesIn(text: string, ends: RegExp): Clause[] {
  const clauses: Clause[] = [];
  let from = 0;
  for (const end of text.matchAll(ends)) {
    const part = text.slice(from, end.index);
    if (part.trim() !== '') clauses.push({ from, to: end.index, clause: statementOf(part) });
    from = end.index + end[0].length;
  }
  return clauses;
}

/** Whole sentences too, where no part of them says the opposite of another: "My knee is red, hot and swollen". */
export function statementsOf(text: string): Statement[] {
  const sentences = text
    .split(/(?<=[.;!?])\s|\s(?:but|though|although|pero|aunque)\s/i)
    .filter((one) => one.trim() !== '');
  return sentences.flatMap((sentence) => {
    const parts = clausesOf(sentence).map((one) => one.clause);
    const told = clausesIn(sentence, ENDS).map((one) => one.clause);
    const mixed = told.some(
      (one) => one.denies !== told[0]!.denies || one.over !== told[0]!.over || one.well !== told[0]!.well,
    );
    return parts.length === 1 || mixed ? parts : [statementOf(sentence), ...parts];
  });
}

/** The parts of what is asked: "Severe pain, black patch, or spreading" are three; what a bracket leaves out is none. */
export function piecesOf(text: string): Statement[] {
  const plain = withoutWho(text);
  return [...new Set([text, plain, ...plain.split(/[,;(]|\b(?:or|o|u)\b/)])].map(statementOf);
}

function withoutWho(text: string): string {
  return text.replace(/^[^:]{2,25}: /, '').replace(/\s*\((?:not|no|sin) [^)]*\)/i, '');
}

/**
 * What is asked as far as it can be so: of "Hit head, and vomiting, or very sleepy" each alternative whose every part (joined by
 * "with" or ", and") is at least half known.
 */
export function possibleIn(text: string, isKnown: (part: Statement) => boolean): string | undefined {
  const alternatives = withoutWho(text).split(/,\s+(?:or|o|u)\s+/);
  const possible = alternatives.filter((one) => {
    const parts = one.split(/,\s+(?:and|y|e)\s+|,?\s+(?:with|con)\s+/);
    return parts.length === 1 || parts.every((part) => piecesOf(part).some(isKnown));
  });
  return possible.length === alternatives.length ? text : possible.length === 0 ? undefined : possible.join(', or ');
}

/** Words of one family begin alike: "crece" and "creciendo". */
const family = (word: string): string => word.slice(0, 4);

/** Whether half of the words of a part are among what is so. */
export function isHalfKnown(part: Statement, known: readonly Statement[]): boolean {
  const words = [...part.words].map(family);
  const told = known
    .filter((one) => !one.over && one.denies === part.denies)
    .flatMap((one) => [...one.words].map(family));
  const found = words.filter((word) => told.includes(word));
  return found.length * 2 >= words.length;
}

/**
 * Whether both say nearly the same. Two words of two, three of three, most of a longer phrase; what is left out may only
 * shade it ("very", "new"): "eye hurts to move" is not "my eye is red and hurts".
 */
export function near(known: Statement, asked: Statement): boolean {
  if (!alike(known, asked)) return false;
  const shared = [...asked.words].filter((word) => known.words.has(word));
  const left = [...asked.words].filter((word) => !known.words.has(word) && !SHADES.has(word));
  if (shared.length < 2) return false;
  const of = shared.length + left.length;
  return of <= 3 ? left.length === 0 : of === 4 ? left.length <= 1 : shared.length >= MOST * of;
}

/** Whether both say that it is there, or both that it is not; in like measure, and now. */
function alike(known: Statement, asked: Statement): boolean {
  // "Cannot keep sips down" is not "keeps sips down".
  if (known.denies !== asked.denies || known.lessens !== asked.lessens) return false;
  if ((known.over && !asked.over) || (known.well && !asked.well)) return false;
  if (known.slight && INTENSE.test(asked.text)) return false;
  return enough(known, asked);
}

const BOTH = /\b(?:both|each|ambos|ambas|los dos|las dos)\b/i;
const ONE = /\b(?:one|only|single|left|right(?! (?:now|away))|un[oa]? sol[oa]|izquierd[oa]|derech[oa])\b/i;
const AT_REST = /\b(?:at rest|resting|calm|sitting|lying still|en reposo|en calma)\b/i;
const ON_EFFORT =
  /\b(?:cr(?:y|ies|ying)|upset|stairs|uphill|effort|exercise|walk(?:s|ing)?|moving|running|llora\w*|subir|caminar|esfuerzo)\b/i;

/** "One leg" is not "both legs", and "when she cries" is not "while calm". */
export function differs(known: string, asked: string): boolean {
  const sides = (text: string) => (BOTH.test(text) === ONE.test(text) ? undefined : BOTH.test(text) ? 'both' : 'one');
  const [there, wanted] = [sides(known), sides(asked)];
  if (there !== undefined && wanted !== undefined && there !== wanted) return true;
  return AT_REST.test(asked) && !ON_EFFORT.test(asked) && ON_EFFORT.test(known) && !AT_REST.test(known);
}

/** Share of a longer phrase that both must have. */
const MOST = 0.6;

/** "My peak flow is 300, my best is 430" is not "under half of best"; "streaks of blood" are not "more than streaks". */
function enough(known: Statement, asked: Statement): boolean {
  const least = /\b(more than|over|at least|m[aá]s de|or more|o m[aá]s)\b/i.test(asked.text);
  if (asked.amounts.size === 0) return !least || /\b(more|lots?|much|cups?|m[aá]s|much[oa])\b/i.test(known.text);
  if (known.amounts.size === 0) return !least;
  if (!least) return [...asked.amounts].some((one) => known.amounts.has(one));
  const asks = Math.min(...[...asked.amounts].map(amount));
  const beyond = /\b(more than|over|m[aá]s de)\b/i.test(asked.text);
  return [...known.amounts].some((one) => (beyond ? amount(one) > asks : amount(one) >= asks));
}

const NUMBERS: Readonly<Record<string, number>> = {
  half: 0.5,
  twice: 2,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  dos: 2,
  tres: 3,
  cuatro: 4,
  cinco: 5,
  seis: 6,
  diez: 10,
};

function amount(written: string): number {
  return NUMBERS[written] ?? Number(written.replace(',', '.'));
}

/**
 * What a case says is not there. People write it both ways: things ("fever", "not passing urine") and facts ("no fever",
 * "knee does not lock"); a list of facts is one where most lines deny.
 */
export function absentOf(lines: readonly string[]): Statement[] {
  const facts = lines.filter((line) => DENIES.test(line)).length * 2 > lines.length;
  return lines
    .flatMap((line) => line.split(/[,;]|\b(?:or|o|ni)\b/))
    .filter((part) => part.trim() !== '')
    .map((part) => statementOf(facts ? part.replace(new RegExp(DENIES, 'gi'), ' ') : part))
    .filter((one) => one.words.size > 0);
}

export function within(part: ReadonlySet<string>, whole: ReadonlySet<string>): boolean {
  return [...part].every((word) => whole.has(word));
}

/** What is absent and asked for, but not part of what is there: "sudden" when the loss is gradual. */
export function rulesOut(absent: Statement, asked: Statement, known: Statement): boolean {
  return absent.denies === asked.denies && within(absent.words, asked.words) && !within(absent.words, known.words);
}
