import { DateTime } from 'luxon';
import { createModelUse } from '../../bot/store/model-use';
import { verdict } from '../../console/api/insight/needed';
import { onEachDb } from '../support/databases';
import { addStaff, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site } from './support/site';

/** A closed case: the level the bot gave, and the outcome staff closed it with. */
async function closedCase(site: Site, id: string, level: string, outcome: string, team: string | null = null) {
  await patientWrites(site, id, ['hello'], 'sms');
  const now = site.clock.now();
  await site.db.write('assessment').insert({
    id: `as_${id}`,
    conversation_id: id,
    protocol: 'protocol/sore_throat@1',
    disposition: level,
    rule: 'default',
    body: site.vault.seal('{}', id),
    at: now,
  });
  const flag = await raiseFlag(site, { conversationId: id, team });
  await site.db
    .write('flag')
    .where({ id: flag })
    .update({ status: 'closed', closed_at: now + 1, outcome });
}

async function someone(site: Site, name: string, role: 'supervisor' | 'clinical_author') {
  await addStaff(site, name, [role]);
  const caller = createCaller(site);
  await caller.signIn(name);
  return caller;
}

test.each([
  ['D5', 'sent_to_emergency', 'under'],
  ['D0', 'sent_to_emergency', 'fitting'],
  ['D0', 'false_alarm', 'over'],
  ['D3', 'advised', 'fitting'],
  ['D4', 'no_answer', undefined],
  ['asked', 'advised', undefined],
])('%s closed as %s was %s', (level, outcome, expected) => {
  expect(verdict(level, outcome)).toBe(expected);
});

/** One of everything that may come of a conversation, each as the product itself writes it. */
async function careOf(site: Site, id: string, service: string, status: string) {
  await patientWrites(site, id, ['hello'], 'sms');
  const now = site.clock.now();
  const before = now - 1;
  const put = (table: string, row: object) => site.db.write(table).insert({ id: `${table}_${id}`, ...row });
  const made = { created_at: before, updated_at: before };
  const place = { patient_id: 'p', conversation_id: id };
  await put('appointment', {
    ...place,
    ...made,
    service_id: service,
    practitioner_id: 'd',
    location_id: 'l',
    slot_id: `s_${id}`,
    start_at: before,
    end_at: now,
    status,
  });
  await put('waitlist_entry', { ...place, service_id: service, wishes: '{}', status: 'taken', since: before });
  await put('waitlist_offer', {
    entry_id: `waitlist_entry_${id}`,
    slot_id: `s_${id}`,
    state: 'accepted',
    offered_at: before,
    expires_at: now,
  });
  const kept = { outcome: 'completed', teachBack: { dose: 'first', missed: 'again' } };
  await put('record', {
    conversation_id: id,
    kind: 'counselling',
    subject: 'warfarin',
    body: site.vault.seal(JSON.stringify(kept), id),
    at: before,
  });
  await put('enrolment', {
    ...made,
    conversation_id: id,
    contact_point_id: 'cp',
    programme: 'quit',
    version: '1',
    arm: 'all',
    anchor_at: before,
    status: 'active',
    enrolled_by: 'dialog',
  });
  await put('enrolment_outcome', {
    conversation_id: id,
    programme: 'quit',
    measure: 'smoke_free',
    value: 'yes',
    at: before,
  });
  await put('survey_response', {
    conversation_id: id,
    survey: 'visit',
    version: '1',
    trigger_kind: 'visit',
    service,
    channel: 'sms',
    locale: 'en',
    invited_at: before,
    answered_at: now,
    mistreatment: 1,
  });
  await site.db.write('survey_answer').insert({
    response_id: `survey_response_${id}`,
    question: 'kind',
    method: 'top_box',
    code: 'yes',
    box: 'top',
    at: now,
  });
}

/** A moment as an export writes it, in the sample hospital's zone. */
const local = (at: number) =>
  DateTime.fromMillis(at, { zone: 'America/Chicago' }).toISO({ suppressMilliseconds: true });

