import fc from 'fast-check';
import type { SendResult } from '../contracts';
import { createLoopGuard } from './loop-guard';
import { createPacer } from './pace';
import { deadline, needsPerson, type Sendable, settle, TOO_OLD_MS } from './retry';

const NOW = 1_000_000;
const item = (more: Partial<Sendable> = {}): Sendable => ({
  id: 'o1',
  safety: false,
  purpose: 'conversation',
  attempts: 1,
  createdAt: NOW,
  expiresAt: undefined,
  ...more,
});
const again = (
  code: 'connection' | 'throttled' | 'provider_error' | 'unknown_outcome',
  afterMs?: number,
): SendResult => ({
  ok: false,
  retry: true,
  code,
  ...(afterMs === undefined ? {} : { afterMs }),
});
const never = (code: 'config' | 'invalid_address' | 'window_closed' | 'rejected' | 'opted_out'): SendResult => ({
  ok: false,
  retry: false,
  code,
});

describe('what a send result means', () => {
  it.each([
    ['sent', item(), { ok: true, providerId: 'p1' } as SendResult, { id: 'o1', status: 'sent', providerId: 'p1' }],
    [
      'connection',
      item(),
      again('connection'),
      { id: 'o1', status: 'queued', code: 'connection', nextAt: NOW + 1_000 },
    ],
    [
      'throttled, with the provider’s wish',
      item(),
      again('throttled', 7_000),
      { id: 'o1', status: 'queued', code: 'throttled', nextAt: NOW + 7_000 },
    ],
    [
      'throttled again and again',
      item({ attempts: 5 }),
      again('throttled', 7_000),
      { id: 'o1', status: 'queued', code: 'throttled', nextAt: NOW + 300_000 },
    ],
    [
      'unknown outcome of a survey',
      item({ purpose: 'survey' }),
      again('unknown_outcome'),
      { id: 'o1', status: 'failed', code: 'unknown_outcome' },
    ],
    [
      'unknown outcome of a safety text',
      item({ safety: true }),
      again('unknown_outcome'),
      { id: 'o1', status: 'queued', code: 'unknown_outcome', nextAt: NOW + 1_000 },
    ],
    [
      'unknown outcome of a safety text, the third time',
      item({ safety: true, attempts: 3 }),
      again('unknown_outcome'),
      { id: 'o1', status: 'failed', code: 'unknown_outcome' },
    ],
    [
      'settings',
      item({ attempts: 40 }),
      never('config'),
      { id: 'o1', status: 'queued', code: 'config', nextAt: NOW + 60_000 },
    ],
    ['window', item(), never('window_closed'), { id: 'o1', status: 'held', code: 'window_closed' }],
    ['opted out', item({ safety: true }), never('opted_out'), { id: 'o1', status: 'failed', code: 'opted_out' }],
    ['rejected', item(), never('rejected'), { id: 'o1', status: 'failed', code: 'rejected' }],
    [
      'expires before the next try',
      item({ expiresAt: NOW + 500 }),
      again('connection'),
      { id: 'o1', status: 'expired', code: 'connection' },
    ],
    [
      'too old for another try',
      item({ createdAt: NOW - TOO_OLD_MS.conversation! }),
      again('connection'),
      { id: 'o1', status: 'expired', code: 'connection' },
    ],
  ])('%s', (_name, given, result, expected) => {
    expect(settle(given, result, NOW)).toEqual(expected);
  });

  it('never sends what is too old, and never gives up what is not, while the provider is away', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(TOO_OLD_MS)),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 0, max: 2 * 86_400_000 }),
        (purpose, attempts, age) => {
          const one = item({ purpose, attempts, createdAt: NOW - age });
          const settled = settle(one, again('connection'), NOW);
          if (settled.status === 'queued') expect(settled.nextAt!).toBeLessThanOrEqual(deadline(one));
          else expect(NOW + 1_800_000).toBeGreaterThan(deadline(one));
        },
      ),
    );
  });

  it('hands an urgent text to a person early, once, and at the end', () => {
    const urgent = (attempts: number, result: SendResult) => {
      const one = item({ safety: true, purpose: 'safety', attempts });
      return needsPerson(one, settle(one, result, NOW));
    };
    expect([1, 2, 3, 4].map((attempts) => urgent(attempts, again('connection')))).toEqual([false, false, true, false]);
    expect(urgent(1, never('config'))).toBe(true);
    expect(urgent(1, never('opted_out'))).toBe(true);
    expect(urgent(1, never('window_closed'))).toBe(true);
    expect(needsPerson(item(), settle(item(), never('rejected'), NOW))).toBe(false);
  });
});

describe('pace', () => {
  it('lets a burst through, then one message each six seconds, per address', () => {
    const pacer = createPacer({ burst: 3, everyMs: 6_000 });
    expect([0, 0, 0, 0].map(() => pacer.take('asha', NOW))).toEqual([0, 0, 0, 6_000]);
    expect(pacer.take('ben', NOW)).toBe(0);
    expect(pacer.take('asha', NOW + 6_000)).toBe(0);
    expect(pacer.take('asha', NOW + 6_000)).toBe(6_000);
  });
});

describe('loop guard', () => {
  it('stops the seventh time of the same words in ten minutes, and says so once', () => {
    const guard = createLoopGuard();
    const same = Array.from({ length: 8 }, (_, n) => guard.allow('c1', { text: 'hello' }, NOW + n));
    expect(same.map((one) => one.allowed)).toEqual([true, true, true, true, true, true, false, false]);
    expect(same.map((one) => one.tripped)).toEqual([false, false, false, false, false, false, true, false]);
    expect(guard.allow('c2', { text: 'hello' }, NOW)).toEqual({ allowed: true, tripped: false });
    expect(guard.allow('c1', { text: 'hello' }, NOW + 700_000).allowed).toBe(true);
  });

  it('stops more messages than anybody reads', () => {
    const guard = createLoopGuard();
    const many = Array.from({ length: 61 }, (_, n) => guard.allow('c1', { text: `message ${n}` }, NOW + n));
    expect(many.filter((one) => one.allowed)).toHaveLength(60);
  });
});
