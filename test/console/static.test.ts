import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpRequest } from '../../bot/contracts/http';
import { webAppRoutes } from '../../console/api/static';

const log = { info() {}, warn() {}, error() {} };

function site(files: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'sathi-web-'));
  mkdirSync(join(folder, 'assets'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const [, route] = webAppRoutes(folder, log);
  rmSync(folder, { recursive: true });
  return async (path: string, encoding = '') => {
    const request = { path, headers: { 'accept-encoding': encoding } } as unknown as HttpRequest;
    const { status, headers, body } = await route!.handle(request);
    return {
      status,
      cache: headers?.['cache-control'],
      encoding: headers?.['content-encoding'],
      type: headers?.['content-type'],
      body: String(body),
      csp: headers?.['content-security-policy'],
    };
  };
}

test('hashed files are kept for ever and leave packed; the page is never kept; places of the app get the page', async () => {
  const get = site({
    'index.html': '<html>',
    'assets/a-1.js': 'plain',
    'assets/a-1.js.br': 'brotli',
    'assets/a-1.js.gz': 'gzip',
  });
  expect(await get('/console/assets/a-1.js', 'gzip, br')).toMatchObject({
    status: 200,
    encoding: 'br',
    body: 'brotli',
    cache: 'public, max-age=31536000, immutable',
    type: 'text/javascript; charset=utf-8',
  });
  expect(await get('/console/assets/a-1.js', 'gzip')).toMatchObject({ encoding: 'gzip', body: 'gzip' });
  expect(await get('/console/assets/a-1.js')).toMatchObject({ encoding: undefined, body: 'plain' });
  for (const path of ['/console', '/console/', '/console/queue/c_1']) {
    expect(await get(path)).toMatchObject({
      status: 200,
      cache: 'no-store',
      body: '<html>',
      type: 'text/html; charset=utf-8',
    });
  }
  for (const path of [
    '/console/assets/none.js',
    '/console/../package.json',
    '/console/assets/../../x.js',
    '/console/api/v1/none',
  ]) {
    expect((await get(path)).status).toBe(404);
  }
});

test('only our own scripts may run, and nobody may frame the page', async () => {
  const { csp } = await site({ 'index.html': '<html>' })('/console');
  expect(csp).toContain("script-src 'self';");
  expect(csp).toContain("frame-ancestors 'none'");
  expect(csp).not.toMatch(/script-src[^;]*unsafe/);
});

test('a console that was not built says how to build it', async () => {
  const get = site({});
  expect(await get('/console')).toMatchObject({ status: 503, body: expect.stringContaining('npm run build') });
});
