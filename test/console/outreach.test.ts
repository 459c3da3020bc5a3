import { createDispatcher } from '../../bot/deliver/dispatcher';
import { createClockwork } from '../../bot/schedule/clockwork';
import { verifyAudit } from '../../bot/store/audit';
import { broadcast } from '../../dialogs/broadcast/dialog';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';
import { phoneAdapter } from '../support/phone';
import { testContent } from '../support/test-content';
import { addStaff, createCaller, type Json } from './support/caller';
import { openSite, patientWrites, type Site, TUESDAY_TEN } from './support/site';

const MINUTE = 60_000;

async function signedIn(site: Site, name: string, roles: Parameters<typeof addStaff>[2]) {
  await addStaff(site, name, roles);
  const caller = createCaller(site);
  await caller.signIn(name);
  return caller;
}

/** The engine beside the console, on the same database and clock, with SMS that is only written down. */
function engineOf(site: Site) {
  const sent: string[] = [];
  const sms = {
    ...phoneAdapter(undefined, (part) => {
      sent.push(`${part.to.value} ${String(part.body.text)}`);
      return { ok: true, providerId: `p-${part.id}` };
    }),
    id: 'sms',
  };
  const clock = { ...site.clock, advance: site.clock.pass, set: (at: number | string) => site.clock.set(Number(at)) };
  const content = testContent();
  const h = harness(site.db, { dialogs: [echoDialog(), broadcast], adapters: [sms], clock, ids: site.deps.ids });
  const parts = { db: site.db, vault: site.vault, bell: site.bell, log: site.deps.log, clock };
  const clockwork = createClockwork({ ...parts, ids: site.deps.ids, hospital: content.hospital });
  const dispatcher = createDispatcher({ ...parts, adapters: new Map([['sms', sms]]) }, 'd');
  return {
    sent,
    async run(minutes = 0) {
      site.clock.pass(minutes * MINUTE);
      while ((await clockwork.once()) > 0) await h.settle();
      await h.settle();
      while ((await dispatcher.once()) > 0);
    },
  };
}

const DRAFT = {
  title: 'Closed tomorrow',
  texts: { en: 'The eye clinic is closed tomorrow.', es: 'La clínica de ojos cierra mañana.' },
  purpose: 'care',
  segment: { channels: ['sms'] },
  perMinute: 2,
  windowHours: 24,
};

