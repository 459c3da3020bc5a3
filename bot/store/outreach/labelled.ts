import { patientLabel } from '../console/patients';
import type { Db } from '../db';
import type { Vault } from '../vault';

/** A row as it is read. */
// biome-ignore lint/suspicious/noExplicitAny: columns are named where they are used.
type Found = Record<string, any>;

/** Rows of people for the console: each with its id, conversation and the patient's name where somebody is proven. */
export async function labelled<T>(
  db: Db,
  vault: Vault,
  rows: readonly Found[],
  item: (row: Found, whose: { id: string; conversationId: string; patient: string | null }) => T,
): Promise<readonly T[]> {
  const labels = await patientLabel(
    db.read,
    vault,
    rows.map((row) => row.patient_id),
  );
  return rows.map((row) => {
    const patient = row.patient_id === null ? null : (labels.get(row.patient_id) ?? null);
    return item(row, { id: row.id, conversationId: row.conversation_id, patient });
  });
}
