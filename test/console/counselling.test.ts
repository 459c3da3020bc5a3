import { onEachDb } from '../support/databases';
import { addStaff, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag } from './support/site';

onEachDb('counselling', (open) => {
  test('staff offer it on a medicine they name exactly, once; the encounter is read and printed', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['pharmacist']);
    await patientWrites(site, 'c_1', ['hello']);
    await raiseFlag(site, { conversationId: 'c_1' });
    const ana = createCaller(site);
    await ana.signIn('ana');

    const guess = await ana.call('POST', '/conversations/c_1/counselling', { body: { medicine: 'metfominas 500' } });
    expect(guess.status).toBe(400);
    const body = { medicine: 'Glucophage', label: '500 mg twice a day' };
    expect((await ana.call('POST', '/conversations/c_1/counselling', { body })).status).toBe(200);
    const timers = (await site.db.read('timer').where({ conversation_id: 'c_1' })) as {
      dialog: string;
      purpose: string;
      payload: string;
    }[];
    expect(timers.map((one) => [one.dialog, one.purpose, JSON.parse(site.vault.open(one.payload, 'c_1'))])).toEqual([
      ['counselling', 'care', { medicine: 'metformin', label: '500 mg twice a day', prescribed: true }],
    ]);

    const record = {
      outcome: 'completed-teach-back-failed',
      content: 'medicine/metformin@1',
      texts: 'abc123',
      label: '500 mg twice a day',
      covered: ['directions'],
      declined: ['storage'],
      said: { purpose: 'for <my> sugar' },
      teachBack: { when: 'failed', watch: 'first' },
      locale: 'en',
    };
    await site.db.write('record').insert({
      id: 'rc_1',
      conversation_id: 'c_1',
      patient_id: null,
      kind: 'counselling',
      subject: 'metformin',
      body: site.vault.seal(JSON.stringify(record), 'c_1'),
      at: site.clock.now(),
    });
    expect((await ana.call('GET', '/conversations/c_1/counselling')).json).toEqual({
      items: [{ id: 'rc_1', at: site.clock.now(), medicine: 'metformin', ...record }],
    });
    const page = await ana.call('GET', '/conversations/c_1/counselling/page');
    for (const part of [
      'metformin',
      '500 mg twice a day',
      'for &#60;my&#62; sugar',
      'teach-back failed',
      'not right after two tries',
      'medicine/metformin@1',
      '@media print',
    ])
      expect(String(page.body)).toContain(part);
  });
});
