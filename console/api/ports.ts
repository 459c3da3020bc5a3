import type { Bell, Clock, FileLimits, Ids, Instant, Log, TemplateOffer } from '../../bot/contracts';
import type { TextModel } from '../../bot/contracts/model';
import type { ContentLibrary } from '../../knowledge/schema/library';
import type { Scope } from './access/objects';
import type { Role } from './access/roles';
import type { Identity, SingleSignOn } from './auth/sso';
import type { ContentShelf, ContentStores } from './content/ports';
import type { FileDesk } from './files/ports';
import type { OutreachStore } from './outreach/ports';
import type { PrivacyStore, RetentionStore } from './privacy/ports';
import type { Canned, SavedView, Task, TimelineEntry } from './schema/care';
import type { Person, Severity } from './schema/common';
import type { Happening, TranscriptItem } from './schema/conversation';
import type { CounsellingRecord } from './schema/counselling';
import type { FlagFact, InsightChart, InsightNumbers, InsightRow } from './schema/insight';
import type { AuditEntry, DeadLetter, OperationsView } from './schema/office';
import type { QueueItem, QueueQuery } from './schema/queue';
import type { Stage } from './schema/session';
import type { Settings } from './schema/settings';
import type { SurveyFacts } from './survey-results';
import type { VisitStore } from './visits/ports';

/** What the console needs from the rest of the product; `bot/store/console` fulfils the store's part. */
export interface ConsoleDeps {
  readonly store: ConsoleStore;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly bell: Bell;
  readonly content: ContentLibrary;
  /** The shipped content file by file, for reviews and approvals. */
  readonly shelf: ContentShelf;
  /** Drafts for staff, where the hospital allows a language model. */
  readonly model?: TextModel | undefined;
  /** What the hospital allows the model to do; everything when not given. */
  readonly modelPurposes?: ReadonlySet<string> | undefined;
  /** Single sign-on, where the hospital has set it up. */
  readonly sso?: SingleSignOn | undefined;
  /** True when the master key lies beside the data it opens. */
  readonly keyInDataFolder: boolean;
  readonly publicUrl: string;
  /** True when people reach the console by https: cookies then carry `Secure` and the `__Host-` prefix. */
  readonly secureCookies: boolean;
  /** Longest text and reply window of each channel, from the adapters' limits. */
  /** A text as it would leave on a channel: its parts, and billed SMS segments where the channel counts them. */
  readonly compose: (channel: string, locale: string, text: string) => { parts: string[]; segments: number | null };
  /** Prepared messages of a channel in a language; none where free text may always be sent. */
  readonly templates: (channel: string, locale: string) => readonly TemplateOffer[];
  readonly channels: Readonly<
    Record<string, { readonly text: number; readonly windowMs?: number; readonly files?: FileLimits }>
  >;
  readonly files: FileDesk;
}

export interface ConsoleStore {
  readonly staff: StaffStore;
  readonly sessions: SessionStore;
  readonly attempts: AttemptStore;
  readonly queue: QueueStore;
  readonly conversations: ConversationStore;
  readonly presence: PresenceStore;
  readonly mentions: MentionStore;
  readonly care: CareStore;
  readonly counselling: CounsellingStore;
  readonly escalation: EscalationStore;
  readonly canned: CannedStore;
  readonly views: ViewStore;
  readonly tasks: TaskStore;
  readonly insight: InsightStore;
  readonly surveys: SurveyStore;
  readonly operations: OperationsStore;
  readonly trail: TrailStore;
  readonly outreach: OutreachStore;
  readonly content: ContentStores;
  readonly privacy: PrivacyStore;
  readonly visits: VisitStore;
  readonly retention: RetentionStore;
  readonly settings: SettingsStore;
}

export interface CounsellingStore {
  /** Encounters of this conversation, newest first. */
  list(conversationId: string): Promise<readonly CounsellingRecord[]>;
  /** Offers counselling on a newly prescribed medicine. */
  start(
    conversationId: string,
    actor: Actor,
    prescription: { readonly medicine: string; readonly label?: string },
  ): Promise<'started' | 'known'>;
}

export interface StaffRecord {
  readonly id: string;
  readonly username: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly teams: readonly string[];
  readonly locale: string;
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  /** Shared secret of the authenticator app, base32; null until it is set up and confirmed. */
  readonly totpSecret: string | null;
  readonly active: boolean;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant | null;
}

