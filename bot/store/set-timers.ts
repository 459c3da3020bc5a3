import type { Knex } from 'knex';
import type { Purpose } from '../contracts';
import type { Db } from './db';
import { insertRows } from './rows';
import type { Vault } from './vault';

/** The same key again moves a timer, its id too: what is set again is a new one, with a fate of its own. */
export const TIMER_AGAIN = {
  key: ['conversation_id', 'key'],
  merge: [
    'id',
    'due_at',
    'first_due_at',
    'dialog',
    'payload',
    'purpose',
    'meets',
    'expires_at',
    'priority',
    'reason',
    'chosen',
    'chain',
    'created_at',
  ],
} as const;

/** A timer of any conversation; its `key` names it there, and setting it again moves it. */
export interface NewTimer {
  readonly conversationId: string;
  readonly key: string;
  readonly at: number;
  readonly dialog: string;
  readonly args: unknown;
  readonly purpose: Purpose;
  readonly meets: 'interrupt' | 'wait' | 'skip';
  readonly expiresAt?: number;
  readonly reason?: string;
  readonly priority?: number;
}

export interface SettingTimers {
  readonly trx: Knex.Transaction;
  readonly dialect: Db['dialect'];
  readonly vault: Vault;
  readonly now: number;
  /** A new id. */
  next(prefix: string): string;
}

/** Timers of any conversation: when due they become events there, after the outreach rules of their purpose. */
export async function setTimers(doing: SettingTimers, timers: readonly NewTimer[]): Promise<void> {
  const { trx, dialect, vault, now } = doing;
  const rows = timers.map((timer) => ({
    id: doing.next('t'),
    conversation_id: timer.conversationId,
    key: timer.key,
    due_at: timer.at,
    first_due_at: timer.at,
    dialog: timer.dialog,
    payload: vault.seal(JSON.stringify(timer.args), timer.conversationId),
    purpose: timer.purpose,
    meets: timer.meets,
    expires_at: timer.expiresAt ?? null,
    reason: timer.reason ?? null,
    priority: timer.priority ?? 3,
    chosen: 0,
    chain: 0,
    created_at: now,
  }));
  await insertRows(trx, dialect, 'timer', rows, TIMER_AGAIN);
}
