import type { Knex } from 'knex';
import type { HoldKind, OutreachPurpose } from '../../contracts';
import type { PersonFacts, Sent } from '../../outreach/planner';
import type { Db } from '../db';
import { resultRows } from '../rows';
import { listOf } from '../timers';

/** Whom a conversation's messages go to, with what the planner must know about them. */
export interface Recipient {
  /** Patient, or contact point while nobody is proven: caps are counted over it. */
  readonly person: string;
  readonly contactPointId: string;
  readonly facts: PersonFacts;
}

/** Longer than a week in any zone. */
const LOOK_BACK_MS = 8 * 24 * 60 * 60_000;

/** The recipients of many conversations, in five queries however many there are. */
export async function recipients(
  trx: Knex.Transaction | Knex,
  db: Db,
  now: number,
  conversationIds: readonly string[],
  hospitalZone: string,
): Promise<ReadonlyMap<string, Recipient>> {
  const rows = resultRows<{
    id: string;
    patient_id: string | null;
    contact_point_id: string;
    opted_out: number | null;
    invalid: number | null;
    zone: string | null;
  }>(
    await trx.raw(
      `SELECT c.id, c.patient_id, c.contact_point_id, p.opted_out, p.invalid, p.zone
       FROM conversation c LEFT JOIN contact_point p ON p.id = c.contact_point_id WHERE c.id IN (${listOf(db)})`,
      [JSON.stringify([...new Set(conversationIds)])],
    ),
  );
  const contacts = [...new Set(rows.map((row) => row.contact_point_id))];
  const persons = [...new Set(rows.flatMap((row) => (row.patient_id === null ? [] : [row.patient_id])))];
  const consents = await consentsOf(trx, db, contacts);
  const holds = await holdsOf(trx, db, [...contacts, ...persons]);
  const recent = await recentOf(trx, db, now - LOOK_BACK_MS, contacts, persons);
  return new Map(
    rows.map((row) => {
      const person = row.patient_id ?? row.contact_point_id;
      const facts: PersonFacts = {
        zone: row.zone ?? hospitalZone,
        optedOut: row.opted_out === 1,
        invalid: row.invalid === 1,
        consents: consents.get(row.contact_point_id) ?? new Map(),
        holds: new Map([...(holds.get(row.contact_point_id) ?? []), ...(holds.get(person) ?? [])]),
        recent: distinct([...(recent.contact.get(row.contact_point_id) ?? []), ...(recent.person.get(person) ?? [])]),
      };
      return [row.id, { person, contactPointId: row.contact_point_id, facts }];
    }),
  );
}

async function consentsOf(
  trx: Knex.Transaction | Knex,
  db: Db,
  contacts: readonly string[],
): Promise<Map<string, Map<OutreachPurpose, boolean>>> {
  const rows = resultRows<{ contact_point_id: string; purpose: OutreachPurpose; given: number }>(
    await trx.raw(`SELECT contact_point_id, purpose, given FROM consent WHERE contact_point_id IN (${listOf(db)})`, [
      JSON.stringify(contacts),
    ]),
  );
  const found = new Map<string, Map<OutreachPurpose, boolean>>();
  for (const row of rows) {
    const own = found.get(row.contact_point_id) ?? new Map<OutreachPurpose, boolean>();
    found.set(row.contact_point_id, own.set(row.purpose, row.given === 1));
  }
  return found;
}

async function holdsOf(
  trx: Knex.Transaction | Knex,
  db: Db,
  subjects: readonly string[],
): Promise<Map<string, Map<HoldKind, number | undefined>>> {
  const rows = resultRows<{ subject: string; kind: HoldKind; until: number | null }>(
    await trx.raw(`SELECT subject, kind, until FROM outreach_hold WHERE subject IN (${listOf(db)})`, [
      JSON.stringify(subjects),
    ]),
  );
  const found = new Map<string, Map<HoldKind, number | undefined>>();
  for (const row of rows) {
    const own = found.get(row.subject) ?? new Map<HoldKind, number | undefined>();
    found.set(row.subject, own.set(row.kind, row.until ?? undefined));
  }
  return found;
}

type Known = Sent & { readonly id: string };

/** What was sent lately, by address and by person: a conversation may have been proven to be somebody's meanwhile. */
async function recentOf(
  trx: Knex.Transaction | Knex,
  db: Db,
  since: number,
  contacts: readonly string[],
  persons: readonly string[],
): Promise<{ contact: Map<string, Known[]>; person: Map<string, Known[]> }> {
  const read = async (column: 'contact_point_id' | 'person', subjects: readonly string[]) => {
    const found = new Map<string, Known[]>();
    if (subjects.length === 0) return found;
    const rows = resultRows<{ id: string; subject: string; at: number; purpose: OutreachPurpose; counts: number }>(
      await trx.raw(
        `SELECT id, ${column} AS subject, at, purpose, counts FROM outreach WHERE counts > 0 AND at > ? AND ${column} IN (${listOf(db)})`,
        [since, JSON.stringify(subjects)],
      ),
    );
    for (const { id, subject, at, purpose, counts } of rows)
      found.set(subject, [...(found.get(subject) ?? []), { id, at, purpose, chosen: counts === 2 }]);
    return found;
  };
  return { contact: await read('contact_point_id', contacts), person: await read('person', persons) };
}

function distinct(sent: readonly Known[]): readonly Sent[] {
  return [...new Map(sent.map((one) => [one.id, one])).values()];
}
