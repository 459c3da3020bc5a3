import { addDays, wallClock } from '../../../knowledge/calendar/instants';
import { CODE_DIALOG, type Ids, type Person, type Profile } from '../../contracts';
import { type Db, openDb } from '../db';
import { createVault, type Vault } from '../vault';
import { book } from './appointments';
import { calendarInForce, currentCalendar, setRemote } from './calendar';
import { FOREVER } from './claims';
import { idsFrom } from './doing';
import { planAhead } from './plan';
import { settleRequest } from './remote';
import { createVisitStore } from './staff';

/** The record of a played conversation: wiped and seeded, and what other people do to it. For the player alone. */
export interface PlayedRecord {
  readonly db: Db;
  readonly vault: Vault;
  wipe(now: number, remote: boolean): Promise<void>;
  seed(seed: Seed): Promise<void>;
  /** The next timer of a conversation, taken out when `take`. */
  nextTimer(conversationId: string, take: boolean): Promise<PlayedTimer | undefined>;
  /** The one-time code that was sent last. */
  code(): Promise<string | undefined>;
  elsewhere(what: string, playing: { conversationId: string; now: number; ids: Ids; zone: string }): Promise<void>;
}

export interface Seed {
  readonly conversationId: string;
  readonly channel: string;
  readonly locale: string;
  readonly now: number;
  readonly phone: string;
  /** Whose conversation it is. */
  readonly holder?: string;
  readonly people: readonly { readonly id: string; readonly relation: Person['relation']; readonly profile: Profile }[];
}

export interface PlayedTimer {
  readonly key: string;
  readonly at: number;
  readonly dialog: string;
  readonly args: unknown;
  readonly purpose: string;
  readonly meets: 'interrupt' | 'wait' | 'skip';
  readonly expiresAt?: number;
}

const WIPED = [
  'booking_claim',
  'booking_hold',
  'appointment',
  'booking_absence',
  'waitlist_entry',
  'waitlist_offer',
  'booking_freed',
  'booking_person',
  'patient_phone',
  'identity_attempt',
  'identity_code',
  'previsit',
  'booking_request',
  'timer',
  'audit',
  'patient',
  'conversation',
  'contact_point',
] as const;

const STAFF = { staffId: 'stf_played', name: 'Played' };
const DAY = 24 * 60 * 60_000;

