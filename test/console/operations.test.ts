import type { ChannelAdapter } from '../../bot/contracts';
import { createOnCall } from '../../bot/deliver/on-call';
import { createClockwork } from '../../bot/schedule/clockwork';
import { createOnCallStore } from '../../bot/store/console/on-call';
import { createVault } from '../../bot/store/vault';
import { createConsole } from '../../console/api';
import { createEscalation } from '../../console/api/clock/escalate';
import { onEachDb } from '../support/databases';
import { addStaff, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site, said } from './support/site';

const MINUTE = 60_000;
const NUMBERS = ['+13125550142', '+13125550143'];
/** Renders as plain SMS text does; what leaves is read from the outbox. */
const sms = {
  id: 'sms',
  render: (activity: { text?: string }, to: object) => [{ to, body: { text: activity.text } }],
} as unknown as ChannelAdapter;

function onCall(site: Site) {
  return createOnCall({
    db: site.db,
    vault: site.vault,
    store: createOnCallStore(site.db),
    contacts: site.contacts,
    adapters: new Map([['sms', sms]]),
    content: site.deps.content,
    clock: site.clock,
    ids: site.deps.ids,
    bell: site.bell,
    log: site.deps.log,
    publicUrl: 'https://care.example.org',
    numbers: async () => (await site.deps.store.settings.read(site.clock.now())).onCall,
  });
}

async function outbox(site: Site) {
  const rows = await site.db.read('outbox').orderBy('id').select('channel', 'payload', 'conversation_id');
  return rows.map((row) => JSON.parse(site.vault.open(row.payload, row.conversation_id)));
}

async function admin(site: Site) {
  await addStaff(site, 'adam', ['administrator', 'supervisor']);
  const caller = createCaller(site);
  await caller.signIn('adam');
  return caller;
}

onEachDb('the end of the escalation chain', (open) => {
  test('whoever is on call is told once per flag, by SMS, without a word of a patient', async () => {
    const site = await openSite(await open());
    const adam = await admin(site);
    const { clocks } = (await adam.call('GET', '/settings')).json;
    const changed = { clocks: { ...clocks, 1: 10 }, onCall: NUMBERS };
    expect((await adam.call('PUT', '/settings', { body: changed })).json).toEqual({ ok: true });
    await patientWrites(site, 'c1', ['my chest hurts, I am Maria']);
    await patientWrites(site, 'c2', ['help']);
    await raiseFlag(site, { conversationId: 'c1', severity: 1, summary: 'Maria: chest pain' });
    const escalation = createEscalation(site.deps);
    const pager = onCall(site);
    const after = async (minutes: number) => {
      site.clock.pass(minutes * MINUTE);
      await escalation.work();
      await pager.work();
      return (await outbox(site)).length;
    };
    // The hospital's ten minutes instead of the product's five: supervisors first, then on call.
    expect([await after(6), await after(5), await after(5)]).toEqual([0, 0, 0]);
    await raiseFlag(site, { conversationId: 'c2', severity: 2, openedAt: site.clock.now() - 114 * MINUTE });
    expect([await after(5), await after(5), await after(30)]).toEqual([2, 4, 4]);
    const sent = await outbox(site);
    expect([...new Set(sent.map((one) => one.to.value))].sort()).toEqual(NUMBERS);
    const text = 'Riverside: 1 waiting, most urgent severity 1. Nobody has answered in time.';
    expect(sent.map((one) => one.body.text).filter((one) => one.includes(text.slice(11)))).toHaveLength(2);
    expect(JSON.stringify(sent)).not.toMatch(/Maria|chest/);
  });

  test('an answered flag, or a flag about the phone itself, rings nobody', async () => {
    const site = await openSite(await open());
    const settings = await site.deps.store.settings.read(site.clock.now());
    await site.deps.store.settings.change(
      { ...settings, onCall: NUMBERS.slice(0, 1) },
      { staffId: 'stf_x', name: 'X' },
      site.clock.now(),
    );
    const own = await site.contacts.conversationOf({ channel: 'sms', value: NUMBERS[0]! });
    await patientWrites(site, 'c1', ['help']);
    const answered = await raiseFlag(site, { conversationId: 'c1' });
    await raiseFlag(site, { conversationId: own });
    const rows = [answered, (await site.db.read('flag').where({ conversation_id: own }).first('id')).id];
    for (const [index, flag_id] of rows.entries())
      await site.db
        .write('flag_clock')
        .insert({ flag_id, escalation: 2, answered_at: index === 0 ? site.clock.now() : null });
    await onCall(site).work();
    expect(await outbox(site)).toEqual([]);
  });
});

