import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, brotliCompressSync, constants, gunzipSync, gzip, gzipSync } from 'node:zlib';
import type { HttpReply, HttpRequest, Log } from '../../../bot/contracts';

/** One static file with its compressed forms. The hash is of the plain bytes. */
export interface Asset {
  readonly type: string;
  readonly hash: string;
  /** Not kept once it can be unpacked: nearly nobody asks for it. */
  plain?: Buffer;
  gzip?: Buffer;
  brotli?: Buffer;
}

export const JAVASCRIPT = 'text/javascript; charset=utf-8';
export const CSS = 'text/css; charset=utf-8';

export function hashOf(...bytes: readonly Buffer[]): string {
  const hash = createHash('sha256');
  for (const part of bytes) hash.update(part);
  return hash.digest('hex').slice(0, 16);
}

/** A small file, compressed at once. */
export function smallAsset(type: string, plain: Buffer): Asset {
  const brotli = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } });
  return { type, hash: hashOf(plain), plain, brotli, gzip: gzipSync(plain, { level: 9 }) };
}

/**
 * A large file whose compressed forms are made once and kept in `cacheDir` under its hash (`npm run build` does it). The
 * best brotli takes seconds, so nothing waits for it: until it is there, the smaller of what is ready is served.
 */
export function largeAsset(given: { type: string; plain: Buffer; name: string; cacheDir: string; log: Log }): Asset {
  const { type, plain, log } = given;
  const asset: Asset = { type, plain, hash: hashOf(plain) };
  keepCompressed(given, asset).then(
    () => {
      asset.plain = undefined;
    },
    (error: unknown) => log.warn('webchat.compress_failed', { error: error instanceof Error ? error.name : 'unknown' }),
  );
  return asset;
}

/** Reads or makes the compressed forms of a file, each put into `into` as soon as it is there. */
export async function keepCompressed(
  { plain, name, cacheDir }: { plain: Buffer; name: string; cacheDir: string },
  into: Pick<Asset, 'gzip' | 'brotli'> = {},
): Promise<void> {
  const hash = hashOf(plain);
  const file = (ending: string) => join(cacheDir, `${name}.${hash}.${ending}`);
  into.gzip = await cached(file('gz'), () => promisify(gzip)(plain, { level: 9 }));
  into.brotli = await cached(file('br'), () =>
    promisify(brotliCompress)(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 22 },
    }),
  );
}

/** Reads a file, or makes it and puts it in place in one step so that a crash leaves no half file. */
async function cached(path: string, make: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch {
    const made = await make();
    try {
      await mkdir(join(path, '..'), { recursive: true });
      const temporary = `${path}.${process.pid}.tmp`;
      await writeFile(temporary, made);
      await rename(temporary, path);
    } catch {
      // A read-only or full disk costs the next start a few seconds of work, nothing else.
    }
    return made;
  }
}

const FOREVER = 'public, max-age=31536000, immutable';

/** Serves an asset in the best encoding the client takes; `cache` defaults to "for ever", as its name holds its hash. */
export function serve(asset: Asset, request: HttpRequest, cache: string = FOREVER): HttpReply {
  const etag = `"${asset.hash}"`;
  const headers = {
    'content-type': asset.type,
    'cache-control': cache,
    'x-content-type-options': 'nosniff',
    // Hospital pages of other origins load the embed script.
    'cross-origin-resource-policy': 'cross-origin',
    vary: 'Accept-Encoding',
    etag,
  };
  if (request.headers['if-none-match'] === etag) return { status: 304, headers };
  const accepted = (request.headers['accept-encoding'] ?? '').split(',').map((one) => one.trim().split(';')[0]);
  if (asset.brotli !== undefined && accepted.includes('br'))
    return { status: 200, headers: { ...headers, 'content-encoding': 'br' }, body: asset.brotli };
  if (asset.gzip !== undefined && accepted.includes('gzip'))
    return { status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, body: asset.gzip };
  return { status: 200, headers, body: asset.plain ?? gunzipSync(asset.gzip!) };
}
