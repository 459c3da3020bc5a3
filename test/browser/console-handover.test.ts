import type { Page } from 'playwright-core';
import { buildWebApp } from '../console/support/web-app';
import { startTestApp, type TestApp } from '../support/app';
import { CACHE, until } from '../webchat/harness';
import { type Browser, DESKTOP, describeInBrowser, startBrowser } from './browser';
import { chatPage } from './chat-page';
import { firstSignIn } from './console-page';

/** The whole product: a patient on web chat in one window, the care team in others. */
describeInBrowser('handover', () => {
  let app: TestApp;
  let browser: Browser;
  beforeAll(async () => {
    buildWebApp();
    app = await startTestApp({ WEBCHAT_CACHE_DIR: CACHE });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end();
  });

  test('a flag arrives, is claimed, answered, transferred, handed back; danger breaks through meanwhile', async () => {
    const ana = await browser.newPage(DESKTOP);
    await firstSignIn(ana.page, app.url, 'admin', app.firstAdministrator!.password);
    await ana.page.goto(`${app.url}/console/people`);
    await ana.page.getByRole('button', { name: 'Add a person' }).click();
    const dialog = ana.page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Ben Okafor');
    await dialog.getByRole('textbox', { name: 'Username' }).fill('ben');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const password = (await ana.page.locator('.mantine-Code-root').textContent()) ?? '';
    const ben = await browser.newPage(DESKTOP);
    await firstSignIn(ben.page, app.url, 'ben', password);
    await ana.page.goto(`${app.url}/console/queue`);

    const patient = await browser.newPage(DESKTOP);
    const chat = chatPage(patient.page);
    await patient.page.goto(app.url);
    await chat.sees('Sathi');
    await patient.page.bringToFront();
    await chat.write('talk to a person');
    await chat.sees('talk to a person');
    await until('the flag', async () => (await app.core.db.read('flag')).length > 0, 30_000);
    const row = (page: Page) => page.locator('.queue-row').first();
    await row(ana.page).click();
    await row(ben.page).click();
    await ana.page.getByRole('button', { name: 'Take over' }).click();
    await ben.page.getByText('Administrator has this conversation').waitFor();

    await ana.page.getByRole('textbox', { name: 'Your reply' }).fill('I am a nurse. How can I help?');
    await ana.page.keyboard.press('Control+Enter');
    await chat.sees('I am a nurse. How can I help?');

    // The bot is silent while a person has the thread: a greeting is answered by nobody but the nurse.
    await chat.write('thank you');
    await ana.page.locator('.bubble[data-from="patient"]', { hasText: 'thank you' }).waitFor();
    const warnings = async () => (await chat.bubbles()).filter((bubble) => bubble.includes('911')).length;
    const before = await warnings();

    // Except for danger.
    await chat.write('I have crushing chest pain right now and cannot breathe');
    await until('the emergency advice', async () => (await warnings()) > before, 25_000);
    await ana.page.locator('.queue-row .severity', { hasText: '1 · Now' }).first().waitFor();

    await ana.page.getByRole('button', { name: 'More', exact: true }).click();
    await ana.page.getByRole('menuitem', { name: 'Transfer' }).click();
    const give = ana.page.getByRole('dialog');
    await give.getByRole('combobox', { name: 'Colleague' }).click();
    await ana.page.getByRole('option', { name: 'Ben Okafor' }).click();
    await give.getByRole('button', { name: 'Transfer' }).click();

    // By keyboard: the note has the focus at once, and the button comes after “Cancel”.
    await ben.page.getByRole('button', { name: 'Hand back' }).press('Enter');
    const handBack = ben.page.getByRole('dialog');
    await handBack.getByRole('textbox').and(ben.page.locator(':focus')).waitFor();
    await ben.page.keyboard.type('Ben has called you. Let us go on here.');
    for (const name of ['Cancel', 'Hand back']) {
      await ben.page.keyboard.press('Tab');
      await handBack.getByRole('button', { name }).and(ben.page.locator(':focus')).waitFor();
    }
    await ben.page.keyboard.press('Enter');
    await chat.sees('Ben has called you. Let us go on here.');
    await chat.write('menu');
    await ben.page.getByRole('button', { name: 'Take over' }).waitFor();
    for (const window of [ana, ben, patient]) await window.context.close();
  }, 180_000);
});
