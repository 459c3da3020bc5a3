import { connect } from 'node:net';

/** What a virus scanner says. `away`: it did not answer, and nobody knows. */
export type Scan = (bytes: Buffer) => Promise<'clean' | 'infected' | 'away'>;

const TIMEOUT_MS = 20_000;
const CHUNK = 64 * 1024;

/**
 * ClamAV's daemon over TCP, by its INSTREAM command: chunks with their length before them, a zero to end, and an answer
 * of `stream: OK` or `stream: <name> FOUND`. Source: clamd(8), not re-read.
 */
export function createClamd(url: string): Scan {
  const { hostname, port } = new URL(url);
  return (bytes) =>
    new Promise((resolve) => {
      const socket = connect(Number(port) || 3310, hostname);
      let answer = '';
      const end = (result: 'clean' | 'infected' | 'away') => {
        socket.destroy();
        resolve(result);
      };
      socket.setTimeout(TIMEOUT_MS, () => end('away'));
      socket.on('error', () => end('away'));
      socket.on('data', (data) => {
        answer += data.toString('latin1');
      });
      socket.on('close', () => end(verdict(answer)));
      socket.on('connect', () => {
        socket.write('zINSTREAM\0');
        for (let at = 0; at < bytes.length; at += CHUNK) {
          const chunk = bytes.subarray(at, at + CHUNK);
          socket.write(sizeOf(chunk.length));
          socket.write(chunk);
        }
        socket.write(sizeOf(0));
      });
    });
}

function sizeOf(length: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length);
  return size;
}

function verdict(answer: string): 'clean' | 'infected' | 'away' {
  if (/^stream: OK\0?\s*$/.test(answer)) return 'clean';
  return / FOUND\0?\s*$/.test(answer) ? 'infected' : 'away';
}
