import type { Measure } from '../../contracts/language';
import { SENTENCE, type Token } from '../text/tokenise';
import type { UnitWords } from './units';

/** A measure and the tokens it stands on. */
export interface FoundMeasure extends Measure {
  readonly first: number;
  readonly last: number;
}

export interface Measured {
  readonly measures: readonly FoundMeasure[];
  /** "3 weeks ago", "in 2010": how long before now, in hours. */
  readonly ago: readonly { first: number; last: number; hours: number }[];
  /** "started two weeks ago", "since 2 years ago": when it began, so it is still going on. */
  readonly onset: readonly { first: number; last: number }[];
}

const HOURS = { minute: 1 / 60, hour: 1, day: 24, week: 168, month: 730, year: 8760 } as const;
type Span = keyof typeof HOURS;
const SPANS = Object.keys(HOURS) as Span[];
const MONTHS: Record<Span, number> = { minute: 0, hour: 0, day: 1 / 30.4, week: 12 / 52, month: 1, year: 12 };
const LONG_AGO = 8760;

/**
 * Numbers with a meaning. Units that are not said are inferred from the plausible range (a sugar of 4 is mmol/L, one
 * of 90 mg/dL; a fever of 104 is Fahrenheit). Every rule looks at most six words to either side.
 */
export function measuresIn(tokens: readonly Token[], words: UnitWords): Measured {
  const reader = new Reader(tokens, words);
  const measures: FoundMeasure[] = [];
  const ago: { first: number; last: number; hours: number }[] = [];
  const onset: { first: number; last: number }[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const value = reader.value(at);
    if (value === undefined) continue;
    const found = readOne(reader, at, value, { ago, onset });
    // Both numbers of "120/80" and of "8/10" are read.
    const both = found.find((one) => one.kind === 'diastolic' || one.kind === 'pain');
    for (const one of found) {
      measures.push({
        kind: one.kind,
        value: one.value,
        start: tokens[one.first]!.start,
        end: tokens[one.last]!.end,
        first: one.first,
        last: one.last,
      });
    }
    if (both !== undefined) at = both.last;
  }
  return { measures, ago, onset };
}

/** Where times are collected while reading. */
interface Times {
  readonly ago: { first: number; last: number; hours: number }[];
  readonly onset: { first: number; last: number }[];
}

interface Raw {
  readonly kind: Measure['kind'];
  readonly value: number;
  readonly first: number;
  readonly last: number;
}

function readOne(r: Reader, at: number, value: number, times: Times): Raw[] {
  const pressure = bloodPressure(r, at, value);
  if (pressure !== undefined) return pressure;
  const span = r.spanAfter(at);
  if (span !== undefined) return spanOf(r, at, value, span, times);
  if (isYear(r, at, value)) {
    times.ago.push({ first: at, last: at, hours: LONG_AGO });
    return [];
  }
  return single(r, at, value);
}

/** "120/80", "180 over 110". */
function bloodPressure(r: Reader, at: number, value: number): Raw[] | undefined {
  if (value < 60 || value > 300) return undefined;
  const over = r.is(at + 1, 'over');
  const next = over ? at + 2 : at + 1;
  const lower = r.value(next);
  if (lower === undefined || lower < 25 || lower > 180 || lower >= value) return undefined;
  const slash = r.tokens[next]!.mark === '/';
  if (!(slash || (over && r.near(at, 'pressure', 6, 4)) || (over && value >= 90))) return undefined;
  return [
    { kind: 'systolic', value, first: at, last: next },
    { kind: 'diastolic', value: lower, first: at, last: next },
  ];
}

