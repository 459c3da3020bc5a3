import { z } from 'zod';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { createIntents } from '../../language/intents';
import { misspell } from './misspell';
import { type CaseResult, macroF1, proportion, type Report } from './report';
import type { Task } from './tasks';

const cases = z.array(
  z.object({ id: z.coerce.string(), text: z.string(), locale: z.string().default('en'), expect: z.string() }),
);
type Case = z.infer<typeof cases>[number];

const OUTSIDE = 'out-of-scope';
/** What a person says to a booking calendar. */
const CALENDAR = [
  'book_appointment',
  'move_appointment',
  'cancel_appointment',
  'view_appointments',
  'yes',
  'no',
  'back',
];

/** Macro-F1 per language, on misspelt variants, of the calendar's intents, and how much out of scope is declined. */
export const intents: Task = {
  name: 'intents',
  shipped: ['tune', 'held', 'afterwards', 'afterwards-held'].map((name) => `intents/${name}.yaml`),
  async run(input, content): Promise<Report> {
    const understand = createIntents(content);
    const canonical = canonicalNames(content);
    const first = (text: string, locale: string): string => canonical(understand(text, locale)[0]?.intent ?? OUTSIDE);
    const all = cases.parse(input).map((one) => ({ ...one, expect: canonical(one.expect) }));
    const inScope = all.filter((one) => one.expect !== OUTSIDE);
    const outside = all.filter((one) => one.expect === OUTSIDE);
    const score = (list: readonly Case[], write: (one: Case, i: number) => string): number =>
      macroF1(list.map((one, i) => ({ expected: one.expect, got: first(write(one, i), one.locale) })));
    const plain = (one: Case): string => one.text;
    const results: CaseResult[] = all.map((one) => {
      const got = first(one.text, one.locale);
      return { id: one.id, expected: one.expect, got, pass: got === one.expect };
    });
    const perLanguage = [...new Set(all.map((one) => one.locale))].flatMap((locale) => {
      const own = inScope.filter((one) => one.locale === locale);
      return [
        [`macro_f1_${locale}`, score(own, plain)],
        [`misspelt_macro_f1_${locale}`, score(own, (one, i) => misspell(one.text, i * 7919 + 13))],
        [
          `calendar_macro_f1_${locale}`,
          score(
            own.filter((one) => CALENDAR.includes(one.expect)),
            plain,
          ),
        ],
      ];
    });
    const declined = outside.filter((one) => first(one.text, one.locale) === OUTSIDE).length;
    return {
      summary: {
        cases: all.length,
        accuracy: proportion(results.filter((one) => one.pass).length, results.length),
        ...Object.fromEntries(perLanguage),
        out_of_scope: proportion(declined, outside.length),
      },
      results,
    };
  },
};

/** Evaluation files may use an alias of an intent. */
function canonicalNames(content: ContentLibrary): (name: string) => string {
  const names = new Map(content.all('intent').flatMap((one) => one.aliases.map((alias) => [alias, one.id] as const)));
  return (name) => {
    const id = names.get(name) ?? name;
    return id === 'out_of_scope' ? OUTSIDE : id;
  };
}
