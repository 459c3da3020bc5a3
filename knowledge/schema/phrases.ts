import { z } from 'zod';
import { header } from './common';
import { phraseLists } from './lexicon';

/** ConText cues (Harkema 2009) and how far they reach; see `bot/language/context`. */
export const CUES = [
  'negation',
  'negation-verb',
  'negation-post',
  'not-a-negation',
  'scope-end',
  'light',
  'list',
  'past',
  'resolved',
  'recent',
  'now',
  'hypothetical',
  'topic',
  'learning',
  'at-hand',
  'uncertain',
  'worry',
  'family-history',
  'other-person',
  'self',
  'quoted',
] as const;
export type CueName = (typeof CUES)[number];

const COMMANDS = [
  'stop',
  'start',
  'help',
  'menu',
  'back',
  'repeat',
  'restart',
  'human',
  'language',
  'skip',
  'exit',
] as const;

/** `content/phrases/<use>.yaml`: the small words of conversation, per locale. Every part is optional; files add up. */
export const phrases = z.strictObject({
  ...header,
  cues: z.partialRecord(z.enum(CUES), phraseLists).optional(),
  /** Phrases that say how long ago something was, in hours ("last week"). */
  ago: z.record(z.string(), z.record(z.string(), z.number().positive())).optional(),
  /** A whole message that is a command; `language` entries are `phrase = locale`. */
  commands: z.partialRecord(z.enum(COMMANDS), phraseLists).optional(),
  /** Words around a command or an answer that do not change it ("please", "por favor"). */
  polite: phraseLists.optional(),
  /** Words that join two wishes in one message ("and", "y además"). */
  joiners: phraseLists.optional(),
  answers: z.partialRecord(z.enum(['yes', 'no', 'unsure']), phraseLists).optional(),
  numbers: z.record(z.string(), z.record(z.string(), z.number())).optional(),
  ordinals: z.record(z.string(), z.record(z.string(), z.number())).optional(),
  units: z.record(z.string(), phraseLists).optional(),
  /** Common wrong or shortened spellings and what they stand for. */
  spelling: z.record(z.string(), z.record(z.string(), z.string())).optional(),
  /** Irregular forms of a word, which mean the same in every pattern: `shake: [shook, shaken]`. */
  forms: z.record(z.string(), z.record(z.string(), z.array(z.string()))).optional(),
  /** Everyday words that are never taken for a misspelt word of the lexicon. */
  common: phraseLists.optional(),
  /** Frequent words that tell the language of a text. */
  detect: phraseLists.optional(),
  /** Locale to the Unicode script that tells it at a glance. */
  scripts: z.record(z.string(), z.string().regex(/^[A-Z][A-Za-z_]+$/)).optional(),
});
export type Phrases = z.infer<typeof phrases>;
