import type { AdapterDeps, ChannelAdapter, Instant, Log } from './contracts';
import { errorName } from './loop';

export interface RecoverParts {
  readonly adapters: readonly ChannelAdapter[];
  readonly deps: Pick<AdapterDeps, 'receive' | 'contacts' | 'clock'>;
  /** When a patient last wrote on a channel, if ever. */
  lastHeard(channel: string): Promise<Instant | undefined>;
  readonly log: Log;
}

/** Messages may overtake each other at the provider: the list is read from a little before the last one we have. */
const OVERLAP_MS = 10 * 60_000;
/** Older than this, nobody waits for the answer any more. */
const FURTHEST_MS = 3 * 24 * 3_600_000;

/**
 * Fetches what patients wrote while this installation was away, from providers that keep a list and do not deliver
 * again. What is known already is a duplicate and changes nothing. A provider that does not answer holds up nobody.
 *
 * @returns the second half, to be called when webhooks are open: from when on to look is read before the first of them.
 */
export async function prepareRecovery(parts: RecoverParts): Promise<() => Promise<void>> {
  const asked = await Promise.all(
    parts.adapters
      .filter((adapter) => adapter.missed !== undefined)
      .map(async (adapter) => ({ adapter, heard: await parts.lastHeard(adapter.id) })),
  );
  return async () => {
    // Nobody has written yet: what lies at the provider was not written to us.
    for (const { adapter, heard } of asked) if (heard !== undefined) await recover(parts, adapter, heard);
  };
}

async function recover({ deps, log }: RecoverParts, adapter: ChannelAdapter, heard: Instant): Promise<void> {
  try {
    const missed = await adapter.missed?.(Math.max(heard - OVERLAP_MS, deps.clock.now() - FURTHEST_MS));
    if (missed === undefined) return log.warn('recover.no_list', { channel: adapter.id });
    if (missed.contacts.length > 0) await deps.contacts(missed.contacts);
    const received = missed.events.length === 0 ? [] : await deps.receive(missed.events);
    log.info('recover.done', { channel: adapter.id, fresh: received.filter((one) => !one.duplicate).length });
  } catch (error) {
    log.error('recover.failed', { channel: adapter.id, error: errorName(error) });
  }
}
