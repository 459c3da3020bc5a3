import type { ZodType } from 'zod';
import { type Article, article } from './article';
import { type Intent, intent } from './intent';
import { type Modifier, modifier } from './modifier';
import { type Protocol, protocol } from './protocol';
import { type Synonym, synonym } from './synonym';
import { type Lexicon, lexicon } from './lexicon';
import { type Phrases, phrases } from './phrases';
import { type RedFlag, redFlag } from './red-flag';
import { type Wording, wording } from './wording';

/** Every kind of content: its folder below `content/`, and what one file must look like. */
export interface ContentKinds {
  article: Article;
  intent: Intent;
  synonym: Synonym;
  modifier: Modifier;
  protocol: Protocol;
  wording: Wording;
  lexicon: Lexicon;
  talk: Lexicon;
  phrases: Phrases;
  'red-flag': RedFlag;
}
export type Kind = keyof ContentKinds;

export const KINDS: { readonly [K in Kind]: { readonly folder: string; readonly schema: ZodType<ContentKinds[K]> } } = {
  article: { folder: 'articles', schema: article },
  intent: { folder: 'intents', schema: intent },
  synonym: { folder: 'synonyms', schema: synonym },
  modifier: { folder: 'modifiers', schema: modifier },
  protocol: { folder: 'protocols', schema: protocol },
  wording: { folder: 'wording', schema: wording },
  lexicon: { folder: 'lexicon', schema: lexicon },
  /** How people say things inside one skill; read there only, so that it never routes a message. */
  talk: { folder: 'talk', schema: lexicon },
  phrases: { folder: 'phrases', schema: phrases },
  'red-flag': { folder: 'red-flags', schema: redFlag },
};
