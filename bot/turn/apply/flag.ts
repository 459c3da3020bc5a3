import type { Flag, TurnEvent } from '../../contracts';
import type { Applied, ApplyContext } from './context';

/** Opens a flag for the care team's queue. */
export function applyFlag(event: Flag, context: ApplyContext): Applied {
  const { conversation, now, ids } = context;
  const id = ids.next('fl');
  return {
    writes: [
      {
        op: 'insert',
        table: 'flag',
        row: {
          id,
          conversation_id: conversation.id,
          patient_id: conversation.patientId ?? null,
          severity: event.severity,
          reason: event.reason,
          team: event.team ?? null,
          summary: context.seal(event.summary),
          detail: event.detail === undefined ? null : context.seal(event.detail),
          status: 'open',
          opened_at: now,
        },
      },
    ],
    audit: [
      { actor: 'bot', action: 'flag.opened', detail: { flag: id, severity: event.severity, reason: event.reason } },
    ],
    rings: ['flags'],
  };
}

/** Asking for a person is a flag of severity 3: today, in the order of the queue. */
export function applyHandOver(event: Extract<TurnEvent, { type: 'handOver' }>, context: ApplyContext): Applied {
  const summary = event.summary.startsWith('wording/') ? context.content.text(event.summary, 'en') : event.summary;
  return applyFlag(
    {
      type: 'flag',
      severity: 3,
      reason: event.reason,
      summary,
      ...(event.team === undefined ? {} : { team: event.team }),
    },
    context,
  );
}
