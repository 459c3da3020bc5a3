import { createVisitStore } from '../../bot/store/booking/staff';
import { onEachDb } from '../support/databases';
import { testIds } from '../support/universe';
import { type BookingWorld, bookingWorld, MORNING, type Somebody, sampleCalendar } from './world';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const NURSE = { staffId: 'stf_1', name: 'Nurse' };

const staffOf = (world: BookingWorld) => createVisitStore({ ...world, ids: testIds() });

async function booked(world: BookingWorld, who: Somebody, id: string, daysAhead = 7) {
  const [slot] = await who.port.search({
    service: 'family-visit',
    practitioners: ['dr-vargas'],
    from: Date.parse(MORNING) + daysAhead * DAY,
  });
  expect(await world.decide(who, { type: 'book', appointmentId: id, slotId: slot!.id, patientId: who.id })).toBe('won');
  return slot!;
}

const notices = async (world: BookingWorld, who: Somebody) =>
  (await world.timers(who.conversation))
    .map((line) => line.split(' ')[0]!)
    .filter((key) => key.startsWith('visit-notice'));

onEachDb('around a visit', (open) => {
  test('a freed slot goes to the first it suits, with a clock, and on to the next when it runs out', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const [ana, ben, cleo, dan] = await Promise.all(['ana', 'ben', 'cleo', 'dan'].map((name) => world.person(name)));
    const slot = await booked(world, ana!, 'ap_ana');
    const wait = (who: Somebody, query: object = {}) =>
      world.decide(who, {
        type: 'joinWaitlist',
        entryId: `wl_${who.id}`,
        patientId: who.id,
        query: { service: 'family-visit', ...query },
      });
    await wait(dan!, { practitioners: ['dr-okafor'] });
    world.clock.advance(MINUTE);
    await wait(ben!);
    world.clock.advance(MINUTE);
    await wait(cleo!, { parts: ['morning'] });
    await world.decide(ana!, { type: 'cancelAppointment', appointmentId: 'ap_ana', reason: 'work' });
    expect(await world.store.tidy()).toBe(1);
    const offerTo = async (who: Somebody) => {
      const key = (await notices(world, who)).find((one) => one.endsWith(':offer'));
      return key === undefined ? undefined : who.port.offer(key.split(':')[1]!);
    };
    const first = await offerTo(ben!);
    expect(first).toMatchObject({ state: 'open', slot: { id: slot.id }, expiresAt: world.clock.now() + 30 * MINUTE });
    expect(await offerTo(dan!)).toBeUndefined();
    // Kept for them meanwhile, and nobody else may answer.
    expect((await cleo!.port.slot(slot.id))?.free).toBe(false);
    const accept = { type: 'answerOffer', offerId: first!.id, answer: 'accept', appointmentId: 'ap_x' } as const;
    expect(await world.decide(cleo!, accept)).toBe('conflict');
    expect(await world.store.nextTidy()).toBe(first!.expiresAt);
    world.clock.advance(30 * MINUTE);
    expect((await ben!.port.offer(first!.id))?.state).toBe('expired');
    expect(await world.decide(ben!, accept)).toBe('conflict');
    expect(await world.store.tidy()).toBe(2);
    expect(await notices(world, ben!)).toContain(`visit-notice:${first!.id}:offer-expired`);
    const second = await offerTo(cleo!);
    expect(second).toMatchObject({ state: 'open', slot: { id: slot.id } });
    expect(await world.decide(cleo!, { ...accept, offerId: second!.id })).toBe('won');
    expect((await cleo!.port.appointments()).map((one) => [one.id, one.start])).toEqual([['ap_x', slot.start]]);
    expect(await cleo!.port.waiting()).toEqual([]);
    expect((await ben!.port.waiting()).map((one) => one.id)).toEqual(['wl_pat_ben']);
    expect(await world.store.tidy()).toBe(0);
  });

  test('an earlier slot that is taken gives the later appointment back; at night nobody is asked', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const [ana, ben] = [await world.person('ana'), await world.person('ben')];
    await booked(world, ana, 'ap_ana', 3);
    const later = await booked(world, ben, 'ap_ben', 10);
    await world.decide(ben, {
      type: 'joinWaitlist',
      entryId: 'wl_1',
      patientId: ben.id,
      query: { service: 'family-visit' },
      appointment: 'ap_ben',
    });
    world.clock.set('2026-11-24T04:00:00Z');
    await world.decide(ana, { type: 'cancelAppointment', appointmentId: 'ap_ana', reason: 'work' });
    expect(await world.store.tidy()).toBe(0);
    world.clock.set('2026-11-24T14:00:00Z');
    await world.store.tidy();
    const offerId = (await notices(world, ben))[0]!.split(':')[1]!;
    await world.decide(ben, { type: 'answerOffer', offerId, answer: 'accept', appointmentId: 'ap_new' });
    expect((await ben.port.slot(later.id))?.free).toBe(true);
    expect(await ben.port.appointment('ap_ben')).toMatchObject({ status: 'cancelled', movedTo: 'ap_new' });
    expect(await ben.port.appointment('ap_new')).toMatchObject({ status: 'booked', movedFrom: 'ap_ben' });
  });

  test('staff mark a visit; a missed one is asked about and stands on the overdue list until a new time', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const staff = staffOf(world);
    const ana = await world.person('ana');
    const slot = await booked(world, ana, 'ap_1');
    await world.decide(ana, { type: 'confirmAttendance', appointmentId: 'ap_1' });
    await world.decide(ana, {
      type: 'previsitAnswers',
      appointmentId: 'ap_1',
      answers: { allergies: 'penicillin' },
      complete: true,
    });
    const day = '2026-11-30';
    const [row] = await staff.day({ day, location: 'river-road' });
    expect(row).toMatchObject({ id: 'ap_1', patient: 'ana Test', status: 'booked', confirmed: true, form: 'complete' });
    expect(await staff.day({ day, location: 'eastside' })).toEqual([]);
    expect(await staff.form('ap_1')).toMatchObject({ answers: { allergies: 'penicillin' }, fromEarlier: false });
    world.clock.set(slot.start + 61 * MINUTE);
    expect((await staff.overdue(world.clock.now())).map((one) => one.id)).toEqual(['ap_1']);
    expect(await staff.mark('ap_1', 'missed', NURSE, world.clock.now())).toBe('done');
    expect(await staff.mark('ap_1', 'missed', NURSE, world.clock.now())).toBe('stale');
    expect(await notices(world, ana)).toEqual(['visit-notice:ap_1:missed']);
    expect((await staff.overdue(world.clock.now())).map((one) => [one.id, one.status])).toEqual([['ap_1', 'noshow']]);
    await world.decide(ana, { type: 'missedReason', appointmentId: 'ap_1', reason: 'transport' });
    const [again] = await ana.port.search({ service: 'family-visit' });
    await world.decide(ana, { type: 'book', appointmentId: 'ap_2', slotId: again!.id, patientId: ana.id });
    expect(await staff.overdue(world.clock.now())).toEqual([]);
    expect(await ana.port.previsit('ap_2')).toEqual({ from: 'earlier', answers: { allergies: 'penicillin' } });
    for (const as of ['arrived', 'in_room', 'done'] as const)
      expect(await staff.mark('ap_2', as, NURSE, world.clock.now())).toBe('done');
    expect((await ana.port.usual(ana.id))?.id).toBe(again!.practitioner);
    const audit = await db.read('audit').where({ conversation_id: ana.conversation, actor: 'stf_1' }).orderBy('n');
    expect(audit.map((one) => one.action)).toEqual(['visit.missed', 'visit.arrived', 'visit.in_room', 'visit.done']);
  });

  test('a leave gives up the visits in it, tells their patients, and nothing is found there until it is taken back', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const staff = staffOf(world);
    const ana = await world.person('ana');
    const slot = await booked(world, ana, 'ap_1');
    const span = { practitioner: 'dr-vargas', from: slot.start - DAY, to: slot.start + DAY };
    const found = async () =>
      (
        await ana.port.search({
          service: 'family-visit',
          practitioners: ['dr-vargas'],
          from: span.from,
          to: span.to,
          limit: 50,
        })
      ).length;
    const before = await found();
    const { id, cancelled } = await staff.block({ ...span, kind: 'leave' }, NURSE, world.clock.now());
    expect(cancelled).toBe(1);
    expect(await found()).toBe(0);
    expect(await ana.port.appointment('ap_1')).toMatchObject({
      status: 'cancelled',
      cancelledBy: 'clinic',
      cancelReason: 'leave',
    });
    expect(await notices(world, ana)).toEqual(['visit-notice:ap_1:clinic-cancelled']);
    expect(await staff.blocks(world.clock.now())).toEqual([{ id, ...span, kind: 'leave' }]);
    await staff.unblock(id, world.clock.now());
    expect(await found()).toBe(before + 1);
    expect(await world.store.tidy()).toBe(1);
  });

  test('staff overbook beside a booking, and tell those who wait that the clinic runs late', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const staff = staffOf(world);
    const [ana, ben] = [await world.person('ana'), await world.person('ben')];
    const slot = await booked(world, ana, 'ap_ana');
    await booked(world, ben, 'ap_ben', 10);
    const result = await staff.overbook({ visitId: 'ap_ben', slotId: slot.id }, NURSE, world.clock.now());
    expect(result.result).toBe('done');
    expect((await staff.day({ day: '2026-11-30' })).map((one) => [one.patient, one.overbooked])).toEqual([
      ['ana Test', false],
      ['ben Test', true],
    ]);
    expect(await db.read('booking_claim').where({ resource_id: 'dr-vargas' }).distinct('lane').orderBy('lane')).toEqual(
      [{ lane: 0 }, { lane: 1 }],
    );
    expect(
      await staff.runningLate({ day: '2026-11-30', practitioner: 'dr-vargas', minutes: 40 }, NURSE, world.clock.now()),
    ).toBe(2);
    expect(await notices(world, ana)).toEqual(['visit-notice:ap_ana:late']);
  });

  test('the times of somebody who was erased are free again', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana');
    const ben = await world.person('ben');
    const slot = await booked(world, ana, 'ap_ana');
    const kept = await booked(world, ben, 'ap_ben');
    await db.write('appointment').where({ id: 'ap_ana' }).delete();
    await world.store.plan();
    expect((await ben.port.slot(slot.id))?.free).toBe(true);
    expect((await ana.port.slot(kept.id))?.free).toBe(false);
  });

  test('a new calendar keeps what is booked and plans around it', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana');
    const slot = await booked(world, ana, 'ap_1');
    const changed = sampleCalendar();
    const longer = changed.services.map((one) => (one.id === 'family-visit' ? { ...one, minutes: 30 } : one));
    expect(await world.store.importCalendar({ ...changed, services: longer }, 'import')).toEqual({
      version: 2,
      unchanged: false,
    });
    await world.store.plan();
    expect((await ana.port.appointments()).map((one) => one.id)).toEqual(['ap_1']);
    const near = await ana.port.search({
      service: 'family-visit',
      practitioners: ['dr-vargas'],
      near: slot.start,
      limit: 2,
    });
    for (const one of near) expect(one.end <= slot.start || one.start >= slot.end).toBe(true);
    expect(await world.store.importCalendar({ ...changed, services: longer }, 'import')).toEqual({
      version: 2,
      unchanged: true,
    });
  });
});

