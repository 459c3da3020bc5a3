import { onEachDb } from '../support/databases';
import { addStaff, createCaller, type Json } from './support/caller';
import { openSite, patientWrites } from './support/site';
import { seedVisits } from './support/visits';

/** A day at the clinic as the desk works it: who is here, who is in the room, who did not come, a clinic that runs late. */
onEachDb('day lists', (open) => {
  test('what is marked stands on the day; overdue and missed wait for a call; those still to come are told of a delay', async () => {
    const site = await openSite(await open());
    await patientWrites(site, 'c_person', ['hello']);
    await seedVisits(site);
    await addStaff(site, 'sam', ['scheduler']);
    const sam = createCaller(site);
    await sam.signIn('sam');
    const shown = async (path: string) =>
      Object.fromEntries(
        (await sam.call('GET', path)).json.items.map((one: Json) => [one.patient.split(' ')[0], one.status]),
      );
    const mark = async (id: string, as: string) =>
      (await sam.call('POST', `/visits/${id}/mark`, { body: { as } })).status;
    const late = (body: object) => sam.call('POST', '/visits/running-late', { body });

    expect(await shown('/visits')).toEqual({
      Mia: 'fulfilled',
      Rosa: 'booked',
      Ana: 'checked-in',
      Joseph: 'arrived',
      عمر: 'booked',
      Leo: 'booked',
    });
    expect(await shown('/visits/overdue')).toEqual({ Paula: 'noshow', Rosa: 'booked' });

    expect(await mark('ap_demo_1', 'done')).toBe(200);
    expect(await mark('ap_demo_2', 'in_room')).toBe(200);
    expect(await mark('ap_demo_3', 'missed')).toBe(200);
    expect(await mark('ap_demo_4', 'arrived')).toBe(200);
    // What is over does not begin again.
    expect(await mark('ap_demo_1', 'arrived')).toBe(409);
    expect(await shown('/visits')).toEqual({
      Mia: 'fulfilled',
      Rosa: 'noshow',
      Ana: 'fulfilled',
      Joseph: 'checked-in',
      عمر: 'arrived',
      Leo: 'booked',
    });
    expect(await shown('/visits/overdue')).toEqual({ Paula: 'noshow', Rosa: 'noshow' });

    // Leo alone is still to come; nobody of Dr Okafor's is.
    expect((await late({ minutes: 25, practitioner: 'dr-okafor' })).json).toEqual({ told: 0 });
    expect((await late({ minutes: 25 })).json).toEqual({ told: 1 });
    const notices = await site.db.read('timer').where('key', 'like', 'visit-notice:%').orderBy('key').pluck('key');
    expect(notices).toEqual(['visit-notice:ap_demo_3:missed', 'visit-notice:ap_demo_5:late']);
  });
});
