import { type Env, type SettingsRead, SettingsReader } from '../shared/settings';
import type { WebChatOptions } from './options';

/** What a hospital may set for web chat; everything has a default, so web chat is never off. */
export type WebChatSettings = Pick<WebChatOptions, 'origins' | 'tokensPerMinute' | 'messagesPer10s'> & {
  readonly cacheDir?: string;
};

/**
 * `WEBCHAT_ORIGINS`: sites that may embed the chat, joined by commas (any site when not set).
 * `WEBCHAT_TOKENS_PER_MINUTE`: new chats per minute from one network address.
 * `WEBCHAT_MESSAGES_PER_10S`: messages of one conversation in ten seconds before answers are slowed down.
 * `WEBCHAT_CACHE_DIR`: where compressed bundles are kept, when not in `.cache` of the checkout.
 */
export function readWebChatSettings(env: Env): SettingsRead<WebChatSettings> {
  const reader = new SettingsReader(env, 'web chat');
  const origins = reader.list('WEBCHAT_ORIGINS');
  for (const origin of origins) {
    if (!isOrigin(origin))
      reader.problem(`WEBCHAT_ORIGINS names "${origin}": write each site like https://www.hospital.example.`);
  }
  const count = (name: string, example: number): number | undefined => {
    const text = reader.optional(name);
    if (text !== undefined && !/^[1-9]\d{0,6}$/.test(text))
      reader.problem(`${name} is "${text}": write a whole number such as ${example}.`);
    return text === undefined ? undefined : Number(text);
  };
  const perMinute = count('WEBCHAT_TOKENS_PER_MINUTE', 120);
  const per10s = count('WEBCHAT_MESSAGES_PER_10S', 20);
  const cacheDir = reader.optional('WEBCHAT_CACHE_DIR');
  return reader.result({
    ...(origins.length === 0 ? {} : { origins }),
    ...(perMinute === undefined ? {} : { tokensPerMinute: perMinute }),
    ...(per10s === undefined ? {} : { messagesPer10s: per10s }),
    ...(cacheDir === undefined ? {} : { cacheDir }),
  });
}

function isOrigin(text: string): boolean {
  try {
    return /^https?:\/\//.test(text) && new URL(text).origin === text;
  } catch {
    return false;
  }
}
