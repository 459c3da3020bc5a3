import type { ContentLibrary } from '../../knowledge/schema/library';
import type { Route } from '../contracts';
import type { Core } from '../core';
import type { Metrics } from '../metrics';
import { queueDepths } from '../store/depths';
import type { Worker } from '../turn/worker';

export interface HealthParts {
  readonly core: Core;
  readonly content: ContentLibrary;
  readonly worker: Worker;
  readonly metrics: Metrics;
}

/** `/health/live`, `/health/ready`, `/metrics`: for load balancers and Prometheus, without personal data. */
export function healthRoutes({ core, content, worker, metrics }: HealthParts): Route[] {
  metrics.gauge('sathi_inbox_waiting', 'Events waiting for a turn', async () => (await queueDepths(core.db)).inbox);
  metrics.gauge('sathi_outbox_waiting', 'Messages waiting to be sent', async () => (await queueDepths(core.db)).outbox);
  metrics.gauge('sathi_dead_letters', 'Events given up', async () => (await queueDepths(core.db)).dead);
  metrics.gauge('sathi_flags_open', 'Flags waiting for the care team', async () => (await queueDepths(core.db)).flags);
  metrics.gauge('sathi_turns', 'Turns won by this process since it started', () => worker.counts.turns);
  metrics.gauge('sathi_turns_failed', 'Turns that failed in this process since it started', () => worker.counts.failed);
  return [
    {
      method: 'GET',
      path: '/health/live',
      maxBytes: 0,
      handle: async () => ({ status: 200, body: { status: 'live' } }),
    },
    {
      method: 'GET',
      path: '/health/ready',
      maxBytes: 0,
      async handle() {
        // Throws `StoreUnavailable` when the database is away: the server answers 503.
        await core.db.transaction((trx) => trx.raw('SELECT 1'));
        return { status: 200, body: { status: 'ready', content: content.fingerprint, mode: core.config.mode } };
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      maxBytes: 0,
      handle: async () => ({
        status: 200,
        headers: { 'content-type': metrics.registry.contentType },
        body: await metrics.registry.metrics(),
      }),
    },
  ];
}
