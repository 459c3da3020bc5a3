import { z } from 'zod';
import { contentId, header, localized } from './common';

/**
 * X avoid together, A a clinician decides before the next dose, B watch and tell the clinic, C timing or counsel,
 * N reviewed and nothing to do. X and A interrupt; the rest do not (clinical reference 4.5).
 */
export const SEVERITIES = ['X', 'A', 'B', 'C', 'N'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const interactionPair = z.strictObject({
  id: contentId,
  /** Medicine or class ids; every one of `a` with every one of `b`, in either order. */
  a: z.array(contentId).min(1),
  b: z.array(contentId).min(1),
  /** Medicines left out of a class named above. */
  except: z.array(contentId).default([]),
  severity: z.enum(SEVERITIES),
  /** Severe only when one of these is on the list too; without it the row counts as `otherwise`. */
  with: z.array(contentId).default([]),
  otherwise: z.enum(SEVERITIES).optional(),
  /** Of the ONC high-priority set (Phansalkar 2012). */
  onc: z.boolean().default(false),
  why: localized,
  advice: localized,
});
export type InteractionPair = z.infer<typeof interactionPair>;

/** `content/interactions/<id>.yaml`: curated pairs. What is not listed is said to be not checked. */
export const interactions = z.strictObject({ ...header, pairs: z.array(interactionPair).min(1) });
export type Interactions = z.infer<typeof interactions>;
