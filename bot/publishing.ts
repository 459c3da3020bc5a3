import type { LiveContent } from '../knowledge/live';
import type { ContentFile } from '../knowledge/load';
import type { Bell, Clock, Log } from './contracts';
import { createLoop, errorName, type Loop } from './loop';

export interface PublishingParts {
  readonly live: LiveContent;
  /** Articles of the console that are in use at a moment. */
  readonly published: (now: number) => Promise<readonly ContentFile[]>;
  readonly clock: Clock;
  readonly bell: Bell;
  readonly log: Log;
}

/** Scheduled days begin and other processes publish: looked at this often even when no bell rings. */
const EVERY_MS = 60_000;

/** Keeps this process's articles as the care team published them: at start, when the bell rings, and every minute. */
export function createPublishing(parts: PublishingParts): Loop & { once(): Promise<boolean> } {
  const { live, published, clock, bell, log } = parts;
  let looked = Number.NEGATIVE_INFINITY;
  let rung = false;
  bell.listen('content', () => {
    rung = true;
  });
  async function once(): Promise<boolean> {
    looked = clock.now();
    rung = false;
    const changed = live.publish(await published(clock.now()));
    if (changed) log.info('content.published', { fingerprint: live.library.fingerprint });
    return changed;
  }
  const loop = createLoop({
    bell,
    clock,
    topic: 'content',
    work: async () => {
      if (!rung && clock.now() - looked < EVERY_MS) return 0;
      await once();
      return 0;
    },
    next: async () => looked + EVERY_MS,
    failed: (error) => log.error('publishing.failed', { error: errorName(error) }),
  });
  return { once, ...loop };
}
