import type { Page } from 'playwright-core';
import { buildWebApp } from '../console/support/web-app';
import { startTestApp, type TestApp } from '../support/app';
import { CACHE, until } from '../webchat/harness';
import { type Browser, DESKTOP, describeInBrowser, PHONE, startBrowser, wcagViolations } from './browser';
import { chatPage } from './chat-page';
import { firstSignIn } from './console-page';

const NUMBER = '+15550100888';
/** One red point: the smallest picture that a browser draws. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);

/** The whole product: files both ways, on web chat and on the stand-in of WhatsApp. */
describeInBrowser('files', () => {
  let app: TestApp;
  let browser: Browser;
  let staff: Page;
  beforeAll(async () => {
    buildWebApp();
    app = await startTestApp({ WEBCHAT_CACHE_DIR: CACHE });
    browser = await startBrowser();
    ({ page: staff } = await browser.newPage(DESKTOP));
    await firstSignIn(staff, app.url, 'admin', app.firstAdministrator!.password);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.end();
  });

  const tray = () => staff.getByRole('list', { name: 'Files that go with the reply' });
  const send = () => staff.getByRole('button', { name: 'Send', exact: true });

  test('a nurse attaches by choosing, pasting and dropping; the patient sees them in the chat, and nobody else could', async () => {
    const { page, context } = await browser.newPage(PHONE);
    const chat = chatPage(page);
    await page.goto(app.url);
    await chat.sees('Sathi');
    await chat.write('talk to a person');
    await until('the flag', async () => (await app.core.db.read('flag')).length > 0);
    await staff.goto(`${app.url}/console/queue`);
    await staff.locator('.queue-row').first().click();
    await staff.getByRole('button', { name: 'Take over' }).click();

    const input = staff.getByTestId('files');
    await input.setInputFiles([
      { name: 'how to hold it.png', mimeType: 'image/png', buffer: PNG },
      { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 a plan') },
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>alert(1)</script>') },
      { name: 'lie.png', mimeType: 'image/png', buffer: Buffer.from('<script>alert(1)</script>') },
    ]);
    await tray().getByText('attached').nth(1).waitFor();
    await tray().getByText('Not attached: only JPEG, PNG, PDF can be sent here.').waitFor();
    await tray().getByText('The file is not of a kind that is taken here').waitFor();
    // What was not taken must be seen and put aside before anything leaves.
    expect(await send().isDisabled()).toBe(true);
    expect(await wcagViolations(staff)).toEqual([]);
    for (const name of ['page.html', 'lie.png']) {
      await staff.getByRole('button', { name: `Remove ${name}` }).focus();
      await staff.keyboard.press('Enter');
    }
    // The line breaks under one: it is tried again from where it stands.
    await staff.route('**/files', (route) => route.abort());
    await input.setInputFiles({ name: 'later.png', mimeType: 'image/png', buffer: PNG });
    await tray().getByText('No connection to the server.').waitFor();
    await staff.unroute('**/files');
    await staff.getByRole('button', { name: 'Try later.png again' }).click();
    await tray().getByText('attached').nth(2).waitFor();
    await staff.getByRole('button', { name: 'Remove later.png' }).click();
    // Pasted from the clipboard, and dropped on the page.
    await staff.getByRole('textbox', { name: 'Your reply' }).evaluate(putFile, { kind: 'paste', name: 'pasted.png' });
    await staff.locator('.conversation-scroll').evaluate(putFile, { kind: 'drop', name: 'dropped.png' });
    await tray().getByText('attached').nth(3).waitFor();
    await staff.getByRole('button', { name: 'Remove pasted.png' }).click();
    await staff.getByRole('textbox', { name: 'Your reply' }).fill('Like in the picture.');
    await send().click();
    await tray().waitFor({ state: 'detached' });

    await chat.sees('Like in the picture.');
    const shown = page.locator('.webchat__basic-transcript img[src*="/files/"]');
    await shown.nth(1).waitFor();
    expect(await shown.first().evaluate((image: HTMLImageElement) => [image.naturalWidth, image.complete])).toEqual([
      1,
      true,
    ]);
    const link = page.locator('.webchat__basic-transcript a[href*="/files/"]', { hasText: 'plan.pdf' });
    const address = (await link.getAttribute('href'))!;
    const got = await fetch(address);
    expect([got.status, got.headers.get('content-type'), got.headers.get('content-security-policy')]).toEqual([
      200,
      'application/pdf',
      "sandbox; default-src 'none'",
    ]);
    expect(got.headers.get('content-disposition')).toMatch(/^attachment; filename="plan\.pdf"/);
    expect([await got.text(), (await fetch(`${address}x`)).status, (await fetch(`${app.url}/files/x`)).status]).toEqual(
      ['%PDF-1.7 a plan', 404, 404],
    );
    // The nurse sees what she sent, in its place.
    await staff.locator('.said-row[data-from="staff"] .said-file img').first().waitFor();
    await context.close();
  }, 120_000);

  test('a picture from WhatsApp is seen by the nurse, and hers arrives with its caption and its state', async () => {
    const post = (body: object) =>
      fetch(`${app.url}/simulator/write`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number: NUMBER, phone: 'whatsapp', ...body }),
      });
    type Shown = {
      from: string;
      text: string;
      status?: string;
      files?: { name: string; contentType: string; size: number }[];
    };
    const phone = async (): Promise<readonly Shown[]> =>
      (await (await fetch(`${app.url}/simulator/state?number=${encodeURIComponent(NUMBER)}`)).json()).whatsapp.messages;
    await post({ text: 'talk to a person' });
    await until('the flag', async () => (await app.core.db.read('flag').where({ status: 'open' })).length > 1);
    await staff.goto(`${app.url}/console/queue`);
    await staff.locator('.queue-row', { hasText: 'WhatsApp' }).first().click();
    await staff.getByRole('button', { name: 'Take over' }).click();
    await post({ text: 'my leg', file: { name: '', contentType: 'image/png', data: PNG.toString('base64') } });
    const picture = staff.locator('.said-row[data-from="patient"] .said-file img');
    await picture.waitFor();
    await until('the picture', () => picture.evaluate((image: HTMLImageElement) => image.naturalWidth === 1));

    // A page under the name of a picture: its name is text, and it does not leave the provider.
    const evil = { name: '<img src=x onerror=window.hurt=1>.png', contentType: 'text/html' };
    const page = Buffer.from('<script>window.hurt=1</script>').toString('base64');
    await post({ text: '', file: { ...evil, data: page } });
    await staff.getByRole('button', { name: `Download ${evil.name}` }).click();
    await staff.getByText('The file is not of a kind that is taken here').waitFor();
    expect(await staff.evaluate(() => (window as unknown as { hurt?: number }).hurt)).toBeUndefined();

    await staff.getByTestId('files').setInputFiles({ name: 'rest.png', mimeType: 'image/png', buffer: PNG });
    await tray().getByText('attached').waitFor();
    await staff.getByRole('textbox', { name: 'Your reply' }).fill('Rest it like this.');
    await staff.keyboard.press('Control+Enter');
    const arrived = async () =>
      (await phone()).find((one) => one.text === 'Rest it like this.' && one.status === 'read');
    await until('the picture on the phone', async () => (await arrived()) !== undefined);
    expect((await arrived())!.files).toEqual([{ name: 'image', contentType: 'image/png', size: PNG.length }]);
    const row = staff.locator('.said-row[data-from="staff"]', { hasText: 'Rest it like this.' });
    await row.getByText('read', { exact: true }).waitFor();
  }, 120_000);
});

/** Gives an element a file as a clipboard or a dragging hand would; runs in the page. */
function putFile(element: Element, { kind, name }: { kind: string; name: string }): void {
  const bytes = Uint8Array.from(
    atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg=='),
    (one) => one.charCodeAt(0),
  );
  const data = new DataTransfer();
  data.items.add(new File([bytes], name, { type: 'image/png' }));
  const about = { bubbles: true, cancelable: true };
  element.dispatchEvent(
    kind === 'paste'
      ? new ClipboardEvent('paste', { ...about, clipboardData: data })
      : new DragEvent('drop', { ...about, dataTransfer: data }),
  );
}
