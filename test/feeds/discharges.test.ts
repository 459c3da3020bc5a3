import { createInProcessBell } from '../../bot/bell/in-process';
import type { HttpRequest } from '../../bot/contracts';
import { dischargeRoutes } from '../../bot/feeds/discharges';
import { createContacts } from '../../bot/store/contacts';
import type { Db } from '../../bot/store/db';
import { startDischarge } from '../../bot/store/discharges';
import { createVault } from '../../bot/store/vault';
import { onEachDb } from '../support/databases';
import { TEST_KEY } from '../support/harness';
import { testClock, testIds, testLog } from '../support/universe';

const TOKEN = 'a-token-of-the-record-system-of-32-or-more';
const ENDED = '2026-11-22T10:30:00-06:00';

function feed(db: Db) {
  const [clock, ids, vault, log] = [testClock('2026-11-23T15:00:00Z'), testIds(), createVault(TEST_KEY), testLog()];
  const contacts = createContacts(db, vault, clock, ids);
  const [route] = dischargeRoutes({
    token: TOKEN,
    country: 'US',
    channel: 'sms',
    clock,
    bell: createInProcessBell(),
    log,
    conversationOf: contacts.conversationOf,
    start: (id, discharge) => startDischarge({ db, vault, clock, ids }, id, discharge),
  });
  return {
    vault,
    log,
    contacts,
    async post(body: unknown, token = TOKEN) {
      const headers = { authorization: `Bearer ${token}` };
      const request = { headers, body: Buffer.from(JSON.stringify(body)) } as unknown as HttpRequest;
      const reply = await route!.handle(request);
      return { status: reply.status, says: JSON.parse(String(reply.body)).issue[0].diagnostics as string };
    },
  };
}

const patient = { resourceType: 'Patient', id: 'p1', telecom: [{ system: 'phone', value: '(312) 555-0142' }] };
const stay = (id: string, more: object = {}) => ({
  resourceType: 'Encounter',
  id,
  status: 'finished',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
  serviceType: { coding: [{ code: 'cardiology' }] },
  subject: { reference: 'Patient/p1' },
  period: { start: '2026-11-18T08:00:00-06:00', end: ENDED },
  ...more,
});

onEachDb('the discharge feed', (open) => {
  test('somebody who went home is asked once how they are, where they wrote last', async () => {
    const { db } = await open();
    const { post, vault, log, contacts } = feed(db);
    const sms = await contacts.conversationOf({ channel: 'sms', value: '+13125550142' });
    const whatsapp = await contacts.conversationOf({ channel: 'whatsapp', value: '+13125550142' });
    const web = await contacts.conversationOf({ channel: 'webchat', value: 'somebody' });
    for (const [id, at] of [
      [sms, 1_000],
      [whatsapp, 2_000],
      [web, 3_000],
    ] as const)
      await db.write('conversation').where({ id }).update({ patient_id: 'pat_1', last_inbound_at: at });
    const entry = [
      patient,
      stay('e1'),
      stay('still-there', { status: 'in-progress' }),
      stay('clinic', { class: { code: 'AMB' } }),
      stay('died', { hospitalization: { dischargeDisposition: { coding: [{ code: 'exp' }] } } }),
      stay('long-ago', { period: { end: '2026-10-01T10:00:00Z' } }),
      stay('no-end', { period: {} }),
      stay('nobody', { subject: { reference: 'Patient/nobody' } }),
    ].map((resource) => ({ resource }));
    const bundle = { resourceType: 'Bundle', type: 'collection', entry };
    expect(await post(bundle)).toEqual({ status: 200, says: '1 started, 0 known, 4 not active, 2 not usable' });
    expect(await post(bundle)).toEqual({ status: 200, says: '0 started, 1 known, 4 not active, 2 not usable' });
    const rows = await db.read('timer');
    expect(
      rows.map((row) => [
        row.conversation_id,
        row.key,
        row.dialog,
        row.purpose,
        JSON.parse(vault.open(row.payload, row.conversation_id)),
      ]),
    ).toEqual([
      [
        whatsapp,
        'care-ended:discharge:e1',
        'check-in',
        'conversation',
        { kind: 'plan', trigger: 'discharge', about: { service: 'cardiology' }, endedAt: Date.parse(ENDED) },
      ],
    ]);
    expect(JSON.stringify(log)).not.toMatch(/555|cardiology/);
  });

  test('without the token nothing is taken; what is no stay is refused', async () => {
    const { db } = await open();
    const { post } = feed(db);
    expect((await post(stay('e1'), 'guess')).status).toBe(401);
    expect((await post(patient)).status).toBe(400);
    expect((await post(stay('e1'))).status).toBe(422);
    expect(await db.read('timer')).toEqual([]);
  });
});