/** A number with a length of time: an age, a pregnancy, a time ago or a duration. */
function spanOf(
  r: Reader,
  at: number,
  value: number,
  span: { unit: Span; last: number; old: boolean },
  times: Times,
): Raw[] {
  const { unit, last } = span;
  const isAge = span.old || r.is(last + 1, 'old') || (r.is(last + 1, 'of') && r.is(last + 2, 'old'));
  if (isAge || r.aged(at, last, unit)) {
    const end = isAge && !span.old ? Math.min(last + 1, r.tokens.length - 1) : last;
    return [{ kind: 'age_months', value: value * MONTHS[unit], first: at, last: end }];
  }
  if (r.is(last + 1, 'ago') || r.is(at - 1, 'ago-before') || (r.is(last + 1, 'after-event') && !r.is(at - 1, 'for'))) {
    const first = r.is(at - 1, 'ago-before') ? at - 1 : at;
    const end = Math.min(last + 1, r.tokens.length - 1);
    if (r.near(at, 'onset', 5, 3)) times.onset.push({ first, last: end });
    else times.ago.push({ first, last: end, hours: value * HOURS[unit] });
    return [{ kind: 'duration_hours', value: value * HOURS[unit], first: at, last }];
  }
  // "Three times a week", "every 5 to 8 weeks": how often, not how long.
  if (r.is(at - 1, 'how-often') || r.is(at - 3, 'how-often')) return [];
  if (
    unit === 'week' &&
    value >= 4 &&
    value <= 43 &&
    (r.near(at, 'pregnant', 5, 4) ||
      r.is(at - 1, 'writer') ||
      // "36 weeks and a bad headache": nobody opens with how long in so many weeks.
      (at === 0 && value >= BARE_WEEKS && !r.is(last + 1, 'of')) ||
      (r.anywhere('pregnant') && !r.is(at - 1, 'for')))
  )
    return [{ kind: 'weeks_pregnant', value, first: at, last }];
  if (unit === 'month' && value <= 9 && r.near(at, 'pregnant', 3, 2))
    return [{ kind: 'weeks_pregnant', value: Math.round(value * 4.345), first: at, last }];
  return [{ kind: 'duration_hours', value: value * HOURS[unit], first: at, last }];
}

/** From here on a message that begins with a number of weeks speaks of a pregnancy, without saying so. */
const BARE_WEEKS = 12;

function isYear(r: Reader, at: number, value: number): boolean {
  return r.tokens[at]!.word.length === 4 && value >= 1930 && value <= 2035 && r.is(at - 1, 'in-year');
}

