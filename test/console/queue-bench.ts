import { get } from 'node:http';
import { startServer } from '../../bot/server';
import { createConsole } from '../../console/api';
import { benchScroll } from './scroll-bench';
import { addStaff, type Caller, createCaller, PASSWORD } from './support/caller';
import { flagRow, openSite, patientWrites, raiseFlag, type Site } from './support/site';

/** `npm run bench:console`: a queue of 5,000 open flags, asked for in every way, live to a hundred consoles, and scrolled in Chromium. */
const FLAGS = 5000;
const CONSOLES = 100;
const ASKED = 25;
const NEWS = 15;

interface Spread {
  readonly median: number;
  readonly p95: number;
  readonly most: number;
}

const tenth = (ms: number) => Math.round(ms * 10) / 10;

function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => tenth(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!);
  return { median: at(0.5), p95: at(0.95), most: tenth(sorted.at(-1)!) };
}

async function seed(site: Site): Promise<void> {
  const now = site.clock.now();
  const contact = { contact_point_id: 'cp', created_at: now, updated_at: now };
  const ids = Array.from({ length: FLAGS }, (_, n) => `c_${n}`);
  await site.db.write.batchInsert(
    'conversation',
    ids.map((id, n) => ({
      id,
      channel: ['webchat', 'sms', 'whatsapp'][n % 3],
      locale: n % 4 ? 'en' : 'es',
      ...contact,
    })),
    100,
  );
  await site.db.write.batchInsert(
    'flag',
    ids.map((id, n) =>
      flagRow(site, {
        conversationId: id,
        severity: ((n % 4) + 1) as 1,
        team: n % 5 ? null : 'triage',
        openedAt: now - n * 1000,
        summary: `Patient ${n} waits for an answer about ${n % 7 ? 'tablets' : 'a fever of the child'}.`,
      }),
    ),
    100,
  );
}

const CASES: Record<string, Record<string, string>> = {
  first: {},
  severity: { severity: '2' },
  channel: { channel: 'sms', locale: 'es' },
  team: { view: 'team' },
  'search, common': { search: 'fever' },
  'search, one': { search: 'patient 4999 ' },
  'search, none': { search: 'nothing like this' },
};

/** Every way to ask, each after news, so that nothing kept from the last answer helps; CPU is what one request costs. */
async function askEveryWay(site: Site, caller: Caller): Promise<Record<string, Spread & { cpu: number }>> {
  const out: Record<string, Spread & { cpu: number }> = {};
  for (const [name, query] of Object.entries(CASES)) {
    const times: number[] = [];
    const cpu = process.cpuUsage();
    for (let n = 0; n < ASKED; n += 1) {
      site.bell.ring('flags');
      await null;
      const from = performance.now();
      if (query.search === undefined) await caller.call('GET', '/queue', { query: { ...query, limit: '60' } });
      else await caller.call('POST', '/queue/search', { body: { ...query, limit: 60 } });
      times.push(performance.now() - from);
    }
    const used = process.cpuUsage(cpu);
    out[name] = { ...spread(times), cpu: tenth((used.user + used.system) / ASKED / 1000) };
  }
  return out;
}

/** One open console: its stream, and what it does on news, which is to ask for the queue again. */
function openConsole(url: string, cookie: string, onNews: (asked: Promise<string>) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = get(`${url}/console/api/v1/live`, { headers: { cookie }, agent: false }, (response) => {
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        if (!text.includes('event: queue')) return;
        const reply = fetch(`${url}/console/api/v1/queue?limit=60`, { headers: { cookie } });
        onNews(reply.then((one) => one.text()));
      });
      resolve(() => request.destroy());
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ECONNRESET') reject(error);
    });
  });
}

/**
 * A flag is raised while a hundred people have the queue open, each signed in as somebody else. Milliseconds until a
 * console has heard that there is news, and until it holds the queue with the new flag in it, all hundred asking at once.
 */
async function live(site: Site): Promise<{ heard: Spread; shown: Spread }> {
  const { routes } = createConsole(site.deps);
  const server = await startServer({ routes, sockets: [], log: site.deps.log, port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${server.port}`;
  const heard: number[] = [];
  const shown: number[] = [];
  let raisedAt = 0;
  let wanted = '';
  let done = 0;
  let all = () => {};
  const close: (() => void)[] = [];
  for (let n = 0; n < CONSOLES; n += 1) {
    await addStaff(site, `nurse${n}`, ['nurse'], { teams: n % 2 ? ['triage'] : [] });
    const caller = createCaller(site, routes);
    await caller.signIn(`nurse${n}`, PASSWORD);
    const onNews = async (asked: Promise<string>) => {
      heard.push(performance.now() - raisedAt);
      if (!(await asked).includes(wanted)) throw new Error(`The queue does not show ${wanted}.`);
      shown.push(performance.now() - raisedAt);
      done += 1;
      if (done === CONSOLES) all();
    };
    close.push(await openConsole(url, caller.cookie, (asked) => void onNews(asked)));
  }
  for (let n = 0; n < NEWS; n += 1) {
    wanted = `c_news_${n}`;
    done = 0;
    const everybody = new Promise<void>((resolve) => {
      all = resolve;
    });
    await patientWrites(site, wanted, ['my chest hurts']);
    raisedAt = performance.now();
    await raiseFlag(site, { conversationId: wanted, severity: 1, openedAt: site.clock.now() - 10_000_000 });
    await everybody;
  }
  for (const one of close) one();
  await server.close();
  return { heard: spread(heard), shown: spread(shown) };
}

export async function benchQueue() {
  const site = await openSite();
  await addStaff(site, 'ana', ['supervisor'], { teams: ['triage'] });
  await seed(site);
  const caller = createCaller(site);
  await caller.signIn('ana');
  const asked = await askEveryWay(site, caller);
  const hundred = await live(site);
  const scroll = await benchScroll(site, 'ana');
  await site.close();
  return { asked, hundred, scroll };
}

if (require.main === module) {
  void benchQueue().then((out) => {
    process.stdout.write(`${JSON.stringify(out, null, 2)}\n`);
    process.exit(0);
  });
}
