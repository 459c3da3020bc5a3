import type { Page } from 'playwright-core';
import { PASSWORD } from '../console/support/caller';
import { startWard } from '../console/support/demo-server';
import { patientWrites, raiseFlag } from '../console/support/site';
import { buildWebApp } from '../console/support/web-app';
import { type Browser, describeInBrowser, eventually, startBrowser } from './browser';

/** What the page did that nobody sees: tones begun, notifications shown. */
interface Heard {
  readonly tones: number;
  readonly shown: readonly { title: string; body: string }[];
}

/** Counts what is played and notified; a page that is not looked at is the one that notifies. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const heard = { tones: 0, shown: [] as { title: string; body: string }[] };
    Object.assign(window, { heard });
    const { start } = OscillatorNode.prototype;
    OscillatorNode.prototype.start = function begin(at?: number) {
      heard.tones += 1;
      return start.call(this, at);
    };
    class Shown {
      static permission = 'granted';
      constructor(title: string, { body }: { body: string }) {
        heard.shown.push({ title, body });
      }
    }
    Object.assign(window, { Notification: Shown });
    Object.defineProperty(document, 'hidden', { get: () => true });
  });
}

const heard = (page: Page) => page.evaluate(() => (window as unknown as { heard: Heard }).heard);

/** A shift at the queue, as somebody tired works it: called, sorted, put off, several at once. */
describeInBrowser('the desk', () => {
  jest.setTimeout(120_000);
  let browser: Browser;
  let ward: Awaited<ReturnType<typeof startWard>>;
  let page: Page;
  beforeAll(async () => {
    buildWebApp();
    browser = await startBrowser();
    ward = await startWard();
    ({ page } = await browser.newPage({ viewport: { width: 1366, height: 1500 }, reducedMotion: 'reduce' }));
    await listen(page);
    const data = { username: 'ben', password: PASSWORD };
    await page.context().request.post(`${ward.url}/console/api/v1/session`, { data });
    await page.goto(`${ward.url}/console/queue`);
    await page.locator('.queue-row').first().waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await ward?.close();
  });

  async function somebodyWaits(id: string, severity: 1 | 3, summary: string) {
    await patientWrites(ward.site, id, ['hello']);
    await raiseFlag(ward.site, { conversationId: id, severity, summary });
    return page.locator('.queue-row', { hasText: summary });
  }

  test('calls by sound and notification once it was allowed, for severity 1 alone, and without a word of a patient', async () => {
    await page.getByRole('button', { name: 'Sound for severity 1' }).click();
    const { tones } = await heard(page);
    expect(tones).toBe(2);
    await (await somebodyWaits('c_later', 3, 'Asks about opening hours.')).waitFor();
    expect(await heard(page)).toEqual({ tones: 2, shown: [] });
    await (await somebodyWaits('c_now', 1, 'Says the chest hurts.')).waitFor();
    const shown = [{ title: 'Sathi', body: 'New: life at risk' }];
    await eventually(async () => expect(await heard(page)).toEqual({ tones: 4, shown }));
  });

  test('a view is saved under a name, found again, and taken away', async () => {
    const rows = () => page.locator('.queue-row').count();
    const all = await rows();
    await page.getByRole('button', { name: /^1 Now/ }).click();
    await eventually(async () => expect(await rows()).toBeLessThan(all));
    const severe = await rows();
    const open = () => page.getByRole('button', { name: 'Saved views' }).click();
    await open();
    await page.getByRole('textbox', { name: 'Name of the view' }).fill('In danger');
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.getByRole('menuitem', { name: 'In danger' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^1 Now/ }).click();
    await eventually(async () => expect(await rows()).toBe(all));
    await open();
    await page.getByRole('menuitem', { name: 'In danger' }).click();
    await eventually(async () => expect(await rows()).toBe(severe));
    await open();
    await page.getByRole('button', { name: 'Remove In danger' }).click();
    await page.getByRole('menuitem', { name: 'In danger' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^1 Now/ }).click();
  });

  test('several are taken over at once; what a colleague has is said to be not possible', async () => {
    const ana = { staffId: 'stf_ana', name: 'Ana Ruiz' };
    const mine = await somebodyWaits('c_many_1', 3, 'The first of several.');
    const hers = await somebodyWaits('c_many_2', 3, 'The second of several.');
    await ward.site.deps.store.conversations.claim('c_many_2', ana, ward.site.clock.now());
    await hers.getByText('Ana Ruiz').waitFor();
    await page.getByRole('button', { name: 'Choose several' }).click();
    for (const row of [mine, hers]) await page.locator('.queue-scroll li', { has: row }).getByRole('checkbox').check();
    await page.getByRole('toolbar').getByRole('button', { name: 'Take over' }).click();
    await page.getByText('1 done, 1 not possible.').waitFor();
    await mine.getByText('you').waitFor();
  });

  test('a conversation sleeps and is woken', async () => {
    const row = await somebodyWaits('c_sleepy', 3, 'Will write again in the evening.');
    await row.click();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page
      .getByRole('menuitem', { name: /^Snooze for/ })
      .first()
      .click();
    await row.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Wake up now' }).click();
    await row.waitFor();
  });

  test('a page that fails leaves the frame: one tries again, or goes elsewhere', async () => {
    const path = '**/console/api/v1/visits/overdue';
    await page.route(path, (route) => route.fulfill({ json: { items: [null] } }));
    await page.goto(`${ward.url}/console/visits/overdue`);
    await page.locator('#failed').waitFor();
    await page.getByRole('link', { name: 'Work' }).click();
    await page.locator('.page h1').waitFor();
    expect(await page.locator('#failed').count()).toBe(0);
    await page.goBack();
    await page.locator('#failed').waitFor();
    await page.unroute(path);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.page .card').first().waitFor();
  });

  test('one sees where one is signed in, and ends a session that was forgotten', async () => {
    const other = await browser.newPage();
    const data = { username: 'ben', password: PASSWORD };
    await other.context.request.post(`${ward.url}/console/api/v1/session`, { data });
    await page.goto(`${ward.url}/console/account`);
    await page.getByRole('button', { name: 'End', exact: true }).first().click();
    await page.getByRole('button', { name: 'End', exact: true }).waitFor({ state: 'detached' });
    expect((await other.context.request.get(`${ward.url}/console/api/v1/session`)).status()).toBe(401);
    await other.context.close();
  });
});
