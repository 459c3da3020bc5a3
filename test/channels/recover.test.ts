import { CHANNELS } from '../../adapters';
import type { ContactReport } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import { prepareRecovery } from '../../bot/recover';
import { lastHeard } from '../../bot/store/last-heard';
import { createDialogs } from '../../dialogs';
import { loadContent } from '../../knowledge/load';
import { smsHarnesses } from '../conformance/harnesses/sms';
import { onEachDb } from '../support/databases';
import { echoDialog } from '../support/echo';
import { harness } from '../support/harness';
import { testLog } from '../support/universe';

const content = loadContent(contentPlaces({}));
const { env } = smsHarnesses.find((one) => one.env.SMS_PROVIDER === 'twilio')!;
const US = env.TWILIO_SMS_FROM!;

/** Twilio's list on the wire: two pages, one message of ours among them. */
function twilioList(pages: readonly Record<string, unknown>[][]) {
  const asked: string[] = [];
  const fetch = async (url: string) => {
    asked.push(url);
    const page = Number(new URL(url).searchParams.get('Page') ?? '0');
    const path = new URL(url).pathname;
    return Response.json({
      messages: pages[page] ?? [],
      next_page_uri: page + 1 < pages.length ? `${path}?Page=${page + 1}` : null,
    });
  };
  return { asked, fetch };
}

const sms = (fetch: (url: string) => Promise<Response>) => {
  const read = CHANNELS.sms!({ env, publicUrl: 'https://bot.example.org', content, fetch });
  if (read.state !== 'ready') throw new Error('The channel is not ready.');
  return read.settings;
};

const message = (n: number, at: number, body: string, direction = 'inbound') => ({
  sid: `SM${String(n).padStart(32, '0')}`,
  direction,
  from: direction === 'inbound' ? '+15550000001' : US,
  to: direction === 'inbound' ? US : '+15550000001',
  body,
  date_sent: new Date(at).toUTCString(),
});

onEachDb('after an outage of ours', (open) => {
  test('what patients wrote meanwhile is fetched from the list, once, and answered in order', async () => {
    const { db } = await open();
    const h = harness(db, {
      dialogs: [...createDialogs().values(), echoDialog()],
      engine: (base) => ({ ...base, content }),
    });
    const now = h.clock.now();
    const [first] = await h.receive([
      {
        address: { channel: 'sms', value: '+15550000001', sender: US },
        externalId: `twilio:SM${'1'.padStart(32, '0')}`,
        at: now,
        activity: { type: 'message', text: 'zero' },
      },
    ]);
    h.clock.advance(3_600_000);
    const { asked, fetch } = twilioList([
      [message(3, now + 1_800_000, 'two'), message(9, now + 900_000, 'ours', 'outbound-api')],
      [message(2, now + 600_000, 'one'), message(1, now, 'zero'), message(8, now - 7_200_000, 'long ago')],
    ]);
    const contacts: ContactReport[] = [];
    const log = testLog();
    const recover = await prepareRecovery({
      adapters: [sms(fetch)],
      deps: { clock: h.clock, receive: h.receive, contacts: async (all) => void contacts.push(...all) },
      lastHeard: (channel) => lastHeard(db, channel),
      log,
    });
    await recover();
    await recover();
    await h.settle();
    const lines = await h.lines(first!.conversationId);
    expect(lines.filter((line) => line.startsWith('patient: '))).toEqual([
      'patient: zero',
      'patient: one',
      'patient: two',
    ]);
    expect(new URL(asked[0]!).searchParams.get('DateSent>')).toBe(new Date(now - 600_000).toISOString().slice(0, 10));
    expect(asked).toHaveLength(4);
  });

  test('a provider that does not answer, or a first start, changes nothing', async () => {
    const { db } = await open();
    const h = harness(db, { dialogs: [echoDialog()] });
    const down = async (): Promise<Response> => new Response('<html>', { status: 502 });
    const parts = {
      adapters: [sms(down)],
      deps: { clock: h.clock, receive: h.receive, contacts: async () => {} },
      log: testLog(),
    };
    await (await prepareRecovery({ ...parts, lastHeard: async () => undefined }))();
    await (await prepareRecovery({ ...parts, lastHeard: async () => h.clock.now() }))();
    expect(await db.read('inbox').select('id')).toEqual([]);
  });
});