/** A number without a span: what stands around it says what it is. */
function single(r: Reader, at: number, value: number): Raw[] {
  const temperature = temperatureOf(r, at, value);
  if (temperature !== undefined) return [temperature];
  if (r.near(at, 'sugar', 4, 0) && r.is(at + 1, 'mg'))
    return [{ kind: 'glucose_mgdl', value, first: at, last: at + 1 }];
  if (r.is(at + 1, 'mg')) return [{ kind: 'dose_mg', value, first: at, last: at + 1 }];
  if (r.is(at + 1, 'gram')) return [{ kind: 'dose_mg', value: value * 1000, first: at, last: at + 1 }];
  if (r.tokens[at + 1]?.number === 10 && r.tokens[at + 1]!.mark === '/' && value <= 10)
    return [{ kind: 'pain', value, first: at, last: at + 1 }];
  // "7 out of 10", "7 de 10".
  const ten = [at + 2, at + 3].find((index) => r.tokens[index]?.number === 10);
  if (r.is(at + 1, 'out') && ten !== undefined && value <= 10) return [{ kind: 'pain', value, first: at, last: ten }];
  if (r.is(at + 1, 'bpm')) return [{ kind: 'heart_rate', value, first: at, last: at + 1 }];
  if (value >= 40 && value <= 100 && r.near(at, 'oxygen', 4, 2) && !r.labelled(at, 'pulse', 'oxygen'))
    return [{ kind: 'spo2', value, first: at, last: at }];
  // "Ketones 1.8 mmol/L, now 0.9" is no sugar.
  if (value < 15 && r.near(at, 'ketone', 5, 0) && !r.labelled(at, 'sugar', 'ketone'))
    return [{ kind: 'ketones_mmol', value, first: at, last: r.is(at + 1, 'mmol') ? at + 1 : at }];
  if (r.is(at + 1, 'mmol') && value < 60 && !r.near(at, 'sugar-average', 6, 2))
    return [{ kind: 'glucose_mgdl', value: value * 18.016, first: at, last: at + 1 }];
  if (r.is(at + 1, 'mgdl')) return [{ kind: 'glucose_mgdl', value, first: at, last: at + 1 }];
  // A number in words stands right after its sugar: "no sugar diabetes, but two or three hours past lunch" tells none.
  const sugar = r.tokens[at]!.number === undefined ? r.near(at, 'sugar', 2, 0) : r.near(at, 'sugar', 4, 2);
  if (sugar && !r.is(at - 1, 'numbered') && !r.near(at, 'sugar-average', 6, 2) && value >= 1 && value <= 1200)
    return [{ kind: 'glucose_mgdl', value: value < 35 ? value * 18.016 : value, first: at, last: at }];
  if (value >= 25 && value <= 280 && r.near(at, 'pulse', 4, 1))
    return [{ kind: 'heart_rate', value, first: at, last: at }];
  if (value >= 70 && value <= 300 && r.near(at, 'pressure', 4, 2))
    return [{ kind: 'systolic', value, first: at, last: at }];
  for (let away = 1; away <= 3; away++)
    if (r.is(at + away, 'pills') && value <= 500 && Number.isInteger(value * 2))
      return [{ kind: 'count', value, first: at, last: at + away }];
  if (value <= 10 && r.near(at, 'pain', 4, 0)) return [{ kind: 'pain', value, first: at, last: at }];
  if (
    value <= 115 &&
    r.tokens[at]!.number !== undefined &&
    Number.isInteger(value) &&
    r.is(at - 1, 'age-before') &&
    !r.unitLike(at + 1) &&
    !r.near(at, 'sugar', 4, 0) &&
    !r.near(at, 'other-quantity', 4, 2)
  )
    return [{ kind: 'age_months', value: value * 12, first: at - 1, last: at }];
  return [];
}

function temperatureOf(r: Reader, at: number, value: number): Raw | undefined {
  if (r.near(at, 'angle', 4, 3) && !r.near(at, 'fever', 5, 3)) return undefined;
  // "Oxygen 98%, temp 36.6".
  if (r.labelled(at, 'oxygen', 'fever') || r.labelled(at, 'pulse', 'fever')) return undefined;
  const unit = r.is(at + 1, 'degrees') ? at + 2 : at + 1;
  const fahrenheit = r.is(unit, 'fahrenheit') && value >= 85 && value <= 115;
  const celsius = r.is(unit, 'celsius') && value >= 25 && value <= 45;
  const said = r.near(at, 'fever', 5, 3) || r.is(at + 1, 'degrees');
  const last = fahrenheit || celsius ? unit : at;
  if (fahrenheit || (said && value >= 93 && value <= 115 && !celsius))
    return { kind: 'temperature_c', value: Math.round(((value - 32) / 1.8) * 100) / 100, first: at, last };
  // "tiene 38.4", "101.2": a decimal in the range of fevers is hardly anything else.
  const bare =
    /[.,]\d$/.test(r.tokens[at]!.word) &&
    !r.unitLike(at + 1) &&
    !r.near(at, 'sugar', 4, 2) &&
    !r.near(at, 'other-quantity', 4, 2);
  if (bare && value >= 99.5 && value <= 107.9)
    return { kind: 'temperature_c', value: Math.round(((value - 32) / 1.8) * 100) / 100, first: at, last };
  if (bare && value >= 37.5 && value <= 42.5) return { kind: 'temperature_c', value, first: at, last };
  if (celsius || (said && value >= 30 && value <= 45)) return { kind: 'temperature_c', value, first: at, last };
  return undefined;
}

