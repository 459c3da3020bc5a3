import { createHash } from 'node:crypto';
import type { CaregiverPort, Clock } from '../contracts';
import type { Db } from './db';

/** Codes as people write them: spaces, dashes and case do not matter. */
export function inviteHash(code: string): string {
  return createHash('sha256')
    .update(`sathi caregiver ${code.replace(/[\s-]/g, '').toUpperCase()}`)
    .digest('base64url');
}

/** Reads invitations to be a patient's caregiver: whose an unused code is, and nothing else about them. */
export function createCaregiverPort(db: Db, clock: Clock): CaregiverPort {
  return {
    async invitedBy(code) {
      const row = (await db
        .read('caregiver_invite')
        .where({ code_hash: inviteHash(code) })
        .first()) as { conversation_id: string; expires_at: number } | undefined;
      return row === undefined || row.expires_at < clock.now() ? undefined : row.conversation_id;
    },
  };
}
