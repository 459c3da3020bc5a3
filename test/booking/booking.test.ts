import { onEachDb } from '../support/databases';
import { bookingWorld, MORNING } from './world';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const wall = (at: number) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/Chicago',
    weekday: 'short',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);

onEachDb('appointments', (open) => {
  test('are found by what a patient wishes', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const { port } = await world.person('ana');
    const found = async (query: Parameters<typeof port.search>[0]) =>
      (await port.search(query)).map((slot) => `${wall(slot.start)} ${slot.practitioner}`);
    expect({
      first: await found({ service: 'family-visit', limit: 2 }),
      spanishWoman: await found({ service: 'family-visit', language: 'es', gender: 'female', limit: 2 }),
      tuesdayAfternoon: await found({ service: 'family-visit', weekdays: [2], parts: ['afternoon'], limit: 2 }),
      tenOrLater: await found({ service: 'family-visit', practitioners: ['dr-vargas'], earliest: '10:00', limit: 1 }),
      choice: await found({ service: 'family-visit', pick: 'spread', limit: 3 }),
      near: await found({ service: 'family-visit', near: Date.parse('2026-12-01T16:25:00Z'), limit: 2 }),
      nobody: await found({ service: 'family-visit', language: 'fr' }),
      urgent: await found({ service: 'same-day', limit: 1 }),
    }).toEqual({
      first: ['Mon 23, 08:20 dr-lindqvist', 'Mon 23, 08:30 dr-vargas'],
      spanishWoman: ['Mon 23, 08:30 dr-vargas', 'Mon 23, 08:50 dr-vargas'],
      tuesdayAfternoon: ['Tue 24, 12:00 dr-okafor', 'Tue 24, 13:00 dr-reyes'],
      tenOrLater: ['Mon 23, 10:10 dr-vargas'],
      choice: ['Mon 23, 08:20 dr-lindqvist', 'Mon 23, 08:30 dr-vargas', 'Mon 23, 09:00 dr-okafor'],
      near: ['Tue 01, 10:20 dr-okafor', 'Tue 01, 10:30 dr-vargas'],
      nobody: [],
      urgent: ['Mon 23, 09:00 np-harris'],
    });
    expect(await port.freeDays({ service: 'heart-clinic', to: Date.parse('2026-12-05T00:00:00Z') })).toEqual([
      { day: '2026-11-24', free: 6 },
      { day: '2026-12-01', free: 6 },
      { day: '2026-12-03', free: 6 },
    ]);
    expect(
      await Promise.all(
        ['2026-11-22', '2026-11-23', '2026-11-26', '2026-11-29', '2027-06-01'].map((day) => port.dayKind(day)),
      ),
    ).toEqual(['past', 'open', 'holiday', 'closed', 'too-far']);
  });

  test('a hold keeps others away until it runs out by itself', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana');
    const ben = await world.person('ben');
    const [slot] = await ana.port.search({ service: 'family-visit' });
    const slotId = slot!.id;
    expect(await world.decide(ana, { type: 'hold', slotId })).toBe('won');
    expect((await ben.port.slot(slotId))?.free).toBe(false);
    expect((await ana.port.slot(slotId))?.free).toBe(true);
    expect((await ben.port.search({ service: 'family-visit', limit: 1 }))[0]?.id).not.toBe(slotId);
    expect((await ana.port.search({ service: 'family-visit', limit: 1 }))[0]?.id).toBe(slotId);
    expect(await world.decide(ben, { type: 'hold', slotId })).toBe('conflict');
    expect(await world.decide(ben, { type: 'book', appointmentId: 'ap_b', slotId, patientId: ben.id })).toBe(
      'conflict',
    );
    expect(await ana.port.hold()).toEqual({ slot, expiresAt: Date.parse(MORNING) + 5 * 60_000 });
    world.clock.advance(5 * 60_000);
    expect(await ana.port.hold()).toBeUndefined();
    expect((await ben.port.slot(slotId))?.free).toBe(true);
    expect(await world.decide(ben, { type: 'book', appointmentId: 'ap_b', slotId, patientId: ben.id })).toBe('won');
    expect((await ana.port.slot(slotId))?.free).toBe(false);
    expect(await world.decide(ana, { type: 'book', appointmentId: 'ap_a', slotId, patientId: ana.id })).toBe(
      'conflict',
    );
    expect(await ana.port.appointments()).toEqual([]);
    expect(await ben.port.appointments()).toEqual([
      {
        id: 'ap_b',
        patientId: 'pat_ben',
        status: 'booked',
        service: 'family-visit',
        practitioner: slot!.practitioner,
        location: slot!.location,
        start: slot!.start,
        end: slot!.end,
        calendarLink: expect.stringMatching(/^https:\/\/chat\.example\.org\/calendar\/ap_b~[\w-]{22}\.ics$/),
      },
    ]);
  });

  test('a new hold gives the earlier one back, and booking uses it up', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana');
    const [first, second] = await ana.port.search({ service: 'family-visit', limit: 2 });
    await world.decide(ana, { type: 'hold', slotId: first!.id });
    await world.decide(ana, { type: 'hold', slotId: second!.id });
    const ben = await world.person('ben');
    expect((await ben.port.slot(first!.id))?.free).toBe(true);
    await world.decide(ana, { type: 'book', appointmentId: 'ap_1', slotId: second!.id, patientId: ana.id });
    expect(await ana.port.hold()).toBeUndefined();
    expect(await db.read('booking_claim').distinct('owner')).toEqual([{ owner: 'ap_1' }]);
  });

  test('doctor and room are booked together or not at all; the last room decides', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const [ana, ben] = [await world.person('ana'), await world.person('ben')];
    const [slot] = await ana.port.search({ service: 'ultrasound' });
    await db.write('booking_claim').insert(
      ['us-1', 'us-2'].map((room) => ({
        resource_id: room,
        bucket: Math.floor(slot!.start / 300_000),
        lane: 0,
        owner: 'x',
        expires_at: null,
      })),
    );
    expect((await ana.port.slot(slot!.id))?.free).toBe(false);
    expect((await ana.port.search({ service: 'ultrasound' }))[0]?.id).not.toBe(slot!.id);
    const book = { type: 'book', appointmentId: 'ap_1', slotId: slot!.id, patientId: ana.id } as const;
    expect(await world.decide(ana, book)).toBe('conflict');
    expect(await db.read('booking_claim').distinct('owner')).toEqual([{ owner: 'x' }]);
    await db.write('booking_claim').where({ resource_id: 'us-2' }).delete();
    expect(await world.decide(ana, book)).toBe('won');
    expect((await db.read('appointment').first()).room_id).toBe('us-2');
    expect(ben.id).toBe('pat_ben');
  });

  test('nobody is in two places at once', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana');
    const [a] = await ana.port.search({ service: 'family-visit', practitioners: ['dr-okafor'] });
    const [b] = await ana.port.search({
      service: 'family-visit',
      practitioners: ['dr-lindqvist'],
      near: a!.start,
      limit: 1,
    });
    await world.decide(ana, { type: 'book', appointmentId: 'ap_1', slotId: a!.id, patientId: ana.id });
    expect((await ana.port.clash(b!.id, ana.id))?.id).toBe('ap_1');
    expect(await world.decide(ana, { type: 'book', appointmentId: 'ap_2', slotId: b!.id, patientId: ana.id })).toBe(
      'conflict',
    );
    await world.decide(ana, {
      type: 'registerPatient',
      patientId: 'pat_leo',
      relation: 'child',
      profile: { name: { given: 'Leo' } },
      complete: true,
    });
    expect(await world.decide(ana, { type: 'book', appointmentId: 'ap_3', slotId: b!.id, patientId: 'pat_leo' })).toBe(
      'won',
    );
    expect((await ana.port.people()).map((one) => [one.id, one.relation])).toEqual([
      ['pat_ana', 'self'],
      ['pat_leo', 'child'],
    ]);
  });

  test('moving books the new and frees the old in one step, linked; reminders follow', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana');
    const [first, second] = await ana.port.search({
      service: 'family-visit',
      from: Date.parse(MORNING) + 7 * DAY,
      limit: 2,
    });
    await world.decide(ana, {
      type: 'book',
      appointmentId: 'ap_1',
      slotId: first!.id,
      patientId: ana.id,
      reason: 'cough',
    });
    expect(await world.timers()).toEqual([
      `visit:ap_1:days-3 ${new Date(first!.start - 3 * DAY).toISOString()}`,
      `visit:ap_1:day-1 ${new Date(first!.start - DAY).toISOString()}`,
    ]);
    expect(
      await world.decide(ana, { type: 'reschedule', appointmentId: 'ap_1', newId: 'ap_2', slotId: second!.id }),
    ).toBe('won');
    expect((await ana.port.slot(first!.id))?.free).toBe(true);
    expect(await ana.port.appointment('ap_1')).toMatchObject({
      status: 'cancelled',
      movedTo: 'ap_2',
      cancelReason: 'moved',
      cancelledBy: 'patient',
    });
    expect(await ana.port.appointment('ap_2')).toMatchObject({
      status: 'booked',
      movedFrom: 'ap_1',
      start: second!.start,
    });
    expect(await world.timers()).toEqual([
      `visit:ap_2:days-3 ${new Date(second!.start - 3 * DAY).toISOString()}`,
      `visit:ap_2:day-1 ${new Date(second!.start - DAY).toISOString()}`,
    ]);
    expect(
      await world.decide(ana, { type: 'reschedule', appointmentId: 'ap_1', newId: 'ap_3', slotId: first!.id }),
    ).toBe('conflict');
    expect(
      await world.decide(ana, { type: 'cancelAppointment', appointmentId: 'ap_2', reason: 'work', note: 'shift' }),
    ).toBe('won');
    expect(await world.timers()).toEqual([]);
    expect(await world.decide(ana, { type: 'cancelAppointment', appointmentId: 'ap_2', reason: 'work' })).toBe(
      'conflict',
    );
    expect(await db.read('booking_claim').select()).toEqual([]);
    expect(await db.read('booking_slot').where('taken_until', '>', 0).select()).toEqual([]);
  });

  test("somebody else's appointment is as if it were not there", async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const [ana, ben] = [await world.person('ana'), await world.person('ben')];
    const [slot] = await ana.port.search({ service: 'family-visit' });
    await world.decide(ana, { type: 'book', appointmentId: 'ap_1', slotId: slot!.id, patientId: ana.id });
    expect(await ben.port.appointment('ap_1')).toBeUndefined();
    expect(await ben.port.appointment('ap_none')).toBeUndefined();
    expect(await world.decide(ben, { type: 'cancelAppointment', appointmentId: 'ap_1', reason: 'work' })).toBe(
      'conflict',
    );
    expect(await world.decide(ben, { type: 'book', appointmentId: 'ap_2', slotId: slot!.id, patientId: ana.id })).toBe(
      'conflict',
    );
    const nobody = world.store.port({ id: 'c_x', channel: 'webchat', size: 'rich', identityProven: false });
    expect([await nobody.people(), await nobody.appointments(), await nobody.usual(ana.id)]).toEqual([
      [],
      [],
      undefined,
    ]);
  });

  test('a calendar file says where and when, and only by its link', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana');
    const [slot] = await ana.port.search({ service: 'family-visit', practitioners: ['dr-vargas'] });
    await world.decide(ana, { type: 'book', appointmentId: 'ap_1', slotId: slot!.id, patientId: ana.id });
    const [visit] = await ana.port.appointments();
    const name = visit!.calendarLink.split('/').pop()!;
    const file = await world.store.calendarFile(name);
    expect(file?.replaceAll('\r\n', '\n')).toContain('SUMMARY:family doctor visit · Dr. Elena Vargas');
    expect(file).toContain('STATUS:CONFIRMED');
    expect(file).not.toContain('ana');
    expect(await world.store.calendarFile(name.replace('ap_1', 'ap_2'))).toBeUndefined();
    await world.decide(ana, { type: 'cancelAppointment', appointmentId: 'ap_1', reason: 'work' });
    expect(await world.store.calendarFile(name)).toContain('STATUS:CANCELLED');
  });
});
