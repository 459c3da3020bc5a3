import type { Instant } from '../../../bot/contracts';
import type { Actor } from '../ports';
import type { PatientRequest, PersonSheet, RequestKind, RetentionKind, RetentionRule } from '../schema/privacy';

/** Everything about a person: rows by table, sealed values opened. */
export type Gathered = Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;

export interface PrivacyStore {
  sheet(conversationId: string): Promise<Omit<PersonSheet, 'requests'> | undefined>;
  gather(conversationId: string, actor: Actor, format: 'json' | 'fhir', now: Instant): Promise<Gathered>;
  requests(
    filter: { status?: 'open' | 'closed'; conversationId?: string },
    staffId: string,
    now: Instant,
  ): Promise<readonly PatientRequest[]>;
  /** The conversation a request is about. */
  requestOf(id: string): Promise<{ conversationId: string } | undefined>;
  open(
    request: { conversationId: string; kind: RequestKind; note: string },
    actor: Actor,
    now: Instant,
  ): Promise<string>;
  /** Closing an erasure as done erases, and needs another person than the one who opened it. */
  close(
    id: string,
    end: { outcome: 'done' | 'refused'; answer: string },
    actor: Actor,
    now: Instant,
  ): Promise<'done' | 'stale' | 'own' | 'held' | 'busy'>;
  correct(
    conversationId: string,
    change: { where: 'facts' | 'profile'; name: string; value: string | number | boolean | null },
    actor: Actor,
    now: Instant,
  ): Promise<boolean>;
  hold(conversationId: string, reason: string | null, actor: Actor, now: Instant): Promise<void>;
}

export interface RetentionStore {
  rules(): Promise<readonly RetentionRule[]>;
  set(kind: RetentionKind, days: number | null, actor: Actor, now: Instant): Promise<void>;
  /** What a rule would remove, and what a legal hold keeps. */
  count(kind: RetentionKind, days: number, now: Instant): Promise<{ rows: number; held: number }>;
  /** Runs every rule that has not run for a day. @returns what was removed. */
  run(now: Instant): Promise<number>;
}
