import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTestApp, type TestApp } from '../support/app';
import { CACHE, until } from '../webchat/harness';
import {
  type Browser,
  DESKTOP,
  describeInBrowser,
  eventually,
  PHONE,
  screenshot,
  seriousViolations,
  startBrowser,
} from './browser';
import { chatPage, listenForComplaints, storedChat } from './chat-page';

/** The whole product, a real browser, the unchanged Web Chat client. */
describeInBrowser('patient page', () => {
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    app = await startTestApp({ WEBCHAT_CACHE_DIR: CACHE });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end();
  });

  const HELLO = 'Hello, I am Sathi';
  const HOLA = 'Hola';

  test('a person describes chest pain and is answered with the emergency number', async () => {
    const { page, context } = await browser.newPage(DESKTOP);
    const complaints = listenForComplaints(page, app.url);
    const chat = chatPage(page);
    await page.goto(app.url);
    await chat.sees(HELLO);
    await screenshot(page, 'desktop-welcome');
    await chat.write('I have chest pain');
    await chat.sees('I have chest pain');
    await chat.sees('call 911');
    await screenshot(page, 'desktop-chest-pain');
    const link = page.locator('.webchat__bubble__content a[href="tel:911"]').last();
    await eventually(async () => expect(await link.textContent()).toBe('911'));
    expect(complaints.heard).toEqual([]);
    await context.close();
  });

  test('a suggested answer is pressed, and Spanish is spoken from then on', async () => {
    const { page, context } = await browser.newPage(PHONE);
    const chat = chatPage(page);
    await page.goto(app.url);
    await chat.sees(HELLO);
    await chat.write('language');
    await chat.choice('Español').click();
    await chat.sees('escribiré en español');
    expect((await chat.bubbles()).filter((one) => one === 'Español')).toHaveLength(1);
    await screenshot(page, 'phone-spanish-chosen');
    await context.close();
  });

  test('a browser in Spanish gets page and conversation in Spanish, and may change its mind', async () => {
    const { page, context } = await browser.newPage({ ...PHONE, locale: 'es-MX' });
    const chat = chatPage(page);
    await page.goto(app.url);
    await chat.sees(HOLA);
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('es');
    expect(await chat.box.getAttribute('placeholder')).toBe('Escriba su mensaje');
    expect(await page.locator('.emergency .narrow').textContent()).toBe('Emergencia: 911');
    expect(await seriousViolations(page)).toEqual([]);
    await screenshot(page, 'phone-spanish');
    await page.locator('a.language').click();
    await page.waitForURL(/lang=en/);
    await chat.sees(HOLA);
    await eventually(async () => expect(await chat.box.getAttribute('placeholder')).toBe('Write your message'));
    await context.close();
  });

  test('a reload in the middle and a second tab show the same conversation, whole', async () => {
    const { page, context } = await browser.newPage(DESKTOP);
    const chat = chatPage(page);
    await page.goto(app.url);
    await chat.sees(HELLO);
    await chat.write('menu');
    await until('the menu again', async () => (await chat.bubbles()).length === 4);
    const before = await storedChat(page);
    const said = await chat.bubbles();
    await page.reload();
    await eventually(async () => expect(await chat.bubbles()).toEqual(said));
    expect((await storedChat(page)).conversationId).toBe(before.conversationId);

    const second = chatPage(await context.newPage());
    await second.page.goto(app.url);
    await second.sees('menu');
    await second.write('repeat');
    await second.sees('repeat');
    await chat.sees('repeat');
    await context.close();
  });

  test('the server restarts in the middle: what is written meanwhile is kept and arrives once', async () => {
    const { page, context } = await browser.newPage(DESKTOP);
    const chat = chatPage(page);
    await page.goto(app.url);
    await chat.sees(HELLO);
    const restarted = app.restart();
    await chat.write('menu while you were away');
    app = await restarted;
    await until(
      'an answer after my message',
      async () => {
        const said = await chat.bubbles();
        const mine = said.indexOf('menu while you were away');
        return mine >= 0 && mine < said.length - 1;
      },
      60_000,
    );
    const mine = (await chat.bubbles()).filter((one) => one.includes('while you were away'));
    expect(mine).toHaveLength(1);
    await context.close();
  }, 90_000);

  test('a hospital page of another origin, with a strict policy of its own, embeds the chat with one line', async () => {
    const site = createServer((_, res) => {
      res.writeHead(200, {
        'content-type': 'text/html',
        'content-security-policy': `default-src 'none'; script-src ${app.url}; frame-src ${app.url}; style-src 'self'`,
      });
      res.end(`<!doctype html><html lang="es"><head><title>Hospital</title><link rel="icon" href="data:,"></head>
        <body><h1>Hospital</h1><script src="${app.url}/embed.js" data-title="Pregunte" defer></script></body></html>`);
    });
    await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
    const { page, context } = await browser.newPage(DESKTOP);
    try {
      // `localhost` and `127.0.0.1` are different origins on the same machine.
      await page.goto(`http://localhost:${(site.address() as AddressInfo).port}/`);
      await page.locator('.launcher', { hasText: 'Escríbanos' }).click();
      const frame = page.frameLocator('iframe');
      await frame.locator('.webchat__bubble__content', { hasText: 'Sathi' }).first().waitFor();
      const box = frame.locator('.webchat__send-box-text-box__html-text-area');
      await box.fill('menu');
      await box.press('Enter');
      await frame.locator('.webchat__bubble__content', { hasText: 'menu' }).first().waitFor();
      await screenshot(page, 'desktop-embedded');
      await page.getByRole('dialog', { name: 'Pregunte' }).waitFor();
      await page.reload();
      await page.locator('.launcher').click();
      await frame.locator('.webchat__bubble__content', { hasText: 'menu' }).first().waitFor();
    } finally {
      await context.close();
      site.close();
    }
  });
});
