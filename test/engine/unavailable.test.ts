import { StoreUnavailable } from '../../bot/contracts';
import { openTestDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';

describe('a full disk', () => {
  test('refuses the message as unavailable, loses nothing, and takes it when there is room again', async () => {
    const opened = await openTestDb('sqlite');
    try {
      const h = harness(opened.db, { dialogs: [echoDialog()] });
      const first = await h.say('+15550001', 'before');
      const [{ page_count: pages }] = (await opened.db.write.raw('PRAGMA page_count')) as [{ page_count: number }];
      await opened.db.write.raw(`PRAGMA max_page_count = ${Number(pages)}`);
      const long = 'x'.repeat(200_000);
      await expect(h.say('+15550001', long, { externalId: 'long' })).rejects.toBeInstanceOf(StoreUnavailable);
      await opened.db.write.raw('PRAGMA max_page_count = 1073741823');
      expect((await h.say('+15550001', long, { externalId: 'long' })).duplicate).toBe(false);
      await h.settle();
      expect((await h.lines(first.conversationId)).filter((line) => line.startsWith('patient'))).toEqual([
        'patient: before',
        `patient: ${long}`,
      ]);
    } finally {
      await opened.drop();
    }
  });
});
