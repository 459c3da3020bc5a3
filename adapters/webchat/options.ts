import type { Files } from '../../bot/contracts';
import type { ContentLibrary } from '../../knowledge/schema/library';

/** What the composition root gives to web chat. Everything else has a default that suits one hospital. */
export interface WebChatOptions {
  /** At least 32 bytes, from the vault. Tokens and stream tickets are signed with keys derived from it. */
  readonly signingKey: Uint8Array;
  /** Sentences of the page and the hospital's own numbers. */
  readonly content: ContentLibrary;
  /** The checkout's root: the page's files and the Web Chat bundle are read from below it. */
  readonly root: string;
  /** Where compressed copies of the bundle are kept between starts (`.cache` in the checkout, where `npm run build` puts them). */
  readonly cacheDir: string;
  /** In `demo` the page says that its content awaits a hospital's clinical sign-off. */
  readonly mode: 'demo' | 'production';
  /** Files of conversations, shown by an address that ends; none can be sent without. */
  readonly files?: Pick<Files, 'link'>;
  /** Sites that may embed the chat or call the endpoint from their own pages; any site when not given. */
  readonly origins?: readonly string[];
  /** Seconds a token is valid; the client refreshes it every 15 minutes. Default 24 hours. */
  readonly tokenSeconds?: number;
  /** Seconds after expiry in which the Direct Line refresh still works (a phone that slept). Default 24 hours. */
  readonly refreshGraceSeconds?: number;
  /** Seconds after expiry in which the page may still come back to its conversation. Default 14 days. */
  readonly resumeSeconds?: number;
  /** New conversations per minute from one network address; many patients share one. Default 120. */
  readonly tokensPerMinute?: number;
  /** Messages per 10 seconds of one conversation before answers are slowed down. Default 20. */
  readonly messagesPer10s?: number;
  /** Open streams of one conversation in this process; the oldest gives way. Default 5. */
  readonly socketsPerConversation?: number;
  /** Milliseconds between two looks at the transcript without a ring, and between keep-alives. Default 25 seconds. */
  readonly lookMs?: number;
}

/** The largest activity in bytes (the figure Direct Line itself uses) and the longest message in UTF-16 units. */
export const MAX_ACTIVITY_BYTES = 256 * 1024;
export const MAX_TEXT = 4000;
