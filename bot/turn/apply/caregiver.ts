import type { TurnEvent } from '../../contracts';
import { inviteHash } from '../../store/caregiver';
import type { Applied, ApplyContext } from './context';

/** Keeps the code a patient gives to a caregiver; a new one takes the place of the one before. */
export function applyInvite(
  event: Extract<TurnEvent, { type: 'inviteCaregiver' }>,
  { conversation }: ApplyContext,
): Applied {
  const row = {
    conversation_id: conversation.id,
    code_hash: inviteHash(event.code),
    expires_at: event.expiresAt,
  };
  return {
    writes: [
      {
        op: 'insert',
        table: 'caregiver_invite',
        row,
        onConflict: { key: ['conversation_id'], merge: ['code_hash', 'expires_at'] },
      },
    ],
    audit: [{ actor: 'bot', action: 'caregiver.invited', detail: {} }],
    rings: [],
  };
}

/** A code is used once: of two phones that answer at the same moment, one runs again and finds it gone. */
export function applyInviteUsed(event: Extract<TurnEvent, { type: 'useCaregiverInvite' }>): Applied {
  const code_hash = inviteHash(event.code);
  return {
    writes: [
      {
        op: 'update',
        table: 'caregiver_invite',
        where: { code_hash },
        set: { code_hash: `used ${event.patient}`, expires_at: 0 },
        mustChange: true,
      },
    ],
    audit: [{ actor: 'bot', action: `caregiver.${event.agreed ? 'agreed' : 'declined'}`, detail: {} }],
    rings: [],
  };
}