export type NewStaff = Omit<StaffRecord, 'lastSeenAt' | 'totpSecret'>;

export interface StaffStore {
  byUsername(username: string): Promise<StaffRecord | undefined>;
  byId(id: string): Promise<StaffRecord | undefined>;
  /** By issuer and subject at the identity provider, and by nothing else. */
  byIdentity(identity: Pick<Identity, 'issuer' | 'subject'>): Promise<StaffRecord | undefined>;
  /** Joins an identity to an account; false when it belongs to another one. */
  joinIdentity(id: string, identity: Pick<Identity, 'issuer' | 'subject'>): Promise<boolean>;
  /** False when the username is taken. */
  create(staff: NewStaff): Promise<boolean>;
  /** Creates only while there is nobody at all: several processes starting together make one first person. */
  createFirst(staff: NewStaff): Promise<boolean>;
  list(): Promise<readonly StaffRecord[]>;
  setPassword(id: string, hash: string, mustChange: boolean): Promise<void>;
  /** `last_administrator` when nobody active would be left who can manage people. */
  update(
    id: string,
    change: Partial<Pick<StaffRecord, 'name' | 'roles' | 'teams' | 'active'>>,
  ): Promise<'done' | 'last_administrator'>;
  setTotp(id: string, secret: string | null): Promise<void>;
  /** Accepts a time step once, and only forwards: the same code never works twice. */
  acceptTotpStep(id: string, step: number): Promise<boolean>;
}

export interface SessionRecord {
  readonly id: string;
  readonly staffId: string;
  readonly stage: Stage;
  readonly csrf: string;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant;
  readonly expiresAt: Instant;
  readonly agent: string;
}

export interface SessionStore {
  create(session: SessionRecord, tokenHash: string): Promise<void>;
  byTokenHash(tokenHash: string): Promise<{ session: SessionRecord; staff: StaffRecord } | undefined>;
  touch(id: string, at: Instant): Promise<void>;
  belongsTo(id: string, staffId: string): Promise<boolean>;
  listOf(staffId: string): Promise<readonly SessionRecord[]>;
  end(id: string): Promise<void>;
  setStage(id: string, stage: Stage): Promise<void>;
  endAllOf(staffId: string, exceptId?: string): Promise<void>;
  /** Takes away what expired before this moment. */
  sweep(before: Instant): Promise<void>;
}

export interface AttemptStore {
  /**
   * Counts one attempt under a key before the password is looked at, so that attempts made at once all count.
   * Returns the count since the last success, and until when the key was already locked (0: not).
   */
  take(
    key: string,
    now: Instant,
    lockFor: (attempts: number) => number,
  ): Promise<{ attempts: number; lockedUntil: Instant }>;
  /** Takes one counted attempt back, with the lock it set; what others counted meanwhile stays. */
  giveBack(key: string, attempts: number): Promise<void>;
  clear(key: string): Promise<void>;
}

export interface MentionStore {
  /** What this person has not looked at yet, newest first. */
  of(staffId: string): Promise<readonly { conversationId: string; by: Person; at: Instant }[]>;
  seen(staffId: string, conversationId: string, now: Instant): Promise<void>;
}

/** A row of the queue before words and clocks are added to it. */
export type WaitingConversation = Omit<QueueItem, 'reasonText' | 'dueAt'>;

export interface QueueStore {
  page(query: QueueQuery, scope: Scope, now: Instant): Promise<{ items: WaitingConversation[]; next: string | null }>;
  /** Teams and reasons of what this person may see: what the queue can be narrowed to. */
  choices(scope: Scope): Promise<{ teams: string[]; reasons: string[] }>;
  /** Everything that waits, without a word of it. */
  board(): Promise<readonly BoardRow[]>;
}

/** One waiting conversation as far as it is counted. */
export interface BoardRow {
  readonly severity: Severity;
  readonly raisedAt: Instant;
  readonly team: string | null;
  readonly ownerId: string | null;
  readonly snoozedUntil: Instant | null;
  readonly answered: boolean;
}

export interface FlagRecord {
  readonly id: string;
  readonly severity: Severity;
  readonly reason: string;
  readonly summary: string;
  readonly raisedAt: Instant;
  readonly team: string | null;
  readonly closedAt: Instant | null;
  readonly closedBy: Person | null;
  readonly outcome: string | null;
  readonly detail: unknown;
}

