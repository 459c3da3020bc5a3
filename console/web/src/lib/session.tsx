import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import type { SessionView } from '../../../api/schema/session';
import { ApiError, api, onSignedOut, setCsrf } from './api';

interface SessionState {
  readonly session: SessionView | null;
  readonly loading: boolean;
  readonly failed: boolean;
  /** True when somebody was signed in on this page and no longer is: the page stays, with the sign-in over it. */
  readonly interrupted: boolean;
  set(session: SessionView): void;
  signOut(): Promise<void>;
  leave(): void;
}

const Context = createContext<SessionState | null>(null);
const KEY = ['session'];

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [interrupted, setInterrupted] = useState(false);
  const query = useQuery({
    queryKey: KEY,
    queryFn: async () => {
      try {
        return await api<SessionView>('GET', '/session');
      } catch (error) {
        if (error instanceof ApiError && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
  });
  const session = query.data ?? null;
  if (session) setCsrf(session.csrf);

  useEffect(() => {
    onSignedOut(() => setInterrupted(true));
  }, []);

  const value = useMemo<SessionState>(
    () => ({
      session,
      loading: query.isPending,
      failed: query.isError,
      interrupted: interrupted && session !== null,
      set(next) {
        setCsrf(next.csrf);
        const samePerson = session === null || session.staff.id === next.staff.id;
        if (!samePerson) {
          queries.clear();
          sessionStorage.clear();
        }
        queries.setQueryData(KEY, next);
        setInterrupted(false);
        if (next.stage === 'ready') void queries.invalidateQueries({ predicate: (q) => q.queryKey[0] !== 'session' });
      },
      async signOut() {
        await api('DELETE', '/session').catch(() => undefined);
        this.leave();
      },
      leave() {
        sessionStorage.clear();
        window.location.assign('/console');
      },
    }),
    [session, query.isPending, query.isError, interrupted, queries],
  );
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSession(): SessionState {
  const value = useContext(Context);
  if (!value) throw new Error('useSession needs SessionProvider around it.');
  return value;
}

/** The signed-in session; only used below the sign-in gate. */
export function useSignedIn(): SessionView {
  const { session } = useSession();
  if (!session) throw new Error('Nobody is signed in.');
  return session;
}

export function useMay(): (permission: string) => boolean {
  const { session } = useSession();
  return (permission) => session?.permissions.includes(permission) ?? false;
}
