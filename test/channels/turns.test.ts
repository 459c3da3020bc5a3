import { CHANNELS } from '../../adapters';
import type { Fetch } from '../../adapters/shared/provider-call';
import type { Activity, ChannelAdapter, InboundEvent } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import type { Db } from '../../bot/store/db';
import { createDialogs } from '../../dialogs';
import { loadContent } from '../../knowledge/load';
import { smsHarnesses } from '../conformance/harnesses/sms';
import { whatsappHarnesses } from '../conformance/harnesses/whatsapp';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { type Harness, harness } from '../support/harness';

const content = loadContent(contentPlaces({}));
const noCalls: Fetch = async () => {
  throw new Error('This test must not call a provider.');
};

function channel(name: 'sms' | 'whatsapp'): ChannelAdapter {
  const { env } = name === 'sms' ? smsHarnesses[0]! : whatsappHarnesses[0]!;
  const read = CHANNELS[name]!({ env, publicUrl: 'https://bot.example.org', content, fetch: noCalls });
  if (read.state !== 'ready') throw new Error('The channel is not ready.');
  return read.settings;
}

function world(db: Db) {
  const dialogs = [...createDialogs().values()];
  const h = harness(db, {
    dialogs: [...dialogs, echoDialog()],
    adapters: [channel('sms'), channel('whatsapp')],
    engine: (base) => ({ ...base, content }),
  });
  let n = 0;
  return {
    h,
    async writes(on: 'sms' | 'whatsapp', text: string, more: Partial<Activity> = {}, at = h.clock.now()) {
      const event: InboundEvent = {
        address: { channel: on, value: '+15550000001' },
        externalId: `${on}${++n}`,
        at,
        activity: { type: 'message', text, ...more },
      };
      const [received] = await h.receive([event]);
      await h.settle();
      return received!.conversationId;
    },
  };
}

async function said(h: Harness, id: string, after = 0): Promise<string[]> {
  return (await h.lines(id)).slice(after);
}

const words = (name: string) => `bot: ${content.text(`wording/channels.${name}`, 'en')}`;

onEachDb('on a phone', (open) => {
  test('STOP in five languages stops outreach and is confirmed once; START brings it back', async () => {
    const { db } = await open();
    const w = world(db);
    const optedOut = async () =>
      ((await db.read('contact_point').first('opted_out')) as { opted_out: number }).opted_out;
    for (const word of ['Stop.', 'ALTO', 'arrêt', 'Sitisha!', 'sair']) {
      const before = (await db.read('outbox').select('id')).length;
      await w.writes('sms', word);
      expect([word, await optedOut()]).toEqual([word, 1]);
      expect((await db.read('outbox').select('id')).length).toBe(before + 1);
      await w.writes('sms', 'unstop');
      expect(await optedOut()).toBe(0);
    }
  });

  test('a STOP that the carrier answered is not answered again', async () => {
    const { db } = await open();
    const w = world(db);
    await w.writes('sms', 'STOP', { channelData: { carrierKeyword: 'stop' } });
    expect(await db.read('outbox').select('id')).toEqual([]);
    expect(await db.read('contact_point').select('opted_out')).toEqual([{ opted_out: 1 }]);
  });

  test('a sentence with a stop word in it stops nothing', async () => {
    const { db } = await open();
    const w = world(db);
    await w.writes('sms', 'please stop the pain in my knee');
    expect(await db.read('contact_point').select('opted_out')).toEqual([{ opted_out: 0 }]);
  });

  test('a place, a sticker or something unreadable is answered kindly, once in a row', async () => {
    const { db } = await open();
    const w = world(db);
    const id = await w.writes('whatsapp', '', { channelData: { kind: 'location' } });
    const first = await said(w.h, id);
    expect(first.filter((line) => line === words('only_text'))).toHaveLength(1);
    await w.writes('whatsapp', '', { channelData: { unsupported: 'hologram' } });
    expect((await said(w.h, id)).filter((line) => line === words('only_text'))).toHaveLength(1);
    await w.writes('whatsapp', '', { channelData: { unsupported: 'edit' } });
    expect((await said(w.h, id)).filter((line) => line === words('edited'))).toHaveLength(1);
  });

  test('a reaction is noted and answered by nothing', async () => {
    const { db } = await open();
    const w = world(db);
    const id = await w.writes('whatsapp', '', { type: 'messageReaction', value: { emoji: '👍' } });
    expect(await said(w.h, id)).toEqual([]);
  });

  test('a message that arrives a day late is no answer to anything', async () => {
    const { db } = await open();
    const w = world(db);
    const id = await w.writes('sms', '2', {}, w.h.clock.now() - 25 * 3_600_000);
    expect((await said(w.h, id)).slice(-1)).toEqual([words('late')]);
  });

  test('what a turn says leaves as one message where it can', async () => {
    const { db } = await open();
    const w = world(db);
    const id = await w.writes('sms', 'unstop');
    const spoken = (await said(w.h, id)).filter((line) => line.startsWith('bot: ')).length;
    expect(spoken).toBeGreaterThan(1);
    expect((await db.read('outbox').where({ conversation_id: id }).select('id')).length).toBeLessThan(spoken);
  });
});