onEachDb('insight', (open) => {
  test('counts under and over, failures and model use; a number opens what it counts', async () => {
    const site = await openSite(await open());
    const ana = await someone(site, 'ana', 'supervisor');
    const author = await someone(site, 'art', 'clinical_author');
    await closedCase(site, 'c1', 'D5', 'sent_to_emergency');
    await closedCase(site, 'c2', 'D5', 'advised', 'cardiology');
    await closedCase(site, 'c3', 'D0', 'false_alarm');
    const now = site.clock.now();
    await site.db.write('outbox').insert({
      id: 'o1',
      conversation_id: 'c1',
      seq: 1,
      part: 0,
      channel: 'sms',
      contact_point_id: 'cp',
      payload: '',
      safety: 0,
      purpose: 'conversation',
      status: 'failed',
      code: '=cmd()',
      next_at: now,
      created_at: now,
      updated_at: now,
    });
    const count = createModelUse(site.db, site.clock);
    await count({ purpose: 'intent', usable: true, tokensIn: 100, tokensOut: 10 });
    await count({ purpose: 'intent', usable: false, tokensIn: 50, tokensOut: 0 });
    const { json } = await ana.call('GET', '/insight');
    expect([json.triage, json.failures, json.model]).toEqual([
      [
        { level: 'D0', under: 0, fitting: 0, over: 1 },
        { level: 'D5', under: 1, fitting: 1, over: 0 },
      ],
      [{ name: 'sms · =cmd()', count: 1 }],
      [{ purpose: 'intent', calls: 2, unusable: 1, tokensIn: 150, tokensOut: 10, cost: null }],
    ]);
    const rows = async (caller: typeof ana, query: Record<string, string>) =>
      (await caller.call('GET', '/insight/rows', { query })).json;
    const found = await rows(ana, { chart: 'triage', value: 'D5 under' });
    expect(found).toEqual({ items: [{ conversationId: 'c1', at: now, value: 'D5 under' }], hidden: 0 });
    expect(await rows(author, { chart: 'reasons' })).toEqual({ items: [], hidden: 3 });
    for (const chart of [
      'conversations',
      'channels',
      'locales',
      'severities',
      'outcomes',
      'dispositions',
      'deliveries',
    ])
      expect([chart, (await rows(ana, { chart })).items.length]).toEqual([chart, chart === 'deliveries' ? 1 : 3]);
    const csv = String((await ana.call('GET', '/insight/rows.csv', { query: { chart: 'failures' } })).body);
    expect(csv.split('\r\n')[1]).toMatch(/^"c1","[^"]+","sms · =cmd\(\)"$/);
    expect((await author.call('GET', '/insight/rows.csv', { query: { chart: 'reasons' } })).json.error.code).toBe(
      'forbidden',
    );
  });

  test('counts bookings, visits, waiting list, counselling, programmes and check-ins; each number opens its own', async () => {
    const site = await openSite(await open());
    const ana = await someone(site, 'ana', 'supervisor');
    await careOf(site, 'c1', 'cardiology', 'fulfilled');
    await careOf(site, 'c2', 'eye', 'noshow');
    const now = site.clock.now();
    const { json } = await ana.call('GET', '/insight');
    const { bookings, visits, waitlist, counselling, teachBack, programmes, measures, services, contained } = json;
    expect({ bookings, visits, waitlist, counselling, teachBack, programmes, measures, services, contained }).toEqual({
      bookings: [
        { name: 'cardiology', count: 1 },
        { name: 'eye', count: 1 },
      ],
      visits: [
        { name: 'fulfilled', count: 1 },
        { name: 'noshow', count: 1 },
      ],
      waitlist: [{ name: 'accepted', count: 2 }],
      counselling: [{ name: 'completed', count: 2 }],
      teachBack: [
        { name: 'again', count: 2 },
        { name: 'first', count: 2 },
      ],
      programmes: [{ name: 'quit · active', value: 'quit · active', count: 2 }],
      measures: [{ name: 'quit · smoke_free: yes', value: 'quit · smoke_free: yes', count: 2 }],
      services: ['cardiology', 'eye'],
      contained: 2,
    });
    const day = '2026-11-03';
    for (const [chart, value, ids] of [
      ['bookings', 'eye', ['c2']],
      ['visits', 'noshow', ['c2']],
      ['waitlist', 'accepted', ['c1', 'c2']],
      ['counselling', 'completed', ['c1', 'c2']],
      ['teach_back', 'first', ['c1', 'c2']],
      ['programmes', 'quit · active', ['c1', 'c2']],
      ['measures', 'quit · smoke_free: yes', ['c1', 'c2']],
      ['check_ins', 'answered', ['c1', 'c2']],
      ['scores', 'visit.kind', ['c1', 'c2']],
      ['mistreatment', 'visit', ['c1', 'c2']],
      ['messages', 'patient', ['c1', 'c2']],
      ['contained', 'sms', ['c1', 'c2']],
      ['days', day, ['c1', 'c2']],
      ['flag_days', day, []],
      ['answered', '1', []],
      ['in_time', '1', []],
    ] as const) {
      const { json: found } = await ana.call('GET', '/insight/rows', { query: { chart, value } });
      const shown = found.items.map((row: { conversationId: string }) => row.conversationId).sort();
      expect([chart, shown, found.hidden]).toEqual([chart, ids, 0]);
    }
    const eye = (await ana.call('GET', '/insight', { query: { service: 'eye' } })).json;
    expect([eye.conversations, eye.bookings, eye.counselling, eye.services]).toEqual([
      1,
      [{ name: 'eye', count: 1 }],
      [{ name: 'completed', count: 1 }],
      ['cardiology', 'eye'],
    ]);
    expect((await ana.call('GET', '/insight/surveys', { query: { service: 'eye' } })).json.invited).toBe(1);
    const csv = String((await ana.call('GET', '/insight/rows.csv', { query: { chart: 'visits' } })).body);
    expect(csv.split('\r\n').slice(1, 3).sort()).toEqual([
      `"c1","${local(now - 1)}","fulfilled"`,
      `"c2","${local(now - 1)}","noshow"`,
    ]);
  });
});