export interface ConversationRecord {
  readonly id: string;
  readonly channel: string;
  readonly locale: string;
  readonly openedAt: Instant;
  readonly lastPatientAt: Instant | null;
  readonly patient: { readonly id: string | null; readonly label: string | null; readonly identityProven: boolean };
  readonly owner: Person | null;
  readonly ownedSince: Instant | null;
  readonly team: string | null;
  readonly optedOut: boolean;
  readonly flags: readonly FlagRecord[];
  readonly facts: Readonly<Record<string, unknown>>;
  readonly snoozedUntil: Instant | null;
  readonly lastSeq: number;
}

/** Who did something, for the record. */
export interface Actor {
  readonly staffId: string;
  readonly name: string;
}

/** Every method that changes something writes its audit row in the same commit, and rings nobody: callers ring. */
export interface ConversationStore {
  visible(id: string, scope: Scope, now: Instant): Promise<boolean>;
  get(id: string): Promise<ConversationRecord | undefined>;
  transcript(
    id: string,
    range: { before?: number; after?: number; limit: number },
  ): Promise<{ items: TranscriptItem[]; more: boolean }>;
  happenings(id: string): Promise<Happening[]>;
  timeline(id: string): Promise<TimelineEntry[]>;
  /** When this person's next visit begins. */
  nextVisit(id: string, now: Instant): Promise<Instant | undefined>;
  /** One audit row per person, conversation and quarter of an hour: who looked at whose record, and when. */
  recordView(id: string, actor: Actor, now: Instant): Promise<void>;
  /** The same for one file of a message. */
  recordFileView(id: string, actor: Actor, file: { seq: number; part: number }, now: Instant): Promise<void>;
  /** Exactly one caller wins; the others are told who did. */
  claim(id: string, actor: Actor, now: Instant): Promise<{ won: boolean; owner: Person; ownedSince: Instant }>;
  /** Puts a reply into the conversation's inbox. Refused unless the actor owns the thread. */
  reply(
    id: string,
    actor: Actor,
    /** `original`: what the sender wrote before a machine translated it; kept as a note beside the reply. */
    reply: {
      text: string;
      clientId: string;
      original?: string | undefined;
      /** The prepared message the text is, where free text may not be sent. */
      template?: { id: string; values: Record<string, string> } | undefined;
      /** Uploads of the actor that go with it. */
      files?: readonly string[] | undefined;
    },
    now: Instant,
  ): Promise<'stored' | 'duplicate' | 'not_owner' | 'file_gone'>;
  note(id: string, actor: Actor, note: { text: string; mentions: readonly string[] }, now: Instant): Promise<void>;
  /** Gives the thread back to the bot, which returns to what it was doing. Open flags stay open unless `closeAs`. */
  handBack(id: string, actor: Actor, note: string, now: Instant): Promise<'done' | 'not_owner'>;
  /** Closes every open flag with an outcome, and gives the thread back to the bot. */
  close(
    id: string,
    actor: Actor,
    end: { outcome: string; reason: string },
    now: Instant,
  ): Promise<'done' | 'not_owner'>;
}

export interface PresenceStore {
  /** Says that somebody has a conversation open; forgotten by itself after half a minute. */
  here(conversationId: string, staffId: string, writing: boolean, now: Instant): Promise<{ changed: boolean }>;
  gone(conversationId: string, staffId: string): Promise<void>;
  viewers(conversationId: string, now: Instant): Promise<readonly (Person & { writing: boolean })[]>;
}

export interface CareStore {
  /** Takes a conversation off the queue until a moment; null wakes it. A new claim wakes it too. */
  snooze(id: string, actor: Actor, until: Instant | null, now: Instant): Promise<void>;
  /** Gives a thread from one person to another; `stale` when `from` no longer owns it. */
  give(id: string, actor: Actor, from: string, to: Person, now: Instant): Promise<'done' | 'stale'>;
  /** Gives the conversation to a team: back to the bot with a note, and onto that team's queue. */
  giveToTeam(id: string, actor: Actor, team: string, note: string, now: Instant): Promise<'done' | 'not_owner'>;
  /** Opens a conversation outside one's teams for an hour; false when there is none. */
  breakGlass(id: string, actor: Actor, reason: string, now: Instant): Promise<boolean>;
  /** Takes one's own closing back; false when those flags are not closed by this person at that moment. */
  reopen(id: string, actor: Actor, closedAt: Instant, now: Instant): Promise<boolean>;
}

