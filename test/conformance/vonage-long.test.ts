import { CHANNELS } from '../../adapters';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { call, PUBLIC_URL, type RecordedRequest, recorder } from './harness';
import { smsHarnesses } from './harnesses/sms';

const vonage = smsHarnesses.find((one) => one.provider === 'vonage')!;
const content = loadContent(contentPlaces({}));

function adapter() {
  const made = CHANNELS.sms!({
    env: vonage.env,
    publicUrl: PUBLIC_URL,
    content,
    fetch: async () => {
      throw new Error('This test must not call a provider.');
    },
  });
  if (made.state !== 'ready') throw new Error('not ready');
  return made.settings;
}

function part(n: number, text: string): RecordedRequest {
  const whole = vonage.message(`m${n}`, text);
  const fields = { concat: 'true', 'concat-ref': '7', 'concat-total': '2', 'concat-part': String(n) };
  return { ...whole, body: `${whole.body}&${new URLSearchParams(fields)}` };
}

it('the parts of a long message are one message, whichever comes first, and each call is answered once it is stored', async () => {
  const heard = recorder();
  const sms = adapter();
  const replies = await Promise.all([call(sms, part(2, 'chest hurts'), heard), call(sms, part(1, 'my '), heard)]);
  expect(replies.map((one) => one.status)).toEqual([200, 200]);
  expect(heard.events.map((one) => [one.externalId, one.activity.text])).toEqual([['vonage:m1', 'my chest hurts']]);
  expect((await call(sms, part(2, 'chest hurts'), heard)).status).toBe(200);
  expect(heard.events).toHaveLength(1);
});

it('all parts are asked for again when the message could not be stored', async () => {
  const heard = recorder();
  const sms = adapter();
  heard.storeAway = true;
  const away = await Promise.all([call(sms, part(1, 'my '), heard), call(sms, part(2, 'chest hurts'), heard)]);
  expect(away.map((one) => one.status)).toEqual([503, 503]);
  heard.storeAway = false;
  await Promise.all([call(sms, part(1, 'my '), heard), call(sms, part(2, 'chest hurts'), heard)]);
  expect(heard.events.map((one) => one.activity.text)).toEqual(['my chest hurts']);
});
