import type { Files, HttpReply, HttpRequest, Log, Route } from '../contracts';
import { StoreUnavailable } from '../contracts';
import { fileHeaders } from './kinds';
import { FILE_PATH, type FileLinks } from './links';

const MISSING: HttpReply = { status: 404, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: 'Not found' };

/** Files by their address alone. Whatever is wrong with an address, the answer is the same. */
export function fileRoutes(parts: { files: Files; links: FileLinks; log: Log }): Route[] {
  const { files, links, log } = parts;
  async function handle(request: HttpRequest): Promise<HttpReply> {
    try {
      const ref = links.read(request.params['*'] ?? '');
      const file = ref === undefined ? undefined : await files.read(ref);
      if (file === undefined) return MISSING;
      return { status: 200, headers: fileHeaders(file.name, file.contentType), body: file.bytes };
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      log.warn('files.unreadable', { error: error instanceof Error ? error.name : 'unknown' });
      return MISSING;
    }
  }
  // A named part of a path may have 100 characters at most; a signed address has more.
  const route = (method: 'GET' | 'HEAD'): Route => ({ method, path: `${FILE_PATH}/*`, maxBytes: 1024, handle });
  // Twilio asks for the type before it fetches.
  return [route('GET'), route('HEAD')];
}
