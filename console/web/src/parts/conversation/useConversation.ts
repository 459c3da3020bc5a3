import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { ConversationView, Happening, TranscriptPage } from '../../../../api/schema/conversation';
import { api, type Method } from '../../lib/api';
import { useTell } from '../../lib/problem';

const at = (id: string, rest = '') => `/conversations/${encodeURIComponent(id)}${rest}`;

export function useConversation(id: string) {
  const queries = useQueryClient();
  return useQuery({
    queryKey: ['conversation', id, 'view'],
    queryFn: async ({ signal }) => {
      const view = await api<ConversationView>('GET', at(id), { signal });
      // Looking settles the mentions of it.
      void queries.invalidateQueries({ queryKey: ['mentions'] });
      return view;
    },
  });
}

/** Messages, newest page first to load; the pages before it when somebody scrolls back. */
export function useTranscript(id: string) {
  return useInfiniteQuery({
    queryKey: ['conversation', id, 'transcript'],
    queryFn: ({ pageParam, signal }) =>
      api<TranscriptPage>('GET', at(id, '/transcript'), {
        query: { before: pageParam || undefined, limit: 100 },
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (page) => (page.more ? page.items[0]?.seq : undefined),
  });
}

export function useHappenings(id: string) {
  return useQuery({
    queryKey: ['conversation', id, 'happenings'],
    queryFn: ({ signal }) => api<{ items: Happening[] }>('GET', at(id, '/happenings'), { signal }),
  });
}

/** A change of the conversation: on success and on refusal alike the page looks again, since something is different. */
export function useAct<B = void>(id: string, method: Method, rest: string, options: { quiet?: boolean } = {}) {
  const queries = useQueryClient();
  const tell = useTell();
  return useMutation({
    mutationFn: (body: B) => api<{ ok: true }>(method, at(id, rest), body === undefined ? {} : { body }),
    onError: (error) => {
      if (!options.quiet) tell.problem(error);
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['conversation', id] }),
        queries.invalidateQueries({ queryKey: ['queue'] }),
      ]),
  });
}
