import { taskRow } from '../../../bot/store/console/tasks';
import { patientWrites, type Site } from './site';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;
const ANA = { staffId: 'stf_ana', name: 'Ana Ruiz' };
const BEN = { staffId: 'stf_ben', name: 'Ben Okafor' };

/** Work of every kind, leave, requests of patients in every state, and what goes wrong in a hospital's machine room. */
export async function seedRest(site: Site): Promise<void> {
  await seedTasks(site);
  await seedLeave(site);
  await seedRequests(site);
  await seedTrouble(site);
}

async function seedTasks(site: Site): Promise<void> {
  const now = site.clock.now();
  const kinds = ['refill', 'refill', 'clinical', 'scheduling', 'pharmacist', 'service_recovery'];
  for (const [n, kind] of kinds.entries()) {
    const summary =
      n === 1
        ? 'Asks for insulin glargine again, three pens left; says the pharmacy on Elm Street closed and wants it sent to the one by the station instead, if that is possible before the long weekend.'
        : 'Asks for a call about what was agreed last week.';
    const row = taskRow(site.vault, {
      id: `tsk_more_${n}`,
      kind,
      conversationId: `c_past_${n}`,
      summary,
      at: now - n * HOUR,
      dueAt: now + (n - 2) * 3 * HOUR,
    });
    await site.db.write('task').insert({ ...row, patient_id: `pat_past_${n}` });
  }
  await site.deps.store.tasks.take('tsk_more_2', ANA, now);
  await site.deps.store.tasks.take('tsk_more_5', ANA, now);
  await site.deps.store.tasks.finish('tsk_more_5', ANA, 'Called, apologised, and the waiting room was told.', now);
}

async function seedLeave(site: Site): Promise<void> {
  const now = site.clock.now();
  const leaves = [
    { practitioner_id: 'dr-vargas', kind: 'leave', from_at: now + 3 * DAY, to_at: now + 10 * DAY },
    { practitioner_id: 'dr-okafor', kind: 'block', from_at: now + 2 * HOUR, to_at: now + 3 * HOUR },
  ];
  for (const [n, leave] of leaves.entries())
    await site.db
      .write('booking_absence')
      .insert({ id: `ab_${n}`, ...leave, staff_id: ANA.staffId, created_at: now - n * DAY });
}

async function seedRequests(site: Site): Promise<void> {
  const now = site.clock.now();
  const { privacy } = site.deps.store;
  const ask = (conversationId: string, kind: 'know' | 'correct' | 'erase', note: string, days: number) =>
    privacy.open({ conversationId, kind, note }, BEN, now - days * DAY);
  await ask('c_past_3', 'erase', 'Asked by letter; a copy of the passport is with the front desk.', 40);
  await ask('c_past_4', 'correct', 'Says the date of birth is wrong.', 5);
  const answered = await ask('c_past_6', 'know', 'Asked by phone, called back on the number we have.', 20);
  await privacy.close(answered, { outcome: 'done', answer: 'Sent by post.' }, ANA, now - DAY);
  await privacy.hold('c_past_3', 'Complaint 2026-118 is being looked into.', ANA, now - 2 * DAY);
  await site.deps.store.retention.set('messages', 730, ANA, now - 10 * DAY);
}

/** A second and third kind of message that failed, a refused template, a channel that is away. */
async function seedTrouble(site: Site): Promise<void> {
  const { db, vault, deps } = site;
  const now = site.clock.now();
  for (const [n, name] of ['sathi/timer', 'sathi/staff.reply'].entries()) {
    const id = `c_dead_${n}`;
    await patientWrites(site, id, ['hello'], 'sms');
    const payload = vault.seal(JSON.stringify({ type: 'event', name }), id);
    await db
      .write('inbox')
      .where({ conversation_id: id })
      .update({ status: 2, payload, attempts: 3, error_code: n === 0 ? 'process_died' : 'turn_failed' });
  }
  for (let n = 0; n < 4; n += 1)
    await db.write('outbox').insert({
      id: deps.ids.next('ob'),
      conversation_id: `c_past_${n}`,
      seq: 600 + n,
      part: 0,
      channel: 'whatsapp',
      contact_point_id: `cp_${n}`,
      payload: vault.seal(
        JSON.stringify(n === 3 ? { body: { kind: 'template', name: 'appointment_reminder' } } : {}),
        `c_past_${n}`,
      ),
      safety: 0,
      purpose: 'care',
      status: 'failed',
      code: n === 3 ? 'rejected' : 'connection',
      next_at: now,
      created_at: now - n * 60_000,
      updated_at: now - n * 60_000,
    });
}
