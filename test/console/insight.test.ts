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
});
