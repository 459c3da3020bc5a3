import { createHash } from 'node:crypto';
import type { Clock, InboundEvent } from '../contracts';
import type { Contacts } from './contacts';
import type { Db } from './db';

/** Codes as people write them: spaces, dashes and case do not matter. */
export function linkCodeHash(code: string): string {
  return createHash('sha256')
    .update(`sathi link ${normal(code)}`)
    .digest('base64url');
}

function normal(code: string): string {
  return code.replace(/[\s-]/g, '').toUpperCase();
}

/** Letters and digits nobody confuses, eight of them: not guessed within the ten minutes a code lives. */
export const LINK_ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE = new RegExp(`^[${LINK_ALPHABET}]{8}$`);

/**
 * A message from a phone that is nothing but a valid code proves who holds the phone: the conversation the code was
 * given in goes on there. Returns the event addressed to that conversation; any other event comes back unchanged.
 */
export function createLinking(db: Db, contacts: Contacts, clock: Clock) {
  return async (event: InboundEvent): Promise<InboundEvent> => {
    const code = normal(event.activity.text ?? '');
    if (event.activity.type !== 'message' || event.conversationId !== undefined || !CODE.test(code)) return event;
    const row = (await db
      .read('link_code')
      .where({ code_hash: linkCodeHash(code) })
      .first()) as { conversation_id: string; expires_at: number } | undefined;
    if (row === undefined || row.expires_at < clock.now()) return event;
    // Taken once: a second phone with the same code gets nothing.
    const taken = await db.transaction((trx) =>
      trx('link_code')
        .where({ code_hash: linkCodeHash(code) })
        .delete(),
    );
    if (taken === 0) return event;
    await contacts.moveConversation(row.conversation_id, event.address);
    return { ...event, conversationId: row.conversation_id };
  };
}
