import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { personalTables, rowsOf } from '../../bot/store/console/personal';
import { createFileStore } from '../../bot/store/files';
import { createRetention } from '../../console/api/privacy/run';
import { onEachDb } from '../support/databases';
import { addStaff, type Caller, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site, said } from './support/site';

const DAY = 86_400_000;
const published = JSON.parse(
  gunzipSync(readFileSync(join(__dirname, '../../knowledge/fhir/fhir.schema.r4.json.gz'))).toString('utf8'),
);
const { $schema: _draft, id: _id, discriminator: _discriminator, ...schema } = published;

async function supervisors(site: Site): Promise<[Caller, Caller]> {
  const made: Caller[] = [];
  for (const name of ['ana', 'ben']) {
    await addStaff(site, name, ['supervisor']);
    const caller = createCaller(site);
    await caller.signIn(name);
    made.push(caller);
  }
  return [made[0]!, made[1]!];
}

/** A person with a conversation of every kind of trace. */
async function person(site: Site, id = 'c1'): Promise<void> {
  await patientWrites(site, id, ['chest pain']);
  await said(site, id, 'bot', { text: 'Call 911 now.' });
  const { vault, clock } = site;
  const seal = (value: unknown) => vault.seal(JSON.stringify(value), id);
  const flag = await raiseFlag(site, { conversationId: id });
  await site.db.write('flag').where({ id: flag }).update({ status: 'closed', closed_at: clock.now() });
  await site.db.write('assessment').insert({
    id: `as_${id}`,
    conversation_id: id,
    protocol: 'protocol/sore_throat@1',
    disposition: 'D3',
    rule: 'default',
    body: seal({ answers: [], because: ['default'] }),
    at: clock.now(),
  });
  await site.db.write('record').insert({
    id: `rc_${id}`,
    conversation_id: id,
    kind: 'unanswered-question',
    body: seal({ text: 'can my dog visit' }),
    at: clock.now(),
  });
  await site.db
    .write('conversation')
    .where({ id })
    .update({ state: seal({ facts: { ageMonths: 480, sex: 'female', conditions: ['asthma'] }, stack: [] }) });
}

const code = (reply: { json: { error?: { code: string } } }) => reply.json.error?.code ?? 'done';
const P = '/conversations/c1/person';

