import type { ZodType } from 'zod';
import { type Lexicon, lexicon } from './lexicon';
import { type Phrases, phrases } from './phrases';
import { type RedFlag, redFlag } from './red-flag';
import { type Wording, wording } from './wording';

/** Every kind of content: its folder below `content/`, and what one file must look like. */
export interface ContentKinds {
  wording: Wording;
  lexicon: Lexicon;
  phrases: Phrases;
  'red-flag': RedFlag;
}
export type Kind = keyof ContentKinds;

export const KINDS: { readonly [K in Kind]: { readonly folder: string; readonly schema: ZodType<ContentKinds[K]> } } = {
  wording: { folder: 'wording', schema: wording },
  lexicon: { folder: 'lexicon', schema: lexicon },
  phrases: { folder: 'phrases', schema: phrases },
  'red-flag': { folder: 'red-flags', schema: redFlag },
};