export interface EscalationLevel {
  readonly level: number;
  readonly severity: Severity;
  /** Flags raised up to then have run out of this level's time. */
  readonly raisedUpTo: Instant;
  /** Who hears of it now: `supervisor`, `on_call`. */
  readonly to: string;
}

export interface EscalationStore {
  /** @returns how many flags went a level up. */
  escalate(levels: readonly EscalationLevel[], now: Instant): Promise<number>;
}

export interface CannedStore {
  list(): Promise<readonly Canned[]>;
  save(reply: Canned, staffId: string, now: Instant): Promise<void>;
  exists(id: string): Promise<boolean>;
  remove(id: string): Promise<void>;
}

export interface ViewStore {
  listOf(staffId: string): Promise<readonly SavedView[]>;
  save(view: SavedView, staffId: string, now: Instant): Promise<void>;
  belongsTo(id: string, staffId: string): Promise<boolean>;
  remove(id: string): Promise<void>;
}

export interface TaskStore {
  list(kinds: readonly string[], status: 'open' | 'done', now: Instant): Promise<readonly Task[]>;
  kindOf(id: string): Promise<string | undefined>;
  /** False when somebody else has it. */
  take(id: string, actor: Actor, now: Instant): Promise<boolean>;
  /** False when the actor does not have it, or it is done. */
  finish(id: string, actor: Actor, outcome: string, now: Instant): Promise<boolean>;
}

export interface Period {
  readonly from: Instant;
  readonly to: Instant;
  readonly channel?: string | undefined;
  readonly locale?: string | undefined;
  /** A team or a bookable service. */
  readonly service?: string | undefined;
}

export interface InsightStore {
  numbers(period: Period, dayOf: (at: Instant) => string): Promise<InsightNumbers>;
  /** What one chart, or one bar of it, counts; newest first. */
  rows(
    asked: { readonly chart: InsightChart; readonly value?: string | undefined },
    period: Period,
    dayOf: (at: Instant) => string,
    limit: number,
  ): Promise<readonly InsightRow[]>;
  /** One row per flag of the period. */
  flags(period: Period): Promise<readonly FlagFact[]>;
}

export interface SurveyStore {
  /** Askings and scored answers of a period, each with the group it belongs to. */
  facts(
    period: Period,
    by: 'none' | 'service' | 'practitioner' | 'channel' | 'locale' | 'week',
    weekOf: (at: Instant) => string,
  ): Promise<SurveyFacts>;
}

export interface SettingsStore {
  read(now: Instant): Promise<Settings>;
  change(settings: Settings, actor: Actor, now: Instant): Promise<void>;
}

/** What the machine itself can tell: beyond what stands in the rows. */
export interface MachineTrouble {
  /** Database's clock minus this machine's, ms. */
  readonly clockSkewMs: number;
  /** Whether something stored was sealed with a key this process does not have. */
  readonly keyMissing: boolean;
  /** Templates a provider refused in the last day. */
  readonly templatesRejected: readonly { readonly name: string; readonly count: number }[];
  /** Channels that tried at least three times in a quarter of an hour and got nothing through. */
  readonly channelsDown: readonly { readonly channel: string; readonly count: number }[];
  /** Channels heard daily for a week, and silent since this moment. */
  readonly silent: readonly { readonly channel: string; readonly since: Instant }[];
  /** Timers of the last week whose content could not be read, and since when. */
  readonly unreadable: { readonly count: number; readonly since: Instant | null };
}

export interface OperationsStore {
  trouble(now: Instant): Promise<MachineTrouble>;
  view(now: Instant): Promise<OperationsView>;
  deadLetters(): Promise<readonly DeadLetter[]>;
  isDeadLetter(id: string): Promise<boolean>;
  /** Sends a dead letter round again, or sets it aside for good; false when it is none any more. */
  retry(id: string, actor: Actor, now: Instant): Promise<string | undefined>;
  discard(id: string, actor: Actor, now: Instant): Promise<string | undefined>;
}

export interface TrailStore {
  page(filter: {
    conversation?: string | undefined;
    actor?: string | undefined;
    action?: string | undefined;
    before?: Instant | undefined;
    limit: number;
  }): Promise<readonly AuditEntry[]>;
  verify(): Promise<{ rows: number; seals: number; faults: readonly string[] }>;
}
