import { createHash } from 'node:crypto';
import type { OutreachPriority, OutreachPurpose } from '../../bot/contracts';

/** One simulated year, made from a seed: the same numbers give the same patients, messages and replies. */
export interface Year {
  readonly seed: string;
  readonly patients: number;
  /** Due messages of one patient in the year, on average. */
  readonly messages: number;
  readonly start: number;
  readonly end: number;
  /** Nobody fires timers from..to: a long outage. */
  readonly outage: { readonly from: number; readonly to: number };
}

export interface SimMessage {
  readonly key: string;
  /** 0, or 1 for the second address of the same person. */
  readonly address: number;
  readonly dueAt: number;
  readonly windowMs: number;
  readonly purpose: OutreachPurpose;
  readonly priority: OutreachPriority;
  readonly chosen: boolean;
}

export interface SimPatient {
  readonly id: string;
  readonly zone: string;
  /** Numbers; those with two are one proven patient. */
  readonly numbers: readonly string[];
  readonly agreed: readonly OutreachPurpose[];
  readonly messages: readonly SimMessage[];
  /** STOP and START on the first number, in order. */
  readonly words: readonly { readonly at: number; readonly text: 'stop' | 'start' }[];
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ZONES = ['America/Chicago', 'America/New_York', 'Asia/Kathmandu', 'Europe/Madrid', 'Africa/Nairobi'];

export function yearOf(given: { seed: string; patients: number; messages: number; days?: number }): Year {
  const start = Date.parse('2026-06-01T00:00:00Z');
  const end = start + (given.days ?? 365) * DAY;
  const middle = start + Math.floor((end - start) / (2 * DAY)) * DAY;
  return { ...given, start, end, outage: { from: middle, to: middle + 3 * DAY } };
}

export function patientOf(year: Year, index: number): SimPatient {
  const dice = diceOf(`${year.seed} ${index}`);
  const two = dice() < 0.1;
  const number = (which: number) => `+1555${String(index * 2 + which).padStart(7, '0')}`;
  const span = year.end - year.start;
  const count = Math.floor(year.messages * 2 * dice() + 0.5);
  const messages = Array.from({ length: count }, (_, n) => messageOf(dice, n, year, span, two, index));
  // Bursts: what a person gets on one busy day must still be one thing at a time.
  const busy = year.start + Math.floor(dice() * span);
  const burst =
    dice() < 0.2 ? messages.map((one) => ({ ...one, dueAt: busy + Math.floor(dice() * 6 * HOUR) })) : messages;
  return {
    id: `p_${index}`,
    zone: ZONES[Math.floor(dice() * ZONES.length)]!,
    numbers: two ? [number(0), number(1)] : [number(0)],
    agreed: dice() < 0.8 ? ['programme', 'research'] : [],
    messages: burst.filter((one) => one.dueAt < year.end),
    words: wordsOf(dice, year.start, span),
  };
}

function messageOf(dice: () => number, n: number, year: Year, span: number, two: boolean, index: number): SimMessage {
  const purposes: OutreachPurpose[] = ['care', 'reminder', 'reminder', 'programme', 'programme', 'survey', 'research'];
  const purpose = purposes[Math.floor(dice() * purposes.length)]!;
  const usual = { care: 2, reminder: 3, programme: 5, survey: 4, research: 4 } as const;
  return {
    key: `m${index}_${n}`,
    address: two && dice() < 0.5 ? 1 : 0,
    dueAt: year.start + Math.floor(dice() * span),
    windowMs: (4 + Math.floor(dice() * 44)) * HOUR,
    purpose,
    priority: dice() < 0.05 ? 1 : usual[purpose],
    chosen: purpose === 'reminder' && dice() < 0.2,
  };
}

function wordsOf(dice: () => number, start: number, span: number): SimPatient['words'] {
  if (dice() > 0.1) return [];
  const stop = start + Math.floor(dice() * span);
  const again = stop + Math.floor(dice() * 60 * DAY);
  return dice() < 0.5
    ? [{ at: stop, text: 'stop' }]
    : [
        { at: stop, text: 'stop' },
        { at: again, text: 'start' },
      ];
}

/** Uniform numbers from a seed, by hashing a counter: no order of use changes another patient's. */
function diceOf(seed: string): () => number {
  let state = createHash('sha256').update(seed).digest().readUInt32BE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
