import type { HttpRequest } from '../../bot/contracts';
import { verifyMeta } from '../whatsapp/cloud/cloud';
import { sameSecret } from './signature';
import { twilioSignature, verifyTwilio } from './twilio/signature';

function request(url: string, body: string, headers: Record<string, string>): HttpRequest {
  const parsed = new URL(url, 'https://bot.example.org');
  return {
    method: 'POST',
    path: parsed.pathname,
    url,
    query: parsed.searchParams,
    params: {},
    headers,
    body: Buffer.from(body),
    remoteAddress: '203.0.113.7',
  };
}

describe('Twilio signature (vector 1 of the channel reference)', () => {
  const token = '0123456789abcdef0123456789abcdef';
  const fields = {
    MessageSid: 'SM00000000000000000000000000000001',
    AccountSid: 'AC00000000000000000000000000000001',
    From: '+254700000001',
    To: '+254700000099',
    Body: 'Habari é 😀\n2',
    NumMedia: '0',
    NumSegments: '1',
    ApiVersion: '2010-04-01',
  };
  const path = '/api/sms/twilio?tenant=ke';
  const signature = 'wzWPLHp2SEtvFKZX8JCwiansppo=';
  const verify = (
    url: string,
    body: Record<string, string>,
    given: string | undefined,
    base = 'https://bot.example.org',
  ) =>
    verifyTwilio(
      request(url, new URLSearchParams(body).toString(), given === undefined ? {} : { 'x-twilio-signature': given }),
      base,
      [token],
    );

  it('is computed right', () => {
    expect(twilioSignature(token, `https://bot.example.org${path}`, new URLSearchParams(fields))).toBe(signature);
    expect(verify(path, fields, signature)).toBe(true);
  });

  it('fails for another scheme, an added slash, a missing field, and a missing or short header', () => {
    const { Body: _dropped, ...withoutBody } = fields;
    expect([
      verify(path, fields, signature, 'http://bot.example.org'),
      verify('/api/sms/twilio/?tenant=ke', fields, signature),
      verify(path, withoutBody, signature),
      verify(path, fields, undefined),
      verify(path, fields, ''),
      verify(path, fields, signature.slice(0, 4)),
    ]).toEqual([false, false, false, false, false, false]);
  });

  it('accepts the old and the new token during rotation, and never an empty one', () => {
    const signed = request(path, new URLSearchParams(fields).toString(), { 'x-twilio-signature': signature });
    expect(verifyTwilio(signed, 'https://bot.example.org', ['next-token', token])).toBe(true);
    const empty = twilioSignature('', `https://bot.example.org${path}`, new URLSearchParams(fields));
    const forged = request(path, new URLSearchParams(fields).toString(), { 'x-twilio-signature': empty });
    expect(verifyTwilio(forged, 'https://bot.example.org', [''])).toBe(false);
  });
});

describe('Meta signature (vector 2 of the channel reference)', () => {
  const body = String.raw`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"type":"text","text":{"body":"Habari \u00e9 \ud83d\ude00 a\/b"}}]}}]}]}`;
  const signature = 'sha256=0518ca90a92bf3a7c258d5a00c5803726b4642d748a1ef1081cbbd021454790a';
  const verify = (text: string, secrets: string[], given: string | undefined = signature) =>
    verifyMeta(request('/webhooks/whatsapp', text, given === '' ? {} : { 'x-hub-signature-256': given }), secrets);

  it('is computed over the raw bytes', () => {
    expect(verify(body, ['app-secret-1'])).toBe(true);
    expect(verify(JSON.stringify(JSON.parse(body)), ['app-secret-1'])).toBe(false);
  });

  it('tries each secret, and none of them empty', () => {
    expect(verify(body, ['other', 'app-secret-1'])).toBe(true);
    expect([verify(body, []), verify(body, ['']), verify(body, ['app-secret-1'], '')]).toEqual([false, false, false]);
  });
});

describe('sameSecret', () => {
  it('matches equal, non-empty words only', () => {
    expect([
      sameSecret('a', 'a'),
      sameSecret('', ''),
      sameSecret('a', undefined),
      sameSecret('a', ''),
      sameSecret('a', 'aa'),
    ]).toEqual([true, false, false, false, false]);
  });
});
