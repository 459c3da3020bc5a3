import type { TurnEvent } from '../../contracts';
import { linkCodeHash } from '../../store/link';
import type { Applied, ApplyContext } from './context';

/** Keeps the code that moves this conversation to a phone; a new one takes the place of the one before. */
export function applyLinkCode(event: Extract<TurnEvent, { type: 'linkCode' }>, context: ApplyContext): Applied {
  const row = {
    conversation_id: context.conversation.id,
    code_hash: linkCodeHash(event.code),
    expires_at: event.expiresAt,
  };
  return {
    writes: [
      {
        op: 'insert',
        table: 'link_code',
        row,
        onConflict: { key: ['conversation_id'], merge: ['code_hash', 'expires_at'] },
      },
    ],
    audit: [{ actor: 'bot', action: 'link.offered', detail: {} }],
    rings: [],
  };
}
