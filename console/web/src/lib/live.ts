import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { address } from './api';
import { useSession } from './session';

/** No beat for this long means the stream is dead although the browser has not noticed. */
const SILENT_MS = 50_000;

/**
 * Listens to the console's stream: news of the queue and of the open conversation make the page ask again.
 * Returns whether the stream is alive; while it is not, a banner says so and the page asks by itself now and then.
 */
export function useLive(conversationId: string | undefined): boolean {
  const queries = useQueryClient();
  const { interrupted } = useSession();
  const [alive, setAlive] = useState(true);

  useEffect(() => {
    if (interrupted) return;
    let source: EventSource | undefined;
    let heard = Date.now();
    let stopped = false;
    const refresh = (...keys: string[]) => {
      for (const key of keys) void queries.invalidateQueries({ queryKey: [key] });
    };
    const open = () => {
      source?.close();
      source = new EventSource(address('/live', { conversation: conversationId }));
      // What happened between the page's last question and the first beat was told to nobody: it asks once more. The
      // browser connects again by itself, so any beat after a break counts as a first one.
      let listening = false;
      source.addEventListener('beat', () => {
        heard = Date.now();
        if (!listening) refresh('queue', 'conversation', 'mentions');
        listening = true;
        setAlive(true);
      });
      source.addEventListener('queue', () => refresh('queue', 'mentions'));
      source.addEventListener('conversation', () => refresh('conversation'));
      source.addEventListener('signed_out', () => {
        source?.close();
        refresh('queue');
      });
      source.onerror = () => {
        listening = false;
        if (source?.readyState === EventSource.CLOSED && !stopped) setAlive(false);
      };
    };
    open();
    const watch = setInterval(() => {
      if (Date.now() - heard < SILENT_MS && source?.readyState !== EventSource.CLOSED) return;
      setAlive(false);
      heard = Date.now();
      open();
    }, 5_000);
    return () => {
      stopped = true;
      clearInterval(watch);
      source?.close();
    };
  }, [conversationId, interrupted, queries]);

  return alive;
}
