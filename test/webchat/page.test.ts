import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { socketBase } from '../../adapters/webchat/opening';
import { largeAsset, serve } from '../../adapters/webchat/page/assets';
import { fillTemplate, inlineJson, tel } from '../../adapters/webchat/page/html';
import { chooseLocale } from '../../adapters/webchat/page/strings';
import type { HttpRequest } from '../../bot/contracts';
import { CACHE, type Harness, startWebChat, until } from './harness';

let chat: Harness;
beforeEach(async () => {
  chat = await startWebChat();
});
afterEach(() => chat.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${chat.host.url}${path}`, { headers });
const request = (headers: Record<string, string>): HttpRequest =>
  ({ headers, query: new URLSearchParams(), params: {} }) as unknown as HttpRequest;

test('the page loads nothing from elsewhere and has a policy with a nonce of its own', async () => {
  const [one, two] = await Promise.all([get('/'), get('/')]);
  const nonces = [one, two].map((reply) => /'nonce-([^']+)'/.exec(reply.headers.get('content-security-policy')!)![1]!);
  expect(nonces[0]).not.toBe(nonces[1]);
  const html = await one.text();
  expect(html).toContain(`data-nonce="${nonces[0]}"`);
  expect([...html.matchAll(/(?:src|href)="(https?:)?\/\//g)]).toEqual([]);
  expect(one.headers.get('content-security-policy')!.replaceAll(nonces[0]!, 'N')).toBe(
    [
      "default-src 'none'",
      "script-src 'self' 'nonce-N'",
      "style-src 'self' 'nonce-N' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      `connect-src 'self' ${chat.host.url.replace('http', 'ws')} blob: data:`,
      'worker-src blob:',
      "base-uri 'none'",
      "form-action 'none'",
      'frame-ancestors *',
    ].join('; '),
  );
  expect(one.headers.get('cache-control')).toBe('no-store');
});

test('only sites on the list may frame the chat', async () => {
  await chat.close();
  chat = await startWebChat({ origins: ['https://hospital.example'] });
  expect((await get('/')).headers.get('content-security-policy')).toContain(
    "frame-ancestors 'self' https://hospital.example",
  );
});

test('demo mode says that the content awaits sign-off; production does not', async () => {
  const sentence = 'sample content awaiting a hospital&#39;s clinical sign-off';
  expect(await (await get('/')).text()).toMatch(new RegExp(`<p class="banner" >.*${sentence}`));
  await chat.close();
  chat = await startWebChat({ mode: 'production' });
  expect(await (await get('/')).text()).toContain('<p class="banner" hidden></p>');
});

test.each([
  ['?lang=es', 'en', 'es'],
  ['?lang=xx', 'es-MX,es;q=0.9,en;q=0.8', 'es'],
  ['', 'fr-FR,fr;q=0.9,es;q=0.5', 'es'],
  ['', 'de', 'en'],
])('language of / with %s and %s is %s', async (query, accepted, locale) => {
  const html = await (await get(`/${query}`, { 'accept-language': accepted })).text();
  expect(html).toContain(`<html lang="${locale}">`);
});

test('the bundle is the published one: hashed, immutable, in brotli, gzip or plain', async () => {
  const html = await (await get('/')).text();
  const path = /src="([^"]+webchat-minimal\.js)"/.exec(html)![1]!;
  await until(
    'the compressed bundle',
    async () => {
      const { headers } = await get(path, { 'accept-encoding': 'br' });
      return headers.get('content-encoding') === 'br';
    },
    60_000,
  );
  for (const encoding of ['br', 'gzip', 'identity']) {
    const reply = await get(path, { 'accept-encoding': encoding });
    expect([reply.status, reply.headers.get('cache-control'), reply.headers.get('content-encoding')]).toEqual([
      200,
      'public, max-age=31536000, immutable',
      encoding === 'identity' ? null : encoding,
    ]);
    expect((await reply.text()).length).toBeGreaterThan(1_500_000);
  }
  const etag = (await get(path)).headers.get('etag')!;
  expect((await get(path, { 'if-none-match': etag })).status).toBe(304);
  expect((await get(`${path}.LICENSE.txt`)).status).toBe(200);
});

test('unknown files are 404; a page of an older version still gets its modules', async () => {
  expect((await get('/webchat/assets/abc/nothing.js')).status).toBe(404);
  expect((await get('/webchat/assets/abc/..%2f..%2f..%2fpackage.json')).status).toBe(404);
  const older = await get('/webchat/assets/0000000000000000/main.mjs');
  expect([older.status, older.headers.get('cache-control')]).toEqual([200, 'no-cache']);
});

test('the embed script holds its words in every language and may be loaded by any page', async () => {
  const reply = await get('/embed.js');
  const script = await reply.text();
  expect(script).toContain('Chat with us');
  expect(script).toContain('Escríbanos');
  expect(script).not.toContain('SATHI_STRINGS');
  expect(reply.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
});

test('a large file is served as it is until its compressed forms are ready', async () => {
  const plain = Buffer.from(`${'x'.repeat(5000)}${Math.random()}`);
  const log = { info() {}, warn() {}, error() {} };
  const asset = largeAsset({ type: 'text/plain', plain, name: 'test', cacheDir: CACHE, log });
  const wanting = request({ 'accept-encoding': 'gzip, deflate, br;q=1.0' });
  expect(serve(asset, wanting).body).toBe(plain);
  await until('both forms', () => asset.brotli !== undefined);
  expect(gunzipSync(asset.gzip!)).toEqual(plain);
  expect(brotliDecompressSync(serve(asset, wanting).body as Buffer)).toEqual(plain);
});

test('a cache folder that cannot be written does not matter', async () => {
  const log = { info() {}, warn: jest.fn(), error() {} };
  const plain = Buffer.from('x'.repeat(5000));
  const asset = largeAsset({ type: 'text/plain', plain, name: 'test', cacheDir: join(__filename, 'no-folder'), log });
  await until('both forms', () => asset.brotli !== undefined);
  expect(log.warn).not.toHaveBeenCalled();
});

test('templates escape what they are given and complain about what they are not', () => {
  expect(fillTemplate('<p>{{a}}</p>{{{b}}}', { a: '<b>&"\'', b: '<i>' })).toBe('<p>&lt;b&gt;&amp;&quot;&#39;</p><i>');
  expect(() => fillTemplate('{{missing}}', {})).toThrow('The page template needs a value for "missing".');
  expect(inlineJson({ a: '</script>' })).toBe('{"a":"\\u003c/script>"}');
  expect(tel('+1 (555) 010-0110')).toBe('tel:+15550100110');
});

test('a locale is found by its language; the hospital’s first is the last resort', () => {
  const none = { query: null, acceptLanguage: undefined };
  expect(chooseLocale(['es', 'en'], none)).toBe('es');
  expect(chooseLocale(['en', 'es'], { query: 'ES-mx', acceptLanguage: 'en' })).toBe('es');
  expect(chooseLocale([], none)).toBe('en');
});

test('the stream address comes from PUBLIC_URL; only an unset one follows the address that was used', () => {
  const evil = request({ host: 'evil.example' });
  expect(socketBase('https://chat.example.org', evil)).toBe('wss://chat.example.org');
  expect(socketBase('https://example.org/sathi', evil)).toBe('wss://example.org/sathi');
  expect(socketBase('http://localhost:3978', request({ host: '192.168.1.7:3978' }))).toBe('ws://192.168.1.7:3978');
  expect(socketBase('http://localhost:3978', request({ host: 'x.example', 'x-forwarded-proto': 'https' }))).toBe(
    'wss://x.example',
  );
  expect(socketBase('http://localhost:3978', request({ host: 'bad host;' }))).toBe('ws://localhost:3978');
  expect(socketBase('http://localhost:3978', request({}))).toBe('ws://localhost:3978');
});
