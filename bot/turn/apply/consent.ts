import type { Consent } from '../../contracts';
import type { Write } from '../../store/rows';
import type { Applied, ApplyContext } from './context';

/**
 * STOP and START for everything we send by ourselves on this address, or agreement to one purpose. Answers to what a
 * patient writes go on. What was agreed to is kept with the version of its wording.
 */
export function applyConsent(event: Consent, context: ApplyContext): Applied {
  const out = event.type === 'optOut';
  const writes = event.scope === 'all' ? [addressWide(out, context)] : [onePurpose(event.scope, out, context)];
  return {
    writes: [...writes, logged(event, context)],
    audit: [{ actor: 'bot', action: out ? 'consent.stopped' : 'consent.started', detail: { scope: event.scope } }],
    rings: [],
  };
}

function addressWide(out: boolean, { conversation, now }: ApplyContext): Write {
  return {
    op: 'update',
    table: 'contact_point',
    where: { id: conversation.contactPointId },
    set: { opted_out: out ? 1 : 0, opted_out_at: out ? now : null },
  };
}

function onePurpose(purpose: string, out: boolean, { conversation, now }: ApplyContext): Write {
  return {
    op: 'insert',
    table: 'consent',
    row: { contact_point_id: conversation.contactPointId, purpose, given: out ? 0 : 1, at: now },
    onConflict: { key: ['contact_point_id', 'purpose'], merge: ['given', 'at'] },
  };
}

function logged(event: Consent, { conversation, content, ids, now }: ApplyContext): Write {
  return {
    op: 'insert',
    table: 'consent_log',
    row: {
      id: ids.next('cs'),
      conversation_id: conversation.id,
      contact_point_id: conversation.contactPointId,
      patient_id: conversation.patientId ?? null,
      purpose: event.scope,
      channel: conversation.channel,
      given: event.type === 'optIn' ? 1 : 0,
      // The fingerprint names the very words: a wording file's version alone may be forgotten when it is edited.
      wording: event.wording === undefined ? null : `${event.wording} ${content.fingerprint}`,
      source: 'patient',
      actor: null,
      at: now,
    },
  };
}
