import type { BookingEvent } from '../../contracts';
import type { Applied, ApplyContext } from './context';

/**
 * Decisions about appointments become acts: the store carries them out inside the commit, where it alone can see
 * whether a slot is still free. The audit row names ids and codes, never a name or a word of the patient.
 */
export function applyBooking(event: BookingEvent, context: ApplyContext): Applied {
  const holder = holderAfter(event, context.conversation.patientId);
  return {
    writes: [],
    acts: [
      {
        id: context.ids.next('act'),
        conversationId: context.conversation.id,
        contactPointId: context.conversation.contactPointId,
        patientId: context.conversation.patientId ?? null,
        locale: context.state.locale,
        event,
      },
    ],
    audit: [{ actor: 'bot', action: `booking.${event.type}`, detail: shown(event) }],
    rings: ['timers', 'booking'],
    ...(holder === undefined ? {} : { patientId: holder }),
  };
}

/** Whose conversation it is after this decision. */
export function holderAfter(event: BookingEvent, holder: string | undefined): string | undefined {
  if (event.type === 'identityAttempt') return event.patientId ?? holder;
  return event.type === 'registerPatient' && event.relation === 'self' ? (holder ?? event.patientId) : holder;
}

/** Ids and codes of an event; profiles, answers, phones, birth dates and notes stay out. */
function shown(event: BookingEvent): Record<string, unknown> {
  switch (event.type) {
    case 'registerPatient':
      return { patient: event.patientId, relation: event.relation, complete: event.complete };
    case 'sendCode':
      return {};
    case 'previsitAnswers':
      return { appointment: event.appointmentId, complete: event.complete };
    case 'cancelAppointment':
      return { appointmentId: event.appointmentId, reason: event.reason };
    case 'joinWaitlist':
      return { entryId: event.entryId, patientId: event.patientId, service: event.query.service };
    case 'book':
      return { appointmentId: event.appointmentId, slotId: event.slotId, patientId: event.patientId };
    default: {
      const { type: _type, ...rest } = event;
      return { ...rest };
    }
  }
}
