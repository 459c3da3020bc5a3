import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import type { MessageTemplate } from '../../knowledge/schema/message-template';
import { cloudPayload } from './cloud/payload';
import { templateMessage, templateOffers } from './templates';
import { createTwilioWhatsApp } from './twilio/twilio';

type Approval = MessageTemplate['languages'][string]['approval'];
const APPROVALS: readonly Approval[] = ['draft', 'submitted', 'approved', 'rejected', 'paused'];
const shipped = loadContent(contentPlaces({})).all('message-template');
const SID = `HX${'0'.repeat(32)}`;

/** The shipped call-back template as an account has it. */
function callBack(en: Approval, es: Approval, sid?: string): MessageTemplate {
  const template = structuredClone(shipped.find((one) => one.id === 'call-back')!) as MessageTemplate;
  const more = sid === undefined ? {} : { twilio_content_sid: sid };
  Object.assign(template.languages.en, { approval: en, ...more });
  Object.assign(template.languages.es, { approval: es, ...more });
  return template;
}
const wanted = { id: 'call-back', values: { hospital: 'Riverside', when: 'today\n at 4' } };

test('what is offered is what leaves, in the same language, whatever the account has approved', () => {
  for (const en of APPROVALS)
    for (const es of APPROVALS)
      for (const acceptUnapproved of [true, false])
        for (const locale of ['en', 'es', 'es-MX', 'fr']) {
          const source = { all: [callBack(en, es)], fallbackLocale: 'en', acceptUnapproved };
          const [offer] = templateOffers(locale, source, false);
          const sent = templateMessage(wanted, locale, source);
          const about = [en, es, acceptUnapproved, locale];
          expect([about, offer!.refused === undefined]).toEqual([about, sent !== undefined]);
          if (sent?.kind === 'template') expect([about, offer!.locale]).toEqual([about, sent.language]);
          // Nobody is shown a wording that Meta refused or paused as one that can be sent.
          else expect(['rejected', 'paused', 'draft', 'submitted']).toContain(offer!.refused);
        }
});

test('through Twilio one without its content SID is not offered', () => {
  const offers = (sid?: string) =>
    templateOffers('en', { all: [callBack('approved', 'approved', sid)], fallbackLocale: 'en' }, true);
  expect([offers()[0]!.refused, offers(SID)[0]!.refused]).toEqual(['no_content_sid', undefined]);
});

test('on the wire: Meta’s template message, and Twilio’s content resource', async () => {
  const source = { all: [callBack('approved', 'approved', SID)], fallbackLocale: 'en' };
  const message = templateMessage(wanted, 'es', source);
  if (message?.kind !== 'template') throw new Error('It was not sent as a template.');
  const to = { channel: 'whatsapp', value: '+254700000001' };
  expect(cloudPayload(message, to, 'ob_1')).toEqual({
    messaging_product: 'whatsapp',
    recipient_type: 'individual',
    to: '254700000001',
    biz_opaque_callback_data: 'ob_1',
    type: 'template',
    template: {
      name: 'sathi_call_back',
      language: { code: 'es' },
      components: [
        {
          type: 'body',
          parameters: [
            { type: 'text', text: 'Riverside' },
            { type: 'text', text: 'today at 4' },
          ],
        },
        { type: 'button', sub_type: 'quick_reply', index: '0', parameters: [{ type: 'payload', payload: ':fine' }] },
        { type: 'button', sub_type: 'quick_reply', index: '1', parameters: [{ type: 'payload', payload: ':other' }] },
      ],
    },
  });
  let asked = new URLSearchParams();
  const twilio = createTwilioWhatsApp({
    account: { accountSid: `AC${'0'.repeat(32)}`, authTokens: ['x'], apiUrl: 'https://api.twilio.com' },
    from: '+254700000099',
    publicUrl: 'https://bot.example.org',
    fetch: async (_url, init) => {
      asked = new URLSearchParams(String(init.body));
      return new Response('{"sid":"MM1"}', { status: 201 });
    },
  });
  expect(await twilio.send(message, to, 'ob_1')).toEqual({ ok: true, providerId: 'MM1' });
  expect([asked.get('ContentSid'), asked.get('ContentVariables'), asked.get('Body')]).toEqual([
    SID,
    '{"1":"Riverside","2":"today at 4"}',
    null,
  ]);
});
