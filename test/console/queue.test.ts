import { onEachDb } from '../support/databases';
import { addStaff, type Caller, createCaller, type Json } from './support/caller';
import { flagRow, openSite, patientWrites, raiseFlag, type Site } from './support/site';

const MINUTE = 60_000;

async function waiting(
  site: Site,
  id: string,
  flag: Partial<Parameters<typeof raiseFlag>[1]> = {},
  channel = 'webchat',
  locale = 'en',
) {
  await patientWrites(site, id, ['hello'], channel, locale);
  return raiseFlag(site, { id: `fl_${id}`, conversationId: id, ...flag });
}

/** As the page does: words go in a body. */
const look = (caller: Caller, query: Record<string, string>) =>
  query.search === undefined
    ? caller.call('GET', '/queue', { query })
    : caller.call('POST', '/queue/search', { body: query });

onEachDb('queue', (open) => {
  test('most severe first, then who has waited longest; the clock of each', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse']);
    const now = site.clock.now();
    await waiting(site, 'c_routine', { severity: 4, openedAt: now - 60 * MINUTE });
    await waiting(site, 'c_new', { severity: 1, openedAt: now - MINUTE });
    await waiting(site, 'c_old', { severity: 1, openedAt: now - 7 * MINUTE });
    await waiting(site, 'c_soon', { severity: 2, openedAt: now - 30 * MINUTE });
    await raiseFlag(site, {
      conversationId: 'c_routine',
      severity: 3,
      openedAt: now - 10 * MINUTE,
      summary: 'Second.',
    });
    const caller = createCaller(site);
    await caller.signIn('ana');
    const { json } = await caller.call('GET', '/queue');
    expect(json.items.map((item: Json) => [item.conversationId, item.severity, (item.dueAt - now) / MINUTE])).toEqual([
      ['c_old', 1, -2],
      ['c_new', 1, 4],
      ['c_soon', 2, 30],
      // Raised Tuesday 09:50 in Chicago, eight working hours: 17:50 the same day.
      ['c_routine', 3, 470],
    ]);
    expect(json.items[3]).toMatchObject({
      summary: 'Second.',
      openFlags: 2,
      owner: null,
      channel: 'webchat',
      locale: 'en',
    });
    expect(json.counts).toEqual({
      unassigned: 4,
      mine: 0,
      team: 0,
      all: 4,
      snoozed: 0,
      bySeverity: [2, 1, 1, 0],
      breached: 1,
    });
  });

  test('views, filters and search', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse'], { teams: ['triage'] });
    await waiting(site, 'c_a', { team: 'triage', summary: 'Chest pain' });
    await waiting(site, 'c_b', { severity: 2, summary: 'Fever of a child' }, 'sms', 'es');
    const caller = createCaller(site);
    await caller.signIn('ana');
    await caller.call('POST', '/conversations/c_b/claim');
    const ids = async (query: Record<string, string>) =>
      (await look(caller, query)).json.items.map((item: Json) => item.conversationId);
    expect(await ids({ view: 'unassigned' })).toEqual(['c_a']);
    expect(await ids({ view: 'mine' })).toEqual(['c_b']);
    expect(await ids({ view: 'team' })).toEqual(['c_a']);
    expect(await ids({ view: 'all' })).toEqual(['c_a', 'c_b']);
    expect(await ids({ severity: '2' })).toEqual(['c_b']);
    expect(await ids({ channel: 'sms' })).toEqual(['c_b']);
    expect(await ids({ locale: 'es' })).toEqual(['c_b']);
    expect(await ids({ team: 'triage' })).toEqual(['c_a']);
    expect((await caller.call('GET', '/queue/choices')).json).toEqual({
      teams: ['triage'],
      reasons: [{ value: 'red-flag/RF07-CHEST-PAIN@1', text: 'Chest pain or pressure' }],
    });
    expect(await ids({ search: 'FEVER' })).toEqual(['c_b']);
    expect(await ids({ search: 'c_a' })).toEqual(['c_a']);
    expect(await ids({ search: "'; DROP TABLE flag; --" })).toEqual([]);
    expect((await caller.call('GET', '/queue', { query: { severity: '9' } })).json).toEqual({
      error: { code: 'invalid', fields: ['severity'] },
    });
  });

  test('shows only what somebody may see: their teams, nobody’s, their own', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse'], { teams: ['triage'] });
    await addStaff(site, 'sue', ['supervisor']);
    await addStaff(site, 'tom', ['nurse']);
    await waiting(site, 'c_triage', { team: 'triage' });
    await waiting(site, 'c_heart', { team: 'cardiology' });
    await waiting(site, 'c_open', {});
    const seen = async (who: string) => {
      const caller = createCaller(site);
      await caller.signIn(who);
      const { json } = await caller.call('GET', '/queue');
      const all = json.items.map((item: Json) => item.conversationId).sort();
      expect(json.counts.all).toBe(all.length);
      return all;
    };
    expect(await seen('ana')).toEqual(['c_open', 'c_triage']);
    expect(await seen('tom')).toEqual(['c_open']);
    expect(await seen('sue')).toEqual(['c_heart', 'c_open', 'c_triage']);
  });

  test('pages hold every conversation exactly once', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse']);
    const now = site.clock.now();
    const rows = Array.from({ length: 57 }, (_, n) => `c_${n}`);
    for (const id of rows) await site.contacts.open({ id, address: { channel: 'sms', value: id } });
    await site.db.write.batchInsert(
      'flag',
      rows.map((id, n) =>
        flagRow(site, { conversationId: id, severity: ((n % 4) + 1) as 1, openedAt: now - (n % 5) * MINUTE }),
      ),
      20,
    );
    const caller = createCaller(site);
    await caller.signIn('ana');
    for (const query of [{}, { search: 'chest' }] as Record<string, string>[]) {
      const seen: string[] = [];
      for (let after = ''; ; ) {
        const { json } = await look(caller, { ...query, limit: '10', ...(after ? { after } : {}) });
        seen.push(...json.items.map((item: Json) => item.conversationId));
        if (json.next === null) break;
        after = json.next;
      }
      expect([...seen].sort()).toEqual([...rows].sort());
    }
  });
});
