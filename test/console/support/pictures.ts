import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PASSWORD } from './caller';
import { startWard } from './demo-server';

/**
 * Pictures of every page of the console at both sizes and in both themes: `npm run screenshots`. All of them are for
 * people to look at and stay out of git (`all/`); the few that the README shows are small JPEGs beside.
 */
const SHOWN = new Set(['queue', 'conversation', 'insight', 'content-articles', 'operations']);
const PAGES = [
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

export async function takePictures(folder: string): Promise<void> {
  mkdirSync(join(folder, 'all'), { recursive: true });
  const ward = await startWard();
  const bare = await startWard({ empty: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  try {
    for (const size of ['wide', 'phone'] as const) {
      for (const theme of ['light', 'dark'] as const) {
        const locale = theme === 'dark' ? 'es-ES' : 'en-US';
        const shoot = async (page: Page, name: string) => {
          await page.screenshot({ path: join(folder, 'all', `${name}-${size}-${theme}.png`) });
          // One theme and one language are enough to show what it is; the queue on a phone in the other.
          const shown = size === 'wide' ? theme === 'light' && SHOWN.has(name) : theme === 'dark' && name === 'queue';
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
        await empty.waitForTimeout(400);
        await shoot(empty, 'queue-empty');
        await empty.context().close();
      }
    }
  } finally {
    await browser.close();
    await ward.close();
    await bare.close();
  }
}
