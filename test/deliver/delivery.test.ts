import { createInProcessBell } from '../../bot/bell/in-process';
import type { Activity, ChannelAdapter, DeliveryReport, Part, SendResult } from '../../bot/contracts';
import { createDispatcher } from '../../bot/deliver/dispatcher';
import { createFollowUp } from '../../bot/deliver/follow-up';
import { createReports } from '../../bot/deliver/reports';
import { contentPlaces } from '../../bot/places';
import { createContacts } from '../../bot/store/contacts';
import type { Db } from '../../bot/store/db';
import { sayOutsideTurn } from '../../bot/store/delivery';
import { createLedger } from '../../bot/store/ledger';
import { createReceive } from '../../bot/store/receive';
import { createVault } from '../../bot/store/vault';
import { loadContent } from '../../knowledge/load';
import { onEachDb } from '../support/databases';
import { TEST_KEY } from '../support/harness';
import { testClock, testIds, testLog } from '../support/universe';

const content = loadContent(contentPlaces({}));
const MINUTE = 60_000;

interface Phone {
  readonly adapter: ChannelAdapter;
  readonly got: string[];
  answer: (text: string) => SendResult;
}

/** A channel whose provider does what a test says; what arrived is kept. */
function phone(id: string, windowMs?: number): Phone {
  const got: string[] = [];
  const self: Phone = {
    got,
    answer: () => ({ ok: true, providerId: `p${got.length + 1}` }),
    adapter: {
      id,
      limits: {
        text: 160,
        buttons: 0,
        buttonLabel: 0,
        listRows: 0,
        listTitle: 0,
        listDescription: 0,
        size: 'short',
        delivery: 'outbox',
        ...(windowMs === undefined ? {} : { windowMs }),
      },
      routes: () => [],
      render(activity: Activity, to, { now, lastInboundAt }): Part[] {
        const template = activity.channelData?.sathi?.template;
        const closed = windowMs !== undefined && (lastInboundAt === undefined || now - lastInboundAt > windowMs);
        const body = { kind: 'text', text: activity.text ?? '' };
        if (!closed) return [{ to, body }];
        return [
          {
            to,
            body: template === undefined ? { kind: 'closed', whenOpen: body } : { kind: 'template', text: template.id },
          },
        ];
      },
      async send(part) {
        if (part.body.kind === 'closed') return { ok: false, retry: false, code: 'window_closed' };
        const result = self.answer(String(part.body.text));
        if (result.ok || result.code === 'unknown_outcome') got.push(String(part.body.text));
        return result;
      },
    },
  };
  return self;
}

function world(db: Db) {
  const clock = testClock();
  const ids = testIds();
  const log = testLog();
  const vault = createVault(TEST_KEY);
  const bell = createInProcessBell();
  const sms = phone('sms');
  const whatsapp = phone('whatsapp', 24 * 60 * MINUTE);
  const adapters = new Map([sms, whatsapp].map(({ adapter }) => [adapter.id, adapter]));
  const contacts = createContacts(db, vault, clock, ids);
  const receive = createReceive(vault, contacts, ids, createLedger({ db, vault, clock, told: () => {} }));
  const followUp = createFollowUp({ db, vault, adapters, content, clock, ids, bell, log });
  const reports = createReports({ db, vault, clock, log, bell, followUp });
  const dispatcher = createDispatcher({ db, vault, adapters, bell, log, clock, followUp }, 'd1');
  let written = 0;
  return {
    clock,
    log,
    bell,
    sms,
    whatsapp,
    dispatcher,
    report: (report: DeliveryReport) => reports([report]),
    contact: contacts.report,
    async writes(channel: string, value: string): Promise<string> {
      const [received] = await receive([
        {
          address: { channel, value },
          externalId: `in${++written}`,
          activity: { type: 'message', text: 'hello' },
          at: clock.now(),
        },
      ]);
      return received!.conversationId;
    },
    async says(
      conversationId: string,
      text: string,
      sathi: NonNullable<Activity['channelData']>['sathi'] = {},
    ): Promise<string> {
      const row = (await db.read('conversation').where({ id: conversationId }).first()) as {
        channel: string;
        contact_point_id: string;
        last_inbound_at: number | null;
      };
      const activity: Activity = {
        type: 'message',
        text,
        locale: 'en',
        channelData: { sathi: { purpose: 'conversation', ...sathi } },
      };
      const to = await contacts.addressOf(row.contact_point_id);
      const adapter = adapters.get(row.channel)!;
      const parts = adapter.render(activity, to, {
        now: clock.now(),
        locale: 'en',
        ...(row.last_inbound_at === null ? {} : { lastInboundAt: row.last_inbound_at }),
      });
      const id = ids.next('o');
      await sayOutsideTurn(
        db,
        vault,
        clock,
        ids,
        { conversationId, channel: row.channel, contactPointId: row.contact_point_id },
        activity,
        parts.map((part, index) => ({ id: `${id}.${index}`, payload: { to: part.to, body: part.body } })),
      );
      return `${id}.0`;
    },
    async samePatient(...conversations: string[]) {
      await db.transaction((trx) => trx('conversation').whereIn('id', conversations).update({ patient_id: 'p_asha' }));
    },
    async run(times = 10) {
      for (let n = 0; n < times; n++) await dispatcher.once();
    },
    status: async (id: string) =>
      (await db.read('outbox').where({ id }).first('status', 'code')) as { status: string; code: string | null },
    flags: () => db.read('flag').select('severity', 'reason', 'status'),
  };
}

