import { z } from 'zod';
import { header } from './common';

/**
 * What a word does in a phrase about days and times. The grammar in `bot/language/dates` is written over these classes
 * alone, so a language is a file of words.
 */
export const DATE_CLASSES = [
  'today',
  'tonight',
  'tomorrow',
  'after-tomorrow',
  /** The day after one that was just ruled out: "not tomorrow, the day after". */
  'day-after',
  'yesterday',
  'this',
  'coming',
  'next',
  'after-next',
  'last',
  'day',
  'week',
  'weekend',
  /** Every Saturday and Sunday. */
  'weekends',
  /** Two weeks: "a fortnight", "una quincena". */
  'fortnight',
  'workdays',
  'month',
  /** "in" two weeks. */
  'in',
  /** At any time in that long: "within" two weeks, "en las proximas" dos semanas. */
  'within',
  /** two weeks "from now". */
  'from-now',
  /** "de hoy en" ocho: so many days, the first one counted. */
  'today-in',
  'any',
  /** About days or times without naming one: "another time". */
  'pass',
  'except',
  'not',
  'not-before',
  'after',
  'before',
  /** Up to and with. */
  'by',
  'from',
  'onwards',
  'between',
  'to',
  'and',
  'or',
  'of',
  /** Article of a day: "the" 14th, "el" 14. */
  'the',
  /** Both at once: "del" 14. */
  'of-the',
  /** Article of several days: "los" lunes. */
  'the-many',
  /** Before a clock time: "at" 3, "a las" 3. */
  'at',
  /** Also an article, so a clock time only after another sign of one: "la" 1. */
  'at-maybe',
  'around',
  'half',
  'quarter',
  /** half "past" nine. */
  'past',
  /** quarter "to" four. */
  'to-hour',
  /** ten "para las" cuatro: minutes before an hour. */
  'to-clock',
  /** four "menos" quarter; and "except". */
  'minus',
  'noon',
  'midnight',
  'oclock',
  'am',
  'pm',
  'early',
  'late',
  'after-lunch',
  'before-lunch',
  'lunch',
  'before-work',
  'start',
  'middle',
  'end',
  'soonest',
  /** Days with names of their own ("Easter"): not known to the calendar, so asked back. */
  'holiday',
  'other',
  /** Before a name: "Dr" May. */
  'title',
] as const;
export type DateClass = (typeof DATE_CLASSES)[number];

/** Wall clock, `HH:mm`. */
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const perPart = z.strictObject({ morning: clock, afternoon: clock, evening: clock });

const list = z.array(z.string().min(1)).min(1);
const numbered = z.record(z.string().regex(/^\d{1,2}$/), list);

/** `content/dates/<locale>.yaml`: the words of days and times in one language. */
export const dateWords = z.strictObject({
  ...header,
  locale: z.string().regex(/^[a-z]{2}$/),
  /** ISO weekday 1 Monday to 7 Sunday. */
  weekdays: numbered,
  /** Forms that mean every such day ("mondays"). */
  every_weekday: numbered.optional(),
  months: numbered,
  numbers: numbered,
  ordinals: numbered,
  parts: z.strictObject({ morning: list, afternoon: list, evening: list }),
  /** What reception understands by loose times: early and late in a part of the day, lunch, before work. */
  hours: z.strictObject({
    early_until: perPart,
    late_from: perPart,
    /** "late" without a part of the day. */
    late: clock,
    lunch: z.tuple([clock, clock]),
    work_begins: clock,
  }),
  words: z.partialRecord(z.enum(DATE_CLASSES), list),
  /** Day counts that people also use for whole weeks: asked back (`8: 7` for "en ocho días"). */
  loose_days: z.record(z.string(), z.number().int()).default({}),
  /** Words of this language that are near a day or month and are not one. */
  never: z.array(z.string()).default([]),
});
export type DateWords = z.infer<typeof dateWords>;
