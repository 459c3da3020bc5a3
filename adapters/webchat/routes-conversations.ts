import { createHash } from 'node:crypto';
import type { HttpReply, HttpRequest, Route } from '../../bot/contracts';
import { authorise } from './authorise';
import type { WebChat } from './context';
import { readLocale, readPosted } from './inbound';
import { readJson } from './json';
import { conversationReply, createOpening, type Opening } from './opening';
import { MAX_ACTIVITY_BYTES } from './options';
import { createPace } from './pace';
import { answer, guarded, refuse, withCors } from './replies';
import type { Claims } from './tokens';
import { transcriptReader } from './transcript';
import { readWatermark } from './watermark';

const BASE = '/v3/directline/conversations';
const ONE = `${BASE}/:id`;

/** Starting, coming back to, writing to and reading a conversation. */
export function conversationRoutes(chat: WebChat): Route[] {
  const { deps, options } = chat;
  const opening = createOpening(chat);
  const route = (
    method: Route['method'],
    path: string,
    handle: Route['handle'],
    away?: (request: HttpRequest) => HttpReply,
  ): Route => ({
    method,
    path,
    maxBytes: MAX_ACTIVITY_BYTES,
    handle: withCors(guarded(deps.log, handle, away), options.origins),
  });
  return [
    // Any failure but 429 ends the client until the page is reloaded; 429 makes it come again in 20 seconds.
    route('POST', BASE, start(chat, opening), () => refuse('TooManyRequests', 5)),
    route('GET', ONE, reconnect(chat, opening)),
    route('POST', `${ONE}/activities`, post(chat, opening)),
    // Any failure stops a polling client for ever without a word, so a store that is away is "nothing new yet".
    route('GET', `${ONE}/activities`, poll(chat), nothingNew),
    route('POST', `${ONE}/upload`, async () => refuse('UploadsNotSupported')),
  ];
}

/** `POST /conversations`: 201 the first time, 200 when the page was reloaded with the same token. */
function start(chat: WebChat, { open }: Opening): Route['handle'] {
  return async (request) => {
    const who = await authorise(request, chat.tokens, chat.deps.clock);
    if ('refused' in who) return who.refused;
    const body = readJson(request.body) as { locale?: unknown } | null | undefined;
    const { created } = await open(who.claims, readLocale(body?.locale));
    return conversationReply(chat, request, who.claims, { status: created ? 201 : 200, watermark: 0 });
  };
}

/** `GET /conversations/{id}`: after every lost socket. A conversation the token vouches for is never a 404. */
function reconnect(chat: WebChat, { open }: Opening): Route['handle'] {
  return withClaims(chat, async (request, claims) => {
    await open(claims);
    const watermark = readWatermark(request.query.get('watermark'));
    return conversationReply(chat, request, claims, { status: 200, watermark });
  });
}

/** `POST /conversations/{id}/activities`: stored before it is answered; the echo leaves by the stream. */
function post(chat: WebChat, { within }: Opening): Route['handle'] {
  const { deps, options, streams } = chat;
  const pace = createPace(options.messagesPer10s ?? 20);
  return withClaims(chat, async (request, claims) => {
    const posted = readPosted(readJson(request.body), claims);
    if (posted.kind === 'refused') return refuse(posted.code);
    if ((await pace(claims.conversationId)) === 'refuse') return refuse('ServiceUnavailable', 5);
    const id = deps.ids.next('a');
    const at = deps.clock.now();
    const activity = { ...posted.activity, id, timestamp: new Date(at).toISOString() };
    if (posted.kind === 'passing') {
      streams.pass(claims.conversationId, activity);
      return answer(200, { id });
    }
    const { conversationId, userId } = claims;
    const address = { channel: 'webchat', value: userId };
    const externalId = `${conversationId}:${posted.clientId === undefined ? id : digest(posted.clientId)}`;
    const [received] = await within(claims, activity.locale, () =>
      deps.receive([{ address, externalId, activity, at, conversationId }]),
    );
    return answer(200, { id: received?.activityId ?? id });
  });
}

/** External ids are stored unencrypted and a client may write what it likes into its own: only a digest is kept. */
function digest(clientId: string): string {
  return createHash('sha256').update(clientId).digest('base64url').slice(0, 22);
}

/** `GET /conversations/{id}/activities`: for clients behind proxies that break WebSockets. */
function poll(chat: WebChat): Route['handle'] {
  return withClaims(chat, async (request, { conversationId }) => {
    const from = readWatermark(request.query.get('watermark'));
    const page = await transcriptReader(chat.deps.conversations, conversationId, from, chat.options.files?.link).next();
    return answer(200, { activities: page.activities, watermark: `${page.watermark}` });
  });
}

function nothingNew(request: HttpRequest): HttpReply {
  return answer(200, { activities: [], watermark: `${readWatermark(request.query.get('watermark'))}` });
}

function withClaims(
  chat: WebChat,
  handle: (request: HttpRequest, claims: Claims) => Promise<HttpReply>,
): Route['handle'] {
  return async (request) => {
    const conversationId = request.params.id ?? '';
    const who = await authorise(request, chat.tokens, chat.deps.clock, { conversationId });
    return 'refused' in who ? who.refused : handle(request, who.claims);
  };
}
