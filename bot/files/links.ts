import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Clock, FileRef, Instant } from '../contracts';

/** Where files are read with nothing but their address. */
export const FILE_PATH = '/files';

const claims = z.strictObject({ f: z.string(), c: z.string(), x: z.number() });

export interface FileLinks {
  link(ref: Pick<FileRef, 'file' | 'conversation'>, seconds: number): string;
  /** The file an address opens; undefined when it is forged, garbled or over. */
  read(token: string): { file: string; conversation: string; until: Instant } | undefined;
}

/**
 * Addresses of files for those who cannot sign in: the patient's own chat, and a provider that fetches what it sends.
 * Each names one file of one conversation and a moment at which it ends, under a keyed hash of 256 bits.
 *
 * @param key derived for this purpose alone; a rotation ends the addresses made before it.
 */
export function createFileLinks(key: Buffer, publicUrl: string, clock: Clock): FileLinks {
  const sign = (payload: string) => createHmac('sha256', key).update(payload).digest();
  return {
    link({ file, conversation }, seconds) {
      const until = clock.now() + seconds * 1000;
      const payload = Buffer.from(JSON.stringify({ f: file, c: conversation, x: until })).toString('base64url');
      return `${publicUrl}${FILE_PATH}/${payload}.${sign(payload).toString('base64url')}`;
    },
    read(token) {
      const [payload = '', signature = '', more] = token.split('.');
      const given = Buffer.from(signature, 'base64url');
      const wanted = sign(payload);
      if (more !== undefined || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
      const { f, c, x } = claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
      return x <= clock.now() ? undefined : { file: f, conversation: c, until: x };
    },
  };
}
