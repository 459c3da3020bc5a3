import type { AppointmentStatus, VisitStep } from '../../contracts';
import { careEnded } from '../care-ended';
import type { AppointmentRow } from './appointment-row';
import { change } from './appointments';
import { release } from './claims';
import type { Doing } from './doing';
import { clearVisit, tell } from './notices';

/** What each step of a visit may follow. */
const STEPS: Readonly<Record<VisitStep, { from: readonly AppointmentStatus[]; to: AppointmentStatus }>> = {
  arrived: { from: ['booked', 'pending', 'noshow'], to: 'arrived' },
  in_room: { from: ['booked', 'arrived'], to: 'checked-in' },
  done: { from: ['booked', 'arrived', 'checked-in'], to: 'fulfilled' },
  missed: { from: ['booked', 'pending'], to: 'noshow' },
};
const STAMP = { arrived: 'arrived_at', in_room: 'roomed_at', done: 'finished_at' } as const;

/**
 * A visit goes on, as staff or the hospital's own system say. Who was there is asked later how it went; who was missed
 * hears that another time can be found, and the time is given back.
 * @throws Conflict when the visit is not in a state that this step may follow.
 */
export async function advance(doing: Doing, id: string, as: VisitStep): Promise<AppointmentRow> {
  const { from, to } = STEPS[as];
  const set = { status: to, ...(as === 'missed' ? {} : { [STAMP[as]]: doing.now }) };
  const visit = await change(doing, id, from, set);
  await clearVisit(doing, visit);
  if (as === 'missed') {
    await release(doing, id);
    await tell(doing, visit.conversation_id, { notice: 'missed', appointmentId: id });
  }
  if (as === 'done')
    await careEnded(doing, visit.conversation_id, `visit:${id}`, {
      kind: 'plan',
      trigger: 'visit',
      about: { visit: id, service: visit.service_id, practitioner: visit.practitioner_id },
      endedAt: doing.now,
    });
  return visit;
}
