import type { TurnEvent } from '../../contracts';
import { type Applied, type ApplyContext, patientOf } from './context';

/** Keeps what a skill recorded: a counselling point, a survey answer, a question nobody could answer. */
export function applyRecord(event: Extract<TurnEvent, { type: 'record' }>, context: ApplyContext): Applied {
  const id = context.ids.next('rc');
  return {
    writes: [
      {
        op: 'insert',
        table: 'record',
        row: {
          id,
          conversation_id: context.conversation.id,
          patient_id: patientOf(context),
          kind: event.kind,
          subject: event.subject ?? null,
          body: context.seal(event.data),
          at: context.now,
        },
      },
    ],
    audit: [{ actor: 'bot', action: 'recorded', detail: { record: id, kind: event.kind } }],
    rings: [`records:${event.kind}`],
  };
}