onEachDb('broadcasts', (open) => {
  test('are previewed, tested, approved by a second person, throttled, paused, and counted', async () => {
    const site = await openSite(await open());
    const engine = engineOf(site);
    for (let n = 0; n < 5; n++) await patientWrites(site, `c_${n}`, ['hi'], 'sms', n === 0 ? 'es' : 'en');
    const stopped = (await site.db.read('conversation').where({ id: 'c_4' }).first('contact_point_id'))
      .contact_point_id;
    await site.db.write('contact_point').where({ id: stopped }).update({ opted_out: 1 });
    await site.db.write('inbox').update({ status: 1 });
    await site.db.write('conversation').update({ wake_at: null });
    const ana = await signedIn(site, 'ana', ['supervisor']);
    const ben = await signedIn(site, 'ben', ['supervisor']);

    const preview = (await ana.call('POST', '/broadcasts/preview', { body: DRAFT })).json;
    expect(preview).toEqual({
      total: 5,
      reachable: 4,
      excluded: [{ why: 'opted_out', n: 1 }],
      messages: [
        {
          channel: 'sms',
          locale: 'en',
          recipients: 3,
          parts: ['Riverside: The eye clinic is closed tomorrow.'],
          segments: 1,
          segmentsInAll: 3,
          missing: false,
        },
        {
          channel: 'sms',
          locale: 'es',
          recipients: 1,
          parts: ['Riverside: La clínica de ojos cierra mañana.'],
          segments: 1,
          segmentsInAll: 1,
          missing: false,
        },
      ],
      segmentsInAll: 4,
    });

    const { id } = (await ana.call('POST', '/broadcasts', { body: DRAFT })).json;
    await ana.call('POST', `/broadcasts/${id}/test`, {
      body: { channel: 'sms', number: '312 555 0188', locale: 'es' },
    });
    await engine.run();
    expect(engine.sent).toEqual(['+13125550188 Riverside: La clínica de ojos cierra mañana.']);

    const approve = (who: typeof ana, version: number) =>
      who.call('POST', `/broadcasts/${id}/approve`, { body: { version } });
    expect((await approve(ana, 1)).json.error.code).toBe('own_work');
    await ana.call('PUT', `/broadcasts/${id}`, { body: { ...DRAFT, title: 'Closed' } });
    expect((await approve(ben, 1)).json.error.code).toBe('stale');
    expect((await approve(ben, 2)).status).toBe(200);

    const progress = async () => (await ana.call('GET', `/broadcasts/${id}`)).json.progress;
    const everybody = (await progress()).total;
    await engine.run(1);
    expect(await progress()).toMatchObject({ total: everybody, waiting: everybody - 2, said: 2, planned: 0 });
    await ben.call('POST', `/broadcasts/${id}/pause`);
    await engine.run(10);
    expect(await progress()).toMatchObject({ waiting: everybody - 2, said: 2 });
    await ben.call('POST', `/broadcasts/${id}/resume`);
    await ben.call('PUT', `/broadcasts/${id}/throttle`, { body: { perMinute: 100 } });
    await engine.run(1);
    expect(await progress()).toMatchObject({
      waiting: 0,
      said: everybody - 1,
      planned: 0,
      notSent: [{ why: 'opted_out', n: 1 }],
    });
    const [row] = (await ana.call('GET', '/broadcasts')).json.items;
    expect((await ana.call('GET', `/broadcasts/${id}`)).json.broadcast).toEqual(row);
    expect([row.status, row.writtenBy.name, row.approvedBy.name]).toEqual(['done', 'ana', 'ben']);
    expect((await ana.call('GET', '/outreach/not-sent')).json.items).toEqual([
      { why: 'opted_out', purpose: 'care', n: 1 },
    ]);
    expect((await verifyAudit(site.db, site.vault)).faults).toEqual([]);
  });

  test('one who may only read cannot write, approve or send', async () => {
    const site = await openSite(await open());
    const nurse = await signedIn(site, 'nurse', ['nurse']);
    expect((await nurse.call('POST', '/broadcasts', { body: DRAFT })).json.error.code).toBe('forbidden');
  });
});

const CSV = [
  'phone,name,language,consent,consent_source,programme,check,check_due',
  '(312) 555-0101,Ana,es,yes,paper,blood_pressure,,',
  '(312) 555-0102,मीरा,en,yes,paper,blood_pressure,eye check,2026-06-01',
  '12,Bob,en,yes,paper,,,',
  '(312) 555-0103,Cy,en,no,paper,,,',
  '(312) 555-0104,Di,en,yes,paper,blood_pressure,,',
].join('\n');

onEachDb('lists of people', (open) => {
  const file = (text: string) => Buffer.from(text).toString('base64');

  test('are tried first, then brought in whole: consent, enrolment, arm, check and each row’s fate', async () => {
    const site = await openSite(await open());
    const ana = await signedIn(site, 'ana', ['supervisor']);
    const post = (trial: boolean) => ana.call('POST', '/imports', { body: { file: file(CSV), trial } });
    // Somebody on the list once wrote STOP.
    await site.contacts.report({ address: { channel: 'sms', value: '+13125550104' }, kind: 'opted_out', at: 0 });

    const fates = (report: Json) => report.rows.map((row: Json) => [row.line, row.fate, row.why]);
    const expected = [
      [2, 'accepted', null],
      [3, 'accepted', null],
      [4, 'refused', 'wrong_number'],
      [5, 'refused', 'no_consent'],
      [6, 'refused', 'opted_out'],
    ];
    const trial = (await post(true)).json;
    expect([trial.batch, fates(trial)]).toEqual([null, expected]);
    expect(await site.db.read('enrolment').count({ n: '*' })).toEqual([{ n: 0 }]);

    const report = (await post(false)).json;
    expect(fates(report)).toEqual(expected);
    const again = (await post(false)).json;
    expect(fates(again).filter((row: Json) => row[2] === 'already_enrolled')).toHaveLength(2);

    const enrolments = (await ana.call('GET', '/enrolments')).json.items;
    expect(enrolments.map((one: Json) => [one.programme, one.status, one.enrolledBy])).toEqual([
      ['blood_pressure', 'active', 'import'],
      ['blood_pressure', 'active', 'import'],
    ]);
    expect(await site.db.read('timer').select('dialog', 'purpose', 'reason', 'chain')).toEqual(
      Array(2).fill({ dialog: 'programme', purpose: 'programme', reason: 'programme:blood_pressure', chain: 1 }),
    );
    expect(await site.db.read('consent').select('purpose', 'given')).toEqual(
      Array(2).fill({ purpose: 'programme', given: 1 }),
    );
    expect((await site.db.read('consent_log').select('source', 'wording')).map((row: Json) => row.source)).toEqual(
      Array(2).fill('import'),
    );
    const recalls = (await ana.call('GET', '/recalls')).json.items;
    expect(recalls.map((one: Json) => [one.kind, one.subject])).toEqual([['overdue', 'eye check']]);
    await ana.call('POST', `/recalls/${recalls[0].id}/outcome`, { body: { outcome: 'booked' } });
    expect((await ana.call('GET', '/recalls', { query: { status: 'closed' } })).json.items[0].status).toBe('booked');
    expect((await verifyAudit(site.db, site.vault)).faults).toEqual([]);
  });

  test('what cannot be read is refused as a whole', async () => {
    const site = await openSite(await open());
    const ana = await signedIn(site, 'ana', ['supervisor']);
    const reply = await ana.call('POST', '/imports', { body: { file: Buffer.from([0xff, 0xff]).toString('base64') } });
    expect(reply.json).toEqual({ problem: 'not_text' });
  });
});

