import { type Env, type SettingsRead, SettingsReader } from '../shared/settings';
import type { WebChatOptions } from './options';

/** What a hospital may set for web chat; everything has a default, so web chat is never off. */
export type WebChatSettings = Pick<WebChatOptions, 'origins' | 'tokensPerMinute'> & { readonly cacheDir?: string };

/**
 * `WEBCHAT_ORIGINS`: sites that may embed the chat, joined by commas (any site when not set).
 * `WEBCHAT_TOKENS_PER_MINUTE`: new chats per minute from one network address.
 * `WEBCHAT_CACHE_DIR`: where compressed bundles are kept, when not in the data folder.
 */
export function readWebChatSettings(env: Env): SettingsRead<WebChatSettings> {
  const reader = new SettingsReader(env, 'web chat');
  const origins = reader.list('WEBCHAT_ORIGINS');
  for (const origin of origins) {
    if (!isOrigin(origin))
      reader.problem(`WEBCHAT_ORIGINS names "${origin}": write each site like https://www.hospital.example.`);
  }
  const perMinute = reader.optional('WEBCHAT_TOKENS_PER_MINUTE');
  if (perMinute !== undefined && !/^[1-9]\d{0,5}$/.test(perMinute))
    reader.problem(`WEBCHAT_TOKENS_PER_MINUTE is "${perMinute}": write a whole number such as 120.`);
  const cacheDir = reader.optional('WEBCHAT_CACHE_DIR');
  return reader.result({
    ...(origins.length === 0 ? {} : { origins }),
    ...(perMinute === undefined ? {} : { tokensPerMinute: Number(perMinute) }),
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
