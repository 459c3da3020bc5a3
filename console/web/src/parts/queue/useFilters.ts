import { useState } from 'react';

export type View = 'unassigned' | 'mine' | 'team' | 'all' | 'snoozed';

export interface Filters {
  readonly view: View;
  readonly severity: string;
  readonly channel: string;
  readonly locale: string;
  readonly team: string;
  readonly reason: string;
  readonly search: string;
}

export const NO_FILTERS: Filters = {
  view: 'all',
  severity: '',
  channel: '',
  locale: '',
  team: '',
  reason: '',
  search: '',
};
const KEPT = 'sathi.queue.filters';

/** The last view and filters of this tab; words searched for are not kept, they may name a patient. */
export function useFilters(): [Filters, (filters: Filters) => void] {
  const [filters, set] = useState<Filters>(() => {
    try {
      return { ...NO_FILTERS, ...(JSON.parse(sessionStorage.getItem(KEPT) ?? '{}') as Partial<Filters>), search: '' };
    } catch {
      return NO_FILTERS;
    }
  });
  return [
    filters,
    (next) => {
      sessionStorage.setItem(KEPT, JSON.stringify({ ...next, search: '' }));
      set(next);
    },
  ];
}