onEachDb('identity', (open) => {
  const guess = async (world: BookingWorld, who: Somebody, birthDate: string) => {
    const answer = await who.port.identify({ birthDate });
    const result = await world.decide(who, {
      type: 'identityAttempt',
      ...(answer.answer === 'yes' ? { patientId: answer.patientId } : {}),
    });
    return [answer.answer, result];
  };

  test('is the phone in the hand and the birth date; a wrong guess tells nothing, and too many lock', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    const ana = await world.person('ana', { birthDate: '1985-03-12' });
    expect(await guess(world, ana, '1985-03-12')).toEqual(['yes', 'won']);
    for (let n = 0; n < 5; n++) expect(await guess(world, ana, `1990-01-0${n + 1}`)).toEqual(['no', 'won']);
    expect(await guess(world, ana, '1985-03-12')).toEqual(['locked', 'conflict']);
    world.clock.advance(DAY);
    expect(await guess(world, ana, '1985-03-12')).toEqual(['yes', 'won']);
  });

  test('on the web it is a code to the phone on file, and asking for one shows no difference', async () => {
    const { db } = await open();
    const world = await bookingWorld(db);
    await world.person('ana', { birthDate: '1985-03-12', phone: '+15550001111' });
    const now = world.clock.now();
    await db.write('contact_point').insert({
      id: 'cp_web',
      channel: 'webchat',
      address_hash: 'h',
      address: world.vault.seal(JSON.stringify({ channel: 'webchat', value: 'w' }), 'cp_web'),
      created_at: now,
    });
    await db
      .write('conversation')
      .insert({ id: 'c_web', channel: 'webchat', contact_point_id: 'cp_web', created_at: now, updated_at: now });
    const web = {
      id: 'nobody',
      conversation: 'c_web',
      port: world.store.port({ id: 'c_web', channel: 'webchat', size: 'rich', identityProven: false }),
    };
    expect(await web.port.identify({ birthDate: '1985-03-12' })).toEqual({ answer: 'no', left: 4 });
    expect(await world.decide(web, { type: 'sendCode', phone: '555-000-9999', birthDate: '1985-03-12' })).toBe('won');
    expect(await world.decide(web, { type: 'sendCode', phone: '+1 (555) 000-1111', birthDate: '1985-03-13' })).toBe(
      'won',
    );
    expect(await world.timers()).toEqual([]);
    expect(await world.decide(web, { type: 'sendCode', phone: '+1 (555) 000-1111', birthDate: '1985-03-12' })).toBe(
      'won',
    );
    const [timer] = await db.read('timer');
    expect(timer).toMatchObject({ conversation_id: 'c_ana', dialog: 'identity-code', purpose: 'conversation' });
    const { code } = JSON.parse(world.vault.open(timer.payload, 'c_ana')) as { code: string };
    expect(await web.port.checkCode('000000')).toEqual({ answer: 'no', left: 1 });
    expect(await web.port.checkCode(code)).toEqual({ answer: 'yes', patientId: 'pat_ana' });
    world.clock.advance(10 * MINUTE);
    expect(await web.port.checkCode(code)).toEqual({ answer: 'no', left: 1 });
    expect(await world.decide(web, { type: 'identityAttempt' })).toBe('won');
    expect(await world.decide(web, { type: 'identityAttempt' })).toBe('won');
    expect(await world.decide(web, { type: 'identityAttempt' })).toBe('conflict');
  });
});
