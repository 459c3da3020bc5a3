import { randomBytes } from 'node:crypto';
import type { Instant } from '../../bot/contracts';

/** What a provider's stand-in needs: time, its way to our webhooks, and later. */
export interface StandInWorld {
  now(): Instant;
  /** Posts to one of our webhooks; resolves with the status. */
  post(path: string, headers: Record<string, string>, body: string): Promise<number>;
  /** Reads one of our public addresses, as a provider fetches what it is told to send; undefined when it is not there. */
  get(url: string): Promise<{ readonly contentType: string; readonly bytes: Buffer } | undefined>;
  /** Our public address, which signatures are computed over. */
  readonly publicUrl: string;
  after(ms: number, call: () => void): void;
}

/** Trouble on demand: what the next sends come to, and how webhooks arrive. */
export interface Trouble {
  /** Milliseconds a send takes. */
  readonly delayMs: number;
  /** Refuse the next `times` sends with this HTTP status and provider code. */
  readonly refuse?: { readonly status: number; readonly code: number; times: number };
  /** Take the message and deliver it, but answer nothing in time. */
  readonly swallowAnswer: boolean;
  /** Every webhook comes this many times. */
  readonly copies: number;
}

export const NO_TROUBLE: Trouble = { delayMs: 0, swallowAnswer: false, copies: 1 };

/** A message as a phone shows it. */
export interface PhoneMessage {
  readonly n: number;
  readonly at: Instant;
  readonly from: 'us' | 'patient' | 'carrier';
  readonly text: string;
  status?: string;
  readonly note?: string;
  /** Buttons or rows to press, with what a press sends. */
  readonly choices?: readonly { id: string; title: string; description?: string }[];
  readonly listButton?: string;
  readonly isTemplate?: boolean;
  /** What it shows besides words: a name or the kind, the type and how many bytes came. */
  readonly files?: readonly { readonly name: string; readonly contentType: string; readonly size: number }[];
}

export interface PhoneView {
  readonly number: string;
  readonly messages: readonly PhoneMessage[];
  readonly note: string;
}

/** Phones by number, with their messages in order. */
export class Phones {
  private readonly phones = new Map<string, PhoneMessage[]>();
  private next = 0;

  add(number: string, message: Omit<PhoneMessage, 'n'>): PhoneMessage {
    const whole = { ...message, n: ++this.next };
    const list = this.phones.get(number) ?? [];
    this.phones.set(number, [...list.slice(-199), whole]);
    return whole;
  }

  of(number: string): readonly PhoneMessage[] {
    return this.phones.get(number) ?? [];
  }
}

export function randomHex(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}

/** Delivers a webhook as often as asked, trying again when we were away, as providers do. */
export async function deliver(world: StandInWorld, trouble: Trouble, send: () => Promise<number>): Promise<void> {
  for (let copy = 0; copy < Math.max(1, trouble.copies); copy++) {
    const status = await send().catch(() => 0);
    if (status >= 500 || status === 0) world.after(2_000, () => void send().catch(() => 0));
  }
}
