import { startTestApp, type TestApp } from '../support/app';

// One product for all: each test has a patient of its own.
let app: TestApp;
let number = '+15550100000';
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.end());
beforeEach(() => {
  number = `+${Number(number.slice(1)) + 1}`;
});

interface Shown {
  readonly from: string;
  readonly text: string;
  readonly status?: string;
  readonly choices?: readonly { id: string; title: string }[];
}

const post = (path: string, body: object) =>
  fetch(`${app.url}/simulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ number, ...body }),
  });

async function messages(phone: 'sms' | 'whatsapp'): Promise<Shown[]> {
  const state = (await (
    await fetch(`${app.url}/simulator/state?number=${encodeURIComponent(number)}`)
  ).json()) as Record<typeof phone, { messages: Shown[] }>;
  return state[phone].messages;
}

/** Looks until it is so; the test's own time limit ends it. */
async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a patient writes by SMS and is answered on the real wire, with delivery reported back', async () => {
  await post('write', { phone: 'sms', text: 'hello' });
  const answered = await until(async () =>
    (await messages('sms')).find((one) => one.from === 'us' && one.status === 'delivered'),
  );
  expect(answered.text.length).toBeGreaterThan(0);
  await until(async () => {
    const rows = (await app.core.db.read('outbox').where({ channel: 'sms' }).select('status')) as { status: string }[];
    return rows.length > 0 && rows.every((row) => row.status === 'delivered');
  });
});

test('WhatsApp shows choices that can be pressed', async () => {
  await post('write', { phone: 'whatsapp', text: 'menu' });
  const menu = await until(async () => (await messages('whatsapp')).find((one) => one.choices !== undefined));
  const [first] = menu.choices!;
  const before = (await messages('whatsapp')).length;
  await post('write', { phone: 'whatsapp', press: first!.id, title: first!.title, as: 'list' });
  await until(async () => (await messages('whatsapp')).slice(before + 1).some((one) => one.from === 'us'));
});

test('STOP is the carrier’s business: one confirmation, and nothing of ours after it', async () => {
  await post('write', { phone: 'sms', text: 'hello' });
  await until(async () => (await messages('sms')).some((one) => one.from === 'us'));
  await post('write', { phone: 'sms', text: 'STOP' });
  await until(async () => (await app.core.db.read('contact_point').where({ opted_out: 1 }).select('id')).length === 1);
  const after = await messages('sms');
  expect(after.slice(after.findIndex((one) => one.text === 'STOP') + 1).map((one) => one.from)).toEqual(['carrier']);
});

test('trouble and the clock are on demand, and the page is there', async () => {
  await post('trouble', { phone: 'sms', refuseStatus: 429, refuseCode: 20429, times: 1, copies: 3 });
  await post('write', { phone: 'sms', text: 'hello' });
  await until(async () => (await messages('sms')).some((one) => one.from === 'us'));
  expect((await messages('sms')).filter((one) => one.from === 'us')).toHaveLength(1);
  const before = app.core.clock.now();
  await post('clock', { advanceMs: 86_400_000 });
  expect(app.core.clock.now() - before).toBeGreaterThanOrEqual(86_400_000);
  const page = await fetch(`${app.url}/simulator`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
});

test('forms of other sites cannot press buttons here', async () => {
  const reply = await fetch(`${app.url}/simulator/write`, { method: 'POST', body: '{"phone":"sms","text":"x"}' });
  expect(reply.status).toBe(400);
});

describe('a file of the care team', () => {
  const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
  const PASSWORD = 'four words of mine';
  let cookie = '';
  let csrf = '';

  async function call(method: string, path: string, body?: object | Buffer, headers: Record<string, string> = {}) {
    const raw = Buffer.isBuffer(body) ? new Uint8Array(body) : body === undefined ? undefined : JSON.stringify(body);
    const reply = await fetch(`${app.url}/console/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie, 'x-csrf-token': csrf, ...headers },
      ...(raw === undefined ? {} : { body: raw }),
    });
    cookie = reply.headers.getSetCookie()[0]?.split(';')[0] ?? cookie;
    const json = (await reply.json()) as { csrf?: string; id?: string };
    csrf = json.csrf ?? csrf;
    return { status: reply.status, json };
  }

  beforeAll(async () => {
    const { username, password } = app.firstAdministrator!;
    await call('POST', '/session', { username, password });
    const changed = await call('POST', '/session/password', { current: password, next: PASSWORD });
    expect(changed.status).toBe(200);
  });

  /** The patient's conversation, owned by the administrator, who sends a picture there. */
  async function sendPicture(
    phone: 'sms' | 'whatsapp',
    before: () => Promise<unknown> = async () => undefined,
  ): Promise<{ text: string; files: unknown; status: unknown }[]> {
    await post('write', { phone, text: 'talk to a person' });
    const row = await until(
      async () =>
        (await app.core.db.read('conversation').where({ channel: phone }).orderBy('created_at', 'desc').first('id')) as
          | { id: string }
          | undefined,
    );
    await until(async () => (await app.core.db.read('flag').where({ conversation_id: row.id })).length > 0);
    expect((await call('POST', `/conversations/${row.id}/claim`, {})).status).toBe(200);
    const file = await call('POST', `/conversations/${row.id}/files`, PNG, {
      'content-type': 'image/png',
      'x-file-name': 'leg.png',
    });
    await before();
    const reply = { text: 'Like this.', clientId: `reply-by-${phone}`, files: [file.json.id] };
    expect((await call('POST', `/conversations/${row.id}/replies`, reply)).json).toEqual({
      ok: true,
      duplicate: false,
    });
    await until(
      async () =>
        (
          await app.core.db
            .read('outbox')
            .where({ conversation_id: row.id, status: 'delivered' })
            .orWhere({ conversation_id: row.id, status: 'read' })
        ).length > 0,
    );
    const shown = await until(async () => {
      const all = (await messages(phone)) as (Shown & { files?: unknown })[];
      const ours = all.filter((one) => one.files !== undefined && one.from === 'us');
      return ours.every((one) => one.status === 'delivered' || one.status === 'read') && ours.length > 0 && ours;
    });
    return shown.map(({ text, files, status }) => ({ text, files, status: status === 'read' ? 'delivered' : status }));
  }

  test('leaves by MMS: the provider fetches it at an address that only it was told', async () => {
    expect(await sendPicture('sms')).toEqual([
      { text: 'Like this.', files: [{ name: 'MMS', contentType: 'image/png', size: PNG.length }], status: 'delivered' },
    ]);
  });

  test('arrives once on WhatsApp when the message after its upload is refused at first', async () => {
    expect(
      await sendPicture('whatsapp', () =>
        post('trouble', { phone: 'whatsapp', refuseStatus: 500, refuseCode: 131000, times: 1 }),
      ),
    ).toEqual([
      {
        text: 'Like this.',
        files: [{ name: 'image', contentType: 'image/png', size: PNG.length }],
        status: 'delivered',
      },
    ]);
  }, 60_000);
});
