import { readdirSync, readFileSync } from 'node:fs';
import { startTestApp, type TestApp } from '../support/app';

/** The whole product, with the words patients use: none of them readable in the data folder afterwards. */
describe('the data folder of a running installation', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app.end());

  test('holds no patient word, although the screen, triage, flags and the audit all spoke of it', async () => {
    const address = { channel: 'webchat', value: 'dl_patient' };
    await app.core.conversations.open({ id: 'c_sealed', address });
    let n = 0;
    const say = async (text: string) => {
      n += 1;
      await app.core.receive([
        {
          address,
          conversationId: 'c_sealed',
          externalId: `e${n}`,
          activity: { type: 'message', text },
          at: app.core.clock.now(),
        },
      ]);
      while (await app.core.db.read('inbox').where({ status: 0 }).first('id'))
        await new Promise((resolve) => setTimeout(resolve, 10));
    };
    await say('my husband Balthasar has crushing chest pain and is sweating');
    await say('we cannot call, our number is 555 014 7788');
    await say('sore throat since Tuesday says Ermengarde');
    const flags = await app.core.db.read('flag').count('* as n');
    await app.stop();
    const bytes = Buffer.concat(
      readdirSync(app.dataDir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && entry.name.startsWith('sathi.sqlite'))
        .map((entry) => readFileSync(`${app.dataDir}/${entry.name}`)),
    ).toString('latin1');
    expect(flags).toEqual([{ n: expect.any(Number) }]);
    expect(bytes.includes('RF07-CHEST-PAIN')).toBe(true);
    const secrets = ['Balthasar', 'Ermengarde', 'crushing', 'sweating', '7788', 'Tuesday'];
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  });
});
