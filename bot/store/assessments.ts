import type { StoredAssessment } from '../../knowledge/fhir/assessment';
import type { Db } from './db';
import type { Vault } from './vault';

/** An assessment as it was kept, with what was known of the person then. */
export interface KeptAssessment extends StoredAssessment {
  readonly facts: Readonly<Record<string, unknown>>;
}

interface Row {
  readonly id: string;
  readonly conversation_id: string;
  readonly protocol: string;
  readonly disposition: StoredAssessment['disposition'];
  readonly rule: string;
  readonly route: string | null;
  readonly deadline_hours: number | null;
  readonly body: string;
  readonly at: number | string;
}

/**
 * Assessments by one protocol, in any of its versions, the latest first.
 * @param protocol its id
 * @param most how many at most: a replay of the last thousands says enough
 */
export async function assessmentsBy(
  db: Db,
  vault: Vault,
  protocol: string,
  most: number,
): Promise<readonly KeptAssessment[]> {
  const prefix = `protocol/${protocol}@`;
  const rows: readonly Row[] = await db
    .read<Row>('assessment')
    .where('protocol', 'like', `${prefix}%`)
    .orderBy('at', 'desc')
    .limit(most)
    .select('id', 'conversation_id', 'protocol', 'disposition', 'rule', 'route', 'deadline_hours', 'body', 'at');
  // To LIKE an underscore is any letter.
  return rows
    .filter((row) => row.protocol.startsWith(prefix))
    .map((row) => {
      const body = JSON.parse(vault.open(row.body, row.conversation_id)) as Pick<
        KeptAssessment,
        'answers' | 'because' | 'facts'
      >;
      return {
        id: row.id,
        protocol: row.protocol,
        disposition: row.disposition,
        rule: row.rule,
        ...(row.route === null ? {} : { route: row.route }),
        ...(row.deadline_hours === null ? {} : { deadlineHours: row.deadline_hours }),
        answers: body.answers,
        because: body.because,
        facts: body.facts,
        at: Number(row.at),
      };
    });
}
