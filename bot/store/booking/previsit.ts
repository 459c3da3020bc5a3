import type { Knex } from 'knex';
import type { BookingEvent, PrevisitAnswers } from '../../contracts';
import type { Vault } from '../vault';
import type { AppointmentRow } from './appointment-row';
import type { Doing } from './doing';

interface PrevisitRow {
  readonly appointment_id: string;
  readonly patient_id: string;
  readonly body: string;
  readonly complete: number;
  readonly at: number;
}

/** Keeps answers as they come; what was not asked again stays. */
export async function savePrevisit(
  doing: Doing,
  visit: AppointmentRow,
  event: Extract<BookingEvent, { type: 'previsitAnswers' }>,
): Promise<void> {
  const { trx, vault, now } = doing;
  const before = (await trx('previsit').where({ appointment_id: visit.id }).first()) as PrevisitRow | undefined;
  const answers = { ...(before === undefined ? {} : open(vault, before)), ...event.answers };
  const row: PrevisitRow = {
    appointment_id: visit.id,
    patient_id: visit.patient_id,
    body: vault.seal(JSON.stringify(answers), visit.patient_id),
    complete: event.complete || before?.complete === 1 ? 1 : 0,
    at: now,
  };
  await trx('previsit').insert(row).onConflict('appointment_id').merge(['body', 'complete', 'at']);
}

function open(vault: Vault, row: PrevisitRow): PrevisitAnswers {
  return JSON.parse(vault.open(row.body, row.patient_id)) as PrevisitAnswers;
}

/** Answers before this visit, else the newest of an earlier one: nobody tells the same twice. */
export async function readPrevisit(
  knex: Knex,
  vault: Vault,
  visit: Pick<AppointmentRow, 'id' | 'patient_id'>,
): Promise<{ from: 'this' | 'earlier'; answers: PrevisitAnswers } | undefined> {
  const own = (await knex('previsit').where({ appointment_id: visit.id }).first()) as PrevisitRow | undefined;
  if (own !== undefined) return { from: 'this', answers: open(vault, own) };
  const earlier = (await knex('previsit').where({ patient_id: visit.patient_id }).orderBy('at', 'desc').first()) as
    | PrevisitRow
    | undefined;
  return earlier === undefined ? undefined : { from: 'earlier', answers: open(vault, earlier) };
}
