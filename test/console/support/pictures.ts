import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PASSWORD } from './caller';
import { startWard } from './demo-server';

/**
 * Pictures of every page of the console at both sizes, in both themes and both languages, full and empty: `npm run screenshots`. All of them are for
 * people to look at and stay out of git (`all/`); the few that the README shows are small JPEGs beside.
 */
const SHOWN = new Set(['queue', 'conversation', 'insight', 'content-articles', 'operations']);
/** Every page behind the sign-in, each tab and one of each thing one can open. */
export const PAGES = [
  'work',
  'visits/day',
  'visits/overdue',
  'visits/blocks',
  'outreach/broadcasts',
  'outreach/recalls',
  'outreach/programmes',
  'outreach/lists',
  'insight',
  'people',
  'operations',
  'audit',
  'account',
  'content/review',
  'content/review/protocol:sore_throat',
  'content/articles',
  'content/articles/rev_demo',
  'content/questions',
  'privacy/requests',
  'privacy/person/c_fever',
  'privacy/retention',
];
/** As much of a PDF as its kind is told by. */
const PAPER = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
/** Of a page that scrolls, this much is enough to judge it. */
const TALLEST = 2600;
const SIZES = { wide: { width: 1366, height: 768 }, phone: { width: 360, height: 740 } } as const;

export async function openPage(
  browser: Browser,
  url: string,
  size: keyof typeof SIZES,
  theme: 'light' | 'dark',
  locale = 'en-US',
): Promise<Page> {
  const context = await browser.newContext({
    viewport: SIZES[size],
    colorScheme: theme,
    locale,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${url}/console`);
  return page;
}

export async function signInPage(page: Page, username: string): Promise<void> {
  await page.locator('input[autocomplete="username"]').fill(username);
  await page.locator('input[autocomplete="current-password"]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('.desk').waitFor();
}

/** The open conversation as one's own, a reply begun and a file ready to go with it. */
export async function takeWithFile(page: Page): Promise<void> {
  const [take, reply] = [
    page.getByRole('button', { name: /Take over|Tomar/ }),
    page.locator('.conversation-write textarea'),
  ];
  await take.or(page.getByRole('button', { name: /Hand back|Devolver/ })).waitFor();
  if (await take.isVisible()) await take.click();
  const files = page.getByTestId('files');
  await files.waitFor({ state: 'attached' });
  await files.setInputFiles({ name: 'chest-pain-plan.pdf', mimeType: 'application/pdf', buffer: PAPER });
  await page.getByText('chest-pain-plan.pdf').first().waitFor();
  await reply.fill('I am a nurse at Riverside. Is somebody with you?');
}

/** A picture of a whole page: the window grows to what there is to scroll, within reason. */
async function shootWhole(page: Page, path: string, size: keyof typeof SIZES): Promise<void> {
  const wanted = await page.evaluate(() => {
    const lists = [...document.querySelectorAll('main, .page, .queue-list')];
    return Math.max(...lists.map((one) => one.scrollHeight - one.clientHeight), 0) + window.innerHeight;
  });
  await page.setViewportSize({ width: SIZES[size].width, height: Math.min(wanted, TALLEST) });
  await page.screenshot({ path });
  await page.setViewportSize(SIZES[size]);
}

export async function takePictures(folder: string): Promise<void> {
  mkdirSync(join(folder, 'all'), { recursive: true });
  const ward = await startWard();
  const bare = await startWard({ empty: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    for (const size of ['wide', 'phone'] as const)
      for (const theme of ['light', 'dark'] as const)
        for (const language of ['en', 'es'] as const) {
          const locale = language === 'es' ? 'es-ES' : 'en-US';
          const look = `${size}-${theme}-${language}`;
          const shoot = async (page: Page, name: string) => {
            await shootWhole(page, join(folder, 'all', `${name}-${look}.png`), size);
            // One theme and one language are enough to show what it is; the queue on a phone in the other.
            const shown =
              (look === 'wide-light-en' && SHOWN.has(name)) || (look === 'phone-dark-es' && name === 'queue');
            if (shown) await page.screenshot({ path: join(folder, `${name}-${size}.jpg`), type: 'jpeg', quality: 62 });
          };
          const page = await openPage(browser, ward.url, size, theme, locale);
          await page.locator('input[autocomplete="username"]').waitFor();
          await shoot(page, 'sign-in');
          await signInPage(page, 'ana');
          await page.locator('.queue-row').first().waitFor();
          await shoot(page, 'queue');
          await page.locator('.queue-row').first().click();
          await page.locator('.bubble').first().waitFor();
          await shoot(page, 'conversation-waits');
          await takeWithFile(page);
          await shoot(page, 'conversation');
          for (const path of PAGES) {
            await page.goto(`${ward.url}/console/${path}`);
            await page.locator('.page .card').first().waitFor();
            await page.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => undefined);
            await shoot(page, path.replace(/[/:]/g, '-'));
          }
          await page.context().close();
          const empty = await openPage(browser, bare.url, size, theme, locale);
          await signInPage(empty, 'ana');
          for (const path of ['queue', ...PAGES.filter((one) => !one.includes('_'))]) {
            await empty.goto(`${bare.url}/console/${path}`);
            await empty.waitForLoadState('networkidle', { timeout: 1500 }).catch(() => undefined);
            await shoot(empty, `empty-${path.replace(/[/:]/g, '-')}`);
          }
          await empty.context().close();
        }
  } finally {
    await browser.close();
    await ward.close();
    await bare.close();
  }
}
