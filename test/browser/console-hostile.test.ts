import type { Page } from 'playwright-core';
import { PASSWORD } from '../console/support/caller';
import { startWard } from '../console/support/demo-server';
import { MARK } from '../console/support/hostile';
import { buildWebApp } from '../console/support/web-app';
import { type Browser, describeInBrowser, eventually, startBrowser } from './browser';
import { type ApiDocument, poisonReplies } from './poison';

/** Pages on which nothing stands that anybody wrote. */
const NO_WORDS = new Set(['/outreach/lists', '/content/articles/new', '/privacy/retention']);

/** Replies that no page shows: files to keep (`test/console/hostile.test.ts`) and the sign-in. */
const NOT_ON_A_PAGE = new Set(['exportPerson', 'exportPersonFhir', 'getSignInOptions']);

/** What a page shows only after a press: by place, the button and what is asked for then. */
const PRESSES: Readonly<Record<string, readonly (readonly [button: string, asks: string])[]>> = {
  '/queue': [['Filters', 'listQueueChoices']],
  '/queue/c_chest': [['Take over', 'listCanned']],
  // On WhatsApp, and silent for longer than a day.
  '/queue/c_window': [['Take over', 'listTemplates']],
  '/visits/day': [
    ['What the patient told', 'getVisit'],
    ['Overbook', 'listSlots'],
  ],
  '/insight': [['Conversations: Conversations', 'listInsight']],
  '/privacy/retention': [['Count', 'tryRetention']],
  '/account': [['Turn on', 'beginTotp']],
};

/** Only what the product makes of a text may be there: nothing that the text itself asked for. */
const MADE =
  'body img[src="x"], body iframe, body script:not([src]), body [onload], body [onerror], body a[href^="javascript"]';

/**
 * Every place the console has, found by its own links and tabs, with the hostile corpus in every text the API's
 * document allows: a new page, a new operation or a new field is walked without being named here.
 */
describeInBrowser('every view of the console, with the hostile corpus in every text', () => {
  jest.setTimeout(120_000);
  let browser: Browser;
  let ward: Awaited<ReturnType<typeof startWard>>;
  beforeAll(async () => {
    buildWebApp();
    browser = await startBrowser();
    ward = await startWard();
  });
  afterAll(async () => {
    await browser?.close();
    await ward?.close();
  });

  test('shows it as text, makes nothing of it, and runs nothing', async () => {
    const { page, context } = await browser.newPage({
      viewport: { width: 1366, height: 768 },
      reducedMotion: 'reduce',
    });
    page.setDefaultTimeout(8000);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text());
    });
    const api = `${ward.url}/console/api/v1`;
    const signedIn = await context.request.post(`${api}/session`, { data: { username: 'ana', password: PASSWORD } });
    expect(signedIn.status()).toBe(200);
    const document = (await (await context.request.get(`${api}/openapi.json`)).json()) as ApiDocument;
    const told = await poisonReplies(page, document);
    const wrong: string[] = [];
    const seen = new Map<string, string>();
    const waiting: string[] = [];
    const add = (path: string) => {
      const kind = path in PRESSES ? path : kindOf(path);
      if (seen.has(kind)) return;
      seen.set(kind, path);
      waiting.push(path);
    };
    for (const path of Object.keys(PRESSES)) add(path);
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      await page.goto(`${ward.url}/console${path}`);
      await page.locator('.page h1, .queue-row, .bubble, #failed').first().waitFor();
      const words = NO_WORDS.has(path) ? 'nothing' : MARK;
      if (words === MARK)
        await eventually(async () => expect(await page.locator('#main').textContent()).toContain(MARK), 5000).catch(
          () => wrong.push(`${path}: nothing hostile stands here: seed it`),
        );
      wrong.push(...(await openEverything(page)).map((fault) => `${path}: ${fault}`));
      for (const [name, asks] of PRESSES[path] ?? []) {
        await page
          .getByRole('button', { name: new RegExp(`^${name}`) })
          .first()
          .click();
        await eventually(async () => expect([...told]).toContain(asks), 5000);
        wrong.push(...(await openEverything(page)).map((fault) => `${path}, ${name}: ${fault}`));
        await page.keyboard.press('Escape');
      }
      for (const link of await linksOf(page)) add(link);
    }
    expect(wrong).toEqual([]);
    expect(faults).toEqual([]);
    const all = Object.values(document.paths).flatMap(({ get }) =>
      get?.responses[200].content['application/json'] === undefined ? [] : [get.operationId],
    );
    expect(all.filter((id) => !told.has(id) && !NOT_ON_A_PAGE.has(id))).toEqual([]);
    // The walk itself works: it came to the pages by their links, and to what lies below them.
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([
        '/queue/:id',
        '/queue/c_window',
        '/visits/day',
        '/outreach/programmes',
        '/content/articles/:id',
        '/audit',
      ]),
    );
    await context.close();
  });
});

/** `/queue/c_1` is a conversation, as `/queue/c_2` is: ids have a letter group and an underscore, or a colon. */
const kindOf = (path: string) =>
  path
    .split('/')
    .map((part) => (/[_:]/.test(decodeURIComponent(part)) ? ':id' : part))
    .join('/');

/** Where one can go from here: links and tabs that lead to another place of the console. The last tab is open afterwards. */
async function linksOf(page: Page): Promise<string[]> {
  const hrefs = await page
    .locator('a[href^="/console/"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href')));
  const tabs = page.locator('.page-actions .mantine-SegmentedControl-input');
  const count = await tabs.count();
  const places: string[] = [];
  for (let n = 0; n < count; n += 1) {
    await tabs.nth(n).evaluate((one: HTMLInputElement) => one.click());
    places.push(await page.evaluate(() => location.pathname));
  }
  return [...hrefs, ...places]
    .filter((one): one is string => one?.startsWith('/console/') === true && !one.includes('/api/'))
    .map((one) => one.replace('/console', ''));
}

/** Folds out what is folded, opens each kind of menu and list once, and says what is wrong with what is there then. */
async function openEverything(page: Page): Promise<string[]> {
  for (const fold of await page.locator('details > summary').all())
    await fold.click({ timeout: 400 }).catch(() => undefined);
  const found = await look(page);
  const openers = page.locator('[aria-haspopup]:visible');
  const names = await openers.evaluateAll((all) =>
    all.map((one) => (one.getAttribute('aria-label') ?? one.getAttribute('placeholder') ?? '').replace(/:.*/, '')),
  );
  for (const index of names.keys()) {
    if (names.indexOf(names[index]!) < index || index > 40) continue;
    await openers
      .nth(index)
      .click({ timeout: 400 })
      .catch(() => undefined);
    found.push(...(await look(page)));
    await page.keyboard.press('Escape');
  }
  return found;
}

async function look(page: Page): Promise<string[]> {
  const made = await page.locator(MADE).evaluateAll((all) => all.map((one) => one.outerHTML.slice(0, 120)));
  const ran = await page.evaluate(() => (window as unknown as { hurt?: number }).hurt !== undefined);
  const failed = await page.locator('#failed').count();
  return [...made, ...(ran ? ['it ran'] : []), ...(failed > 0 ? ['the page failed'] : [])];
}