export async function openPlayedRecord(file: string): Promise<PlayedRecord> {
  const db = openDb({ file });
  await db.migrate();
  const vault = createVault(Buffer.alloc(32, 1));
  /** How many slots there were when the conversation began. */
  let slots = 0;
  return {
    db,
    vault,
    async wipe(now, remote) {
      await db.transaction(async (trx) => {
        const left = await trx('booking_slot').count({ n: '*' }).first();
        for (const table of WIPED) await trx(table).delete();
        await trx('booking_slot').whereNot('taken_until', 0).update({ taken_until: 0 });
        // A conversation may begin on an earlier day than the one before it, and slots that were blocked or
        // refused are gone: planned again.
        const today = wallClock(now, (await calendarInForce(trx)).zone).day;
        const planned = (await trx('booking_calendar').orderBy('version', 'desc').first('planned_to'))?.planned_to;
        const horizon = addDays(today, (await calendarInForce(trx)).policy.horizon_days);
        if (planned !== horizon || Number(left?.n) !== slots) {
          await trx('booking_slot').delete();
          await trx('booking_calendar').update({ planned_to: null });
        }
      });
      // The slots of the other system are played by our own plan.
      await setRemote(db.write, false);
      await planAhead(db, now);
      await setRemote(db.write, remote);
    },
    async seed({ conversationId, channel, locale, now, phone, holder, people }) {
      slots = Number((await db.read('booking_slot').count({ n: '*' }).first())?.n);
      const value = channel === 'webchat' ? conversationId : phone;
      await db.write('contact_point').insert({
        id: 'cp_played',
        channel,
        address_hash: vault.lookup(`${channel}:${value}`),
        address: vault.seal(JSON.stringify({ channel, value }), 'cp_played'),
        created_at: now,
      });
      await db.write('conversation').insert({
        id: conversationId,
        channel,
        contact_point_id: 'cp_played',
        patient_id: holder ?? null,
        locale,
        created_at: now,
        updated_at: now,
      });
      const [first] = people;
      for (const [index, { id, relation, profile }] of people.entries()) {
        const sealed = vault.seal(JSON.stringify(profile), id);
        await db.write('patient').insert({ id, profile: sealed, created_at: now + index, updated_at: now });
        await db.write('booking_person').insert({
          holder_id: first!.id,
          patient_id: id,
          relation,
          complete: 1,
          created_at: now + index,
        });
        if (profile.phone !== undefined)
          await db.write('patient_phone').insert({
            patient_id: id,
            phone_hash: vault.lookup(`patient-phone:${profile.phone.replace(/\D/g, '')}`),
          });
      }
      if (first !== undefined) await pastVisits(db, first.id, conversationId, now);
    },
    async nextTimer(conversationId, take) {
      const row = await db.read('timer').where({ conversation_id: conversationId }).orderBy(['due_at', 'key']).first();
      if (row === undefined) return undefined;
      if (take) await db.write('timer').where({ id: row.id }).delete();
      return {
        key: row.key,
        at: row.due_at,
        dialog: row.dialog,
        args: JSON.parse(vault.open(row.payload, conversationId)),
        purpose: row.purpose,
        meets: row.meets,
        ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
      };
    },
    async code() {
      const row = await db.read('timer').where({ dialog: CODE_DIALOG }).orderBy('created_at', 'desc').first();
      if (row === undefined) return undefined;
      return (JSON.parse(vault.open(row.payload, row.conversation_id)) as { code: string }).code;
    },
    async elsewhere(what, { conversationId, now, ids, zone }) {
      const [verb = '', about = ''] = what.split(' ');
      const visits = createVisitStore({ db, vault, clock: { now: () => now }, ids, zone });
      const latest = async () => {
        const row = await db
          .read('appointment')
          .where({ conversation_id: conversationId })
          .whereNotIn('status', ['cancelled', 'fulfilled'])
          .orderBy('created_at', 'desc')
          .first();
        if (row === undefined) throw new Error(`"${what}" needs an appointment, and there is none.`);
        return row as { id: string; practitioner_id: string; start_at: number; end_at: number };
      };
      switch (verb) {
        case 'takes-held-slot':
        case 'takes-slot': {
          const held = await db.read('booking_hold').where({ conversation_id: conversationId }).first('slot_id');
          const slotId = verb === 'takes-slot' ? about : (held?.slot_id as string);
          await takeSlot(db, vault, slotId, now, ids);
          return;
        }
        case 'fills':
          await db.write('booking_slot').where({ service_id: about }).update({ taken_until: FOREVER });
          return;
        case 'frees': {
          const slot = await db
            .read('booking_slot')
            .where({ service_id: about, taken_until: FOREVER })
            .where('start_at', '>', now + DAY)
            .orderBy(['start_at', 'id'])
            .first('id');
          await db.write('booking_slot').where({ id: slot.id }).update({ taken_until: 0 });
          await db.write('booking_freed').insert({ slot_id: slot.id, at: now });
          return;
        }
        case 'attended':
          await visits.mark((await latest()).id, 'done', STAFF, now);
          return;
        case 'missed':
          await visits.mark((await latest()).id, 'missed', STAFF, now);
          return;
        case 'late': {
          const visit = await latest();
          const { day } = wallClock(visit.start_at, (await currentCalendar(db.read))?.calendar.zone ?? zone);
          await visits.runningLate({ day, minutes: Number(about) }, STAFF, now);
          return;
        }
        case 'clinic-cancels': {
          const visit = await latest();
          const span = { practitioner: visit.practitioner_id, from: visit.start_at, to: visit.end_at };
          await visits.block({ ...span, kind: 'leave' }, STAFF, now);
          return;
        }
        case 'confirms':
        case 'refuses':
          await settleRequest({ db, vault, ids }, (await latest()).id, verb === 'confirms' ? 'booked' : 'taken', now);
          return;
        default:
          throw new Error(`Nobody elsewhere can "${what}".`);
      }
    },
  };
}

/** Two visits at the doctor the person usually sees. */
async function pastVisits(db: Db, patientId: string, conversationId: string, now: number): Promise<void> {
  for (const [index, days] of [200, 90].entries())
    await db.write('appointment').insert({
      id: `ap_past${index + 1}`,
      patient_id: patientId,
      conversation_id: conversationId,
      service_id: 'family-visit',
      practitioner_id: 'dr-vargas',
      location_id: 'river-road',
      slot_id: `past${index + 1}`,
      start_at: now - days * DAY,
      end_at: now - days * DAY + 20 * 60_000,
      status: 'fulfilled',
      created_at: now - days * DAY,
      updated_at: now - days * DAY,
    });
}

async function takeSlot(db: Db, vault: Vault, slotId: string, now: number, ids: Ids): Promise<void> {
  await db.transaction(async (trx) => {
    const calendar = await calendarInForce(trx);
    const doing = { trx, dialect: db.dialect, vault, now, calendar, remote: false, next: idsFrom(ids.next('act')) };
    await book(doing, { id: ids.next('ap'), slotId, patientId: 'pat_other', conversationId: 'c_other' });
  });
}
