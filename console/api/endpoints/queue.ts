import { scopeOf } from '../access/objects';
import { endpoint, may, ok } from '../http/endpoint';
import { queuePage, queueQuery } from '../schema/queue';

export const queueEndpoints = [
  endpoint({
    id: 'listQueue',
    method: 'GET',
    path: '/queue',
    summary: 'Conversations with open flags: most severe first, then the one whose clock runs out first',
    access: may('queue.read'),
    query: queueQuery,
    reply: queuePage,
    handle: async ({ deps, who, query, now }) =>
      ok({ ...(await deps.store.queue.page(query, scopeOf(who), now)), now }),
  }),
];
