import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { createFhirSystem, readFhirSettings } from '../../adapters/fhir';
import { createInProcessBell } from '../../bot/bell/in-process';
import { createRemote, type Remote } from '../../bot/booking/remote';
import { projectRoot } from '../../bot/places';
import { type FhirStandIn, fhirStandIn } from '../standins/fhir';
import { onEachDb } from '../support/databases';
import { testIds, testLog } from '../support/universe';
import { type BookingWorld, bookingWorld, type Somebody } from './world';

const published = JSON.parse(
  gunzipSync(readFileSync(join(projectRoot(), 'knowledge/fhir/fhir.schema.r4.json.gz'))).toString('utf8'),
);
const { $schema: _draft, id: _id, discriminator: _discriminator, ...schema } = published;
const ajv = new Ajv({ strict: false, discriminator: false });
// Anything may be contained or extended; what is not looked at need not be compiled.
ajv.addSchema({ ...schema, $id: 'fhir', definitions: { ...schema.definitions, ResourceList: {}, Extension: {} } });
const problems = (resource: { resourceType: string }) => {
  const validate = ajv.getSchema(`fhir#/definitions/${resource.resourceType}`)!;
  return validate(JSON.parse(JSON.stringify(resource))) ? [] : validate.errors;
};

const MINUTE = 60_000;
const at = (hour: number, minute = 0) => Date.UTC(2026, 10, 24, hour, minute);

/** Slots with the shape of the specification's examples (Schedule/example, Slot/example). */
function fill(server: FhirStandIn): void {
  server.put({
    resourceType: 'Schedule',
    id: 'example',
    active: true,
    serviceType: [{ coding: [{ system: 'urn:services', code: 'family-visit', display: 'Family visit' }] }],
    actor: [
      { reference: 'Practitioner/dr-vargas', display: 'Dr. Vargas' },
      { reference: 'Location/river-road', display: 'River Road' },
    ],
    planningHorizon: { start: '2026-11-24T09:15:00Z', end: '2026-11-25T23:30:00Z' },
  });
  server.put({
    resourceType: 'Schedule',
    id: 'stranger',
    actor: [{ reference: 'Practitioner/nobody' }, { reference: 'Location/river-road' }],
  });
  const slot = (id: string, start: number, status: string, schedule = 'example') =>
    server.put({
      resourceType: 'Slot',
      id,
      schedule: { reference: `Schedule/${schedule}` },
      status,
      start: new Date(start).toISOString(),
      end: new Date(start + 20 * MINUTE).toISOString(),
    });
  for (let n = 0; n < 5; n++) slot(`free-${n}`, at(15, n * 20), 'free');
  slot('busy', at(17), 'busy');
  slot('unknown', at(18), 'free', 'stranger');
}

interface Elsewhere {
  readonly world: BookingWorld;
  readonly server: FhirStandIn;
  readonly remote: Remote;
  readonly ana: Somebody;
}

