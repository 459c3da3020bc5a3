/**
 * The part of the Bot Framework Activity schema that Sathi produces and consumes.
 * Structurally compatible with `Partial<Activity>` of `botframework-schema`, written out here so that only
 * `adapters/` and `bot/turn/framework-host.ts` load the SDK.
 * Source: Bot Framework Activity schema 3.x.
 */
export interface Activity {
  type: 'message' | 'event' | 'typing' | 'conversationUpdate' | 'messageReaction' | string;
  id?: string;
  /** ISO 8601 with zone. */
  timestamp?: string;
  localTimestamp?: string;
  localTimezone?: string;
  channelId?: string;
  serviceUrl?: string;
  conversation?: { id: string };
  from?: ChannelAccount;
  recipient?: ChannelAccount;
  locale?: string;
  text?: string;
  textFormat?: 'plain' | 'markdown' | 'xml' | string;
  speak?: string;
  inputHint?: string;
  /** Event activities: which event (`sathi/timer`, `sathi/staff.reply`, `webchat/join`, ...). */
  name?: string;
  value?: unknown;
  attachments?: Attachment[];
  attachmentLayout?: string;
  suggestedActions?: { actions: CardAction[]; to?: string[] };
  entities?: unknown[];
  replyToId?: string;
  membersAdded?: ChannelAccount[];
  channelData?: ChannelData;
}

export interface ChannelAccount {
  id: string;
  name?: string;
  role?: 'user' | 'bot' | string;
}

export interface Attachment {
  contentType: string;
  contentUrl?: string;
  content?: unknown;
  name?: string;
  thumbnailUrl?: string;
}

export interface CardAction {
  type: 'imBack' | 'postBack' | 'messageBack' | 'openUrl' | 'call' | string;
  title: string;
  value: unknown;
  /** messageBack: what is sent as text, and what the transcript shows. */
  text?: string;
  displayText?: string;
}

/** What Sathi itself puts beside an activity; adapters may add their own keys. */
export interface ChannelData {
  clientActivityID?: string;
  sathi?: SathiData;
  [key: string]: unknown;
}

/** Facts about an outgoing message that channels and the console need to show or send it well. */
export interface SathiData {
  /** The prompt this message asks, when it asks one: a press on an old button is answered by what it belonged to. */
  promptId?: string;
  /** Choices with stable ids, in order: `suggestedActions` shows labels, the answer is bound by id. */
  choices?: { id: string; label: string; description?: string }[];
  /** More than one choice may be taken, by their numbers ("1 3"): buttons that can be pressed once do not do. */
  several?: boolean;
  /** The same turn asks something else after this: a bare number is an answer to that, so none is shown here. */
  overtaken?: boolean;
  /** Safety text is repeated on an unknown send outcome, and goes to another address of the patient when it fails. */
  safety?: boolean;
  /** What the message is for: consent, caps and quiet hours are decided by it. */
  purpose?: Purpose;
  /** Do not send after this moment (ms since epoch): a stale reminder is worse than none. */
  expiresAt?: number;
  /** Content the text came from, `kind/id@version#place`. */
  refs?: string[];
  /** Approved template to use outside WhatsApp's 24-hour window, with its values in order. */
  template?: { id: string; values: Record<string, string> };
  /** Who wrote it: the bot, or a person of the care team (opaque staff id). */
  author?: 'bot' | { staff: string; name: string };
  /** A shorter wording for SMS, when the content has one. */
  short?: string;
}

/** Why a message is sent. Replies in a conversation the patient began are `conversation`. */
export type Purpose = 'conversation' | 'safety' | 'care' | 'reminder' | 'programme' | 'survey' | 'research';
