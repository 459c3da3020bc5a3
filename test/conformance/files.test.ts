import { createHash } from 'node:crypto';
import { CHANNELS } from '../../adapters';
import type { Fetch } from '../../adapters/shared/provider-call';
import type { Attachment, FetchedFile } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { FILES, PUBLIC_URL } from './harness';
import { smsHarnesses } from './harnesses/sms';
import { whatsappHarnesses } from './harnesses/whatsapp';

const content = loadContent(contentPlaces({}));
const PICTURE = Buffer.from('a picture');
const SHA = createHash('sha256').update(PICTURE).digest('base64');

interface Asked {
  readonly url: string;
  readonly authorization: string | undefined;
}

/** Asks a channel for a file; every address is answered by its entry, and what was asked is told. */
async function fetched(
  [channel, provider]: readonly [string, string],
  attachment: Attachment,
  answers: Readonly<Record<string, () => Response>>,
): Promise<{ result: FetchedFile | undefined; asked: Asked[] }> {
  const harness = [...smsHarnesses, ...whatsappHarnesses].find(
    (one) => one.channel === channel && one.provider === provider,
  )!;
  const asked: Asked[] = [];
  const fetch: Fetch = async (url, init) => {
    asked.push({ url, authorization: (init.headers as Record<string, string> | undefined)?.authorization });
    const answer = answers[url];
    if (answer === undefined) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });
    return answer();
  };
  const read = CHANNELS[channel]!({ env: harness.env, publicUrl: PUBLIC_URL, content, fetch, files: FILES });
  if (read.state !== 'ready') throw new Error(JSON.stringify(read));
  return { result: await read.settings.fetchFile?.(attachment), asked };
}

describe('a file a patient sent, through the Cloud API', () => {
  const CLOUD = ['whatsapp', 'cloud'] as const;
  const LOOK_UP = 'https://graph.facebook.com/v25.0/MEDIA1';
  const BYTES = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=MEDIA1';
  const image = (sha256?: string): Attachment => ({
    contentType: 'image/jpeg',
    content: { mediaId: 'MEDIA1', sha256 },
  });
  const at = (url: string) => () => new Response(JSON.stringify({ url, mime_type: 'image/jpeg', id: 'MEDIA1' }));
  const bytes = () => new Response(new Uint8Array(PICTURE));
  const BEARER = 'Bearer EAAG-system-user-token';

  test('its address is asked for by its id, and the bytes with the token', async () => {
    expect(await fetched(CLOUD, image(SHA), { [LOOK_UP]: at(BYTES), [BYTES]: bytes })).toEqual({
      result: { ok: true, bytes: PICTURE },
      asked: [
        { url: LOOK_UP, authorization: BEARER },
        { url: BYTES, authorization: BEARER },
      ],
    });
  });

  test('the token goes nowhere else, whatever an answer says', async () => {
    for (const url of [
      'https://evil.example.org/x',
      'http://lookaside.fbsbx.com/x',
      'https://fbsbx.com.evil.example.org/x',
      'https://evilfbsbx.com/x',
      'file:///etc/passwd',
      'http://169.254.169.254/latest/meta-data',
      'x',
    ])
      expect(await fetched(CLOUD, image(), { [LOOK_UP]: at(url), [url]: bytes })).toEqual({
        result: { ok: false, code: 'away' },
        asked: [{ url: LOOK_UP, authorization: BEARER }],
      });
  });

  test('gone, away, too large, or not what was announced', async () => {
    const result = async (attachment: Attachment, answers: Readonly<Record<string, () => Response>>) =>
      (await fetched(CLOUD, attachment, answers)).result;
    const big = () => new Response('x', { headers: { 'content-length': String(1e9) } });
    expect([
      await result(image(), { [LOOK_UP]: () => new Response('{"error":{"code":100}}', { status: 400 }) }),
      await result(image(), { [LOOK_UP]: at(BYTES), [BYTES]: () => new Response('', { status: 404 }) }),
      await result(image(), { [LOOK_UP]: at(BYTES), [BYTES]: () => new Response('', { status: 500 }) }),
      await result(image(), {}),
      await result(image(), { [LOOK_UP]: at(BYTES), [BYTES]: big }),
      await result(image('AAAA'), { [LOOK_UP]: at(BYTES), [BYTES]: bytes }),
      await result({ contentType: 'image/jpeg' }, {}),
    ]).toEqual([
      { ok: false, code: 'gone' },
      { ok: false, code: 'gone' },
      { ok: false, code: 'away' },
      { ok: false, code: 'away' },
      { ok: false, code: 'too_big' },
      { ok: false, code: 'away' },
      { ok: false, code: 'gone' },
    ]);
  });
});

describe.each([['sms'], ['whatsapp']])('a file a patient sent, through Twilio, by %s', (channel) => {
  const OWN = 'https://api.twilio.com/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/MM1/Media/ME1';

  test('is brought with the account’s credentials, from addresses of the account alone', async () => {
    const { result, asked } = await fetched(
      [channel, 'twilio'],
      { contentType: 'image/png', contentUrl: OWN },
      { [OWN]: () => new Response(new Uint8Array(PICTURE)) },
    );
    expect([result, asked.map((one) => [one.url, one.authorization?.startsWith('Basic ')])]).toEqual([
      { ok: true, bytes: PICTURE },
      [[OWN, true]],
    ]);
    for (const contentUrl of [
      'https://evil.example.org/x',
      OWN.replace('AC0', 'AC9'),
      OWN.replace('https://api.twilio.com', 'https://api.twilio.com.evil.example.org'),
      `${OWN}/../../../../AC9/x`,
      undefined,
    ])
      expect(
        await fetched([channel, 'twilio'], { contentType: 'image/png', ...(contentUrl ? { contentUrl } : {}) }, {}),
      ).toEqual({ result: { ok: false, code: 'gone' }, asked: [] });
  });
});
