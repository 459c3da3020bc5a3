import { addStaff, createCaller } from './support/caller';
import { flagRow, openSite } from './support/site';

/** A queue of 5,000 open flags: `node -r ./test/support/ts-hook.js test/console/queue-bench.ts`. */
const FLAGS = 5000;

export async function benchQueue(): Promise<Record<string, { median: number; p95: number; cpu: number }>> {
  const site = await openSite();
  await addStaff(site, 'ana', ['supervisor'], { teams: ['triage'] });
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
  const caller = createCaller(site);
  await caller.signIn('ana');
  const cases: Record<string, Record<string, string>> = {
    first: {},
    severity: { severity: '2' },
    channel: { channel: 'sms', locale: 'es' },
    team: { view: 'team' },
    'search, common': { search: 'fever' },
    'search, one': { search: 'patient 4999 ' },
    'search, none': { search: 'nothing like this' },
  };
  const out: Record<string, { median: number; p95: number; cpu: number }> = {};
  for (const [name, query] of Object.entries(cases)) {
    const times: number[] = [];
    const cpu = process.cpuUsage();
    for (let n = 0; n < 25; n += 1) {
      const from = process.hrtime.bigint();
      await caller.call('GET', '/queue', { query });
      times.push(Number(process.hrtime.bigint() - from) / 1e6);
    }
    const used = process.cpuUsage(cpu);
    times.sort((a, b) => a - b);
    out[name] = {
      median: Math.round(times[12]! * 10) / 10,
      p95: Math.round(times[23]! * 10) / 10,
      // Processor time of one request: what it costs on a machine that others use too.
      cpu: Math.round((used.user + used.system) / 25 / 100) / 10,
    };
  }
  await site.close();
  return out;
}

if (require.main === module) {
  void benchQueue().then((out) => process.stdout.write(`${JSON.stringify(out, null, 2)}\n`));
}