onEachDb('incidents the product raises by itself', (open) => {
  test('each is seen when it is there, and none when all is well', async () => {
    const site = await openSite(await open());
    const adam = await admin(site);
    const kinds = async (caller = adam) =>
      (await caller.call('GET', '/operations')).json.incidents.map((one: { kind: string; subject: string }) =>
        [one.kind, one.subject].filter(Boolean).join(' '),
      );
    expect(await kinds()).toEqual(['on_call_missing', 'content_unverified']);

    const now = site.clock.now();
    await patientWrites(site, 'c1', ['hello'], 'whatsapp');
    await said(site, 'c1', 'bot', { text: 'Hello.' });
    const part = (id: string, more: object) => ({
      id,
      conversation_id: 'c1',
      seq: Number(id.replace(/\D/g, '')),
      part: 0,
      channel: 'whatsapp',
      contact_point_id: 'cp',
      payload: site.vault.seal(JSON.stringify({ body: { kind: 'template', name: 'reminder_1' } }), 'c1'),
      safety: 0,
      purpose: 'conversation',
      status: 'queued',
      next_at: now,
      created_at: now,
      updated_at: now,
      ...more,
    });
    await site.db.write('outbox').insert([1, 2, 3].map((n) => part(`down${n}`, { code: 'connection', attempts: 1 })));
    await site.db.write('outbox').insert(part('rejected9', { status: 'failed', code: 'rejected', channel: 'sms' }));
    const old = now - 3 * 86_400_000;
    await site.db.write('inbox').insert(
      Array.from({ length: 40 }, (_, n) => ({
        conversation_id: 'c1',
        channel: 'sms',
        external_id: `old${n}`,
        activity_id: `a${n}`,
        at: old,
        received_at: old,
        status: 1,
      })),
    );
    await site.db.write('inbox').where({ channel: 'whatsapp' }).update({ status: 1 });
    const timer = (id: string, purpose: string) => ({
      id,
      conversation_id: 'c1',
      key: id,
      due_at: now - 1,
      dialog: 'adherence',
      payload: 'not sealed',
      purpose,
      meets: 'wait',
      created_at: now,
    });
    await site.db.write('timer').insert([timer('t_safety', 'safety'), timer('t_planned', 'care')]);
    const { bell, log, ids, clock, content } = site.deps;
    const clockwork = createClockwork({
      db: site.db,
      vault: site.vault,
      bell,
      log,
      ids,
      clock,
      hospital: content.hospital,
    });
    while ((await clockwork.once()) > 0);
    const { incidents } = (await adam.call('GET', '/operations')).json;
    expect(incidents.filter((one: { kind: string }) => one.kind === 'timers_unreadable')).toEqual([
      { kind: 'timers_unreadable', subject: '', count: 2, since: now },
    ]);
    expect(await kinds()).toEqual([
      'channel_down whatsapp',
      'timers_unreadable',
      'webhook_silent sms',
      'template_rejected reminder_1',
      'on_call_missing',
      'content_unverified',
    ]);

    site.clock.set(Date.parse('2031-01-01'));
    const past = createCaller(site, createConsole({ ...site.deps, keyInDataFolder: true }).routes);
    await past.signIn('adam');
    const seen = await kinds(past);
    expect(seen).toEqual(
      expect.arrayContaining(['content_past_review protocol', 'content_past_review article', 'key_in_data_folder']),
    );

    const stranger = createVault(Buffer.alloc(32, 9));
    await site.db
      .write('transcript')
      .update({ body: stranger.seal('{}', 'c1') })
      .where({ conversation_id: 'c1' });
    expect((await site.deps.store.operations.trouble(site.clock.now())).keyMissing).toBe(true);
  });

  test('settings keep their bounds', async () => {
    const site = await openSite(await open());
    const adam = await admin(site);
    const { clocks } = (await adam.call('GET', '/settings')).json;
    for (const body of [
      { clocks: { ...clocks, 1: 60 }, onCall: [] },
      { clocks, onCall: ['555-0142'] },
      { clocks, onCall: Array.from({ length: 6 }, (_, n) => `+1312555014${n}`) },
    ])
      expect((await adam.call('PUT', '/settings', { body })).json.error.code).toBe('invalid');
  });
});
