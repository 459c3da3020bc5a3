import { createInProcessBell } from '../../bot/bell/in-process';
import type { HttpRequest } from '../../bot/contracts';
import { prescriptionRoutes } from '../../bot/feeds/prescriptions';
import { contentPlaces } from '../../bot/places';
import { createContacts } from '../../bot/store/contacts';
import type { Db } from '../../bot/store/db';
import { startCounselling } from '../../bot/store/prescriptions';
import { createVault } from '../../bot/store/vault';
import { loadContent } from '../../knowledge/load';
import { onEachDb } from '../support/databases';
import { TEST_KEY } from '../support/harness';
import { testClock, testIds, testLog } from '../support/universe';

const content = loadContent(contentPlaces({}));
const TOKEN = 'a-token-of-the-pharmacy-of-32-and-more';

function feed(db: Db, token: string | undefined = TOKEN) {
  const [clock, ids, vault, log] = [testClock(), testIds(), createVault(TEST_KEY), testLog()];
  const contacts = createContacts(db, vault, clock, ids);
  const [route] = prescriptionRoutes({
    token,
    content,
    country: content.hospital.country,
    channel: 'sms',
    bell: createInProcessBell(),
    log,
    conversationOf: contacts.conversationOf,
    start: (id, prescription) => startCounselling({ db, vault, clock, ids }, id, prescription, 'feed'),
  });
  return {
    route,
    log,
    vault,
    async post(body: unknown, authorization: string | undefined = `Bearer ${TOKEN}`) {
      const request = { headers: { authorization }, body: Buffer.from(JSON.stringify(body)) } as unknown as HttpRequest;
      const reply = await route!.handle(request);
      return { status: reply.status, says: JSON.parse(String(reply.body)).issue[0].diagnostics as string };
    },
  };
}

const patient = { resourceType: 'Patient', id: 'p1', telecom: [{ system: 'phone', value: '(312) 555-0142' }] };
const medicationRequest = (id: string, more: object = {}) => ({
  resourceType: 'MedicationRequest',
  id,
  status: 'active',
  intent: 'order',
  medicationCodeableConcept: {
    coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '6809' }],
    text: 'Metformin 500 mg tablet',
  },
  dosageInstruction: [{ patientInstruction: 'Take one tablet twice a day' }],
  dispenseRequest: { validityPeriod: { end: '2026-12-23' } },
  subject: { reference: 'Patient/p1' },
  ...more,
});

onEachDb('the prescription feed', (open) => {
  test('each new active prescription of a person we can reach offers counselling, once', async () => {
    const { db } = await open();
    const { post, vault, log } = feed(db);
    const bundle = {
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        patient,
        medicationRequest('rx1'),
        medicationRequest('rx2', { status: 'stopped' }),
        medicationRequest('rx3', { subject: { reference: 'Patient/nobody' } }),
      ].map((resource) => ({ resource })),
    };
    expect(await post(bundle)).toEqual({ status: 200, says: '1 started, 0 known, 1 not active, 1 not usable' });
    expect(await post(bundle)).toEqual({ status: 200, says: '0 started, 1 known, 1 not active, 1 not usable' });
    const contained = { contained: [patient], subject: { reference: '#p1' } };
    expect((await post(medicationRequest('rx4', contained))).status).toBe(200);
    const timers = (await db.read('timer').orderBy('key')) as {
      key: string;
      conversation_id: string;
      payload: string;
    }[];
    expect(timers.map((one) => [one.key, JSON.parse(vault.open(one.payload, one.conversation_id))])).toEqual(
      ['rx1', 'rx4'].map((key) => [
        `counselling:${key}`,
        { medicine: 'metformin', label: 'Take one tablet twice a day', ends: '2026-12-23', prescribed: true },
      ]),
    );
    expect(new Set(timers.map((one) => one.conversation_id)).size).toBe(1);
    expect(JSON.stringify(log)).not.toMatch(/555|tablet/);
  });

  test('without the token nothing is taken; what is no prescription is refused; without a setting there is no feed', async () => {
    const { db } = await open();
    const { post } = feed(db);
    expect((await post(medicationRequest('rx1'), 'Bearer guess')).status).toBe(401);
    expect((await post(medicationRequest('rx1'), '')).status).toBe(401);
    expect((await post({ resourceType: 'Patient' })).status).toBe(400);
    expect((await post(medicationRequest('rx1'))).status).toBe(422);
    expect(feed(db, 'short').route).toBeUndefined();
    expect(await db.read('timer')).toEqual([]);
  });
});
