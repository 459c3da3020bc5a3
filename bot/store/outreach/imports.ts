import type { Knex } from 'knex';
import type { ImportReport } from '../../../console/api/schema/outreach';
import { allocateBlocks, seedOf } from '../../outreach/arms';
import type { ProgrammeRef } from '../../outreach/programmes';
import type { ListRow, ReadList, RowRefusal } from '../../outreach/read-list';
import { phoneHash } from '../booking/people';
import type { ActionTools } from '../console/actions';
import { officeAudit } from '../console/office';
import { insertRows, type Row, resultRows } from '../rows';
import { listOf } from '../timers';
import { addressKey, type Reached, reach } from './addresses';
import { enrolmentRow, newEnrolment, startTimer } from './enrolling';

/** Ends a trial run: everything was tried, nothing stays. */
class TrialOver extends Error {
  constructor(readonly report: ImportReport) {
    super('trial');
  }
}

type Placed = ListRow & Reached;

/**
 * Brings a list in as one transaction: people, agreement with where it was given, enrolments with their arms and first
 * messages, checks that are due. Each row is accepted whole or refused whole; what a patient decided themselves stays.
 */
export async function importList(
  tools: ActionTools,
  list: ReadList,
  programmes: readonly ProgrammeRef[],
  by: { readonly staffId: string; readonly trial: boolean },
): Promise<ImportReport> {
  const { db, ids, clock } = tools;
  const now = clock.now();
  try {
    return await db.transaction(async (trx) => {
      const places = await reach(
        trx,
        db,
        tools,
        now,
        list.rows.map(({ channel, number, locale, zone }) => ({
          channel,
          value: number,
          ...(locale === undefined ? {} : { locale }),
          ...(zone === undefined ? {} : { zone }),
        })),
      );
      const placed = list.rows.map(
        (row): Placed => ({
          ...row,
          ...places.get(addressKey({ channel: row.channel, value: row.number }))!,
        }),
      );
      const running = await runningEnrolments(trx, tools, placed);
      const late = (row: Placed): RowRefusal | undefined => {
        if (row.optedOut) return 'opted_out';
        return running.has(`${row.conversationId} ${row.programme ?? ''}`) ? 'already_enrolled' : undefined;
      };
      const accepted = placed.filter((row) => late(row) === undefined);
      const rows: ImportReport['rows'] = [
        ...list.refused.map(({ line, why }) => ({ line, fate: 'refused' as const, why, conversationId: null })),
        ...placed.map((row) => ({
          line: row.line,
          fate: late(row) === undefined ? ('accepted' as const) : ('refused' as const),
          why: late(row) ?? null,
          conversationId: row.conversationId,
        })),
      ].sort((a, b) => a.line - b.line);
      const batch = ids.next('im');
      await write(trx, tools, now, batch, accepted, programmes, by.staffId);
      const report = { batch, accepted: accepted.length, refused: rows.length - accepted.length, rows };
      if (by.trial) throw new TrialOver({ ...report, batch: null });
      await keep(trx, tools, now, report, by.staffId);
      return report;
    });
  } catch (error) {
    if (error instanceof TrialOver) return error.report;
    throw error;
  }
}

async function write(
  trx: Knex.Transaction,
  tools: ActionTools,
  now: number,
  batch: string,
  accepted: readonly Placed[],
  programmes: readonly ProgrammeRef[],
  staffId: string,
): Promise<void> {
  const { db } = tools;
  const patients = await patientsOf(trx, tools, now, accepted);
  const enrolments = enrolmentRows(tools, now, accepted, programmes, patients, staffId);
  const consents = accepted.flatMap((row) =>
    row.purposes.map((purpose) => ({ contact_point_id: row.contactPointId, purpose, given: 1, at: now })),
  );
  await insertRows(trx, db.dialect, 'consent', consents, 'ignore');
  await insertRows(trx, db.dialect, 'consent_log', consentLog(tools, now, batch, accepted, staffId));
  await insertRows(trx, db.dialect, 'enrolment', enrolments.rows, 'ignore');
  await insertRows(trx, db.dialect, 'timer', enrolments.timers, 'ignore');
  const recalls = accepted.flatMap((row) =>
    row.check === undefined
      ? []
      : [
          {
            id: tools.ids.next('rcl'),
            conversation_id: row.conversationId,
            patient_id: patients.get(row.number) ?? null,
            kind: 'overdue',
            subject: row.check,
            since: row.checkDueAt ?? now,
            status: 'open',
            created_at: now,
          },
        ],
  );
  await insertRows(trx, db.dialect, 'recall', recalls, 'ignore');
}

