import { durationMs } from '../../../knowledge/calendar/instants';
import type { CalendarReminder } from '../../../knowledge/schema/calendar';
import { CODE_DIALOG, VISIT_DIALOG, type VisitNotice } from '../../contracts';
import { type NewTimer, setTimers } from '../set-timers';
import type { AppointmentRow } from './appointment-row';
import type { Doing } from './doing';

/** Every timer of a visit carries this reason, so that all of them go with one statement when it moves or ends. */
export const visitReason = (appointmentId: string) => `visit:${appointmentId}`;

const HOUR = 60 * 60_000;

/** Reminders, preparation and questionnaire of a visit, as the service has them; those whose time is past are left out. */
export async function scheduleVisit(doing: Doing, visit: AppointmentRow): Promise<void> {
  const service = doing.calendar.services.find((one) => one.id === visit.service_id);
  const timers = (service?.reminders ?? []).flatMap((reminder): NewTimer[] => {
    const at = visit.start_at - durationMs(reminder.before);
    if (at <= doing.now) return [];
    return [
      {
        conversationId: visit.conversation_id,
        key: `${visitReason(visit.id)}:${reminder.id}`,
        at,
        dialog: VISIT_DIALOG,
        args: noticeOf(reminder, visit.id),
        purpose: 'reminder',
        meets: 'wait',
        // An hour before the visit nobody can act on it any more.
        expiresAt: Math.max(at + 1, visit.start_at - HOUR),
        reason: visitReason(visit.id),
        priority: 2,
      },
    ];
  });
  await setTimers(doing, timers);
}

function noticeOf(reminder: CalendarReminder, appointmentId: string): VisitNotice {
  if (reminder.kind === 'prepare') return { notice: 'prepare', appointmentId };
  if (reminder.kind === 'previsit') return { notice: 'previsit', appointmentId };
  return { notice: 'reminder', appointmentId, step: reminder.id, reply: reminder.reply };
}

/** Takes back everything that is still to be said about a visit. */
export async function clearVisit(doing: Doing, visit: Pick<AppointmentRow, 'id' | 'conversation_id'>): Promise<void> {
  const where = { conversation_id: visit.conversation_id, reason: visitReason(visit.id) };
  await doing.trx('timer').where(where).delete();
}

/** Tells a patient now, in their conversation, that something happened to a visit. */
export async function tell(
  doing: Doing,
  conversationId: string,
  notice: VisitNotice,
  more: { readonly expiresAt?: number; readonly urgent?: boolean } = {},
): Promise<void> {
  const about = 'offerId' in notice ? notice.offerId : notice.appointmentId;
  await setTimers(doing, [
    {
      conversationId,
      key: `visit-notice:${about}:${notice.notice}`,
      at: doing.now,
      dialog: VISIT_DIALOG,
      args: notice,
      purpose: 'care',
      meets: more.urgent === true ? 'interrupt' : 'wait',
      ...(more.expiresAt === undefined ? {} : { expiresAt: more.expiresAt }),
      ...('appointmentId' in notice ? { reason: visitReason(about) } : {}),
      priority: more.urgent === true ? 1 : 2,
    },
  ]);
}

/** Says a one-time code on the phone it is for. An answer to what somebody just asked, not outreach. */
export async function tellCode(doing: Doing, conversationId: string, code: string, expiresAt: number): Promise<void> {
  await setTimers(doing, [
    {
      conversationId,
      key: 'identity-code',
      at: doing.now,
      dialog: CODE_DIALOG,
      args: { code },
      purpose: 'conversation',
      meets: 'interrupt',
      expiresAt,
    },
  ]);
}