/** Words that only say how to take what stands beside them, and measure nothing themselves. */
const AROUND: ReadonlySet<string> = new Set(['lasting-with', 'angle', 'sugar-average']);

/** Looks around a token without leaving its sentence. */
class Reader {
  private readonly present = new Set<string>();

  constructor(
    readonly tokens: readonly Token[],
    private readonly words: UnitWords,
  ) {
    for (const token of tokens) for (const use of words.uses.get(token.word) ?? []) this.present.add(use);
  }

  /** The number at a token: digits, or a number word. */
  value(at: number): number | undefined {
    const token = this.tokens[at];
    if (token === undefined) return undefined;
    if (token.number !== undefined) return token.number;
    const word = this.words.numbers.get(token.word);
    if (word === undefined) return undefined;
    return this.spanAfter(at) !== undefined || this.is(at + 1, 'pills') || word > 1 ? word : undefined;
  }

  is(at: number, use: string): boolean {
    const token = this.tokens[at];
    return token !== undefined && (this.words.uses.get(token.word)?.has(use) ?? false);
  }

  unitLike(at: number): boolean {
    const token = this.tokens[at];
    if (token === undefined || token.before === SENTENCE) return false;
    return [...(this.words.uses.get(token.word) ?? [])].some((use) => !AROUND.has(use));
  }

  /** A unit of time right after, over an "of" or a hyphen ("couple of days", "3-week"). `old` when it says age ("yo"). */
  spanAfter(at: number): { unit: Span; last: number; old: boolean } | undefined {
    for (const place of this.is(at + 1, 'of') ? [at + 2] : [at + 1]) {
      for (const unit of SPANS) if (this.is(place, unit)) return { unit, last: place, old: false };
      if (this.is(place, 'years-old')) return { unit: 'year', last: place, old: true };
      if (this.is(place, 'months-old')) return { unit: 'month', last: place, old: true };
    }
    return undefined;
  }

  /** "baby of 2 months", "bebé de 2 meses", "my 3 month baby", "tiene 5 años". */
  aged(at: number, last: number, unit: Span): boolean {
    if (this.is(at - 1, 'for') || this.is(at - 1, 'ago-before')) return false;
    if (this.is(last + 1, 'child') && unit !== 'hour') return true;
    if (this.is(at - 1, 'of') && this.is(at - 2, 'child')) return true;
    // "Baby 6 weeks, ..." but not "baby moving less at 30 weeks".
    if (this.is(at - 1, 'child') && unit !== 'hour' && !this.anywhere('womb')) return true;
    if (!this.is(at - 1, 'age-before')) return false;
    // "El bebé tiene tres semanas" is an age; "tiene tres días con fiebre" is how long.
    return unit === 'year' || (unit !== 'hour' && this.is(at - 2, 'child') && !this.is(last + 1, 'lasting-with'));
  }

  near(at: number, use: string, back: number, ahead: number): boolean {
    for (let i = at - 1; i >= Math.max(0, at - back); i--) {
      if (this.tokens[i + 1]!.before === SENTENCE) break;
      if (this.is(i, use)) return true;
    }
    for (let i = at + 1; i <= Math.min(this.tokens.length - 1, at + ahead); i++) {
      if (this.tokens[i]!.before === SENTENCE) break;
      if (this.is(i, use)) return true;
    }
    return false;
  }

  /** Whether the label right before a number, up to two words, is `use` and not `other`: "pulse 88, oxygen 98%". */
  labelled(at: number, use: string, other: string): boolean {
    for (let i = at - 1; i >= Math.max(0, at - 2); i--) {
      if (this.tokens[i + 1]!.before === SENTENCE || this.is(i, other)) return false;
      if (this.is(i, use)) return true;
    }
    return false;
  }

  anywhere(use: string): boolean {
    return this.present.has(use);
  }
}