onEachDb('patients’ own requests', (open, kind) => {
  test('what is kept is shown, exported as JSON and as valid FHIR, and every look is audited', async () => {
    const site = await openSite(await open());
    const [ana] = await supervisors(site);
    await person(site);
    const sheet = (await ana.call('GET', P)).json;
    expect(sheet.facts).toEqual([
      { name: 'ageMonths', value: 480 },
      { name: 'sex', value: 'female' },
    ]);
    expect(sheet.kept.map((one: { table: string }) => one.table)).toEqual(
      expect.arrayContaining(['assessment', 'conversation', 'flag', 'record', 'transcript']),
    );
    const file = await ana.call('GET', `${P}/export.json`);
    expect(file.headers?.['content-disposition']).toBe('attachment; filename="record-c1.json"');
    const { data } = JSON.parse(String(file.body));
    expect([data.record[0].body, data.contact_point[0].address.value]).toEqual([
      { text: 'can my dog visit' },
      'address of c1',
    ]);
    expect(JSON.stringify(data)).not.toMatch(/"v1\.[0-9a-f]{8}\./);

    const bundle = JSON.parse(String((await ana.call('GET', `${P}/export.fhir.json`)).body));
    const kinds = bundle.entry.map((one: { resource: { resourceType: string } }) => one.resource.resourceType);
    expect(kinds).toEqual(['Patient', 'Communication', 'Communication', 'Flag', 'RiskAssessment']);
    const actions = (await site.db.read('audit').where({ conversation_id: 'c1' }).orderBy('n').select('action')) as {
      action: string;
    }[];
    expect(actions.map((one) => one.action)).toEqual(['console.viewed', 'privacy.exported', 'privacy.exported']);
    // The published schema takes seconds to compile; the bundle is the same on every database.
    if (kind === 'postgres') return;
    const ajv = new Ajv({ strict: false, allErrors: false, discriminator: false });
    ajv.addSchema({ ...schema, $id: 'fhir' });
    const validate = ajv.getSchema('fhir#/definitions/Bundle')!;
    expect(validate(bundle) ? [] : validate.errors).toEqual([]);
  });

  test('a value is corrected with its type, or taken away', async () => {
    const site = await openSite(await open());
    const [ana] = await supervisors(site);
    await person(site);
    const correct = (name: string, value: unknown) =>
      ana.call('POST', `${P}/correct`, { body: { where: 'facts', name, value } });
    expect(code(await correct('ageMonths', 492))).toBe('done');
    expect(code(await correct('ageMonths', 'forty'))).toBe('invalid');
    expect(code(await correct('unknownFact', 'x'))).toBe('invalid');
    expect(code(await correct('sex', null))).toBe('done');
    expect((await ana.call('GET', P)).json.facts).toEqual([{ name: 'ageMonths', value: 492 }]);
  });

  test('erasing needs two people and no hold; nothing is left, the audit is whole, a STOP is kept', async () => {
    const site = await openSite(await open());
    const [ana, ben] = await supervisors(site);
    await person(site);
    await person(site, 'c2');
    await site.db.write('contact_point').update({ opted_out: 1 });
    const request = { body: { kind: 'erase', note: 'Letter of 3 March.' } };
    const { id } = (await ana.call('POST', `${P}/requests`, request)).json;
    const close = (caller: Caller) =>
      caller.call('POST', `/patient-requests/${id}/close`, { body: { outcome: 'done' } });
    expect(code(await close(ana))).toBe('own_work');
    expect(code(await ana.call('PUT', `${P}/hold`, { body: { reason: 'Court case 17.' } }))).toBe('done');
    expect([code(await close(ben)), (await ben.call('GET', P)).json.hold.reason]).toEqual(['held', 'Court case 17.']);
    await ana.call('DELETE', `${P}/hold`);
    const flag = await raiseFlag(site, { conversationId: 'c1' });
    expect(code(await close(ben))).toBe('still_open');
    await site.db.write('flag').where({ id: flag }).update({ status: 'closed' });
    expect([code(await close(ben)), code(await close(ben))]).toEqual(['done', 'stale']);

    const left: Record<string, number> = {};
    const subject = { conversations: ['c1'], patientId: null, contactPoints: [] };
    for (const table of await personalTables(site.db)) {
      const n = Number((await rowsOf(site.db.read, table, subject).count({ n: '*' }).first())?.n);
      if (n > 0) left[table.table] = n;
    }
    expect(left).toEqual({ audit: 5, conversation: 1, erasure: 1, patient_request: 1 });
    const kept = await site.db.read('audit').where({ conversation_id: 'c1' }).whereNot({ detail: 'erased' });
    expect(kept.map((row) => row.action)).toEqual(['privacy.erased']);
    const addresses = (await site.db.read('contact_point').orderBy('id')).map((row) =>
      JSON.parse(site.vault.open(row.address, row.id)),
    );
    expect(addresses.map((one) => one.value).sort()).toEqual(['', 'address of c2']);
    const item = (await ben.call('GET', '/patient-requests', { query: { status: 'closed' } })).json.items[0];
    expect([item.kind, item.status, item.note]).toEqual(['erase', 'done', '']);
    expect((await ben.call('GET', '/conversations/c2/person')).json.kept.length).toBeGreaterThan(4);
    expect((await site.deps.store.trail.verify()).faults).toEqual([]);
    // Nobody empties a row under the name of an erasure that was none.
    await site.db.write('audit').where({ conversation_id: 'c2' }).update({ detail: 'erased' });
    expect((await site.deps.store.trail.verify()).faults).not.toEqual([]);
  });

  test('files go with their person: exported with their bytes, held, and removed with the messages they came with', async () => {
    const site = await openSite(await open());
    const [ana] = await supervisors(site);
    await addStaff(site, 'adam', ['administrator']);
    await person(site);
    const store = createFileStore({ ...site, ids: site.deps.ids });
    const picture = { name: 'leg.png', contentType: 'image/png', bytes: Buffer.from('a picture') };
    await store.keepReceived('c1', 1, 0, picture, site.clock.now());
    await store.add('c1', 'stf_ana', picture);
    const { data } = JSON.parse(String((await ana.call('GET', `${P}/export.json`)).body));
    const received = data.file.find((one: { status: string }) => one.status === 'received');
    expect([received.about, received.body]).toEqual([
      { name: 'leg.png', contentType: 'image/png' },
      { encoding: 'base64', data: Buffer.from('a picture').toString('base64') },
    ]);
    const bundle = JSON.parse(String((await ana.call('GET', `${P}/export.fhir.json`)).body));
    const documents = bundle.entry.filter(
      (one: { resource: { resourceType: string } }) => one.resource.resourceType === 'DocumentReference',
    );
    expect(documents.map((one: { resource: { content: unknown } }) => one.resource.content)).toEqual([
      [{ attachment: { contentType: 'image/png', title: 'leg.png', data: received.body.data } }],
    ]);

    await ana.call('PUT', `${P}/hold`, { body: { reason: 'Court case.' } });
    site.clock.pass(400 * DAY);
    const adam = createCaller(site);
    await adam.signIn('adam');
    await adam.call('PUT', '/retention', { body: { kind: 'messages', days: 365 } });
    const left = async () => (await site.db.read('file').select('status')).map((row) => row.status);
    await site.deps.store.retention.run(site.clock.now());
    // The upload nobody sent was never part of the record.
    expect(await left()).toEqual(['received']);
    await site.db.write('legal_hold').delete();
    site.clock.pass(2 * DAY);
    await site.deps.store.retention.run(site.clock.now());
    expect(await left()).toEqual([]);
  });

  test('a rule says what it would remove, runs once a day, and leaves what is held or waited on', async () => {
    const site = await openSite(await open());
    const [ana] = await supervisors(site);
    await addStaff(site, 'adam', ['administrator']);
    const start = site.clock.now();
    for (const id of ['c1', 'c2', 'c3']) await person(site, id);
    await raiseFlag(site, { conversationId: 'c3' });
    await ana.call('PUT', '/conversations/c2/person/hold', { body: { reason: 'Court case.' } });
    site.clock.set(start + 400 * DAY);
    const adam = createCaller(site);
    await adam.signIn('adam');
    expect(code(await adam.call('GET', '/retention/try', { query: { kind: 'messages', days: '3' } }))).toBe('invalid');
    const tried = async (kind: string) =>
      (await adam.call('GET', '/retention/try', { query: { kind, days: '365' } })).json;
    expect([await tried('questions'), await tried('conversations')]).toEqual([
      { rows: 1, held: 1 },
      { rows: 1, held: 1 },
    ]);
    for (const kind of ['messages', 'questions', 'conversations'])
      expect(code(await adam.call('PUT', '/retention', { body: { kind, days: 365 } }))).toBe('done');
    const loop = createRetention(site.deps);
    await loop.work();
    const ids = async (table: string) =>
      (await site.db.read(table).orderBy('conversation_id').distinct('conversation_id')).map(
        (row) => row.conversation_id,
      );
    expect([await ids('record'), await ids('erasure')]).toEqual([['c2', 'c3'], ['c1']]);
    expect(await site.deps.store.retention.run(site.clock.now())).toBe(0);
    const rules = (await adam.call('GET', '/retention')).json.items;
    expect(rules.find((one: { kind: string }) => one.kind === 'conversations')).toMatchObject({
      days: 365,
      removed: 1,
    });
    expect((await site.deps.store.trail.verify()).faults).toEqual([]);
  });
});
