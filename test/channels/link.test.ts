import type { InboundEvent } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import { createContacts } from '../../bot/store/contacts';
import type { Db } from '../../bot/store/db';
import { createLinking } from '../../bot/store/link';
import { createDialogs } from '../../dialogs';
import { loadContent } from '../../knowledge/load';
import { onEachDb } from '../support/databases';
import { harness } from '../support/harness';
import { phoneAdapter } from '../support/phone';
import { testIds } from '../support/universe';

const content = loadContent(contentPlaces({}));
const phones = [{ channel: 'sms', number: '+15550100100' }];
const web = { channel: 'webchat', value: 'dl_asha' };
const mobile = { channel: 'sms', value: '+15550000001' };

function world(db: Db) {
  const ids = testIds();
  const h = harness(db, {
    ids,
    dialogs: [...createDialogs().values()],
    adapters: [
      { ...phoneAdapter(undefined), id: 'sms' },
      {
        ...phoneAdapter(undefined),
        id: 'webchat',
        limits: { ...phoneAdapter(undefined).limits, delivery: 'transcript' },
      },
    ],
    engine: (base) => ({ ...base, content, ports: () => ({ phones }) }),
  });
  const contacts = createContacts(db, h.vault, h.clock, ids);
  const link = createLinking(db, contacts, h.clock);
  let n = 0;
  const receive = async (event: Omit<InboundEvent, 'externalId' | 'at'>): Promise<string> => {
    const [received] = await h.receive([await link({ ...event, externalId: `e${++n}`, at: h.clock.now() })]);
    await h.settle();
    return received!.conversationId;
  };
  return {
    h,
    writes: (address: InboundEvent['address'], text: string, conversationId?: string) =>
      receive({
        address,
        activity: { type: 'message', text },
        ...(conversationId === undefined ? {} : { conversationId }),
      }),
    async offered(): Promise<{ id: string; code: string }> {
      await contacts.open({ id: 'web1', address: web, locale: 'en' });
      const value = {
        key: 'k',
        dialog: 'identity-link',
        meets: 'interrupt',
        purpose: 'conversation',
        dueAt: h.clock.now(),
      };
      await receive({ address: web, conversationId: 'web1', activity: { type: 'event', name: 'sathi/timer', value } });
      const line = (await h.lines('web1')).find((one) => one.includes('+15550100100'))!;
      return { id: 'web1', code: /([2-9A-Z]{4} [2-9A-Z]{4})/.exec(line)![1]! };
    },
  };
}

onEachDb('from the web to a phone', (open) => {
  test('the code written from a phone moves the conversation there', async () => {
    const { db } = await open();
    const w = world(db);
    const { id, code } = await w.offered();
    expect(await w.writes(mobile, code.toLowerCase().replace(' ', '-'))).toBe(id);
    expect((await w.h.lines(id)).at(-1)).toBe(`bot: ${content.text('wording/channels.link_done', 'en', {}, 'short')}`);
    expect((await db.read('outbox').select('channel')).map((row) => row.channel)).toEqual(['sms']);
    expect(await w.writes(mobile, 'and now?')).toBe(id);
  });

  test('a code works once, in its time, and not from the page it was shown on', async () => {
    const { db } = await open();
    const w = world(db);
    const { id, code } = await w.offered();
    await w.writes(web, code, id);
    expect((await db.read('conversation').where({ id }).first('channel'))?.channel).toBe('webchat');
    w.h.clock.advance(11 * 60_000);
    expect(await w.writes(mobile, code)).not.toBe(id);
  });

  test('a second phone with the same code gets nothing', async () => {
    const { db } = await open();
    const w = world(db);
    const { id, code } = await w.offered();
    expect(await w.writes(mobile, code)).toBe(id);
    expect(await w.writes({ channel: 'sms', value: '+15550000002' }, code)).not.toBe(id);
  });

  test('a wrong code is an ordinary message', async () => {
    const { db } = await open();
    const w = world(db);
    const { id } = await w.offered();
    expect(await w.writes(mobile, 'ABCD 2345')).not.toBe(id);
  });
});