onEachDb('programmes and recall', (open) => {
  test('staff enrol, pause and end; results are outcomes by arm', async () => {
    const site = await openSite(await open());
    const ana = await signedIn(site, 'ana', ['supervisor']);
    await patientWrites(site, 'c_1', ['hi'], 'sms');
    const enrol = () =>
      ana.call('POST', '/conversations/c_1/enrolments', {
        body: { programme: 'blood_pressure', consent: 'said so at the desk' },
      });
    expect((await enrol()).status).toBe(200);
    expect((await enrol()).json.error.code).toBe('taken');
    const [{ id, arm }] = (await ana.call('GET', '/enrolments')).json.items;
    const change = (body: Json) => ana.call('POST', `/enrolments/${id}/change`, { body });
    expect((await change({ change: 'mute' })).json.error.code).toBe('invalid');
    await change({ change: 'pause' });
    expect((await ana.call('GET', '/enrolments')).json.items[0].status).toBe('paused');
    const outcome = (at: number, value: string) => ({
      id: `eo_${at}`,
      conversation_id: 'c_1',
      programme: 'blood_pressure',
      measure: 'visit',
      value,
      at: site.clock.now() + at,
    });
    await site.db.write('enrolment_outcome').insert([outcome(1, 'no'), outcome(2, 'yes')]);
    await change({ change: 'leave' });
    expect(await site.db.read('timer').count({ n: '*' })).toEqual([{ n: 0 }]);
    const results = (await ana.call('GET', '/programme-results', { query: { programme: 'blood_pressure' } })).json;
    expect(results.arms).toEqual([{ arm, enrolled: 1, left: 1, outcomes: [{ measure: 'visit', value: 'yes', n: 1 }] }]);
    expect((await site.db.read('inbox').where({ channel: 'staff' })).length).toBe(2);
    expect((await verifyAudit(site.db, site.vault)).faults).toEqual([]);
  });

  test('people nobody heard of for long are found once', async () => {
    const site = await openSite(await open());
    const ana = await signedIn(site, 'ana', ['supervisor']);
    site.clock.set(TUESDAY_TEN - 400 * 24 * 60 * MINUTE);
    await patientWrites(site, 'c_old', ['hi'], 'sms');
    site.clock.set(TUESDAY_TEN);
    await patientWrites(site, 'c_new', ['hi'], 'sms');
    await ana.signIn('ana');
    const find = async () => (await ana.call('POST', '/recalls/lapsed', { body: { days: 365 } })).json.found;
    expect([await find(), await find()]).toEqual([1, 0]);
    const { items } = (await ana.call('GET', '/recalls', { query: { kind: 'lapsed' } })).json;
    expect(items.map((one: Json) => one.conversationId)).toEqual(['c_old']);
  });
});
