import { buildWebApp } from '../console/support/web-app';
import { startTestApp, type TestApp } from '../support/app';
import { CACHE, until } from '../webchat/harness';
import { type Browser, DESKTOP, describeInBrowser, startBrowser, wcagViolations } from './browser';
import { firstSignIn } from './console-page';

const NUMBER = '+15550100777';

interface Shown {
  readonly from: string;
  readonly text: string;
  readonly status?: string;
  readonly isTemplate?: boolean;
  readonly choices?: readonly { id: string; title: string }[];
}

/** The whole product, with the stand-in of the Graph API as the patient's WhatsApp. */
describeInBrowser('a WhatsApp conversation in the console', () => {
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

  const post = (path: string, body: object) =>
    fetch(`${app.url}/simulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ number: NUMBER, phone: 'whatsapp', ...body }),
    });
  async function phone(): Promise<readonly Shown[]> {
    const state = await (await fetch(`${app.url}/simulator/state?number=${encodeURIComponent(NUMBER)}`)).json();
    return state.whatsapp.messages;
  }

  test('the window is closed: a prepared message is chosen, filled in, read on the phone and answered', async () => {
    await post('write', { text: 'talk to a person' });
    await until('the flag', async () => (await app.core.db.read('flag')).length > 0, 30_000);
    await post('clock', { advanceMs: 25 * 60 * 60_000 });

    const { page, context } = await browser.newPage(DESKTOP);
    await firstSignIn(page, app.url, 'admin', app.firstAdministrator!.password);
    await page.locator('.queue-row').first().click();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('Window closed: free text cannot be sent').waitFor();
    expect(await page.getByRole('textbox', { name: 'Your reply' }).count()).toBe(0);

    await page.getByRole('radio', { name: 'We will call you' }).check();
    const send = page.getByRole('button', { name: 'Send the prepared message' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'When' }).fill('today at 4');
    const { short_name } = app.content.hospital;
    const words = `This is ${short_name}. About your message to us: we will call you today at 4. Please answer here if another time is better.`;
    await page.getByRole('figure', { name: 'As the patient reads it' }).getByText(words).waitFor();
    expect(await wcagViolations(page)).toEqual([]);
    await send.click();

    const prepared = async () =>
      (await phone()).find((one) => one.text.includes('sathi_call_back') && one.status === 'read');
    await until('the template on the phone', async () => (await prepared()) !== undefined);
    expect(await prepared()).toMatchObject({
      text: `[template sathi_call_back, en] ${short_name}, today at 4`,
      choices: [
        { id: ':fine', title: 'fine' },
        { id: ':other', title: 'other' },
      ],
    });
    const bubble = page.locator('.said-row[data-from="staff"]', { hasText: words });
    await bubble.getByText('read', { exact: true }).waitFor();

    // The patient presses a button of it: free text may be sent again.
    await post('write', { press: ':fine', title: 'That is fine', as: 'template' });
    await page.locator('.bubble[data-from="patient"]', { hasText: 'That is fine' }).waitFor();
    await page.getByRole('textbox', { name: 'Your reply' }).fill('Until then.');
    await page.keyboard.press('Control+Enter');
    await until('the reply on the phone', async () =>
      (await phone()).some((one) => one.from === 'us' && one.text === 'Until then.'),
    );
    await context.close();
  }, 120_000);
});
