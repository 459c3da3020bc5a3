import type { IncomingMessage } from 'node:http';

/**
 * The raw bytes of a request, or why there are none: larger than `maxBytes`, or not there within `mostMs`. Our own small
 * reader instead of restify's: webhooks are verified over the exact bytes, nothing is parsed before its size is known,
 * and no kind of body can make it throw.
 */
export function readBody(
  req: IncomingMessage,
  maxBytes: number,
  mostMs: number,
): Promise<Buffer | 'too-large' | 'too-slow' | 'aborted'> {
  if (Number(req.headers['content-length'] ?? 0) > maxBytes) {
    req.resume();
    return Promise.resolve('too-large');
  }
  if (req.method === 'GET' || req.method === 'HEAD') return Promise.resolve(Buffer.alloc(0));
  return new Promise((settle) => {
    const resolve = (read: Buffer | 'too-large' | 'too-slow' | 'aborted') => {
      clearTimeout(late);
      settle(read);
    };
    const late = setTimeout(() => {
      req.removeAllListeners('data');
      req.resume();
      resolve('too-slow');
    }, mostMs);
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        resolve('too-large');
        req.removeAllListeners('data');
        req.resume();
        return;
      }
      chunks.push(chunk);
    });
    req.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    req.on('aborted', () => resolve('aborted'));
    req.on('error', () => resolve('aborted'));
  });
}
