import type { ChannelAdapter, Files } from '../bot/contracts';
import type { ContentLibrary } from '../knowledge/schema/library';
import { createBotFramework } from './botframework/adapter';
import { readBotFrameworkSettings } from './botframework/settings';
import type { Fetch } from './shared/provider-call';
import type { Env, SettingsRead } from './shared/settings';
import type { ChannelWords } from './shared/words';
import { createSms } from './sms/adapter';
import { readSmsSettings } from './sms/settings';
import { createWebChat } from './webchat';
import { readWebChatSettings } from './webchat/settings';
import { createWhatsApp } from './whatsapp/adapter';
import { readWhatsAppSettings } from './whatsapp/settings';

/** What channels are made from besides their own settings. */
export interface Surroundings {
  readonly env: Env;
  readonly publicUrl: string;
  readonly content: ContentLibrary;
  readonly fetch: Fetch;
  /** Files of conversations: what staff attach is read or linked when it is sent. None can be sent without. */
  readonly files?: Files;
  /** What web chat needs: its signing key, the checkout's root, a folder for compressed bundles. Off without it. */
  readonly webchat?: {
    readonly signingKey: Uint8Array;
    readonly root: string;
    readonly cacheDir: string;
    readonly mode: 'demo' | 'production';
  };
}

/** A channel as this installation has it: off, ready, or with settings that must be corrected before a start. */
export type ChannelEntry = (given: Surroundings) => SettingsRead<ChannelAdapter>;

/** Every channel there is. A new one is one folder here and one line in this list. */
export const CHANNELS: Readonly<Record<string, ChannelEntry>> = {
  webchat: ({ env, content, webchat, files }) =>
    webchat === undefined
      ? { state: 'off' }
      : made(readWebChatSettings(env), (settings) =>
          createWebChat({ ...webchat, ...settings, content, ...(files === undefined ? {} : { files }) }),
        ),
  sms: ({ env, publicUrl, content, fetch, files }) =>
    made(readSmsSettings(env), (make) =>
      createSms({
        provider: make({
          publicUrl,
          country: content.hospital.country,
          fetch,
          ...(files === undefined ? {} : { files }),
        }),
        words: channelWords(content),
      }),
    ),
  whatsapp: ({ env, publicUrl, content, fetch, files }) =>
    made(readWhatsAppSettings(env), (settings) =>
      createWhatsApp({
        provider: settings.make({ publicUrl, fetch, ...(files === undefined ? {} : { files }) }),
        files: files !== undefined,
        words: channelWords(content),
        templates: {
          all: content.all('message-template'),
          fallbackLocale: content.hospital.locales[0] ?? 'en',
          acceptUnapproved: settings.acceptUnapproved,
        },
        clinical: settings.clinical,
        webChatUrl: publicUrl,
      }),
    ),
  botframework: ({ env }) => made(readBotFrameworkSettings(env), createBotFramework),
};

/** All channels that are switched on. Throws one error naming every setting that is wrong. */
export function createChannels(given: Surroundings): readonly ChannelAdapter[] {
  const read = Object.values(CHANNELS).map((entry) => entry(given));
  const problems = read.flatMap((one) => (one.state === 'broken' ? one.problems : []));
  if (problems.length > 0) throw new BrokenSettings(problems);
  return read.flatMap((one) => (one.state === 'ready' ? [one.settings] : []));
}

export class BrokenSettings extends Error {
  override readonly name = 'BrokenSettings';
  constructor(readonly problems: readonly string[]) {
    super(`The channels cannot start:\n${problems.map((one) => `- ${one}`).join('\n')}`);
  }
}

function channelWords(content: ContentLibrary): ChannelWords {
  return (name, locale, values) => content.text(`wording/channels.${name}`, locale, values);
}

function made<T>(read: SettingsRead<T>, make: (settings: T) => ChannelAdapter): SettingsRead<ChannelAdapter> {
  return read.state === 'ready' ? { state: 'ready', settings: make(read.settings) } : read;
}
