import { addWorkingMinutes } from '../../calendar';
import type { OpenTask } from '../../contracts';
import { type Applied, type ApplyContext, patientOf } from './context';

/** Puts work into the list of its kind; its clock runs in the hours in which somebody of the care team reads. */
export function applyTask(event: OpenTask, context: ApplyContext): Applied {
  const { hospital } = context.content;
  const calendar = { zone: hospital.zone, hours: hospital.care_team_hours, holidays: hospital.holidays };
  const id = context.ids.next('tk');
  const row = {
    id,
    kind: event.kind,
    conversation_id: context.conversation.id,
    patient_id: patientOf(context),
    body: context.seal({ summary: event.summary }),
    status: 'open',
    due_at: addWorkingMinutes(context.now, event.withinMinutes, calendar),
    created_at: context.now,
  };
  return {
    writes: [{ op: 'insert', table: 'task', row }],
    audit: [{ actor: 'bot', action: 'task.opened', detail: { task: id, kind: event.kind } }],
    rings: ['tasks'],
  };
}
