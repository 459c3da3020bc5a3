import type { Attachment, FetchedFile, FileLimits, Instant, Missed, SendResult } from '../../bot/contracts';
import type { OutgoingFile } from '../shared/files';
import type { Webhook } from '../shared/webhook';
import type { Encoding } from './segments';

/** One company or gateway that carries SMS. A new one is one file in `providers/` with fixtures beside it. */
export interface SmsProvider {
  readonly name: string;
  /** Our own number as patients write it. */
  readonly number?: string;
  /** True when the carrier answers STOP and kin itself: our own answer would be refused by it. */
  readonly answersStop: boolean;
  /** The webhooks it calls, below `/webhooks/sms/<name>`. */
  readonly webhooks: readonly Webhook[];
  /** Sends one message of at most three segments. Failure is a value; retries are not decided here. */
  send(message: OutgoingSms): Promise<SendResult>;
  /** What it carries by MMS; nothing where it is not set. */
  readonly files?: FileLimits;
  /** Brings a file a patient sent by MMS. */
  fetchFile?(attachment: Attachment): Promise<FetchedFile>;
  /** What was sent to us while we were away, where the provider gives a list and does not deliver again. */
  missed?(since: Instant): Promise<Missed | undefined>;
  /** Texts a call may be in flight, in milliseconds; the dispatcher's lease is longer. */
  readonly timeoutMs: number;
}

export interface OutgoingSms {
  /** E.164. */
  readonly to: string;
  /** Which of our senders the person wrote to, when there are several. */
  readonly from?: string;
  readonly text: string;
  readonly encoding: Encoding;
  /** Makes it an MMS. */
  readonly files?: readonly OutgoingFile[];
  /** Outbox id: travels in the status callback so that reports find their message. */
  readonly id?: string;
}

export const SEND_TIMEOUT_MS = 10_000;
/** Largest webhook body of an SMS provider: 1600 characters in percent-encoded UTF-8 and room for other fields. */
export const SMS_WEBHOOK_BYTES = 64 * 1024;
