import { z } from 'zod';
import { SENTIMENTS } from '../../../knowledge/schema/sentiment';
import { createOpinions } from '../../language/sentiment';
import { macroF1, proportion, type Report } from './report';
import type { Task } from './tasks';

const cases = z.array(
  z.object({
    id: z.coerce.string(),
    text: z.coerce.string(),
    locale: z.string().optional(),
    expect: z
      .string()
      .transform((value) => value.trim().toLowerCase())
      .pipe(z.enum(SENTIMENTS)),
  }),
);

/** Three classes of comments: macro-F1, accuracy, and how many of each class are found. */
export const sentiment: Task = {
  name: 'sentiment',
  shipped: ['sentiment/tune.yaml', 'sentiment/held.yaml', 'sentiment/indirect.yaml', 'sentiment/reviews.yaml'],
  async run(input, content): Promise<Report> {
    const { read } = createOpinions(content);
    const results = cases.parse(input).map((one) => {
      const opinion = read(one.text, one.locale ?? content.hospital.locales[0] ?? 'en');
      return {
        id: one.id,
        expected: one.expect,
        got: opinion.sentiment,
        pass: opinion.sentiment === one.expect,
        detail: { confidence: opinion.confidence, topics: opinion.topics },
      };
    });
    const found = SENTIMENTS.map((name) => {
      const wanted = results.filter((one) => one.expected === name);
      return [`recall_${name}`, proportion(wanted.filter((one) => one.pass).length, wanted.length)] as const;
    });
    return {
      summary: {
        cases: results.length,
        macro_f1: macroF1(results.map((one) => ({ expected: one.expected, got: one.got }))),
        accuracy: proportion(results.filter((one) => one.pass).length, results.length),
        ...Object.fromEntries(found),
      },
      results,
    };
  },
};
