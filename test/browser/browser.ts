import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { RunOptions } from 'axe-core';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Debian's Chromium, or the one `CHROMIUM` names. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasChromium = existsSync(EXECUTABLE);

/**
 * Chromium is installed by `.ci/run` and by anybody's package manager; where it is missing the suite says so, and in CI
 * that is a failure.
 */
export const describeInBrowser: jest.Describe = hasChromium ? describe : (describe.skip as jest.Describe);
if (!hasChromium) {
  const advice = `Chromium is not at ${EXECUTABLE}: the browser tests are left out. Install it (apt-get install chromium) or set CHROMIUM.`;
  if (process.env.CI !== undefined) throw new Error(advice);
  console.warn(advice);
}

export interface Browser {
  newPage(options?: BrowserContextOptions): Promise<{ page: Page; context: BrowserContext }>;
  close(): Promise<void>;
}

/** A headless browser with a profile of its own. */
export async function startBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'sathi-browser-'));
  const browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    env: { ...process.env, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  return {
    async newPage(options = {}) {
      const context = await browser.newContext({ locale: 'en-US', ...options });
      context.setDefaultTimeout(20_000);
      return { context, page: await context.newPage() };
    },
    async close() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

export const PHONE: BrowserContextOptions = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
export const DESKTOP: BrowserContextOptions = { viewport: { width: 1280, height: 800 } };

/** Keeps a picture in `test/screenshots/` (not in git) for people to look at. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = join(__dirname, '../screenshots');
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/**
 * Tries an expectation until it holds: what a press sets off (a message between frames, a request, a focus) comes a
 * moment after it. Fails with what the expectation itself says.
 */
export async function eventually(expectation: () => Promise<void>, ms = 20_000): Promise<void> {
  const deadline = Date.now() + ms;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((done) => setTimeout(done, 20));
    }
  }
}

/** Rules of WCAG 2.2 at the levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * axe without the blank page it otherwise gathers its results in, and with elements for what it found only: the same
 * findings in a third of the time. Neither page here has a frame of another origin, which that blank page is for.
 */
async function audit(page: Page, options: Pick<RunOptions, 'runOnly'>) {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ resultTypes: ['violations'], ...options })
    .analyze();
  return violations.map(({ id, impact, nodes }) => ({
    impact,
    text: `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`,
  }));
}

/** Accessibility findings of the grave kinds, each with the elements it is about. */
export async function seriousViolations(page: Page): Promise<string[]> {
  const found = await audit(page, {});
  return found.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ text }) => text);
}

/** Every finding against WCAG 2.2 AA, however small. */
export async function wcagViolations(page: Page): Promise<string[]> {
  return (await audit(page, { runOnly: WCAG })).map(({ text }) => text);
}

/** What is too pale to read in the theme that is shown. */
export async function contrastViolations(page: Page): Promise<string[]> {
  return (await audit(page, { runOnly: { type: 'rule', values: ['color-contrast'] } })).map(({ text }) => text);
}