const SAFETY = { safety: true, purpose: 'safety' as const };

onEachDb('delivery', (open) => {
  test('keeps the order of a conversation while its first message waits, and holds up nobody else', async () => {
    const w = world((await open()).db);
    const [asha, ben] = [await w.writes('sms', '+15550000001'), await w.writes('sms', '+15550000002')];
    let away = true;
    w.sms.answer = (text) =>
      away && text.startsWith('asha') ? { ok: false, retry: true, code: 'connection' } : { ok: true, providerId: text };
    for (const text of ['asha 1', 'asha 2']) await w.says(asha, text);
    await w.says(ben, 'ben 1');
    await w.run();
    expect(w.sms.got).toEqual(['ben 1']);
    away = false;
    w.clock.advance(MINUTE);
    await w.run();
    expect(w.sms.got).toEqual(['ben 1', 'asha 1', 'asha 2']);
  });

  test('an outage of ten minutes loses nothing, and does not send what is stale by then', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    w.sms.answer = () => ({ ok: false, retry: true, code: 'connection' });
    await w.says(asha, 'answer');
    const reminder = await w.says(asha, 'your visit begins', {
      purpose: 'reminder',
      expiresAt: w.clock.now() + 5 * MINUTE,
    });
    await w.run();
    for (let minute = 0; minute < 10; minute++) {
      w.clock.advance(MINUTE);
      await w.run(2);
    }
    expect(w.sms.got).toEqual([]);
    w.sms.answer = () => ({ ok: true, providerId: 'p' });
    w.clock.advance(15 * MINUTE);
    await w.run();
    expect(w.sms.got).toEqual(['answer']);
    expect(await w.status(reminder)).toEqual({ status: 'expired', code: 'too_old' });
  });

  test('repeats a safety text of unknown outcome, a survey not', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    w.sms.answer = () => ({ ok: false, retry: true, code: 'unknown_outcome' });
    const survey = await w.says(asha, 'one question', { purpose: 'survey' });
    await w.says(asha, 'call an ambulance', SAFETY);
    await w.run();
    w.sms.answer = () => ({ ok: true, providerId: 'p' });
    w.clock.advance(MINUTE);
    await w.run();
    expect(w.sms.got).toEqual(['one question', 'call an ambulance', 'call an ambulance']);
    expect(await w.status(survey)).toEqual({ status: 'failed', code: 'unknown_outcome' });
  });

  test('an urgent text that cannot arrive goes to the patient’s other address and to staff, once', async () => {
    const w = world((await open()).db);
    const bySms = await w.writes('sms', '+15550000001');
    const byWhatsApp = await w.writes('whatsapp', '+15550000001');
    await w.samePatient(bySms, byWhatsApp);
    w.sms.answer = () => ({ ok: false, retry: false, code: 'opted_out' });
    const id = await w.says(bySms, 'call an ambulance', SAFETY);
    await w.run();
    await w.report({ channel: 'sms', outboxId: id, status: 'failed', at: w.clock.now() });
    await w.run();
    expect(w.whatsapp.got).toEqual(['call an ambulance']);
    expect(await w.flags()).toEqual([{ severity: 1, reason: 'urgent-message-not-delivered', status: 'open' }]);
  });

  test('an urgent text with nowhere else to go reaches a person of the care team', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    w.sms.answer = () => ({ ok: false, retry: true, code: 'connection' });
    await w.says(asha, 'call an ambulance', SAFETY);
    await w.run();
    expect(await w.flags()).toEqual([]);
    for (let n = 0; n < 4; n++) {
      w.clock.advance(10_000);
      await w.run(1);
    }
    expect(await w.flags()).toEqual([{ severity: 1, reason: 'urgent-message-not-delivered', status: 'open' }]);
    w.sms.answer = () => ({ ok: true, providerId: 'p' });
    w.clock.advance(10 * MINUTE);
    await w.run();
    expect(w.sms.got).toEqual(['call an ambulance']);
  });

  test('a failure reported after "sent" counts as much: a phone that was off is tried again, twice', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    const id = await w.says(asha, 'your visit is on Monday');
    await w.run();
    const failed = {
      channel: 'sms',
      outboxId: id,
      status: 'failed' as const,
      code: '30003',
      failure: { ok: false as const, retry: true as const, code: 'provider_error' as const, afterMs: 15 * MINUTE },
    };
    await w.report({ ...failed, at: w.clock.now() });
    await w.report({ ...failed, at: w.clock.now() });
    expect((await w.status(id)).status).toBe('queued');
    w.clock.advance(16 * MINUTE);
    await w.run();
    expect(w.sms.got).toEqual(['your visit is on Monday', 'your visit is on Monday']);
    await w.report({ channel: 'sms', outboxId: id, status: 'delivered', at: w.clock.now() });
    await w.report({ channel: 'sms', outboxId: id, status: 'sent', at: w.clock.now() });
    await w.report({ ...failed, at: w.clock.now() });
    expect((await w.status(id)).status).toBe('delivered');
  });

  test('late reports, twice and in any order, never move a message back', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    for (const [said, ends] of [
      ['sent delivered read', 'read'],
      ['read delivered sent', 'read'],
      ['delivered read delivered', 'read'],
      ['delivered sent sending queued accepted', 'delivered'],
      ['delivered failed', 'delivered'],
      ['read failed', 'read'],
      ['failed sent', 'failed'],
      // Several devices: one refused, another showed it.
      ['failed delivered', 'delivered'],
    ] as const) {
      const id = await w.says(asha, said);
      await w.run();
      for (const status of said.split(' ') as DeliveryReport['status'][])
        await w.report({ channel: 'sms', outboxId: id, status, at: w.clock.now() });
      expect([said, (await w.status(id)).status]).toEqual([said, ends]);
    }
  });

  test('whoever looks at the conversation is told when a message got further, and not when it did not', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    const id = await w.says(asha, 'hello');
    await w.run();
    let rings = 0;
    w.bell.listen(`conversation:${asha}`, () => {
      rings += 1;
    });
    const told = async (status: DeliveryReport['status']) => {
      await w.report({ channel: 'sms', outboxId: id, status, at: w.clock.now() });
      return rings;
    };
    expect([await told('delivered'), await told('sent'), await told('read'), await told('read')]).toEqual([1, 1, 2, 2]);
  });

  test('a report may come before our own send returned, and for a message nobody knows', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    const id = await w.says(asha, 'hello');
    await w.report({ channel: 'sms', outboxId: id, providerId: 'p1', status: 'delivered', at: w.clock.now() });
    await w.report({ channel: 'sms', providerId: 'nobody', status: 'delivered', at: w.clock.now() });
    await w.report({ channel: 'sms', providerId: 'nobody', status: 'failed', at: w.clock.now() });
    expect((await w.status(id)).status).toBe('delivered');
  });

  test('outside the window a message waits for the patient, a template says so, and it arrives in its order', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('whatsapp', '+15550000001');
    w.clock.advance(25 * 60 * MINUTE);
    const held = await w.says(asha, 'your results are in');
    await w.says(asha, 'and one thing more');
    await w.run();
    expect(w.whatsapp.got).toEqual(['message-waiting']);
    expect(await w.status(held)).toEqual({ status: 'held', code: 'window_closed' });
    w.clock.advance(2 * 60 * MINUTE);
    await w.writes('whatsapp', '+15550000001');
    await w.says(asha, 'hello again');
    await w.run();
    expect(w.whatsapp.got).toEqual(['message-waiting', 'your results are in', 'and one thing more', 'hello again']);
  });

  test('a person who wrote STOP gets no outreach, and is answered all the same', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    await w.contact({ address: { channel: 'sms', value: '+15550000001' }, kind: 'opted_out', at: w.clock.now() });
    const reminder = await w.says(asha, 'take your tablets', { purpose: 'reminder' });
    await w.says(asha, 'here is your answer');
    await w.run();
    expect(w.sms.got).toEqual(['here is your answer']);
    expect(await w.status(reminder)).toEqual({ status: 'failed', code: 'opted_out' });
    await w.contact({ address: { channel: 'sms', value: '+15550000001' }, kind: 'opted_in', at: w.clock.now() });
    await w.says(asha, 'take your tablets', { purpose: 'reminder' });
    await w.run();
    expect(w.sms.got).toEqual(['here is your answer', 'take your tablets']);
  });

  test('a carrier’s refusal is written back to the contact', async () => {
    const { db } = await open();
    const w = world(db);
    const asha = await w.writes('sms', '+15550000001');
    w.sms.answer = () => ({ ok: false, retry: false, code: 'opted_out' });
    await w.says(asha, 'hello');
    await w.run();
    expect(await db.read('contact_point').select('opted_out', 'invalid')).toEqual([{ opted_out: 1, invalid: 0 }]);
  });

  test('an unreachable address is given up only when it was unreachable three times', async () => {
    const { db } = await open();
    const w = world(db);
    const asha = await w.writes('sms', '+15550000001');
    w.sms.answer = () => ({ ok: false, retry: false, code: 'invalid_address' });
    const invalid: number[] = [];
    for (const text of ['one', 'two', 'three']) {
      await w.says(asha, text);
      await w.run();
      invalid.push(((await db.read('contact_point').first('invalid')) as { invalid: number }).invalid);
    }
    expect(invalid).toEqual([0, 0, 1]);
  });

  test('settings that are wrong keep everything until they are put right', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    w.sms.answer = () => ({ ok: false, retry: false, code: 'config' });
    await w.says(asha, 'one');
    await w.says(asha, 'two');
    for (let n = 0; n < 5; n++) {
      await w.run(2);
      w.clock.advance(MINUTE);
    }
    w.sms.answer = () => ({ ok: true, providerId: 'p' });
    await w.run();
    expect(w.sms.got).toEqual(['one', 'two']);
  });

  test('the bot stops talking in circles and tells staff once', async () => {
    const w = world((await open()).db);
    const machine = await w.writes('sms', '+15550000001');
    for (let n = 0; n < 12; n++) {
      await w.says(machine, 'I did not understand');
      await w.run(1);
    }
    expect(w.sms.got).toHaveLength(6);
    expect(await w.flags()).toEqual([{ severity: 3, reason: 'message-loop', status: 'open' }]);
  });

  test('no number, name or word of a patient is logged', async () => {
    const w = world((await open()).db);
    const asha = await w.writes('sms', '+15550000001');
    w.sms.answer = () => ({ ok: false, retry: false, code: 'rejected' });
    await w.says(asha, 'call an ambulance', SAFETY);
    await w.run();
    expect(w.log.lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(w.log.lines)).not.toMatch(/5550000001|ambulance/);
  });
});
