import { buildWebApp } from '../console/support/web-app';
import { startTestApp, type TestApp } from '../support/app';
import { CACHE } from '../webchat/harness';
import { type Browser, DESKTOP, describeInBrowser, screenshot, startBrowser } from './browser';
import { chatPage } from './chat-page';

/** The main job, all the way: a patient in one window, a nurse in another, one process behind both. */
describeInBrowser('one message, all the way', () => {
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

  test('chest pain is flagged, a nurse answers and hands back, and the bot goes on', async () => {
    const patient = await browser.newPage(DESKTOP);
    const chat = chatPage(patient.page);
    await patient.page.goto(app.url);
    await chat.sees('Hello, I am Sathi');
    await chat.write('I have chest pain');
    await chat.sees('Is it happening now?');
    await chat.choice('That is right').first().click();
    await chat.sees('Call 911 now');

    const { page: nurse, context } = await browser.newPage(DESKTOP);
    await nurse.goto(`${app.url}/console`);
    await nurse.locator('input[autocomplete="username"]').fill('admin');
    await nurse.locator('input[autocomplete="current-password"]').fill(app.firstAdministrator!.password);
    await nurse.keyboard.press('Enter');
    await nurse.locator('input[autocomplete="new-password"]').first().waitFor();
    await nurse.locator('input[autocomplete="current-password"]').fill(app.firstAdministrator!.password);
    for (const field of await nurse.locator('input[autocomplete="new-password"]').all())
      await field.fill('a long enough pass phrase');
    await nurse.keyboard.press('Enter');
    const row = nurse.locator('.queue-row').first();
    await row.waitFor();
    await screenshot(nurse, 'whole-queue');
    await row.click();
    await nurse.getByText('I have chest pain').first().waitFor();
    await nurse.getByRole('button', { name: 'Take over' }).click();
    await nurse.getByRole('textbox', { name: 'Your reply' }).fill('This is the nurse. Is somebody with you?');
    await nurse.keyboard.press('Control+Enter');
    await chat.sees('Is somebody with you?');

    await chat.write('yes my daughter');
    await nurse.getByText('yes my daughter').first().waitFor();
    await screenshot(nurse, 'whole-conversation');
    const silent = (await chat.bubbles()).length;
    expect((await chat.bubbles())[silent - 1]).toContain('yes my daughter');

    await nurse
      .getByRole('button', { name: /hand back/i })
      .first()
      .click();
    const dialog = nurse.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByRole('textbox').first().fill('The ambulance is on its way.');
    await dialog.getByRole('button', { name: /hand back/i }).click();
    await chat.sees('The ambulance is on its way.');
    await screenshot(patient.page, 'whole-patient');
    await context.close();
    await patient.context.close();
  });
});
