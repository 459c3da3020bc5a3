import type { Activity, Attachment } from './activity';
import type { FetchedFile, FileLimits } from './files';
import type { Route, SocketRoute } from './http';
import type { Clock, Ids, Instant } from './time';

/** Where a person is reached on a channel. The value is personal data: it is encrypted at rest and never logged. */
export interface Address {
  readonly channel: string;
  /** E.164 number, WhatsApp id or business-scoped user id, Direct Line user id, ... */
  readonly value: string;
  /** Which of our own senders the person talks to (number id, messaging service), when there are several. */
  readonly sender?: string;
  /** What the channel needs to answer (a service URL, a business-scoped id), never shown. */
  readonly reference?: Record<string, unknown>;
}

/** One thing a provider told us, as an Activity, with the provider's own id for duplicates. */
export interface InboundEvent {
  readonly address: Address;
  /** Unique per channel: the provider's message id. Twice the same id is one event. */
  readonly externalId: string;
  readonly activity: Activity;
  /** When the provider says it happened; falls back to arrival. */
  readonly at: Instant;
  /** Web chat knows its conversation already; phone channels find theirs by address. */
  readonly conversationId?: string;
}

/** A late word about something we sent. Ranked, never moves down; may come before our own send call returned. */
export interface DeliveryReport {
  readonly channel: string;
  readonly providerId?: string;
  /** Our outbox id, where the provider carries it back. */
  readonly outboxId?: string;
  readonly status: DeliveryStatus;
  readonly code?: string;
  /** What the code of a failed message means, in the closed list of send results. */
  readonly failure?: Extract<SendResult, { ok: false }>;
  readonly at: Instant;
}
export type DeliveryStatus = 'accepted' | 'queued' | 'sending' | 'sent' | 'delivered' | 'read' | 'failed';

/** Person-level news from a provider: carrier opt-out, number changed, cannot be reached this way. */
export interface ContactReport {
  readonly address: Address;
  readonly kind: 'opted_out' | 'opted_in' | 'invalid' | 'moved';
  readonly movedTo?: Address;
  readonly at: Instant;
}

/** One physical message of a provider. `body` is what `send` needs and is stored encrypted in the outbox. */
export interface Part {
  readonly to: Address;
  readonly body: Record<string, unknown>;
  /** Outbox id, for providers that carry our reference back. Set by the dispatcher before `send`. */
  readonly id?: string;
  readonly safety?: boolean;
}

/** The closed list of what sending can come to. Adapters never decide about retries; `bot/deliver` does. */
export type SendResult =
  | { ok: true; providerId: string }
  | {
      ok: false;
      retry: true;
      code: 'connection' | 'throttled' | 'provider_error' | 'unknown_outcome';
      afterMs?: number;
      detail?: string;
    }
  | {
      ok: false;
      retry: false;
      code: 'config' | 'invalid_address' | 'window_closed' | 'rejected' | 'opted_out';
      detail?: string;
    };

export interface ChannelLimits {
  /** Characters of one text message; longer is split at sentences. */
  readonly text: number;
  readonly buttons: number;
  readonly buttonLabel: number;
  readonly listRows: number;
  readonly listTitle: number;
  readonly listDescription: number;
  /** Files that staff may send here; none where it is not set. */
  readonly files?: FileLimits;
  /** Milliseconds after the patient's last message in which free text may be sent; undefined: always. */
  readonly windowMs?: number;
  /** How fast one person may be written to: a burst, then one message each `everyMs`. */
  readonly pace?: { readonly burst: number; readonly everyMs: number };
  /** Which wording size suits the channel. */
  readonly size: 'short' | 'normal' | 'rich';
  /** `transcript`: the client reads the transcript itself (web chat); `outbox`: parts are sent. */
  readonly delivery: 'transcript' | 'outbox';
}

/** What a conversation's transport state means for rendering: is the window open, what may be said. */
export interface RenderContext {
  readonly now: Instant;
  /** When the patient last wrote on this channel, if ever. */
  readonly lastInboundAt?: Instant;
  readonly locale: string;
}

