import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { HttpReply, HttpRequest, Log, Route } from '../../bot/contracts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.webmanifest': 'application/manifest+json',
};

/**
 * Only our own scripts run. Styles need 'unsafe-inline' because the component library sets style attributes; text of
 * patients is never part of a style.
 */
const PAGE_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly brotli?: Buffer;
  readonly gzip?: Buffer;
}

/** Serves the built web app from memory: hashed files for ever, the page itself never kept. */
export function webAppRoutes(folder: string, log: Log): Route[] {
  const assets = readAssets(folder);
  if (!assets.has('index.html')) log.warn('console.web_app_missing', { build: 'npm run build' });

  const file = (request: HttpRequest): HttpReply => {
    const name = request.path.replace(/^\/console\/?/, '');
    if (name === 'api' || name.startsWith('api/'))
      return { status: 404, headers: PAGE_HEADERS, body: { error: { code: 'not_found' } } };
    const asset = assets.get(name);
    if (name.startsWith('assets/') || extname(name) !== '') {
      if (!asset) return { status: 404, headers: { ...PAGE_HEADERS, 'content-type': 'text/plain' }, body: 'Not found' };
      const forever = name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      return send(request, asset, forever);
    }
    // Every other address is a place inside the app.
    const page = assets.get('index.html');
    if (page) return send(request, page, 'no-store');
    const hint = 'The console is not built yet: run "npm run build" and start again.';
    return { status: 503, headers: { ...PAGE_HEADERS, 'content-type': 'text/plain; charset=utf-8' }, body: hint };
  };

  const route = (path: string): Route => ({
    method: 'GET',
    path,
    maxBytes: 0,
    handle: async (request) => file(request),
  });
  return [route('/console'), route('/console/*')];
}

function send(request: HttpRequest, asset: Asset, cache: string): HttpReply {
  const accepts = request.headers['accept-encoding'] ?? '';
  const [encoding, body] =
    asset.brotli && /\bbr\b/.test(accepts)
      ? ['br', asset.brotli]
      : asset.gzip && /\bgzip\b/.test(accepts)
        ? ['gzip', asset.gzip]
        : [undefined, asset.plain];
  return {
    status: 200,
    headers: {
      ...PAGE_HEADERS,
      'content-type': asset.type,
      'cache-control': cache,
      vary: 'accept-encoding',
      ...(encoding ? { 'content-encoding': encoding } : {}),
    },
    body,
  };
}

function readAssets(folder: string): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>();
  if (!existsSync(folder)) return assets;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const type = TYPES[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const packed = (ending: string) => (existsSync(path + ending) ? readFileSync(path + ending) : undefined);
    const name = relative(folder, path).split(sep).join('/');
    const [brotli, gzip] = [packed('.br'), packed('.gz')];
    assets.set(name, { type, plain: readFileSync(path), ...(brotli ? { brotli } : {}), ...(gzip ? { gzip } : {}) });
  }
  return assets;
}
