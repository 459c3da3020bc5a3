import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { HttpRequest } from '../../bot/contracts';

/** The longest a message may be held back, and how many may be held back at once in one conversation. */
const MAX_WAIT_MS = 5000;
const MAX_WAITING = 10;

/**
 * Slows a conversation that writes too fast. Direct Line clients have a broken branch for 429 (the message is lost), so
 * the answer is delayed instead; only a flood is refused, with a status after which our page sends again.
 */
export function createPace(messagesPer10s: number) {
  const limiter = new RateLimiterMemory({ points: messagesPer10s, duration: 10 });
  const waiting = new Map<string, number>();

  return async function pace(conversationId: string): Promise<'go' | 'refuse'> {
    const over = await consume(limiter, conversationId);
    if (over === 0) return 'go';
    const count = waiting.get(conversationId) ?? 0;
    if (count >= MAX_WAITING) return 'refuse';
    waiting.set(conversationId, count + 1);
    await new Promise((done) => setTimeout(done, Math.min(over, MAX_WAIT_MS)));
    const left = waiting.get(conversationId)! - 1;
    if (left === 0) waiting.delete(conversationId);
    else waiting.set(conversationId, left);
    return 'go';
  };
}

const NEAR = /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd][0-9a-f]{2}:/i;

/**
 * Whose requests are counted together. Behind a reverse proxy every connection comes from the proxy, on this machine or
 * network; the last address it noted is the one it saw itself. A stranger's own header is never the last.
 */
export function clientAddress({ remoteAddress, headers }: HttpRequest): string {
  const noted = headers['x-forwarded-for']?.split(',').at(-1)?.trim();
  return noted !== undefined && noted !== '' && NEAR.test(remoteAddress) ? noted : remoteAddress;
}

/** Milliseconds until there is room again; 0 when there is room now. */
export async function consume(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return Math.max(1, refused.msBeforeNext);
    throw refused;
  }
}
