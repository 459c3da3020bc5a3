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
const bodySchema = z.object({ conversationId: z.string().max(200).optional(), token: z.string().max(2000).optional() });

/** `POST /api/webchat/token` for pages, its Direct Line twin for other clients, and the refresh every client makes. */
export function tokenRoutes(chat: WebChat): Route[] {
  const { deps, options, tokens } = chat;
  const limiter = new RateLimiterMemory({ points: options.tokensPerMinute ?? 120, duration: 60 });
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
    const body = bodySchema.safeParse(readJson(request.body));
    if (!body.success) return refuse('BadArgument');
    const earlier = await resumable(body.data);
    // Coming back costs nothing: a hospital's whole network may be one address.
    if (earlier !== undefined) return reply(earlier, { userId: earlier.userId, resumed: true });
    const wait = await consume(limiter, clientAddress(request));
    if (wait > 0) return refuse('TooManyRequests', Math.ceil(wait / 1000));
    const fresh = { conversationId: deps.ids.next('c'), userId: directLineUser(deps.ids.next('dl')) };
    return reply(fresh, { userId: fresh.userId, resumed: false });
  }

  async function resumable(body: z.infer<typeof bodySchema>): Promise<Claims | undefined> {
    if (body.token === undefined) return undefined;
    const claims = await tokens.read(body.token);
    if (claims === undefined || claims.conversationId !== body.conversationId) return undefined;
    const until = claims.expiresAt + (options.resumeSeconds ?? 14 * DAY) * 1000;
    return until > deps.clock.now() ? claims : undefined;
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

/** Direct Line asks for user ids that begin with `dl_`. */
function directLineUser(id: string): string {
  return id.startsWith('dl_') ? id : `dl_${id}`;
}
