import type { HoldKind, TurnEvent } from '../../contracts';
import type { Applied, ApplyContext } from './context';

/** A wrong number is about the address; everything else about the person, wherever they are written to. */
function subjectOf(kind: HoldKind, { conversation }: ApplyContext): string {
  return kind === 'wrong_number'
    ? conversation.contactPointId
    : (conversation.patientId ?? conversation.contactPointId);
}

/** Holds outreach back: the planner looks at it before anything is sent. */
export function applyHold(event: Extract<TurnEvent, { type: 'holdOutreach' }>, context: ApplyContext): Applied {
  const { kind, until } = event;
  const row = {
    subject: subjectOf(kind, context),
    kind,
    until: until ?? null,
    conversation_id: context.conversation.id,
    at: context.now,
  };
  return {
    writes: [
      {
        op: 'insert',
        table: 'outreach_hold',
        row,
        onConflict: { key: ['subject', 'kind'], merge: ['until', 'conversation_id', 'at'] },
      },
    ],
    audit: [{ actor: 'bot', action: 'outreach.held', detail: { kind, until: until ?? null } }],
    rings: [],
  };
}

export function applyResume(event: Extract<TurnEvent, { type: 'resumeOutreach' }>, context: ApplyContext): Applied {
  return {
    writes: [
      { op: 'delete', table: 'outreach_hold', where: { subject: subjectOf(event.kind, context), kind: event.kind } },
    ],
    audit: [{ actor: 'bot', action: 'outreach.resumed', detail: { kind: event.kind } }],
    rings: [],
  };
}

/** Quiet hours are the patient's own. */
export function applyZone(event: Extract<TurnEvent, { type: 'zone' }>, { conversation }: ApplyContext): Applied {
  return {
    writes: [
      { op: 'update', table: 'contact_point', where: { id: conversation.contactPointId }, set: { zone: event.zone } },
    ],
    audit: [],
    rings: [],
  };
}
