import type { BrowserContext, Locator, Page } from 'playwright-core';
import { addStaff, PASSWORD } from '../console/support/caller';
import { startWard } from '../console/support/demo-server';
import { HOSTILE } from '../console/support/hostile';
import { PAGES } from '../console/support/pictures';
import { patientWrites, raiseFlag } from '../console/support/site';
import { buildWebApp } from '../console/support/web-app';
import {
  type Browser,
  contrastViolations,
  describeInBrowser,
  eventually,
  startBrowser,
  wcagViolations,
} from './browser';

/**
 * One ward and one browser for the file. Every test has a patient of its own and closes its windows, so none depends on
 * what another did.
 */
describeInBrowser('the console in a browser', () => {
  // A dozen pages under axe on a machine that others use too.
  jest.setTimeout(240_000);
  let browser: Browser;
  let ward: Awaited<ReturnType<typeof startWard>>;
  const windows: BrowserContext[] = [];

  beforeAll(async () => {
    buildWebApp();
    browser = await startBrowser();
    ward = await startWard();
  });
  afterAll(async () => {
    await browser?.close();
    await ward?.close();
  });
  afterEach(async () => {
    for (const context of windows.splice(0)) await context.close();
  });

  interface Look {
    readonly width?: number;
    readonly height?: number;
    readonly locale?: string;
    readonly dark?: boolean;
  }

  async function openWindow(look: Look = {}) {
    const { page, context } = await browser.newPage({
      viewport: { width: look.width ?? 1366, height: look.height ?? 768 },
      locale: look.locale ?? 'en-US',
      colorScheme: look.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    windows.push(context);
    return page;
  }

  /** Signed in through the API, at the given place of the console; the sign-in page has tests of its own. */
  async function openAs(username: string, look: Look = {}, place = '/queue') {
    const page = await openWindow(look);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && /Content Security Policy|Refused/.test(message.text()))
        faults.push(message.text());
    });
    const data = { username, password: PASSWORD };
    const reply = await page.context().request.post(`${ward.url}/console/api/v1/session`, { data });
    expect(reply.status()).toBe(200);
    await page.goto(`${ward.url}/console${place}`);
    if (place === '/queue') await page.locator('.queue-row').first().waitFor();
    return { page, faults };
  }

  async function signIn(page: Page, username: string, password = PASSWORD) {
    await page.locator('input[autocomplete="username"]').fill(username);
    await page.locator('input[autocomplete="current-password"]').fill(password);
    await page.keyboard.press('Enter');
  }

  /** Another patient in danger, at the head of the queue by how long they wait. */
  let patients = 0;
  async function somebodyWaits(more: { team?: string } = {}) {
    patients += 1;
    const id = `c_waits_${patients}`;
    const summary = `Patient ${patients} says the left arm is heavy.`;
    await patientWrites(ward.site, id, ['my left arm is heavy']);
    await raiseFlag(ward.site, {
      conversationId: id,
      severity: 1,
      summary,
      openedAt: Date.now() - 3_600_000 + patients * 1000,
      ...more,
    });
    ward.site.bell.ring('flags');
    return { id, row: (page: Page) => page.locator('.queue-row', { hasText: summary }) };
  }

  test('two nurses: one takes over, the other sees it at once and is told who', async () => {
    const { id, row } = await somebodyWaits();
    const [ana, ben] = await Promise.all([openAs('ana'), openAs('ben')]);
    for (const { page } of [ana, ben]) await row(page).click();
    await ben.page.getByText('Ana Ruiz is looking at this now').waitFor();
    await ana.page.getByRole('button', { name: 'Take over' }).click();
    await ben.page.getByText('Ana Ruiz has this conversation').waitFor();
    await ben.page.getByRole('button', { name: 'Take over' }).waitFor({ state: 'detached' });
    await ana.page.getByRole('textbox', { name: 'Your reply' }).fill('I am Ana, a nurse.');
    await ben.page.getByText('Ana Ruiz is writing').waitFor();
    await ana.page.keyboard.press('Control+Enter');
    const replies = () => ward.site.db.read('inbox').where({ channel: 'staff', conversation_id: id });
    await eventually(async () => expect(await replies()).toHaveLength(1));
    expect([...ana.faults, ...ben.faults]).toEqual([]);
  });

  test('a new flag appears by itself, at its place', async () => {
    const { page } = await openAs('ana');
    const alarms = async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1]);
    await eventually(async () => expect(await alarms()).toBeGreaterThan(0));
    const before = await alarms();
    const { row } = await somebodyWaits();
    await row(page).waitFor();
    await eventually(async () => expect(await alarms()).toBe(before + 1));
  });

  test('closing needs an outcome and a reason, and takes the conversation off the queue', async () => {
    const { row } = await somebodyWaits();
    const { page } = await openAs('ana');
    await row(page).click();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Outcome' }).click();
    await page.getByRole('option', { name: 'Sent to emergency care' }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Ambulance called.');
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await row(page).waitFor({ state: 'detached' });
    await page.getByText('Ana Ruiz (you) closed: Sent to emergency care').waitFor();
  });

  test('a session that ends keeps what was typed', async () => {
    const { row } = await somebodyWaits();
    const { page } = await openAs('ana');
    await row(page).click();
    await page.getByRole('button', { name: 'Take over' }).click();
    const box = page.getByRole('textbox', { name: 'Your reply' });
    await box.fill('Half a sentence that');
    await ward.site.db.write('staff_session').delete();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Your session has ended.').first().waitFor();
    await page.locator('input[autocomplete="current-password"]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await eventually(async () => expect(await box.inputValue()).toBe('Half a sentence that'));
    await page.getByRole('button', { name: 'Send' }).click();
    await eventually(async () => expect(await box.inputValue()).toBe(''));
  });

  test('by keyboard alone: sign in, reach the queue, open, take over, write, send, begin to hand back, close', async () => {
    const { row } = await somebodyWaits();
    const page = await openWindow();
    await page.goto(`${ward.url}/console`);
    await signIn(page, 'ben');
    await row(page).focus();
    const inFocus = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    const mine = await inFocus();
    await page.keyboard.press('ArrowDown');
    await eventually(async () => expect(await inFocus()).not.toBe(mine));
    await page.keyboard.press('ArrowUp');
    await eventually(async () => expect(await inFocus()).toBe(mine));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Take over' }).waitFor();
    await eventually(async () =>
      expect(await page.evaluate(() => document.activeElement?.id)).toBe('conversation-title'),
    );
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const box = page.getByRole('textbox', { name: 'Your reply' });
    await box.waitFor();
    /** Goes on by Tab until it is there, and everything on the way shows that the focus is on it. */
    const tabTo = async (aim: Locator, key = 'Tab') => {
      for (let n = 0; n < 40 && !(await aim.evaluate((element) => element === document.activeElement)); n += 1) {
        await page.keyboard.press(key);
        // What closes over it takes the time of its fading.
        await eventually(async () => expect(await focusShown(page)).toBe(true), 5000);
      }
      expect(await aim.evaluate((element) => element === document.activeElement)).toBe(true);
    };
    await tabTo(box);
    await page.keyboard.type('Good morning.');
    await page.keyboard.press('Control+Enter');
    await eventually(async () => expect(await box.inputValue()).toBe(''));

    await tabTo(page.getByRole('button', { name: 'Hand back' }), 'Shift+Tab');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox').waitFor();
    await tabTo(dialog.getByRole('textbox'));
    await page.keyboard.type('Back to your question.');
    await tabTo(dialog.getByRole('button', { name: 'Hand back' }));
    // Here is no bot that would go on: the thread is kept, and closed. Handed back for good it is in console-handover.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await tabTo(page.getByRole('button', { name: 'Close', exact: true }));
    await page.keyboard.press('Enter');
    await tabTo(dialog.getByRole('combobox', { name: 'Outcome' }));
    await page.keyboard.press('ArrowDown');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await tabTo(dialog.getByRole('textbox', { name: 'Reason' }));
    await page.keyboard.type('Answered by message.');
    await tabTo(dialog.getByRole('button', { name: 'Close', exact: true }).last());
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await row(page).waitFor({ state: 'detached' });
  });

  test('what patients and staff write is only ever text', async () => {
    const text = HOSTILE.join('\n');
    await patientWrites(ward.site, 'c_evil', HOSTILE);
    await raiseFlag(ward.site, {
      conversationId: 'c_evil',
      severity: 1,
      openedAt: 1,
      reason: '<img src=x onerror=window.hurt=1>',
      summary: text,
      detail: { words: text, '<img src=x onerror=window.hurt=1>': text, answers: [{ question: text, answer: text }] },
    });
    const { page, faults } = await openAs('ana', {}, '/queue/c_evil');
    await page
      .locator('.bubble')
      .nth(HOSTILE.length - 1)
      .waitFor();
    await page.getByRole('textbox', { name: /Internal note/ }).fill(text);
    await page.getByRole('button', { name: 'Save note' }).click();
    await page.locator('.note').waitFor();
    expect(await page.evaluate(() => (window as unknown as { hurt?: number }).hurt)).toBeUndefined();
    expect(
      await page.locator('#root img[src="x"], #root iframe, #root script, #root a[href^="javascript"]').count(),
    ).toBe(0);
    expect(await page.locator('.bubble', { hasText: HOSTILE[0]! }).first().textContent()).toContain(HOSTILE[0]);
    expect(faults).toEqual([]);
  });

  test.each([
    ['wide, light, English', { width: 1366, height: 768, dark: false }],
    ['phone, dark, Spanish', { width: 360, height: 740, dark: true, locale: 'es-ES' }],
  ])(
    'nothing for axe in either theme, nothing wider than the screen, nothing too small to press: %s',
    async (_name, options) => {
      const { row } = await somebodyWaits();
      const { page } = await openAs('ana', options);
      const check = async (where: string) => {
        // The chosen tab's colours fade over, too.
        await eventually(async () => expect([where, await wcagViolations(page)]).toEqual([where, []]), 5000);
        // What the other theme could break is colours alone.
        await page.emulateMedia({ colorScheme: options.dark ? 'light' : 'dark' });
        // Colours fade over into the other theme.
        await eventually(
          async () =>
            expect([where, 'other theme', await contrastViolations(page)]).toEqual([where, 'other theme', []]),
          5000,
        );
        await page.emulateMedia({ colorScheme: options.dark ? 'dark' : 'light' });
        const wider = () =>
          page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        await eventually(async () => expect([where, await wider()]).toEqual([where, 0]));
      };
      await check('queue');
      await row(page).click();
      await page.locator('.bubble').first().waitFor();
      await check('conversation');
      await page.getByRole('button', { name: /Take over|Tomar/ }).click();
      await page.getByRole('button', { name: /Hand back|Devolver/ }).waitFor();
      await check('own conversation');
      for (const place of PAGES) {
        await go(page, place);
        await page.locator('.page h1').waitFor();
        await page.locator('.page .card').first().waitFor();
        await check(place);
      }
    },
  );

  test('a broadcast is looked at and tested, approved by a second person, then paced and paused', async () => {
    const { page } = await openAs('ana', {}, '/outreach/broadcasts');
    await page.getByRole('button', { name: 'Write a broadcast' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name, for the care team' }).fill('Closed on Friday');
    await dialog.getByRole('textbox', { name: 'Text in English' }).fill('The eye clinic is closed on Friday.');
    await dialog.getByRole('textbox', { name: 'Text in Spanish' }).fill('La clínica de ojos cierra el viernes.');
    await dialog.getByRole('button', { name: 'Preview' }).click();
    await dialog.getByText(/^Reaches \d+ of \d+\.$/).waitFor();
    await dialog.getByRole('button', { name: 'Save as draft' }).click();
    const card = (on: Page) => on.locator('article', { hasText: 'Closed on Friday' });
    await card(page).waitFor();

    const { page: second } = await openAs('ben', {}, '/outreach/broadcasts');
    await card(second).getByRole('button', { name: 'Show who gets it' }).click();
    await card(second)
      .getByText(/^Reaches \d+ of \d+\.$/)
      .waitFor();
    await card(second).getByRole('textbox', { name: 'Test number' }).fill('312 555 0188');
    await card(second).getByRole('button', { name: 'Send a test' }).click();
    await second.getByText('The test is on its way.').waitFor();
    expect(await card(page).getByRole('button', { name: 'Approve and send' }).count()).toBe(0);
    await card(second).getByRole('button', { name: 'Approve and send' }).click();
    await card(second).getByRole('textbox', { name: 'At most per minute' }).fill('5');
    await card(second).getByRole('button', { name: 'Change the pace' }).click();
    await eventually(async () => {
      const rows = await ward.site.db.read('broadcast').select('status', 'per_minute');
      expect(rows).toContainEqual({ status: 'running', per_minute: 5 });
    });
    await card(second).getByRole('button', { name: 'Pause' }).click();
    await card(second).getByRole('button', { name: 'Go on' }).waitFor();
  });

  test('a patient is put into a programme and asked how it went, from their conversation', async () => {
    const { id } = await somebodyWaits();
    const { page } = await openAs('ana', {}, `/queue/${id}`);
    await page.getByRole('combobox', { name: 'Programme' }).click();
    await page.getByRole('option').first().click();
    await page.getByRole('textbox', { name: 'Where and how the patient agreed' }).fill('Said yes on the ward.');
    const day = page.getByLabel('Day it counts from');
    if ((await day.count()) > 0) await day.fill('2026-11-20');
    await page.getByRole('button', { name: 'Enrol', exact: true }).click();
    await page.getByText('Enrolled: the patient is told, with the way out.').waitFor();
    await page.getByRole('button', { name: 'Ask how it went' }).click();
    await page.getByText(/^It is planned/).waitFor();
    const keys = await ward.site.db.read('timer').where({ conversation_id: id }).pluck('key');
    expect(keys).toEqual(
      expect.arrayContaining(['care-ended:discharge:own', expect.stringMatching(/^programme-start:/)]),
    );
  });

  test('a team’s conversation opens in an emergency only, with a reason', async () => {
    await addStaff(ward.site, 'eva', ['nurse'], { name: 'Eva Lind', teams: ['paediatrics'] });
    const { id } = await somebodyWaits({ team: 'triage' });
    const { page } = await openAs('eva', {}, `/queue/${id}`);
    await page.getByRole('textbox', { name: 'Why you need to open it' }).fill('The ward called about this patient.');
    await page.getByRole('button', { name: 'Open in an emergency' }).click();
    await page.locator('.bubble').first().waitFor();
    await page.getByText('Eva Lind (you) opened in an emergency').waitFor();
  });

  test('a person is added, signs in with the one-time password, and chooses their own', async () => {
    const { page } = await openAs('ana', {}, '/people');
    await page.getByRole('button', { name: 'Add a person' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Mia Chen');
    await dialog.getByRole('textbox', { name: 'Username' }).fill('mia');
    await dialog.getByRole('button', { name: 'Save' }).click();
    const password = (await page.locator('.mantine-Code-root').textContent()) ?? '';
    const mia = await openWindow();
    await mia.goto(`${ward.url}/console`);
    await signIn(mia, 'mia', password);
    await mia.getByRole('heading', { name: 'Choose your own password' }).waitFor();
    await mia.locator('input[autocomplete="current-password"]').fill(password);
    for (const index of [0, 1])
      await mia.locator('input[autocomplete="new-password"]').nth(index).fill('four words of mine');
    await mia.keyboard.press('Enter');
    await mia.locator('.queue-row').first().waitFor();
  });

  test('a colleague named in a note is told, and what one looked at is no news any more', async () => {
    const { id } = await somebodyWaits();
    const [ana, ben] = await Promise.all([openAs('ana', {}, `/queue/${id}`), openAs('ben')]);
    const note = ana.page.getByRole('textbox', { name: /Internal note/ });
    await note.fill('Please call them, @be');
    await ana.page.getByRole('button', { name: '@Ben Okafor' }).click();
    await eventually(async () => expect(await note.inputValue()).toBe('Please call them, @Ben Okafor '));
    await ana.page.getByRole('button', { name: 'Save note' }).click();
    await ben.page.getByRole('button', { name: 'Mentions: 1 not seen' }).click();
    await ben.page.getByRole('menuitem', { name: /Ana Ruiz mentioned you/ }).click();
    await ben.page.getByText('Please call them, @Ben Okafor').waitFor();
    await ben.page.getByRole('button', { name: 'Mentions', exact: true }).waitFor();
  });

  test('the rules of the channel stand there while one types: segments on SMS, a closed window on WhatsApp', async () => {
    const day = 24 * 60 * 60_000;
    ward.site.clock.pass(-2 * day);
    await patientWrites(ward.site, 'c_silent', ['hello'], 'whatsapp', 'es');
    ward.site.clock.pass(2 * day);
    await raiseFlag(ward.site, { conversationId: 'c_silent', severity: 2 });
    await patientWrites(ward.site, 'c_short', ['hello'], 'sms');
    await raiseFlag(ward.site, { conversationId: 'c_short', severity: 2 });
    const { page } = await openAs('ana', {}, '/queue/c_silent');
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('Window closed: free text cannot be sent').waitFor();
    const box = page.getByRole('textbox', { name: 'Your reply' });
    // The shipped prepared messages were not submitted by anybody yet: none is offered, each says why.
    await page.getByText('no prepared message can be sent').waitFor();
    expect(await box.count()).toBe(0);
    await page.getByText(/more that cannot be sent/).click();
    await page.getByText('We will call you: not submitted to WhatsApp yet').waitFor();
    expect(await wcagViolations(page)).toEqual([]);
    await go(page, 'queue/c_short');
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByText('No files by SMS').waitFor();
    expect(await page.getByRole('button', { name: 'Attach files' }).count()).toBe(0);
    await box.fill('a'.repeat(160));
    await page.getByText('1 SMS').waitFor();
    await box.fill('a'.repeat(161));
    await page.getByText('2 SMS').waitFor();
  });

  test('a closing is taken back within seconds', async () => {
    const { row } = await somebodyWaits();
    const { page } = await openAs('ana');
    await row(page).click();
    await page.getByRole('button', { name: 'Take over' }).click();
    await page.getByRole('button', { name: 'Close', exact: true }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Outcome' }).click();
    await page.getByRole('option', { name: 'False alarm' }).click();
    await dialog.getByRole('textbox', { name: 'Reason' }).fill('Wrong button.');
    await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
    await row(page).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await row(page).waitFor();
  });

  /** Whether one can see where the focus is: an outline around it, or around the label of a hidden radio button. */
  const focusShown = (page: Page) =>
    page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return true;
      const shown = [at, at.nextElementSibling].map((one) => one && getComputedStyle(one).outlineStyle !== 'none');
      return shown.includes(true) ? true : at.outerHTML.slice(0, 200);
    });

  /** To another page of the console as its links go there, without loading the whole app again. */
  async function go(page: Page, place: string) {
    await page.evaluate((path) => {
      history.pushState({}, '', path);
      dispatchEvent(new PopStateEvent('popstate', { state: {} }));
    }, `/console/${place}`);
    await page.waitForFunction((path) => location.pathname === path, `/console/${place}`);
  }
});
