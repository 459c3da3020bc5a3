import type { Clock, HttpReply, HttpRequest } from '../../bot/contracts';
import { refuse } from './replies';
import type { Claims, Tokens } from './tokens';

export type Authorised = { readonly claims: Claims } | { readonly refused: HttpReply };

/** How long past its expiry a token still counts, and the conversation the path speaks of. */
export interface Asked {
  readonly graceSeconds?: number;
  readonly conversationId?: string;
}

/**
 * Who is asking. 401 leaves the client as it is; 403 makes Web Chat tear the chat down so that the page fetches a new
 * token, so it is kept for tokens that are truly expired, not ours, or for another conversation.
 */
export async function authorise(
  request: HttpRequest,
  tokens: Tokens,
  clock: Clock,
  { graceSeconds = 0, conversationId }: Asked = {},
): Promise<Authorised> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) return { refused: refuse('Unauthorized') };
  const claims = await tokens.read(token);
  if (claims === undefined) return { refused: refuse('Forbidden') };
  if (claims.expiresAt + graceSeconds * 1000 <= clock.now()) return { refused: refuse('TokenExpired') };
  if (conversationId !== undefined && conversationId !== claims.conversationId) return { refused: refuse('Forbidden') };
  return { claims };
}
