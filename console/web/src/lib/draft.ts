import { useCallback, useState } from 'react';

/** What somebody is typing outlives a reload and an expired session, in this tab only, and goes with the sign-out. */
export function useDraft(key: string): [string, (text: string) => void] {
  const place = `sathi.draft.${key}`;
  const [state, set] = useState(() => ({ place, text: sessionStorage.getItem(place) ?? '' }));
  const text = state.place === place ? state.text : (sessionStorage.getItem(place) ?? '');
  const write = useCallback(
    (next: string) => {
      if (next === '') sessionStorage.removeItem(place);
      else sessionStorage.setItem(place, next);
      set({ place, text: next });
    },
    [place],
  );
  return [text, write];
}
