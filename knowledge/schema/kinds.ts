import type { ZodType } from 'zod';
import { type Wording, wording } from './wording';

/** Every kind of content: its folder below `content/`, and what one file must look like. */
export interface ContentKinds {
  wording: Wording;
}
export type Kind = keyof ContentKinds;

export const KINDS: { readonly [K in Kind]: { readonly folder: string; readonly schema: ZodType<ContentKinds[K]> } } = {
  wording: { folder: 'wording', schema: wording },
};
