import type { BroadcastDraft } from '../../../console/api/outreach/ports';
import type { Site } from './site';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const ANA = { staffId: 'stf_ana', name: 'Ana Ruiz' };
const BEN = { staffId: 'stf_ben', name: 'Ben Okafor' };

/** Broadcasts in every state, people to call back, and programmes with who is in them and what came of it. */
export async function seedOutreach(site: Site): Promise<void> {
  await seedBroadcasts(site);
  await seedRecalls(site);
  await seedEnrolments(site);
}

const TEXTS = {
  en: 'The flu vaccine is here. Walk in from Monday to Friday, 8 to 12, at the River Road clinic. It is free.',
  es: 'Ya llegó la vacuna de la gripe. Venga de lunes a viernes, de 8 a 12, a la clínica de River Road. Es gratis.',
};

/** What becomes of each: written only, or approved by the other person and then gone on so far. */
const BROADCASTS: readonly { title: string; state: 'draft' | 'running' | 'paused' | 'done' | 'cancelled' }[] = [
  { title: 'Flu vaccine, autumn', state: 'draft' },
  {
    title: 'Eye clinic moves to the second floor, because of the works on the lift, until the end of the year',
    state: 'running',
  },
  { title: 'Blood pressure class', state: 'paused' },
  { title: 'New opening hours', state: 'done' },
  { title: 'تطعيم الإنفلونزا', state: 'cancelled' },
];

async function seedBroadcasts(site: Site): Promise<void> {
  const { broadcasts } = site.deps.store.outreach;
  const { db, deps, clock } = site;
  for (const [index, { title, state }] of BROADCASTS.entries()) {
    const draft: BroadcastDraft = {
      title,
      texts: TEXTS,
      purpose: index === 2 ? 'programme' : 'care',
      segment: { channels: index === 1 ? ['sms', 'whatsapp'] : ['sms'] },
      perMinute: 60,
      windowHours: 48,
    };
    const id = await broadcasts.create(draft, index % 2 === 0 ? BEN : ANA);
    if (state === 'draft') continue;
    await broadcasts.approve(id, 1, index % 2 === 0 ? ANA : BEN);
    const recipients = await db.read('broadcast_recipient').where({ broadcast_id: id }).orderBy('conversation_id');
    const said = state === 'done' ? recipients.length : Math.floor(recipients.length / 2);
    for (const [n, recipient] of recipients.slice(0, said).entries()) {
      const gone = n % 6 === 5;
      const at = clock.now() - n * MINUTE;
      await db.write('broadcast_recipient').where(recipient).update({ queued: 1 });
      await db.write('outreach').insert({
        id: recipient.timer_id,
        conversation_id: recipient.conversation_id,
        contact_point_id: `cp_${n}`,
        person: `cp_${n}`,
        key: `broadcast:${id}`,
        purpose: draft.purpose,
        priority: 3,
        due_at: at,
        at,
        status: gone ? 'not_sent' : 'said',
        why: gone ? (n % 12 === 5 ? 'opted_out' : 'cap') : null,
        counts: 1,
      });
      if (!gone)
        await db.write('outbox').insert({
          id: deps.ids.next('ob'),
          conversation_id: recipient.conversation_id,
          seq: 500 + index,
          part: 0,
          channel: 'sms',
          contact_point_id: `cp_${n}`,
          payload: '',
          safety: 0,
          purpose: draft.purpose,
          outreach_id: recipient.timer_id,
          status: n % 7 === 3 ? 'failed' : 'delivered',
          code: n % 7 === 3 ? 'unreachable' : null,
          next_at: at,
          created_at: at,
          updated_at: at,
        });
    }
    if (state === 'paused' || state === 'cancelled') await broadcasts.move(id, state, ANA);
    if (state === 'done') await db.write('broadcast').where({ id }).update({ status: 'done' });
  }
}

async function seedRecalls(site: Site): Promise<void> {
  const now = site.clock.now();
  for (let n = 0; n < 7; n += 1)
    await site.db.write('recall').insert({
      id: `rcl_${n}`,
      conversation_id: `c_past_${n}`,
      patient_id: `pat_past_${n}`,
      kind: n % 2 === 0 ? 'lapsed' : 'overdue',
      subject: n % 2 === 0 ? '' : ['hba1c', 'mammogram', 'blood pressure'][n % 3]!,
      since: now - (60 + n * 31) * DAY,
      status: n === 6 ? 'declined' : 'open',
      created_at: now - n * DAY,
    });
}

/** Something that each sample programme measures. */
const MEASURES: Readonly<Record<string, string>> = {
  quit_smoking: 'smoke_free_week_4',
  diabetes: 'yearly_checks',
  after_surgery: 'check_booked',
};

async function seedEnrolments(site: Site): Promise<void> {
  const now = site.clock.now();
  const programmes = ['quit_smoking', 'diabetes', 'after_surgery'];
  const statuses = ['active', 'active', 'paused', 'completed', 'left'];
  for (let n = 0; n < 12; n += 1) {
    const programme = programmes[n % 3]!;
    await site.db.write('enrolment').insert({
      id: `en_${n}`,
      conversation_id: `c_past_${n}`,
      contact_point_id: `cp_${n}`,
      patient_id: n < 10 ? `pat_past_${n}` : null,
      programme,
      version: '1',
      arm: programme === 'quit_smoking' ? ['messages', 'usual'][n % 2]! : 'programme',
      anchor_at: now - n * DAY,
      status: statuses[n % statuses.length],
      muted_until: n === 1 ? now + 3 * DAY : null,
      enrolled_by: n % 2 === 0 ? 'staff' : 'keyword',
      created_at: now - n * DAY,
      updated_at: now - n * DAY,
    });
    const measure = MEASURES[programme]!;
    await site.db.write('enrolment_outcome').insert({
      id: `eo_${n}`,
      conversation_id: `c_past_${n}`,
      programme,
      measure,
      value: n % 4 === 0 ? 'false' : 'true',
      at: now - n * DAY,
    });
  }
}