async function keep(
  trx: Knex.Transaction,
  tools: ActionTools,
  now: number,
  { batch, accepted, refused, rows }: ImportReport,
  staffId: string,
): Promise<void> {
  const { db } = tools;
  await insertRows(trx, db.dialect, 'import_batch', [{ id: batch, actor: staffId, accepted, refused, at: now }]);
  await insertRows(
    trx,
    db.dialect,
    'import_row',
    rows.map(({ line, fate, why, conversationId }) => ({
      batch_id: batch,
      line,
      fate,
      why,
      conversation_id: conversationId,
    })),
  );
  await officeAudit(tools, trx, now, [
    { actor: staffId, action: 'outreach.imported', detail: { batch, accepted, refused } },
  ]);
}

async function runningEnrolments(
  trx: Knex.Transaction,
  { db }: ActionTools,
  placed: readonly Placed[],
): Promise<ReadonlySet<string>> {
  const rows = resultRows<{ conversation_id: string; programme: string }>(
    await trx.raw(
      `SELECT conversation_id, programme FROM enrolment WHERE status IN ('active', 'paused') AND conversation_id IN (${listOf(db)})`,
      [JSON.stringify(placed.map((row) => row.conversationId))],
    ),
  );
  return new Set(rows.map((row) => `${row.conversation_id} ${row.programme}`));
}

/** People named on the list who are not on file yet; an identity is proven later, by themselves. By number. */
async function patientsOf(
  trx: Knex.Transaction,
  { db, vault, ids }: ActionTools,
  now: number,
  accepted: readonly Placed[],
): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map(accepted.map((row) => [phoneHash(vault, row.number) ?? '', row]));
  const known = resultRows<{ patient_id: string; phone_hash: string }>(
    await trx.raw(`SELECT patient_id, phone_hash FROM patient_phone WHERE phone_hash IN (${listOf(db)})`, [
      JSON.stringify([...hashes.keys()]),
    ]),
  );
  const found = new Map<string, string>();
  // Several people of one phone: nobody is chosen for them.
  for (const { phone_hash, patient_id } of known) {
    const number = hashes.get(phone_hash)!.number;
    found.set(number, found.has(number) ? '' : patient_id);
  }
  const fresh = [...hashes].flatMap(([hash, row]) =>
    row.name === undefined || hash === '' || found.has(row.number) ? [] : [{ hash, row, id: ids.next('pat') }],
  );
  await insertRows(
    trx,
    db.dialect,
    'patient',
    fresh.map(({ row, id }) => ({
      id,
      profile: vault.seal(JSON.stringify(profileOf(row)), id),
      created_at: now,
      updated_at: now,
    })),
  );
  await insertRows(
    trx,
    db.dialect,
    'patient_phone',
    fresh.map(({ hash, id }) => ({ patient_id: id, phone_hash: hash })),
    'ignore',
  );
  for (const { row, id } of fresh) found.set(row.number, id);
  return new Map([...found].filter(([, id]) => id !== ''));
}

/** A name in one piece stays in one piece: which part is whose differs from people to people. */
function profileOf(row: ListRow) {
  return {
    name: { given: row.name },
    phone: row.number,
    ...(row.locale === undefined ? {} : { locale: row.locale }),
  };
}

function consentLog(
  { ids }: ActionTools,
  now: number,
  batch: string,
  accepted: readonly Placed[],
  staffId: string,
): Row[] {
  return accepted.flatMap((row) =>
    row.purposes.map((purpose) => ({
      id: ids.next('cs'),
      conversation_id: row.conversationId,
      contact_point_id: row.contactPointId,
      patient_id: null,
      purpose,
      channel: row.channel,
      given: 1,
      wording: `list ${batch}: ${row.consentSource}`,
      source: 'import',
      actor: staffId,
      at: now,
    })),
  );
}

/** Arms balanced inside each stratum over the whole list, reproducible from programme, version and conversations. */
function enrolmentRows(
  { ids, vault }: ActionTools,
  now: number,
  accepted: readonly Placed[],
  programmes: readonly ProgrammeRef[],
  patients: ReadonlyMap<string, string>,
  staffId: string,
): { rows: Row[]; timers: Row[] } {
  const rows: Row[] = [];
  const timers: Row[] = [];
  for (const programme of programmes) {
    const members = accepted.filter((row) => row.programme === programme.id);
    const units = members.map((row) => ({ unit: row.conversationId, stratum: row.stratum ?? '' }));
    const arms = programme.arms.length === 0 ? undefined : allocateBlocks(programme.arms, seedOf(programme), units);
    for (const row of members) {
      const arm = arms?.get(row.conversationId) ?? 'programme';
      const enrolment = newEnrolment(ids.next('en'), programme, arm, row.anchorAt ?? now, now);
      const whose = {
        conversationId: row.conversationId,
        contactPointId: row.contactPointId,
        patientId: patients.get(row.number) ?? null,
      };
      rows.push(enrolmentRow(enrolment, whose, { by: 'import', actor: staffId, stratum: row.stratum ?? null }));
      timers.push(startTimer(ids.next('t'), vault, enrolment, row.conversationId, now));
    }
  }
  return { rows, timers };
}
