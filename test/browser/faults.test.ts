import type { Page } from 'playwright-core';
import { type Harness, startWebChat, until } from '../webchat/harness';
import { type Browser, describeInBrowser, eventually, PHONE, screenshot, startBrowser } from './browser';
import { chatPage, storedChat } from './chat-page';

/** What the patient page does when something is broken: the adapter is real, the engine behind it misbehaves at will. */
describeInBrowser('patient page, when something breaks', () => {
  let browser: Browser;
  let chat: Harness;
  let now = 0;
  beforeAll(async () => {
    browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    now = 0;
    chat = await startWebChat({
      clock: { now: () => Date.now() + now },
      reply: ({ activity }) => [{ text: activity.type === 'message' ? `you said ${activity.text}` : 'welcome' }],
    });
  });
  afterEach(() => chat.close());

  async function open(): Promise<ReturnType<typeof chatPage>> {
    const { page } = await browser.newPage(PHONE);
    const opened = chatPage(page);
    await page.goto(chat.host.url);
    await opened.sees('welcome');
    return opened;
  }
  const messages = () =>
    [...chat.engine.store.inbox.values()].map(({ event }) => event.activity.text).filter((text) => text !== undefined);
  const outbox = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem('sathi.outbox') ?? '[]').length);

  test('the store is away: the message is kept, said to be kept, and sent when the store is back', async () => {
    const patient = await open();
    chat.engine.store.away = true;
    await patient.write('keep me');
    await patient.notice('waiting').waitFor();
    expect(await patient.notice('waiting').locator('a').getAttribute('href')).toBe('tel:911');
    await eventually(async () => expect(await outbox(patient.page)).toBe(1));
    await screenshot(patient.page, 'phone-waiting');
    chat.engine.store.away = false;
    await patient.sees('you said keep me');
    await patient.notice('waiting').waitFor({ state: 'detached' });
    expect(messages()).toEqual(['keep me']);
    await eventually(async () => expect(await outbox(patient.page)).toBe(0));
  });

  test('the page is reloaded while a message waits: it is still sent, once', async () => {
    const patient = await open();
    chat.engine.store.away = true;
    await patient.write('survive a reload');
    await until('a refused message', () => chat.host.seen.some(({ status }) => status === 503));
    const first = await storedChat(patient.page);
    await patient.page.reload();
    chat.engine.store.away = false;
    await patient.sees('you said survive a reload');
    expect(messages()).toEqual(['survive a reload']);
    expect((await storedChat(patient.page)).conversationId).toBe(first.conversationId);
  }, 90_000);

  test('two tabs keep their waiting messages in one place; one that is closed is sent by the other', async () => {
    const one = await open();
    const two = chatPage(await one.page.context().newPage());
    await two.page.goto(chat.host.url);
    await two.sees('welcome');
    chat.engine.store.away = true;
    await one.write('from the closed tab');
    await until('a refused message', () => chat.host.seen.some(({ status }) => status === 503));
    await two.write('from the other tab');
    await until('both kept', async () => (await outbox(two.page)) === 2);
    await one.page.close();
    chat.engine.store.away = false;
    await two.sees('you said from the closed tab');
    await two.sees('you said from the other tab');
    expect(messages().sort()).toEqual(['from the closed tab', 'from the other tab']);
  }, 90_000);

  test('the network is lost: messages are kept in order and sent when it is back', async () => {
    const patient = await open();
    await patient.page.context().setOffline(true);
    await patient.write('one');
    await patient.write('two');
    await patient.notice('offline').waitFor();
    await screenshot(patient.page, 'phone-offline');
    await patient.page.context().setOffline(false);
    await patient.sees('you said one');
    await patient.sees('you said two');
    expect(messages()).toEqual(['one', 'two']);
  }, 90_000);

  test('the answer to a message is lost on the way: sending again does not double it', async () => {
    const patient = await open();
    let lost = 0;
    await patient.page.route('**/activities', async (route) => {
      await route.fetch();
      if (lost++ === 0) await route.abort('connectionreset');
      else await route.continue();
    });
    await patient.write('only once');
    await patient.sees('you said only once');
    await until('an empty outbox', async () => (await outbox(patient.page)) === 0);
    expect(messages()).toEqual(['only once']);
    expect((await patient.bubbles()).filter((one) => one === 'only once')).toHaveLength(1);
  });

  test('an expired token: the page fetches a new one and the same conversation goes on', async () => {
    const patient = await open();
    await patient.write('before');
    await patient.sees('you said before');
    const { conversationId } = await storedChat(patient.page);
    now += 26 * 3_600_000;
    await patient.write('after');
    await patient.sees('you said after');
    expect(messages()).toEqual(['before', 'after']);
    const said = ['welcome', 'before', 'you said before', 'after', 'you said after'];
    await eventually(async () => expect(await patient.bubbles()).toEqual(said));
    expect((await storedChat(patient.page)).conversationId).toBe(conversationId);
    await patient.write('and on');
    await patient.sees('you said and on');
  });

  test('the server cannot be reached at the start: the page says so with the number to call, and gets there', async () => {
    const { page } = await browser.newPage(PHONE);
    const patient = chatPage(page);
    let broken = true;
    await page.route('**/api/webchat/token', (route) => (broken ? route.abort() : route.continue()));
    await page.goto(chat.host.url);
    await patient.notice('trouble').waitFor();
    expect(await patient.notice('trouble').textContent()).toContain('911');
    await screenshot(page, 'phone-trouble');
    broken = false;
    await patient.sees('welcome');
    await patient.notice('trouble').waitFor({ state: 'detached' });
  });

  test('a message of 20,000 characters stays in the box with a word about it', async () => {
    const patient = await open();
    await patient.write('a'.repeat(20_000));
    await patient.notice('too_long').waitFor();
    await eventually(async () => expect(await patient.box.inputValue()).toHaveLength(20_000));
    expect(messages()).toEqual([]);
    await patient.write('shorter');
    await patient.sees('you said shorter');
  });

  test('a message that is refused is not sent for ever', async () => {
    const patient = await open();
    await patient.page.route('**/activities', (route) => route.fulfill({ status: 400, body: '{}' }));
    await patient.write('not liked');
    await patient.notice('refused').waitFor();
    await eventually(async () => expect(await outbox(patient.page)).toBe(0));
    await patient.page.unroute('**/activities');
    await patient.write('liked');
    await patient.sees('you said liked');
  });

  test('a lost connection heals by itself while nobody writes', async () => {
    const patient = await open();
    const { conversationId } = await storedChat(patient.page);
    chat.restart();
    chat.engine.say(conversationId!, { text: 'news after the restart' });
    await patient.sees('news after the restart');
  }, 60_000);

  test('clearing the chat asks first, then begins a new one and forgets the old', async () => {
    const patient = await open();
    await patient.write('private matter');
    await patient.sees('you said private matter');
    const { conversationId } = await storedChat(patient.page);
    await patient.page.click('#clear');
    await screenshot(patient.page, 'phone-clear');
    await patient.page.click('#clear-cancel');
    expect(await patient.bubbles()).toContain('private matter');
    await patient.page.click('#clear');
    await patient.page.click('#clear-confirm');
    await until('a new conversation', async () => {
      const next = await storedChat(patient.page).catch(() => ({ conversationId }));
      return next.conversationId !== undefined && next.conversationId !== conversationId;
    });
    await eventually(async () => expect(await patient.bubbles()).toEqual(['welcome']));
  });

  test('a person of the care team is shown by name', async () => {
    const patient = await open();
    const { conversationId } = await storedChat(patient.page);
    const author = { staff: 'staff_1', name: 'Ana' };
    chat.engine.say(conversationId!, { text: 'I am here.', channelData: { sathi: { author } } });
    await patient.sees('I am here.');
    await eventually(async () => expect((await patient.bubbles()).at(-1)).toMatch(/^Ana \(care team\)\s+I am here\.$/));
    await screenshot(patient.page, 'phone-care-team');
  });
});
