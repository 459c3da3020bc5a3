import { DateTime } from 'luxon';
import { z } from 'zod';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { DateReading, DateWish } from '../../contracts';
import { createDates } from '../../language/dates';
import { type CaseResult, proportion, type Report } from './report';
import type { Task } from './tasks';

const wish = z.object({
  from: z.string().optional(),
  to: z.string().optional(),
  weekdays: z.array(z.number()).optional(),
  parts: z.array(z.enum(['morning', 'afternoon', 'evening'])).optional(),
  at: z.string().optional(),
  earliest: z.string().optional(),
  latest: z.string().optional(),
  soonest: z.boolean().optional(),
});
const cases = z.array(
  z.object({
    id: z.union([z.string(), z.number()]).transform(String),
    text: z.string(),
    locale: z.string().default('en'),
    reference: z.string(),
    zone: z.string().default('UTC'),
    expect: z.union([z.string(), wish]),
  }),
);

/** Day parts as an outside file would take them; the hospital's own stand in its calendar. */
const PARTS: Readonly<Record<string, readonly [string, string]>> = {
  morning: ['08:00', '12:00'],
  afternoon: ['12:00', '17:00'],
  evening: ['17:00', '20:00'],
};
const DAY: readonly [string, string] = ['08:00', '20:00'];

/** `npm run evaluate -- dates FILE`: exact, asked back, or silently wrong. */
export const datesTask: Task = {
  name: 'dates',
  shipped: [
    'dates/tune.yaml',
    'dates/held.yaml',
    'dates/afterwards.yaml',
    'dates/rounds.yaml',
    'dates/rounds-held.yaml',
  ],
  async run(input: unknown, content: ContentLibrary): Promise<Report> {
    const dates = createDates(content);
    const scored: (CaseResult & { outcome: Outcome; locale: string })[] = [];
    for (const one of cases.parse(input)) {
      const now = DateTime.fromISO(one.reference, { zone: one.zone }).toMillis();
      const got = await dates.read(one.text, one.locale, { now, zone: one.zone });
      const outcome = score(one.expect, got);
      scored.push({
        id: one.id,
        expected: one.expect,
        got: shown(got),
        pass: outcome === 'exact' || outcome === 'asked',
        detail: { text: one.text, outcome },
        outcome,
        locale: one.locale,
      });
    }
    const share = (of: typeof scored, ...outcomes: Outcome[]) =>
      proportion(of.filter((one) => outcomes.includes(one.outcome)).length, of.length);
    const locales = [...new Set(scored.map((one) => one.locale))].sort();
    return {
      summary: {
        cases: scored.length,
        exact: share(scored, 'exact'),
        exact_or_asked: share(scored, 'exact', 'asked'),
        asked_without_need: share(scored, 'asked'),
        silently_wrong: share(scored, 'wrong'),
        not_read: share(scored, 'unread'),
        ...Object.fromEntries(
          locales.map((locale) => [
            `exact_or_asked_${locale}`,
            share(
              scored.filter((one) => one.locale === locale),
              'exact',
              'asked',
            ),
          ]),
        ),
      },
      results: scored.map(({ outcome: _outcome, locale: _locale, ...result }) => result),
    };
  },
};

/** `asked` is a question where a value was expected; `unread` gives neither and is asked again without a guess. */
type Outcome = 'exact' | 'asked' | 'wrong' | 'unread';

function score(expected: string | DateWish, got: DateReading): Outcome {
  const asks = got.kind === 'ask' || got.kind === 'impossible';
  if (expected === 'ask') return asks || got.kind === 'none' ? 'exact' : 'wrong';
  if (asks) return 'asked';
  if (got.kind === 'none') return 'unread';
  const value: DateWish =
    got.kind === 'past' ? { from: got.day, to: got.day, ...(got.at === undefined ? {} : { at: got.at }) } : got.wish;
  if (typeof expected !== 'string') return sameWish(expected, value) ? 'exact' : 'wrong';
  return sameValue(expected, value) ? 'exact' : 'wrong';
}

function sameWish(expected: DateWish, got: DateWish): boolean {
  const keys = new Set([...Object.keys(expected), ...Object.keys(got)]) as Set<keyof DateWish>;
  return [...keys].every((key) => JSON.stringify(expected[key]) === JSON.stringify(got[key]));
}

/**
 * A date is the day, whatever part of it was wished; a date-time is that minute; a range of days has the same first and
 * last day (two days' grace at the end: a week may end on Friday or Sunday); a range of times is on the same day and
 * each lies around the middle of the other, because hospitals draw mornings and afternoons differently. `a/` is open.
 */
function sameValue(expected: string, got: DateWish): boolean {
  const [start = '', end] = expected.split('/');
  if (end === undefined) {
    const [day, time] = start.split('T');
    return got.from === day && got.to === day && (time === undefined || got.at === time.slice(0, 5));
  }
  const [fromDay, fromTime] = start.split('T');
  const [toDay, toTime] = end.split('T');
  if (end === '') return got.from === fromDay && got.to === undefined;
  if (got.to === undefined) return false;
  if (fromTime === undefined || toTime === undefined)
    return (got.from ?? fromDay) === fromDay && Math.abs(daysApart(got.to, toDay!)) <= 2;
  if (got.from !== fromDay || got.to !== toDay) return false;
  const [a, b] = windowOf(got).map(minutes) as [number, number];
  const [c, d] = [minutes(fromTime.slice(0, 5)), minutes(toTime.slice(0, 5))];
  return inside((a + b) / 2, c, d) && inside((c + d) / 2, a, b);
}

function windowOf(got: DateWish): [string, string] {
  const [partFrom, partTo] = PARTS[got.parts?.[0] ?? ''] ?? DAY;
  if (got.at !== undefined) return [got.at, got.at];
  return [got.earliest ?? partFrom, got.latest ?? partTo];
}

const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const inside = (x: number, low: number, high: number) => x >= low && x <= high;
const daysApart = (a: string, b: string) =>
  DateTime.fromISO(a, { zone: 'utc' }).diff(DateTime.fromISO(b, { zone: 'utc' }), 'days').days;

/** As the expected values are written. */
function shown(got: DateReading): unknown {
  if (got.kind === 'ask') return { ask: got.why, candidates: got.candidates };
  if (got.kind !== 'wish') return got;
  return got.wish;
}
