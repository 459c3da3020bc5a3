import type { ContentLibrary } from '../../schema/library';

/** One product as somebody says they take it without a prescription. */
export interface Taken {
  readonly medicine: string;
  /** Milligrams of each ingredient in one dose. */
  readonly mg: Readonly<Record<string, number>>;
  readonly timesPerDay: number;
}

export interface OverMaximum {
  readonly ingredient: string;
  /** Milligrams in 24 hours, all products together. */
  readonly total: number;
  /** Label maximum for adults without a prescription. */
  readonly maximum: number;
  readonly medicines: readonly string[];
}

export interface DaySum {
  readonly ingredient: string;
  /** Milligrams in 24 hours, all products together. */
  readonly total: number;
  /** Label maximum for adults without a prescription, where there is one. */
  readonly maximum?: number;
  readonly medicines: readonly string[];
}

/** Ingredients whose sum over all products is above the adult non-prescription maximum of the label. */
export function checkDailyMaximum(content: ContentLibrary, taken: readonly Taken[]): OverMaximum[] {
  return sumOfDay(content, taken).flatMap(({ maximum, total, ...rest }) =>
    maximum !== undefined && total > maximum ? [{ ...rest, total, maximum }] : [],
  );
}

/** Every ingredient's sum over all products, with its maximum. */
export function sumOfDay(content: ContentLibrary, taken: readonly Taken[]): DaySum[] {
  const maxima = new Map<string, number>();
  for (const medicine of content.all('medicine')) {
    for (const [ingredient, mg] of Object.entries(medicine.otc_max_mg ?? {})) maxima.set(ingredient, mg);
  }
  const totals = new Map<string, { total: number; medicines: string[] }>();
  for (const one of taken) {
    for (const [ingredient, mg] of Object.entries(one.mg)) {
      const sum = totals.get(ingredient) ?? { total: 0, medicines: [] };
      totals.set(ingredient, sum);
      sum.total += mg * one.timesPerDay;
      sum.medicines.push(one.medicine);
    }
  }
  return [...totals].map(([ingredient, { total, medicines }]) => {
    const maximum = maxima.get(ingredient);
    return { ingredient, total, medicines, ...(maximum === undefined ? {} : { maximum }) };
  });
}
