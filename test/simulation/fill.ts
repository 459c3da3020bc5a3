import type { Db } from '../../bot/store/db';
import { insertRows, type Row } from '../../bot/store/rows';
import type { Vault } from '../../bot/store/vault';
import { patientOf, type Year } from './patients';

const CHUNK = 2_000;

export const conversationId = (patient: number, address: number) => `c_${patient}_${address}`;
export const contactId = (patient: number, address: number) => `cp_${patient}_${address}`;

/** Everybody and everything that will fall due, as rows, in a few thousand at a time. */
export async function fill(db: Db, vault: Vault, year: Year): Promise<void> {
  for (let from = 0; from < year.patients; from += CHUNK) {
    const tables: Record<string, Row[]> = { contact_point: [], conversation: [], consent: [], timer: [] };
    for (let index = from; index < Math.min(from + CHUNK, year.patients); index++) add(tables, vault, year, index);
    await db.transaction(async (trx) => {
      for (const [table, rows] of Object.entries(tables)) await insertRows(trx, db.dialect, table, rows);
    });
  }
  if (db.dialect === 'postgres') await db.write.raw('ANALYZE');
}

function add(tables: Record<string, Row[]>, vault: Vault, year: Year, index: number): void {
  const patient = patientOf(year, index);
  patient.numbers.forEach((number, address) => {
    const contact = contactId(index, address);
    const conversation = conversationId(index, address);
    tables.contact_point!.push({
      id: contact,
      channel: 'phone',
      address_hash: vault.lookup(`phone:${number}`),
      address: vault.seal(JSON.stringify({ channel: 'phone', value: number }), contact),
      zone: patient.zone,
      created_at: 0,
    });
    tables.conversation!.push({
      id: conversation,
      channel: 'phone',
      contact_point_id: contact,
      patient_id: patient.numbers.length > 1 ? patient.id : null,
      created_at: 0,
      updated_at: 0,
    });
    for (const purpose of patient.agreed) tables.consent!.push({ contact_point_id: contact, purpose, given: 1, at: 0 });
  });
  for (const one of patient.messages) {
    const conversation = conversationId(index, one.address);
    tables.timer!.push({
      id: one.key,
      conversation_id: conversation,
      key: one.key,
      due_at: one.dueAt,
      first_due_at: one.dueAt,
      dialog: 'note',
      payload: vault.seal(JSON.stringify({ key: one.key }), conversation),
      purpose: one.purpose,
      meets: 'wait',
      expires_at: one.dueAt + one.windowMs,
      priority: one.priority,
      chosen: one.chosen ? 1 : 0,
      chain: 0,
      created_at: 0,
    });
  }
}
