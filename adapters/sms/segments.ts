import { isGsm7, septets } from './gsm7';

export type Encoding = 'gsm7' | 'ucs2';

/** How a text goes over the air. */
export interface Segmentation {
  readonly encoding: Encoding;
  /** Septets (GSM-7) or UTF-16 units (UCS-2) of the text itself, without headers. */
  readonly units: number;
  readonly segments: number;
}

/** Units of a message alone, and of each part of several: the rest is the concatenation header (3GPP TS 23.040). */
export const CAPACITY: Readonly<Record<Encoding, { single: number; part: number }>> = {
  gsm7: { single: 160, part: 153 },
  ucs2: { single: 70, part: 67 },
};

/**
 * Counts segments as a network does: an escape pair or a surrogate pair is never split over two parts, so a part may
 * end one unit early. An empty text is one segment.
 */
export function segmentsOf(text: string): Segmentation {
  const encoding: Encoding = isGsm7(text) ? 'gsm7' : 'ucs2';
  const costs = [...text].map((character) => unitsOf(character, encoding));
  const units = costs.reduce((sum, cost) => sum + cost, 0);
  const { single, part } = CAPACITY[encoding];
  if (units <= single) return { encoding, units, segments: 1 };
  let segments = 1;
  let used = 0;
  for (const cost of costs) {
    if (used + cost > part) {
      segments += 1;
      used = 0;
    }
    used += cost;
  }
  return { encoding, units, segments };
}

function unitsOf(character: string, encoding: Encoding): number {
  return encoding === 'gsm7' ? (septets(character) ?? 1) : character.length;
}
