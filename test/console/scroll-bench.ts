import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import { startServer } from '../../bot/server';
import { createConsole } from '../../console/api';
import { PASSWORD } from './support/caller';
import { raiseFlag, type Site } from './support/site';
import { buildWebApp } from './support/web-app';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';

/** Turns of the wheel, and how far each goes: some thousand rows, faster than anybody reads. */
const TURNS = 200;
const PIXELS = 1000;

export interface Scrolled {
  /** Milliseconds between two frames while the list moves. */
  readonly frames: { readonly median: number; readonly p95: number; readonly most: number };
  /** Work of the page that kept the next frame waiting for more than 50 ms (Long Tasks API): how many, the longest. */
  readonly longTasks: { readonly count: number; readonly longest: number };
  /** Rows the browser holds at most, and rows the list has been given by then. */
  readonly rows: { readonly held: number; readonly reached: number };
}

interface Watch {
  frames: number[];
  tasks: number[];
  held: number;
  stop: boolean;
}
type Watched = Window & { watch: Watch };

/** Begins to count frames, long tasks and rows in the page. */
function watch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const kept: Watch = { frames: [], tasks: [], held: 0, stop: false };
    (window as unknown as Watched).watch = kept;
    new PerformanceObserver((list) => {
      for (const task of list.getEntries()) kept.tasks.push(task.duration);
    }).observe({ entryTypes: ['longtask'] });
    let before = performance.now();
    const next = (at: number) => {
      kept.frames.push(at - before);
      before = at;
      kept.held = Math.max(kept.held, document.querySelectorAll('.queue-row').length);
      if (!kept.stop) requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

const tenth = (ms: number) => Math.round(ms * 10) / 10;

/**
 * The queue of a real console in Chromium, turned through with the wheel, once undisturbed and once while flags keep
 * arriving. Undefined where there is no Chromium.
 */
export async function benchScroll(site: Site, username: string) {
  if (!existsSync(CHROMIUM)) return undefined;
  buildWebApp();
  const { routes } = createConsole(site.deps);
  const server = await startServer({ routes, sockets: [], log: site.deps.log, port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${server.port}`;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });

  async function turn(news: boolean): Promise<Scrolled> {
    const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
    const page = await context.newPage();
    await context.request.post(`${url}/console/api/v1/session`, { data: { username, password: PASSWORD } });
    await page.goto(`${url}/console/queue`);
    await page.locator('.queue-row').first().hover();
    await watch(page);
    let reached = 0;
    for (let n = 0; n < TURNS; n += 1) {
      if (news && n % 10 === 0) await raiseFlag(site, { conversationId: `c_${n}`, severity: 2 });
      await page.mouse.wheel(0, PIXELS);
      const last = await page.evaluate(
        () =>
          new Promise<number>((done) => {
            requestAnimationFrame(() =>
              done(Number([...document.querySelectorAll<HTMLElement>('.queue-row')].at(-1)?.dataset.index)),
            );
          }),
      );
      reached = Math.max(reached, last);
    }
    const seen = await page.evaluate(() => {
      const { watch: kept } = window as unknown as Watched;
      kept.stop = true;
      return kept;
    });
    await context.close();
    const sorted = seen.frames.slice(1).sort((a, b) => a - b);
    const at = (share: number) => tenth(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
    return {
      frames: { median: at(0.5), p95: at(0.95), most: at(1) },
      longTasks: { count: seen.tasks.length, longest: tenth(Math.max(0, ...seen.tasks)) },
      rows: { held: seen.held, reached },
    };
  }

  const out = { still: await turn(false), whileNewsArrives: await turn(true) };
  await browser.close();
  await server.close();
  return out;
}
