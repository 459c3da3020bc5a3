import type { HttpRequest } from '../../../bot/contracts';
import { sameSecret } from '../../shared/signature';

/** How webhooks of gateways that sign nothing are guarded: a secret path segment, and where known the caller's address. */
export interface UnsignedGuard {
  /** Last segment of the webhook's path; at least 24 random characters. */
  readonly secret: string;
  /** Addresses the gateway calls from; empty: any. */
  readonly allow: readonly string[];
}

export function verifyPathSecret(request: HttpRequest, guard: UnsignedGuard): boolean {
  if (guard.allow.length > 0 && !guard.allow.includes(request.remoteAddress.replace(/^::ffff:/, ''))) return false;
  return sameSecret(guard.secret, request.params.secret);
}
