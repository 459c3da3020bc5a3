import type { CalendarService, CalendarSession, HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { BookingPolicy, PractitionerInfo, ServiceInfo } from '../../contracts';

/** Calendar rows in the words of the contract. */
export function serviceInfo(calendar: HospitalCalendar, one: CalendarService): ServiceInfo {
  const { age_months: age } = one;
  return {
    id: one.id,
    name: one.name,
    alsoCalled: one.also_called,
    minutes: one.minutes,
    bookableBy: one.bookable_by,
    urgency: one.urgency,
    locations: [
      ...new Set(calendar.sessions.filter((session) => offers(calendar, session, one.id)).map((it) => it.location)),
    ],
    ...(age === undefined
      ? {}
      : {
          ageMonths: {
            ...(age.min === undefined ? {} : { min: age.min }),
            ...(age.max === undefined ? {} : { max: age.max }),
          },
        }),
    ...(one.sex === undefined ? {} : { sex: one.sex }),
    ...(one.preparation === undefined ? {} : { preparation: `wording/booking.prepare-${one.preparation}` }),
  };
}

export function practitionerInfo(one: HospitalCalendar['practitioners'][number]): PractitionerInfo {
  const { id, name, family, gender, languages, services } = one;
  return { id, name, family, gender, languages, services };
}

/** Whether a service can be had in a session. */
export function offers(calendar: HospitalCalendar, session: CalendarSession, service: string): boolean {
  const all = calendar.practitioners.find((one) => one.id === session.practitioner)?.services ?? [];
  return (session.services ?? all).includes(service);
}

export function policyOf({ policy }: Pick<HospitalCalendar, 'policy'>): BookingPolicy {
  return {
    holdMinutes: policy.hold_minutes,
    offerMinutes: policy.offer_minutes,
    codeMinutes: policy.code_minutes,
    identityAttempts: policy.identity_attempts,
    horizonDays: policy.horizon_days,
    dayParts: policy.day_parts,
    cancelReasons: policy.cancel_reasons,
    missedReasons: policy.missed_reasons,
  };
}
