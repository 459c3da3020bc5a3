import { useEffect, useRef } from 'react';
import { api } from '../../lib/api';
import { useSession } from '../../lib/session';

const EVERY_MS = 10_000;

/** Tells the others that this person has the conversation open, and whether they are writing. */
export function usePresence(id: string): (writing: boolean) => void {
  const { interrupted } = useSession();
  const writing = useRef(false);
  const path = `/conversations/${encodeURIComponent(id)}/presence`;
  const say = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (interrupted) return;
    const tell = () => {
      if (!document.hidden) void api('PUT', path, { body: { writing: writing.current } }).catch(() => undefined);
    };
    say.current = tell;
    tell();
    const timer = setInterval(tell, EVERY_MS);
    return () => {
      clearInterval(timer);
      void api('DELETE', path).catch(() => undefined);
    };
  }, [path, interrupted]);

  return (next) => {
    if (writing.current === next) return;
    writing.current = next;
    say.current();
  };
}
