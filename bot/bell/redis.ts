import { createClient } from 'redis';
import type { Bell, Log } from '../contracts';
import { createInProcessBell } from './in-process';

const CHANNEL = 'sathi:bell';

/**
 * Several processes: rings go round through one Redis channel. Redis being away costs latency only, so nothing here
 * throws or waits; the client reconnects by itself.
 */
export async function createRedisBell(url: string, log: Log): Promise<Bell> {
  const local = createInProcessBell();
  const publisher = createClient({
    url,
    disableOfflineQueue: true,
    socket: { reconnectStrategy: (tries) => Math.min(200 * tries, 5_000), connectTimeout: 2_000 },
  });
  const subscriber = publisher.duplicate({ disableOfflineQueue: false });
  for (const client of [publisher, subscriber])
    client.on('error', (error: Error) => log.warn('bell.redis-away', { error: error.name }));
  const connecting = Promise.allSettled([
    publisher.connect(),
    subscriber.connect().then(() => subscriber.subscribe(CHANNEL, (message) => local.ring(...read(message)))),
  ]);
  // A Redis that is away at start must not keep the hospital's bot from starting.
  await Promise.race([connecting, new Promise((resolve) => setTimeout(resolve, 2_000).unref())]);

  return {
    ring(topic, position) {
      local.ring(topic, position);
      if (publisher.isReady)
        publisher
          .publish(CHANNEL, position === undefined ? topic : `${topic}#${position}`)
          .catch(() => log.warn('bell.ring-lost'));
    },
    listen: local.listen,
    async close() {
      await local.close();
      publisher.destroy();
      subscriber.destroy();
    },
  };
}

/** `topic` or `topic#position`; topics hold no such sign. */
function read(message: string): [topic: string, position?: number] {
  const mark = message.lastIndexOf('#');
  return mark < 0 ? [message] : [message.slice(0, mark), Number(message.slice(mark + 1))];
}