onEachDb("the hospital's own system", (open) => {
  const servers: FhirStandIn[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  async function begin(): Promise<Elsewhere> {
    const { db } = await open();
    const world = await bookingWorld(db, { remote: true });
    const server = await fhirStandIn();
    servers.push(server);
    fill(server);
    const read = readFhirSettings({ FHIR_URL: server.baseUrl });
    if (read.state !== 'ready') throw new Error(read.state);
    const own = testIds();
    // Not the ids that the world itself counts.
    const ids = { next: (prefix: string) => own.next(`${prefix}_elsewhere`) };
    const parts = { ...world, ids, bell: createInProcessBell(), log: testLog(), horizonDays: () => 21 };
    const remote = createRemote({ ...parts, system: createFhirSystem(read.settings) });
    await remote.mirror();
    return { world, server, remote, ana: await world.person('ana') };
  }
  const found = async ({ ana }: Elsewhere) =>
    (await ana.port.search({ service: 'family-visit', limit: 50 })).map((one) => one.start);
  const book = async ({ world, ana }: Elsewhere, start: number, appointmentId = 'ap_1') => {
    const [slot] = await ana.port.search({ service: 'family-visit', near: start, limit: 1 });
    expect(slot?.start).toBe(start);
    return world.decide(ana, { type: 'book', appointmentId, slotId: slot!.id, patientId: ana.id });
  };
  const said = async ({ world, ana }: Elsewhere) =>
    (await world.timers(ana.conversation))
      .map((line) => line.split(' ')[0]!)
      .filter((key) => key.startsWith('visit-notice'));
  const stateOf = async ({ ana }: Elsewhere, id = 'ap_1') => (await ana.port.appointment(id))?.status;

  test('its free slots are found here, page by page, and no others', async () => {
    const here = await begin();
    expect(await found(here)).toEqual([0, 1, 2, 3, 4].map((n) => at(15, n * 20)));
    expect(here.ana.port.confirms).toBe('later');
    const slot = here.server.resources.get('Slot/free-0')!;
    here.server.put({ ...slot, status: 'busy' });
    await here.remote.mirror();
    expect(await found(here)).toEqual([1, 2, 3, 4].map((n) => at(15, n * 20)));
  });

  test('a booking is asked for, then confirmed; what goes over the wire is FHIR and names nobody', async () => {
    const here = await begin();
    expect(await book(here, at(15))).toBe('won');
    expect(await stateOf(here)).toBe('pending');
    expect(await here.remote.once()).toBe(1);
    expect([await stateOf(here), await said(here)]).toEqual(['booked', ['visit-notice:ap_1:confirmed']]);
    expect(here.server.resources.get('Slot/free-0')?.status).toBe('busy');
    expect(here.server.all('Appointment').map((one) => one.status)).toEqual(['booked']);
    for (const written of here.server.written)
      expect([written.resourceType, problems(written)]).toEqual([written.resourceType, []]);
    expect(JSON.stringify(here.server.written)).not.toMatch(/1985|Test|\+1555/);
    expect(
      await here.world.decide(here.ana, { type: 'cancelAppointment', appointmentId: 'ap_1', reason: 'work' }),
    ).toBe('won');
    expect(await here.remote.once()).toBe(1);
    expect(here.server.all('Appointment').map((one) => one.status)).toEqual(['cancelled']);
    expect(here.server.resources.get('Slot/free-0')?.status).toBe('free');
  });

  test('while it is down the request is kept, and confirmed when it is back', async () => {
    const here = await begin();
    here.server.mood = 'down';
    await book(here, at(15));
    expect(await here.remote.once()).toBe(0);
    expect([await stateOf(here), await said(here)]).toEqual(['pending', []]);
    expect((await found(here)).includes(at(15))).toBe(false);
    here.world.clock.advance(4_999);
    expect(await here.remote.once()).toBe(0);
    here.server.mood = 'busy';
    here.world.clock.advance(1);
    expect(await here.remote.once()).toBe(0);
    here.server.mood = 'well';
    here.world.clock.advance(10_000);
    expect(await here.remote.once()).toBe(1);
    expect([await stateOf(here), await said(here)]).toEqual(['booked', ['visit-notice:ap_1:confirmed']]);
  });

  test('an answer that was lost does not book twice', async () => {
    const here = await begin();
    here.server.mood = 'forgetful';
    await book(here, at(15));
    expect(await here.remote.once()).toBe(0);
    here.world.clock.advance(MINUTE);
    expect(await here.remote.once()).toBe(1);
    expect(await stateOf(here)).toBe('booked');
    expect(here.server.all('Appointment')).toHaveLength(1);
  });

  test('a slot that somebody took there is refused, and the patient told; nobody is offered it again', async () => {
    const here = await begin();
    await book(here, at(15));
    here.server.put({ ...here.server.resources.get('Slot/free-0')!, status: 'busy' });
    expect(await here.remote.once()).toBe(1);
    expect([await stateOf(here), await said(here)]).toEqual(['cancelled', ['visit-notice:ap_1:refused']]);
    expect((await here.ana.port.appointment('ap_1'))?.cancelledBy).toBe('system');
    expect((await found(here)).includes(at(15))).toBe(false);
    expect(await here.remote.once()).toBe(0);
    expect(here.server.all('Appointment')).toEqual([]);
  });

  test('a request that was taken back before it was sent is never sent', async () => {
    const here = await begin();
    await book(here, at(15));
    await here.world.decide(here.ana, { type: 'cancelAppointment', appointmentId: 'ap_1', reason: 'work' });
    for (let n = 0; n < 3; n++) {
      await here.remote.once();
      here.world.clock.advance(2_000);
    }
    expect(here.server.written).toEqual([]);
    expect(await here.world.db.read('booking_request').where({ status: 'waiting' })).toEqual([]);
  });

  test('a visit that its system calls attended is asked about later, a missed one is offered another time', async () => {
    const here = await begin();
    const { world, server, remote, ana } = here;
    for (const [start, id] of [
      [at(15), 'ap_1'],
      [at(15, 40), 'ap_2'],
    ] as const)
      expect(await book(here, start, id)).toBe('won');
    expect(await remote.once()).toBe(2);
    const become = (start: number, status: string) =>
      server.put({
        ...server.all('Appointment').find((one) => one.start === new Date(start).toISOString())!,
        status,
      });
    become(at(15), 'arrived');
    world.clock.set(at(15, 10));
    await remote.mirror();
    expect([await stateOf(here), await stateOf(here, 'ap_2')]).toEqual(['arrived', 'booked']);
    become(at(15), 'fulfilled');
    become(at(15, 40), 'noshow');
    world.clock.set(at(16, 30));
    await remote.mirror();
    await remote.mirror();
    expect([await stateOf(here), await stateOf(here, 'ap_2')]).toEqual(['fulfilled', 'noshow']);
    const rows = await world.db.read('timer').where({ conversation_id: ana.conversation }).orderBy('key');
    const waiting = rows.map((row) => [
      row.key,
      row.purpose,
      JSON.parse(world.vault.open(row.payload, ana.conversation)),
    ]);
    expect(waiting.filter(([key]) => key.startsWith('care-ended') || key.endsWith(':missed'))).toEqual([
      [
        'care-ended:visit:ap_1',
        'conversation',
        {
          kind: 'plan',
          trigger: 'visit',
          about: { visit: 'ap_1', service: 'family-visit', practitioner: 'dr-vargas' },
          endedAt: at(16, 30),
        },
      ],
      ['visit-notice:ap_2:missed', 'care', { notice: 'missed', appointmentId: 'ap_2' }],
    ]);
    server.mood = 'down';
    await expect(remote.mirror()).rejects.toBeDefined();
  });
});
