import type { MessageTemplate } from '../../knowledge/schema/message-template';
import { onEachDb } from '../support/databases';
import { addStaff, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site } from './support/site';

/** The shipped templates as an account has them that approved some, in some languages. */
async function account(): Promise<readonly MessageTemplate[]> {
  const site = await openSite();
  const shipped = site.deps.content.all('message-template');
  await site.close();
  const approval = (id: string, en: string, es: string) => {
    const template = structuredClone(shipped.find((one) => one.id === id)!) as MessageTemplate;
    Object.assign(template.languages.en, { approval: en });
    Object.assign(template.languages.es, { approval: es });
    return template;
  };
  return [
    approval('call-back', 'approved', 'approved'),
    approval('message-waiting', 'approved', 'rejected'),
    approval('urgent-call', 'paused', 'submitted'),
    approval('appointment-reminder', 'approved', 'approved'),
    approval('check-in', 'approved', 'approved'),
  ];
}

async function open(site: Site, locale: string) {
  await addStaff(site, 'ana', ['nurse'], { name: 'Ana Ruiz' });
  await addStaff(site, 'ben', ['nurse']);
  await patientWrites(site, 'c_1', ['hola'], 'whatsapp', locale);
  await raiseFlag(site, { conversationId: 'c_1' });
  site.clock.pass(25 * 60 * 60_000);
  const [ana, ben] = [createCaller(site), createCaller(site)];
  await ana.signIn('ana');
  await ben.signIn('ben');
  await ana.call('POST', '/conversations/c_1/claim');
  return { ana, ben };
}

onEachDb('prepared messages', (openDb) => {
  test('those that are approved in the patient’s language are offered, filled in; the others say why not', async () => {
    const site = await openSite(await openDb(), { templates: await account() });
    const { ana } = await open(site, 'es');
    await site.db.write('appointment').insert({
      id: 'ap_1',
      conversation_id: 'c_1',
      patient_id: 'pat_1',
      service_id: 's',
      practitioner_id: 'p',
      location_id: 'l',
      slot_id: 'sl',
      start_at: Date.UTC(2026, 10, 11, 4, 0),
      end_at: Date.UTC(2026, 10, 11, 5, 0),
      status: 'booked',
      created_at: 0,
      updated_at: 0,
    });
    const { items } = (await ana.call('GET', '/conversations/c_1/templates')).json;
    const { short_name, numbers } = site.deps.content.hospital;
    const brief = items.map((one: Record<string, unknown>) => [one.id, one.locale, one.refused, one.parameters]);
    expect(brief).toEqual([
      // Not approved in Spanish: what would leave is English, and the page says so.
      ['message-waiting', 'en', null, [{ name: 'hospital', value: short_name, edit: false }]],
      [
        'urgent-call',
        'es',
        'submitted',
        [
          { name: 'hospital', value: short_name, edit: false },
          { name: 'phone', value: numbers.nurse_line, edit: false },
        ],
      ],
      [
        'appointment-reminder',
        'es',
        null,
        [
          { name: 'hospital', value: short_name, edit: false },
          // Ten at night of the tenth in the hospital, though the eleventh elsewhere.
          { name: 'day', value: 'martes, 10 de noviembre', edit: true },
        ],
      ],
      [
        'call-back',
        'es',
        null,
        [
          { name: 'hospital', value: short_name, edit: false },
          { name: 'when', value: '', edit: true },
        ],
      ],
    ]);
  });

  test('one is sent by the owner once, with what may be changed changed and the rest as it is', async () => {
    const site = await openSite(await openDb(), { templates: await account() });
    const { ana, ben } = await open(site, 'en');
    const body = {
      template: 'call-back',
      values: { when: ' today\n at 4 ', hospital: 'Elsewhere' },
      clientId: 'template-0001',
    };
    const foreign = await ben.call('POST', '/conversations/c_1/template-replies', { body });
    expect([foreign.status, foreign.json.error.code]).toEqual([409, 'not_owner']);
    expect((await ana.call('POST', '/conversations/c_1/template-replies', { body })).json).toEqual({
      ok: true,
      duplicate: false,
    });
    expect((await ana.call('POST', '/conversations/c_1/template-replies', { body })).json).toEqual({
      ok: true,
      duplicate: true,
    });
    const rows = await site.db.read('inbox').where({ channel: 'staff' });
    const { short_name } = site.deps.content.hospital;
    expect(rows.map((row) => JSON.parse(site.vault.open(row.payload, 'c_1')).value)).toEqual([
      {
        action: 'reply',
        staffId: 'stf_ana',
        staffName: 'Ana Ruiz',
        text: `This is ${short_name}. About your message to us: we will call you today at 4. Please answer here if another time is better.`,
        template: { id: 'call-back', values: { hospital: short_name, when: 'today at 4' } },
      },
    ]);
  });

  test('refused: not approved, nothing of that name, a place left empty, the bot’s own, STOP', async () => {
    const site = await openSite(await openDb(), { templates: await account() });
    const { ana } = await open(site, 'en');
    const send = async (template: string, values = {}) => {
      const body = { template, values, clientId: 'template-0001' };
      const reply = await ana.call('POST', '/conversations/c_1/template-replies', { body });
      return [reply.status, reply.json.error];
    };
    expect(await send('urgent-call')).toEqual([409, { code: 'template_refused' }]);
    expect(await send('no-such')).toEqual([400, { code: 'invalid', fields: ['template'] }]);
    expect(await send('check-in')).toEqual([400, { code: 'invalid', fields: ['template'] }]);
    expect(await send('call-back')).toEqual([400, { code: 'invalid', fields: ['when'] }]);
    expect(await send('appointment-reminder')).toEqual([400, { code: 'invalid', fields: ['day'] }]);
    await site.db.write('contact_point').update({ opted_out: 1 });
    expect(await send('call-back', { when: 'today' })).toEqual([409, { code: 'opted_out' }]);
    expect(await site.db.read('inbox').where({ channel: 'staff' })).toEqual([]);
  });
});
