import type { AdapterDeps, ChannelAdapter, ChannelLimits, FileLimits, Route } from '../../bot/contracts';
import type { WebChat } from './context';
import type { WebChatOptions } from './options';
import { pageRoutes } from './page/routes';
import { preflight } from './replies';
import { conversationRoutes } from './routes-conversations';
import { tokenRoutes } from './routes-tokens';
import { createStreamRegistry, streamRoute } from './streams';
import { createTokens } from './tokens';

export type { WebChatOptions } from './options';

const LIMITS: ChannelLimits = {
  text: 4000,
  buttons: 100,
  buttonLabel: 200,
  listRows: 100,
  listTitle: 200,
  listDescription: 500,
  size: 'rich',
  delivery: 'transcript',
};

const MB = 1024 * 1024;

/** A browser shows pictures and keeps the rest as files. */
const FILES: FileLimits = {
  types: {
    'image/jpeg': 16 * MB,
    'image/png': 16 * MB,
    'image/gif': 16 * MB,
    'image/webp': 16 * MB,
    'application/pdf': 16 * MB,
    'audio/ogg': 16 * MB,
    'audio/mpeg': 16 * MB,
    'audio/mp4': 16 * MB,
    'video/mp4': 16 * MB,
  },
  most: 10,
};

/**
 * Web chat: a Direct Line 3.0 endpoint of our own, so that the unchanged Web Chat client works with no cloud, plus
 * the patient page and the embed script. Nothing is sent: the client reads the transcript by watermark.
 */
export function createWebChat(options: WebChatOptions): ChannelAdapter {
  const chats = new WeakMap<AdapterDeps, WebChat>();
  const chatFor = (deps: AdapterDeps): WebChat => {
    const known = chats.get(deps);
    if (known !== undefined) return known;
    const { clock, ids } = deps;
    const seconds = options.tokenSeconds ?? 86_400;
    const chat: WebChat = {
      deps,
      options,
      tokens: createTokens({ signingKey: options.signingKey, seconds, clock, ids }),
      streams: createStreamRegistry(options.socketsPerConversation ?? 5),
    };
    chats.set(deps, chat);
    return chat;
  };

  return {
    id: 'webchat',
    limits: options.files === undefined ? LIMITS : { ...LIMITS, files: FILES },
    routes(deps) {
      const chat = chatFor(deps);
      const api = [...tokenRoutes(chat), ...conversationRoutes(chat)];
      return [...api, ...preflights(api, options), ...pageRoutes(chat)];
    },
    sockets: (deps) => [streamRoute(chatFor(deps))],
    render: () => [],
    // Nothing is ever rendered for sending, so there is nothing a part could be.
    send: async () => ({ ok: false, retry: false, code: 'config', detail: 'web chat is read, not sent' }),
  };
}

/** One OPTIONS route for each path another origin may call. */
function preflights(api: readonly Route[], options: WebChatOptions): Route[] {
  const paths = [...new Set(api.map(({ path }) => path))];
  return paths.map((path) => ({
    method: 'OPTIONS',
    path,
    maxBytes: 1024,
    handle: async (request) => preflight(request, options.origins),
  }));
}
