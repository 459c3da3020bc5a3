import type { Knex } from 'knex';
import { addDays, wallClock } from '../../../knowledge/calendar/instants';
import { sessionsOfDay } from '../../../knowledge/calendar/slots';
import type { HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { BookingPolicy, BookingPort, Clock, ConversationFacts, IdentityAnswer } from '../../contracts';
import type { Db } from '../db';
import type { Vault } from '../vault';
import { type AppointmentRow, appointmentOf } from './appointment-row';
import { currentCalendar } from './calendar';
import { patientResource } from './claims';
import type { HoldRow } from './holds';
import { checkCode, identify } from './identity';
import { offers, practitionerInfo, serviceInfo } from './info';
import type { CalendarLinks } from './links';
import { readPeople } from './people';
import { readPrevisit } from './previsit';
import { freeDays, readSlot, type Searching, searchSlots } from './search';
import { type SlotRow, slotOf } from './slots';
import { readEntries, readOffer } from './waitlist-read';

export interface PortTools {
  readonly db: Pick<Db, 'read'>;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly links: CalendarLinks;
  /** The hospital's zone, until a calendar says its own. */
  readonly zone: string;
  readonly confirms: BookingPort['confirms'];
  /** The rules last seen; dialogs read them without waiting. */
  policy(): BookingPolicy;
  /** A calendar was read: its rules are the ones to show. */
  seen(calendar: HospitalCalendar): void;
}

/** What one conversation may ask of appointments. Reads only; decides nothing. */
export function createBookingPort(tools: PortTools, conversation: ConversationFacts): BookingPort {
  const { vault, clock, links } = tools;
  const knex: Knex = tools.db.read;
  // Whoever is proven while a message is read is known for the rest of it; the commit makes it last, or all of it runs again.
  let holder = conversation.patientId;
  const proving = async (answering: Promise<IdentityAnswer>) => {
    const answer = await answering;
    if (answer.answer === 'yes') holder = answer.patientId;
    return answer;
  };

  const ownHold = async () => {
    const row = (await knex('booking_hold').where({ conversation_id: conversation.id }).first()) as HoldRow | undefined;
    return row !== undefined && row.expires_at > clock.now() ? row : undefined;
  };
  const inForce = async () => {
    const current = await currentCalendar(knex);
    if (current !== undefined) tools.seen(current.calendar);
    return current?.calendar;
  };
  const searching = async (): Promise<Searching | undefined> => {
    const current = await inForce();
    if (current === undefined) return undefined;
    const held = await ownHold();
    return {
      knex,
      calendar: current,
      now: clock.now(),
      ownHold: held === undefined ? undefined : { id: held.id, slotId: held.slot_id },
    };
  };
  const calendar = inForce;
  const shown = (row: AppointmentRow) => appointmentOf(row, links.linkTo(row.id));
  const theirs = async () => (await readPeople(knex, vault, holder)).map((one) => one.id);
  const reach = async (id: string): Promise<AppointmentRow | undefined> => {
    const row = (await knex('appointment').where({ id }).first()) as AppointmentRow | undefined;
    if (row === undefined) return undefined;
    return row.conversation_id === conversation.id || (await theirs()).includes(row.patient_id) ? row : undefined;
  };
  const asking = () => ({
    knex,
    vault,
    now: clock.now(),
    most: tools.policy().identityAttempts,
    conversationId: conversation.id,
  });

  return {
    zone: tools.zone,
    confirms: tools.confirms,
    get policy() {
      return tools.policy();
    },
    ready: async () => (await calendar()) !== undefined,
    async services() {
      const given = await calendar();
      return given === undefined ? [] : given.services.map((one) => serviceInfo(given, one));
    },
    practitioners: async () => ((await calendar())?.practitioners ?? []).map(practitionerInfo),
    locations: async () =>
      ((await calendar())?.locations ?? []).map(({ id, name, address }) => ({ id, name, address })),
    async serviceFor(route, urgency) {
      const given = await calendar();
      const fitting = (given?.services ?? []).filter((one) => one.id === route || one.routes.includes(route));
      const found = fitting.find((one) => one.urgency.includes(urgency)) ?? fitting[0];
      return given === undefined || found === undefined ? undefined : serviceInfo(given, found);
    },
    async search(query) {
      const given = await searching();
      return given === undefined ? [] : (await searchSlots(given, query)).map(slotOf);
    },
    async freeDays(query) {
      const given = await searching();
      return given === undefined ? [] : freeDays(given, query);
    },
    async dayKind(day, service) {
      const given = await calendar();
      const today = wallClock(clock.now(), tools.zone).day;
      if (day < today) return 'past';
      if (given === undefined || day > addDays(today, given.policy.horizon_days)) return 'too-far';
      if (sessionsOfDay(given, day).some((session) => service === undefined || offers(given, session, service)))
        return 'open';
      return given.holidays.some((one) => one.date === day) ? 'holiday' : 'closed';
    },
    async slot(id) {
      const given = await searching();
      const found = given === undefined ? undefined : await readSlot(given, id);
      return found === undefined ? undefined : { ...slotOf(found.row), free: found.free };
    },
    async hold() {
      const held = await ownHold();
      if (held === undefined) return undefined;
      const row = (await knex('booking_slot').where({ id: held.slot_id }).first()) as SlotRow | undefined;
      return row === undefined ? undefined : { slot: slotOf(row), expiresAt: held.expires_at };
    },
    async clash(slotId, patientId) {
      const slot = (await knex('booking_slot').where({ id: slotId }).first()) as SlotRow | undefined;
      if (slot === undefined) return undefined;
      const claim = await knex('booking_claim')
        .where({ resource_id: patientResource(patientId), lane: 0 })
        .where('bucket', '>=', slot.from_bucket)
        .where('bucket', '<', slot.to_bucket)
        .first('owner');
      const row = claim === undefined ? undefined : await knex('appointment').where({ id: claim.owner }).first();
      return row === undefined ? undefined : shown(row as AppointmentRow);
    },
    people: () => readPeople(knex, vault, holder),
    async appointments(since) {
      const ids = await theirs();
      if (ids.length === 0) return [];
      const rows = (await knex('appointment')
        .whereIn('patient_id', ids)
        .where('end_at', '>=', since ?? clock.now())
        .orderBy(['start_at', 'id'])
        .limit(200)) as AppointmentRow[];
      return rows.map(shown);
    },
    async appointment(id) {
      const row = await reach(id);
      return row === undefined ? undefined : shown(row);
    },
    calendarLink: async (id) => links.linkTo(id),
    async usual(patientId) {
      if (!(await theirs()).includes(patientId)) return undefined;
      const row = (await knex('appointment')
        .where({ patient_id: patientId })
        .whereIn('status', ['fulfilled', 'arrived', 'checked-in'])
        .groupBy('practitioner_id')
        .orderByRaw('COUNT(*) DESC, MAX(start_at) DESC')
        .first('practitioner_id')) as { practitioner_id: string } | undefined;
      const found = (await calendar())?.practitioners.find((one) => one.id === row?.practitioner_id);
      return found === undefined ? undefined : practitionerInfo(found);
    },
    waiting: () => readEntries(knex, conversation.id),
    offer: (id) => readOffer(knex, conversation.id, id, clock.now()),
    async previsit(id) {
      const row = await reach(id);
      return row === undefined ? undefined : readPrevisit(knex, vault, row);
    },
    identify: ({ birthDate }) => proving(identify(asking(), birthDate)),
    checkCode: (code) => proving(checkCode(asking(), code)),
  };
}