/** A channel: turns provider traffic into Activities and Activities into provider traffic. */
export interface ChannelAdapter {
  readonly id: string;
  readonly limits: ChannelLimits;
  /** Our own number on this channel as patients write it, when there is one. */
  readonly number?: string;
  routes(deps: AdapterDeps): readonly Route[];
  sockets?(deps: AdapterDeps): readonly SocketRoute[];
  /** Pure: one activity as the physical messages of this channel, in order. Nothing is dropped silently. */
  render(activity: Activity, to: Address, context: RenderContext): readonly Part[];
  /** Failure is a value; throwing is a bug and is treated as `unknown_outcome`. */
  send(part: Part): Promise<SendResult>;
  /** Brings a file a patient sent, where the provider keeps it and tells only its id or address. */
  fetchFile?(attachment: Attachment): Promise<FetchedFile>;
  /**
   * Prepared messages that may go out while free text may not, as they would be sent in this language, with why one
   * cannot be. Absent where free text may always be sent.
   */
  templates?(locale: string): readonly TemplateOffer[];
  /**
   * What patients wrote since then, for providers that give a list and do not deliver again after an outage of ours;
   * undefined when the list cannot be had. Ids are those of the webhook, so what was heard before counts once.
   */
  missed?(since: Instant): Promise<Missed | undefined>;
}

/** A template in the wording that would leave. */
export interface TemplateOffer {
  readonly id: string;
  /** The patient's language, or the hospital's first where it is not approved in theirs. */
  readonly locale: string;
  /** With `{name}` for each parameter. */
  readonly text: string;
  readonly buttons: readonly string[];
  /** Why it cannot be sent: where the account stands with it, or what the provider lacks. Absent: it can. */
  readonly refused?: 'draft' | 'submitted' | 'rejected' | 'paused' | 'no_content_sid';
}

/** What a provider's list told us: messages in order, and what its carrier did about STOP meanwhile. */
export interface Missed {
  readonly events: readonly InboundEvent[];
  readonly contacts: readonly ContactReport[];
}

/** What the engine offers to adapters. */
export interface AdapterDeps {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  /** Public base URL of this installation without trailing slash; webhooks are verified against it. */
  readonly publicUrl: string;
  /** Stores events; resolves after the commit. Duplicates are accepted and ignored. Throws `StoreUnavailable`. */
  receive(events: readonly InboundEvent[]): Promise<readonly Received[]>;
  reports(reports: readonly DeliveryReport[]): Promise<void>;
  contacts(reports: readonly ContactReport[]): Promise<void>;
  readonly conversations: Conversations;
  readonly bell: Bell;
}

export interface Received {
  readonly conversationId: string;
  /** Transcript position of the stored activity; absent when it was a duplicate or is not shown. */
  readonly seq?: number;
  readonly activityId: string;
  readonly duplicate: boolean;
}

/** Reading and opening conversations, for channels whose client reads the transcript itself. */
export interface Conversations {
  /** Opens the conversation if it is not there yet (same id twice is the same conversation). */
  open(request: { id: string; address: Address; locale?: string }): Promise<{ created: boolean }>;
  exists(id: string): Promise<boolean>;
  /** Activities after a transcript position, oldest first, with `id` and strictly increasing `timestamp` set. */
  after(id: string, seq: number, limit: number): Promise<readonly Line[]>;
  /**
   * Told of lines the moment this process has committed them, as `after` would read them: nothing is read back for
   * those who watch. What another process writes is not told; the bell says that there is something to read.
   */
  follow(id: string, heard: (lines: readonly Line[]) => void): () => void;
}

/** An activity with its place in the transcript. */
export interface Line {
  readonly seq: number;
  readonly activity: Activity;
}

/** Who wakes whom. Losing a ring costs latency, never a message: every listener also looks by itself now and then. */
export interface Bell {
  /** @param position for a conversation: how far its transcript goes now, so that who is there already need not look. */
  ring(topic: string, position?: number): void;
  listen(topic: string, heard: (position?: number) => void): () => void;
  close(): Promise<void>;
}

/** Logging takes ids, codes and counts only. There is no way to pass a sentence of a patient to it. */
export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The database refused or is away: the caller answers 503 and the client sends again. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable';
}
