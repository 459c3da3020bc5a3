/**
 * How soon and where a person should be seen: six ordered levels.
 * Source: the clinical reference's disposition scale (design choice; mapped there to ESI, CTAS, NHS Pathways).
 */
export const DISPOSITIONS = ['D0', 'D1', 'D2', 'D3', 'D4', 'D5'] as const;

/** D0 emergency now, D1 emergency department now, D2 same day, D3 within days, D4 routine, D5 self-care. */
export type Disposition = (typeof DISPOSITIONS)[number];

/** The more urgent of two levels; the order is total and no rule lowers another's result. */
export function moreUrgent(a: Disposition, b: Disposition): Disposition {
  return a <= b ? a : b;
}

/** Whether `a` is at least as urgent as `b`. */
export function atLeastAsUrgent(a: Disposition, b: Disposition): boolean {
  return a <= b;
}
