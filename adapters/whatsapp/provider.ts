import type { AdapterDeps, Address, Route, SendResult } from '../../bot/contracts';
import type { WhatsAppMessage } from './message';

/** A way to WhatsApp: Meta's Cloud API, or Twilio. */
export interface WhatsAppProvider {
  readonly name: 'cloud' | 'twilio';
  /** Our own number as patients write it. */
  readonly number?: string;
  /** Whether reply buttons and lists can be sent without preparing them at the provider. */
  readonly interactive: boolean;
  routes(deps: AdapterDeps): readonly Route[];
  send(message: WhatsAppMessage, to: Address, outboxId: string | undefined): Promise<SendResult>;
}
