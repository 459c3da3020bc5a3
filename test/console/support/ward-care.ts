import type { Site } from './site';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

/** What came of care in the last weeks, for the figures: levels, visits, the waiting list, counselling, check-ins. */
export async function seedCare(site: Site): Promise<void> {
  for (let n = 0; n < 40; n += 1) await seedOne(site, n);
  const purposes = ['extract', 'summarise', 'translate'];
  const now = site.clock.now();
  for (let n = 0; n < 9; n += 1)
    await site.db.write('model_use').insert({
      day: new Date(now - Math.floor(n / 3) * DAY).toISOString().slice(0, 10),
      purpose: purposes[n % 3],
      calls: 40 + n * 7,
      unusable: n % 4,
      tokens_in: 21_000 + n * 900,
      tokens_out: 4_000 + n * 300,
    });
}

const PROTOCOLS = ['sore_throat', 'fever_child', 'chest_pain_adult', 'back_pain'];
const LEVELS = ['D0', 'D1', 'D2', 'D3', 'D4', 'D5'];
const SERVICES = ['family-visit', 'diabetes-visit', 'child-visit', 'womens-health'];
const FAILURES = ['unreachable', 'rejected', 'invalid_address', 'blocked'];

async function seedOne(site: Site, n: number): Promise<void> {
  const { db, vault, clock } = site;
  const id = `c_past_${n}`;
  const at = clock.now() - (n % 25) * DAY - n * 11 * 60_000;
  const put = (table: string, row: object) => db.write(table).insert({ id: `${table}_${n}`, ...row });
  await put('assessment', {
    conversation_id: id,
    protocol: `protocol/${PROTOCOLS[n % 4]}@1`,
    disposition: LEVELS[n % 6],
    rule: 'default',
    body: vault.seal('{}', id),
    at,
  });
  await put('appointment', {
    patient_id: `pat_past_${n % 10}`,
    conversation_id: id,
    service_id: SERVICES[n % 4],
    practitioner_id: 'dr-vargas',
    location_id: 'river-road',
    slot_id: `past_${n}`,
    start_at: at - 40 * DAY,
    end_at: at - 40 * DAY + HOUR,
    status: n % 6 === 5 ? 'noshow' : n % 9 === 8 ? 'cancelled' : 'fulfilled',
    missed_reason: n % 6 === 5 ? 'forgot' : null,
    moved_to: n % 6 === 5 ? 'moved' : null,
    created_at: at,
    updated_at: at,
  });
  if (n % 3 === 0) {
    const entry = { patient_id: `pat_past_${n % 10}`, conversation_id: id, service_id: SERVICES[n % 4] };
    await put('waitlist_entry', { ...entry, wishes: '{}', status: 'taken', since: at });
    const state = ['accepted', 'accepted', 'declined', 'expired'][n % 4];
    const offer = { entry_id: `waitlist_entry_${n}`, slot_id: `past_${n}`, state };
    await put('waitlist_offer', { ...offer, offered_at: at, expires_at: at + HOUR });
  }
  if (n % 4 === 0) {
    const kept = { outcome: n % 8 === 0 ? 'completed' : 'refused', teachBack: { dose: n % 3 ? 'first' : 'again' } };
    const body = vault.seal(JSON.stringify(kept), id);
    await put('record', { conversation_id: id, kind: 'counselling', subject: 'warfarin', body, at });
  }
  await put('survey_response', {
    conversation_id: id,
    survey: n % 2 === 0 ? 'after-visit' : 'would-recommend',
    version: '1',
    trigger_kind: 'visit',
    service: SERVICES[n % 4],
    practitioner: n % 3 === 0 ? 'dr-vargas' : 'dr-okafor',
    channel: 'sms',
    locale: n % 4 === 0 ? 'es' : 'en',
    invited_at: at,
    answered_at: n % 3 === 2 ? null : at + HOUR,
    sentiment: n % 3 === 2 ? null : (['positive', 'negative', 'neutral', 'mixed'][n % 4] ?? null),
    topics: n % 3 === 2 ? null : n % 2 === 0 ? ',waiting,' : ',staff,food,',
    mistreatment: n === 7 ? 1 : 0,
  });
  if (n % 3 !== 2)
    await db.write('survey_answer').insert({
      response_id: `survey_response_${n}`,
      question: n % 2 === 0 ? 'next_step' : 'recommend',
      method: n % 2 === 0 ? 'top_box' : 'nps',
      code: '9',
      box: (['top', 'top', 'middle', 'low'] as const)[n % 4],
      at: at + HOUR,
    });
  await put('outbox', {
    conversation_id: id,
    seq: 400,
    part: 0,
    channel: ['sms', 'whatsapp'][n % 2],
    contact_point_id: `cp_${n}`,
    payload: vault.seal('{}', id),
    safety: 0,
    purpose: 'care',
    status: n % 5 === 4 ? 'failed' : 'delivered',
    code: n % 5 === 4 ? FAILURES[Math.floor(n / 5) % 4] : null,
    next_at: at,
    created_at: at,
    updated_at: at,
  });
}
