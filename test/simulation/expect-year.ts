import { readFileSync } from 'node:fs';
import { DateTime } from 'luxon';
import type { Db } from '../../bot/store/db';
import type { OutreachPolicy } from '../../knowledge/schema/outreach-policy';
import { patientOf, type SimMessage, type SimPatient, type Year } from './patients';

interface Sent {
  readonly at: number;
  readonly key: string;
}

/** What a year came to, counted while it is checked. */
export interface YearCounts {
  due: number;
  said: number;
  notSent: Record<string, number>;
  /** Killed between sending and noting it: it may have left, and is recorded as not known. */
  unknown: number;
}

/** Compares what the provider was asked to send, and what was recorded, with what was due and every rule. */
export async function checkYear(
  db: Db,
  year: Year,
  sentFile: string,
  policy: OutreachPolicy,
  holidays: readonly string[],
  tickMs: number,
): Promise<{ counts: YearCounts; faults: readonly string[] }> {
  const faults: string[] = [];
  const sent = sentByKey(sentFile);
  const rows = await fates(db);
  const unknown = await unknownOutcomes(db);
  const waiting = new Set(
    (
      (await db
        .read('timer')
        .where('due_at', '<', year.end - tickMs)
        .select('id')) as { id: string }[]
    ).map((one) => one.id),
  );
  const counts: YearCounts = { due: 0, said: 0, notSent: {}, unknown: unknown.size };
  for (let index = 0; index < year.patients; index++) {
    const patient = patientOf(year, index);
    const got: (Sent & { message: SimMessage })[] = [];
    for (const message of patient.messages) {
      const times = sent.get(message.key) ?? [];
      const fate = rows.get(message.key);
      // The last hours of the year may still be deferring.
      if (fate === undefined && message.dueAt + message.windowMs >= year.end - tickMs) continue;
      counts.due += 1;
      const say = (fault: string) => faults.push(`${message.key} (${message.purpose}): ${fault}`);
      if (waiting.has(message.key)) say('is still waiting');
      if (fate === undefined) say('left no trace');
      else if (fate.status === 'said') {
        counts.said += 1;
        if (times.length !== 1) say(`was said and left ${times.length} times`);
      } else if (fate.status === 'not_sent') {
        counts.notSent[fate.why ?? '?'] = (counts.notSent[fate.why ?? '?'] ?? 0) + 1;
        if (times.length > (unknown.has(message.key) ? 1 : 0)) say(`was not sent (${fate.why}) and left all the same`);
        if (fate.why === 'expired' && fate.at < message.dueAt + message.windowMs && !unknown.has(message.key))
          say('was called expired inside its window');
      } else say(`was left as ${fate.status}`);
      for (const at of times) got.push({ at, key: message.key, message });
    }
    faults.push(...againstRules(patient, got, policy, holidays, tickMs));
  }
  return { counts, faults };
}

function againstRules(
  patient: SimPatient,
  got: readonly (Sent & { message: SimMessage })[],
  policy: OutreachPolicy,
  holidays: readonly string[],
  tickMs: number,
): string[] {
  const faults: string[] = [];
  const per = new Map<string, number>();
  for (const { at, key, message } of got) {
    const local = DateTime.fromMillis(at, { zone: patient.zone });
    if (at < message.dueAt) faults.push(`${key}: too early`);
    if (at >= message.dueAt + message.windowMs) faults.push(`${key}: after its window`);
    if (stopped(patient, at, tickMs) && message.address === 0) faults.push(`${key}: after STOP`);
    if (policy.consent[message.purpose] === 'asked' && !patient.agreed.includes(message.purpose))
      faults.push(`${key}: without consent`);
    if (message.chosen) continue;
    const time = local.toFormat('HH:mm');
    if (time >= policy.quiet.from || time < policy.quiet.to) faults.push(`${key}: in quiet hours, at ${local.toISO()}`);
    if (message.priority === 1) continue;
    if (policy.holidays.includes(message.purpose) && holidays.includes(local.toISODate()!))
      faults.push(`${key}: on a holiday`);
    policy.caps.forEach((cap, index) => {
      if (!cap.purposes.includes(message.purpose)) return;
      const period = cap.per === 'day' ? local.toISODate() : `${local.weekYear}-W${local.weekNumber}`;
      const id = `${index} ${period}`;
      per.set(id, (per.get(id) ?? 0) + 1);
      if (per.get(id)! > cap.most) faults.push(`${key}: over the cap of ${cap.most} a ${cap.per} on ${period}`);
    });
  }
  return faults;
}

/** Whether STOP held at that moment; words reach the engine at the next tick. */
function stopped(patient: SimPatient, at: number, tickMs: number): boolean {
  const last = patient.words.filter((word) => word.at + tickMs <= at).at(-1);
  const unsettled = patient.words.some((word) => word.at <= at && at < word.at + tickMs);
  return last?.text === 'stop' && !unsettled;
}

function sentByKey(file: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const match = /"text":"(\d+) due: (m\d+_\d+)"/.exec(line);
    if (match !== null) found.set(match[2]!, [...(found.get(match[2]!) ?? []), Number(match[1])]);
  }
  return found;
}

async function fates(db: Db): Promise<Map<string, { status: string; why: string | null; at: number }>> {
  const rows = (await db.read('outreach').select('id', 'status', 'why', 'at')) as {
    id: string;
    status: string;
    why: string | null;
    at: number;
  }[];
  return new Map(rows.map((row) => [row.id, row]));
}

async function unknownOutcomes(db: Db): Promise<Set<string>> {
  const rows = (await db.read('outbox').where({ code: 'unknown_outcome' }).select('outreach_id')) as {
    outreach_id: string;
  }[];
  return new Set(rows.map((row) => row.outreach_id));
}
