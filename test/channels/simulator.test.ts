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
