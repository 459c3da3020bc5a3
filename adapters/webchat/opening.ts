import type { HttpReply, HttpRequest } from '../../bot/contracts';
import type { WebChat } from './context';
import { sameLanguage } from './locale';
import { answer } from './replies';
import type { Claims } from './tokens';

/** Conversations known to be in the store: every message would otherwise ask again. */
const KNOWN = 20_000;

/**
 * Makes sure the conversation a token vouches for exists, and that its one `conversationUpdate` is in the inbox. The
 * event's id comes from the conversation's, so a reload, a second tab or a crash between the two steps changes nothing.
 */
export function createOpening({ deps, options }: WebChat): Opening {
  const { locales } = options.content.hospital;
  const known = new Set<string>();

  async function open(claims: Claims, asked?: string): Promise<{ created: boolean }> {
    const { conversationId: id, userId } = claims;
    const locale = asked === undefined ? undefined : sameLanguage(locales, asked);
    if (known.has(id)) return { created: false };
    const address = { channel: 'webchat', value: userId };
    const opened = await deps.conversations.open({ id, address, locale });
    const at = deps.clock.now();
    const activity = {
      type: 'conversationUpdate',
      timestamp: new Date(at).toISOString(),
      channelId: 'webchat',
      serviceUrl: 'urn:sathi:webchat',
      conversation: { id },
      from: { id: userId, role: 'user' },
      recipient: BOT,
      membersAdded: [{ id: BOT.id }, { id: userId }],
      ...(locale === undefined ? {} : { locale }),
    };
    await deps.receive([{ address, externalId: `opened:${id}`, activity, at, conversationId: id }]);
    if (known.size >= KNOWN) known.delete(known.keys().next().value!);
    known.add(id);
    return opened;
  }

  return {
    open,
    async within(claims, locale, work) {
      await open(claims, locale);
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'UnknownConversation') throw error;
        // The store was restored from a backup, or cleaned, under a running process.
        known.delete(claims.conversationId);
        await open(claims, locale);
        return work();
      }
    },
  };
}

export interface Opening {
  open(claims: Claims, locale?: string): Promise<{ created: boolean }>;
  /** Does something with a conversation that must exist; one the store has lost is opened again first. */
  within<T>(claims: Claims, locale: string | undefined, work: () => Promise<T>): Promise<T>;
}

export const BOT = { id: 'sathi', role: 'bot' } as const;

/** The conversation object of Direct Line. The client dies without `token` or an absolute `streamUrl`. */
export async function conversationReply(
  { deps, tokens }: WebChat,
  request: HttpRequest,
  claims: Claims,
  { status, watermark }: { status: number; watermark: number },
): Promise<HttpReply> {
  const { conversationId, userId } = claims;
  const ticket = tokens.ticket({ conversationId, userId, watermark });
  const path = `/v3/directline/conversations/${encodeURIComponent(conversationId)}/stream`;
  return answer(status, {
    conversationId,
    token: await tokens.issue(claims),
    expires_in: tokens.seconds,
    streamUrl: `${socketBase(deps.publicUrl, request)}${path}?t=${ticket}`,
  });
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * `ws://` or `wss://` of this installation: from the configured public address, never from a header a stranger can
 * write. Only where no public address was configured (it is this machine) does it follow the address that was used,
 * so that a phone on the same network can try the chat.
 */
export function socketBase(publicUrl: string, request: HttpRequest): string {
  const configured = new URL(publicUrl);
  const host = request.headers.host ?? '';
  if (!LOOPBACK.has(configured.hostname) || !/^[\w.:[\]-]+$/.test(host)) return publicUrl.replace(/^http/, 'ws');
  const secure = request.headers['x-forwarded-proto'] === 'https' || configured.protocol === 'https:';
  return `${secure ? 'wss' : 'ws'}://${host}`;
}
