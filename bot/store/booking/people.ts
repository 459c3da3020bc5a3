import type { Knex } from 'knex';
import type { Address, BookingEvent, Person, Profile } from '../../contracts';
import type { Vault } from '../vault';
import type { Doing } from './doing';

type Register = Extract<BookingEvent, { type: 'registerPatient' }>;

/** Saves what is known of a person so far; what is not given stays as it was. */
export async function register(doing: Doing, conversationId: string, event: Register): Promise<void> {
  const { trx, vault, now } = doing;
  const before = await readProfile(trx, vault, event.patientId);
  const profile = merge(before ?? {}, event.profile);
  const sealed = vault.seal(JSON.stringify(profile), event.patientId);
  await trx('patient')
    .insert({ id: event.patientId, profile: sealed, created_at: now, updated_at: now })
    .onConflict('id')
    .merge(['profile', 'updated_at']);
  // The turn has already written whose conversation it is.
  const holder = ((await trx('conversation').where({ id: conversationId }).first('patient_id'))?.patient_id ??
    event.patientId) as string;
  const row = {
    holder_id: holder,
    patient_id: event.patientId,
    relation: holder === event.patientId ? 'self' : event.relation,
    complete: event.complete ? 1 : 0,
    created_at: now,
  };
  await trx('booking_person')
    .insert(row)
    .onConflict(['holder_id', 'patient_id'])
    .merge(event.complete ? ['complete'] : ['relation']);
  const own = holder === event.patientId ? await conversationPhone(trx, vault, conversationId) : undefined;
  for (const phone of [own, profile.phone]) {
    const hash = phone === undefined ? undefined : phoneHash(vault, phone);
    if (hash !== undefined)
      await trx('patient_phone').insert({ patient_id: event.patientId, phone_hash: hash }).onConflict().ignore();
  }
}

function merge(before: Profile, given: Profile): Profile {
  const name = { ...before.name, ...given.name };
  return { ...before, ...given, ...(Object.keys(name).length === 0 ? {} : { name }) };
}

export async function readProfile(knex: Knex, vault: Vault, patientId: string): Promise<Profile | undefined> {
  const row = (await knex('patient').where({ id: patientId }).first('profile')) as
    | { profile: string | null }
    | undefined;
  if (row === undefined) return undefined;
  return row.profile === null ? {} : (JSON.parse(vault.open(row.profile, patientId)) as Profile);
}

/** The holder first, then the others in the order they were added. */
export async function readPeople(knex: Knex, vault: Vault, holder: string | undefined): Promise<Person[]> {
  if (holder === undefined) return [];
  const rows = (await knex('booking_person')
    .where({ holder_id: holder })
    .orderByRaw("CASE WHEN relation = 'self' THEN 0 ELSE 1 END, created_at, patient_id")) as {
    patient_id: string;
    relation: Person['relation'];
    complete: number;
  }[];
  const people: Person[] = [];
  for (const row of rows)
    people.push({
      id: row.patient_id,
      relation: row.relation,
      profile: (await readProfile(knex, vault, row.patient_id)) ?? {},
      complete: row.complete === 1,
    });
  return people;
}

/** Digits alone: the same phone written in several ways is one. Fewer than seven are no phone. */
export function phoneHash(vault: Vault, phone: string): string | undefined {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 7 ? undefined : vault.lookup(`patient-phone:${digits}`);
}

/** The phone a conversation is on: whoever writes from it has it in their hand. Web chat has none. */
export async function conversationPhone(knex: Knex, vault: Vault, conversationId: string): Promise<string | undefined> {
  const row = (await knex('conversation')
    .join('contact_point', 'contact_point.id', 'conversation.contact_point_id')
    .where('conversation.id', conversationId)
    .first('contact_point.id as id', 'contact_point.address as address')) as
    | { id: string; address: string }
    | undefined;
  if (row === undefined) return undefined;
  const { channel, value } = JSON.parse(vault.open(row.address, row.id)) as Address;
  return channel !== 'webchat' && /^\+?\d{7,15}$/.test(value) ? value : undefined;
}

/** Ids of the patients with this phone and this birth date, the earliest first. */
export async function patientsWith(knex: Knex, vault: Vault, phone: string, birthDate: string): Promise<string[]> {
  const hash = phoneHash(vault, phone);
  if (hash === undefined) return [];
  const rows = (await knex('patient_phone')
    .join('patient', 'patient.id', 'patient_phone.patient_id')
    .where({ phone_hash: hash })
    .orderBy(['patient.created_at', 'patient.id'])
    .select('patient.id as id', 'patient.profile as profile')) as { id: string; profile: string | null }[];
  return rows
    .filter(
      (row) => row.profile !== null && (JSON.parse(vault.open(row.profile, row.id)) as Profile).birthDate === birthDate,
    )
    .map((row) => row.id);
}
