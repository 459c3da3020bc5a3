import type {
  AdapterDeps,
  Address,
  Attachment,
  FetchedFile,
  Instant,
  Missed,
  Route,
  SendResult,
} from '../../bot/contracts';
import type { Media } from './media';
import type { WhatsAppMessage } from './message';

/** A way to WhatsApp: Meta's Cloud API, or Twilio. */
export interface WhatsAppProvider {
  readonly name: 'cloud' | 'twilio';
  /** Our own number as patients write it. */
  readonly number?: string;
  /** Whether reply buttons and lists can be sent without preparing them at the provider. */
  readonly interactive: boolean;
  /** Kinds of files that can carry words. */
  readonly captions: readonly Media[];
  /** Brings a file a patient sent. */
  fetchFile(attachment: Attachment): Promise<FetchedFile>;
  routes(deps: AdapterDeps): readonly Route[];
  /** What was sent to us while we were away, where the provider gives a list and does not deliver again. */
  missed?(since: Instant): Promise<Missed | undefined>;
  send(message: WhatsAppMessage, to: Address, outboxId: string | undefined): Promise<SendResult>;
}
