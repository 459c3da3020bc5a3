import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import type { HttpReply, HttpRequest, Route } from '../../bot/contracts';
import { authorise } from './authorise';
import type { WebChat } from './context';
import { readJson } from './json';
import { clientAddress, consume } from './pace';
import { answer, guarded, refuse, withCors } from './replies';
import type { Claims } from './tokens';

const DAY = 86_400;
const bodySchema = z.object({
  conversationId: z.string().max(200).optional(),
  token: z.string().max(2000).optional(),
  /** The page has no storage of its own (a frame in a browser that blocks it): the token is kept in a cookie. */
  remember: z.boolean().optional(),
  /** Whatever is remembered, begin anew. */
  fresh: z.boolean().optional(),
});
type Body = z.infer<typeof bodySchema>;

/** `POST /api/webchat/token` for pages, its Direct Line twin for other clients, and the refresh every client makes. */
export function tokenRoutes(chat: WebChat): Route[] {
  const { deps, options, tokens } = chat;
  const limiter = new RateLimiterMemory({ points: options.tokensPerMinute ?? 120, duration: 60 });
  const resumeSeconds = options.resumeSeconds ?? 14 * DAY;
  const graceSeconds = options.refreshGraceSeconds ?? DAY;

  const reply = async (who: { conversationId: string; userId: string }, more: object = {}): Promise<HttpReply> =>
    answer(200, {
      conversationId: who.conversationId,
      token: await tokens.issue(who),
      expires_in: tokens.seconds,
      ...more,
    });

  /** A token for a new conversation, or for the one an earlier token vouches for. No secret is in the page. */
  async function generate(request: HttpRequest): Promise<HttpReply> {
    const parsed = bodySchema.safeParse(readJson(request.body));
    if (!parsed.success) return refuse('BadArgument');
    const issued = await issue(request, parsed.data);
    if (parsed.data.remember !== true || issued.status !== 200) return issued;
    const { token } = issued.body as { token: string };
    return { ...issued, headers: { ...issued.headers, 'set-cookie': cookie(token, tokens.seconds + resumeSeconds) } };
  }

  async function issue(request: HttpRequest, body: Body): Promise<HttpReply> {
    const earlier = body.fresh === true ? undefined : await resumable(request, body);
    // Coming back costs nothing: a hospital's whole network may be one address.
    if (earlier !== undefined) return reply(earlier, { userId: earlier.userId, resumed: true });
    const wait = await consume(limiter, clientAddress(request));
    if (wait > 0) return refuse('TooManyRequests', Math.ceil(wait / 1000));
    const fresh = { conversationId: deps.ids.next('c'), userId: directLineUser(deps.ids.next('dl')) };
    return reply(fresh, { userId: fresh.userId, resumed: false });
  }

  async function resumable(request: HttpRequest, body: Body): Promise<Claims | undefined> {
    const remembered = body.remember === true && body.token === undefined ? readCookie(request) : undefined;
    const token = body.token ?? remembered;
    if (token === undefined) return undefined;
    const claims = await tokens.read(token);
    if (claims === undefined || claims.expiresAt + resumeSeconds * 1000 <= deps.clock.now()) return undefined;
    return remembered !== undefined || claims.conversationId === body.conversationId ? claims : undefined;
  }

  async function refresh(request: HttpRequest): Promise<HttpReply> {
    const who = await authorise(request, tokens, deps.clock, { graceSeconds });
    return 'refused' in who ? who.refused : reply(who.claims);
  }

  const post = (path: string, handle: (request: HttpRequest) => Promise<HttpReply>): Route => ({
    method: 'POST',
    path,
    maxBytes: 8 * 1024,
    handle: withCors(guarded(deps.log, handle), options.origins),
  });
  return [
    post('/api/webchat/token', generate),
    post('/v3/directline/tokens/generate', generate),
    post('/v3/directline/tokens/refresh', refresh),
  ];
}

const COOKIE = '__Secure-sathi-chat';

/**
 * Partitioned: the browser keeps it for this one hospital page and shows it to no other, and takes it where it refuses
 * every other storage to a frame. No script can read it, and other origins cannot read the answer it is sent for.
 */
function cookie(token: string, seconds: number): string {
  const rules = `Path=/api/webchat/token; Max-Age=${seconds}; HttpOnly; Secure; SameSite=None; Partitioned`;
  return `${COOKIE}=${token}; ${rules}`;
}

function readCookie(request: HttpRequest): string | undefined {
  return new RegExp(`(?:^|; )${COOKIE}=([\\w.-]+)`).exec(request.headers.cookie ?? '')?.[1];
}

/** Direct Line asks for user ids that begin with `dl_`. */
function directLineUser(id: string): string {
  return id.startsWith('dl_') ? id : `dl_${id}`;
}
