import { z } from 'zod';

const answer = z.union([
  z.strictObject({ is: z.enum(['yes', 'no', 'unsure']) }),
  z.strictObject({ option: z.string() }),
  z.strictObject({ ticks: z.array(z.string()) }),
  z.strictObject({ value: z.number() }),
]);

const known = z.enum(['yes', 'no', 'unknown']);

/** One complaint: its protocol in the version it began with, and what has been answered. */
const run = z.strictObject({
  protocol: z.string(),
  version: z.string(),
  answers: z.record(z.string(), answer),
  /** Question ids in the order answered, for "the second question" and for the record. */
  order: z.array(z.string()),
});
export type Run = z.infer<typeof run>;

const outcome = z.strictObject({
  level: z.enum(['D0', 'D1', 'D2', 'D3', 'D4', 'D5']),
  route: z.string(),
  rule: z.string(),
  protocol: z.string(),
  version: z.string(),
});

/** What has been heard about a concept in the patient's own words; `no` only where it was denied. */
const heard = z.strictObject({
  concept: z.string(),
  is: z.enum(['yes', 'no']),
  /** The patient's words the lexicon read it from. */
  words: z.string().optional(),
});
export type Heard = z.infer<typeof heard>;

/**
 * Named places: `complaint` what is wrong, `which` one of several, `who` age and sex, `question` the places shown, `change`
 * which answer to change, `else` whether there is anything else, `result` level given and next step offered, `better` asked how it is now.
 */
export const triageState = z.strictObject({
  at: z.enum(['complaint', 'which', 'who', 'question', 'else', 'change', 'result', 'better']),
  about: z.enum(['self', 'child', 'other']).optional(),
  ageMonths: z.union([z.number(), z.literal('unknown')]).optional(),
  sex: z.enum(['female', 'male', 'other', 'unknown']).optional(),
  facts: z.record(z.string(), known),
  heard: z.array(heard),
  measures: z.array(z.strictObject({ kind: z.string(), value: z.number() })),
  runs: z.array(run),
  current: z.number(),
  /** The places on the screen now: a question id, or `fact:…`s. */
  places: z.array(z.string()),
  /** How often the question now open was not understood. */
  tries: z.number(),
  screens: z.number(),
  asked: z.number(),
  guesses: z.array(z.string()),
  /** The patient's own words until a protocol is chosen by them. */
  opening: z.string(),
  outcome: outcome.optional(),
  /** How much each thing told in own words reads like stories which needed a visit, as log-odds. */
  story: z.array(z.number()).optional(),
  /** Set once the patient was asked whether there is anything else. */
  askedElse: z.boolean().optional(),
  /** Set while a question that got no answer was put once more. */
  nudged: z.boolean().optional(),
  /** Set while a person says they cannot or will not go. */
  refused: z.boolean().optional(),
});
export type TriageState = z.infer<typeof triageState>;

export const EMPTY: TriageState = {
  at: 'complaint',
  facts: {},
  heard: [],
  measures: [],
  runs: [],
  current: 0,
  places: [],
  tries: 0,
  screens: 0,
  asked: 0,
  guesses: [],
  opening: '',
};
