import type { ZodType } from 'zod';
import { type Modifier, modifier } from './modifier';
import { type Protocol, protocol } from './protocol';
import { type Wording, wording } from './wording';

/** Every kind of content: its folder below `content/`, and what one file must look like. */
export interface ContentKinds {
  modifier: Modifier;
  protocol: Protocol;
  wording: Wording;
}
export type Kind = keyof ContentKinds;

export const KINDS: { readonly [K in Kind]: { readonly folder: string; readonly schema: ZodType<ContentKinds[K]> } } = {
  modifier: { folder: 'modifiers', schema: modifier },
  protocol: { folder: 'protocols', schema: protocol },
  wording: { folder: 'wording', schema: wording },
};
