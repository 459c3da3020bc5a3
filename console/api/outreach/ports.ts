import type { CareEnded, Instant } from '../../../bot/contracts';
import type { ProgrammeRef } from '../../../bot/outreach/programmes';
import type { ReadList } from '../../../bot/outreach/read-list';
import type { Actor } from '../ports';
import type {
  Broadcast,
  BroadcastProgress,
  EnrolmentItem,
  ImportReport,
  ProgrammeResults,
  Recall,
} from '../schema/outreach';

/** Who gets a broadcast. Every filter that is there must hold. */
export interface Segment {
  readonly channels: readonly string[];
  readonly locales?: readonly string[] | undefined;
  /** Nothing heard from them since. */
  readonly quietSince?: Instant | undefined;
  readonly wroteSince?: Instant | undefined;
  /** Active in this programme. */
  readonly programme?: string | undefined;
  /** Accepted from this list. */
  readonly batch?: string | undefined;
  readonly recall?: 'lapsed' | 'overdue' | undefined;
}

export interface BroadcastDraft {
  readonly title: string;
  /** By locale. */
  readonly texts: Readonly<Record<string, string>>;
  readonly purpose: 'care' | 'reminder' | 'programme' | 'survey' | 'research';
  readonly segment: Segment;
  readonly perMinute: number;
  readonly windowHours: number;
}

export interface OutreachStore {
  readonly broadcasts: {
    list(): Promise<readonly Broadcast[]>;
    get(id: string): Promise<Broadcast | undefined>;
    count(
      segment: Segment,
      purpose: string,
      /** Whether the purpose must be agreed to first, and the language of people whose own is not known. */
      given: { asked: boolean; locale: string },
    ): Promise<readonly { channel: string; locale: string; verdict: string; n: number }[]>;
    create(draft: BroadcastDraft, actor: Actor): Promise<string>;
    /** Only a draft can be written; false otherwise. */
    edit(id: string, draft: BroadcastDraft, actor: Actor): Promise<boolean>;
    /** `own_work` when the author approves themselves, `stale` when it was edited meanwhile or is no draft. */
    approve(id: string, version: number, actor: Actor): Promise<'done' | 'own_work' | 'stale'>;
    /** False when the broadcast is not in a state that can be left so. */
    move(id: string, to: 'paused' | 'running' | 'cancelled', actor: Actor): Promise<boolean>;
    throttle(id: string, perMinute: number, actor: Actor): Promise<boolean>;
    progress(id: string): Promise<BroadcastProgress>;
    /** Sends it to one address now, as an answer would go. @returns the conversation. */
    test(id: string, to: { channel: string; number: string; locale: string }, actor: Actor): Promise<string>;
  };
  readonly imports: {
    run(
      list: ReadList,
      programmes: readonly ProgrammeRef[],
      by: { staffId: string; trial: boolean },
    ): Promise<ImportReport>;
    get(batch: string): Promise<ImportReport | undefined>;
  };
  readonly recalls: {
    list(filter: { kind?: string | undefined; status: 'open' | 'closed' }): Promise<readonly Recall[]>;
    has(id: string): Promise<boolean>;
    /** Finds people nobody heard of since, without a visit to come. @returns how many are new on the list. */
    findLapsed(since: Instant, actor: Actor): Promise<number>;
    close(id: string, outcome: string, actor: Actor): Promise<boolean>;
  };
  readonly enrolments: {
    list(filter: {
      programme?: string | undefined;
      status?: string | undefined;
      conversation?: string | undefined;
    }): Promise<readonly EnrolmentItem[]>;
    has(id: string): Promise<boolean>;
    /** `taken` when the conversation is already in it. */
    enrol(
      conversationId: string,
      programme: ProgrammeRef,
      anchorAt: Instant,
      consent: string,
      actor: Actor,
    ): Promise<'done' | 'taken'>;
    change(
      id: string,
      change: 'pause' | 'resume' | 'mute' | 'leave',
      until: Instant | undefined,
      actor: Actor,
    ): Promise<boolean>;
    /** Outcomes by arm: what happened, not what was sent. */
    results(programme: string): Promise<ProgrammeResults>;
  };
  readonly checkIns: {
    /** Lets the conversation plan how it asks how it went; audited as what this member of staff wanted. */
    ask(conversationId: string, ended: Omit<CareEnded, 'kind' | 'endedAt'>, actor: Actor): Promise<void>;
  };
  /** What was not sent and why, since a moment. */
  notSent(since: Instant): Promise<readonly { why: string; purpose: string; n: number }[]>;
}
