import { type AddressInfo, createServer, type Server } from 'node:net';
import { createClamd } from './scan';

/** clamd as it speaks on the wire: takes INSTREAM chunks and answers with what it is told to. */
function daemon(answer: (bytes: Buffer) => string | undefined): Promise<Server> {
  const server = createServer((socket) => {
    let heard = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (data) => {
      heard = Buffer.concat([heard, data]);
      const start = Buffer.from('zINSTREAM\0');
      if (!heard.subarray(0, start.length).equals(start)) return;
      const chunks: Buffer[] = [];
      let at = start.length;
      while (heard.length >= at + 4) {
        const size = heard.readUInt32BE(at);
        if (size === 0) {
          const reply = answer(Buffer.concat(chunks));
          if (reply === undefined) socket.destroy();
          else socket.end(reply);
          return;
        }
        if (heard.length < at + 4 + size) return;
        chunks.push(heard.subarray(at + 4, at + 4 + size));
        at += 4 + size;
      }
    });
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

const urlOf = (server: Server) => `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;

test.each([
  ['stream: OK\0', 'clean'],
  ['stream: Eicar-Test-Signature FOUND\0', 'infected'],
  ['INSTREAM size limit exceeded. ERROR\0', 'away'],
  [undefined, 'away'],
] as const)('%j means %s', async (reply, verdict) => {
  const bytes = Buffer.alloc(200_000, 7);
  const server = await daemon((heard) => (heard.equals(bytes) ? reply : 'stream: NotWhatWasSent FOUND\0'));
  expect(await createClamd(urlOf(server))(bytes)).toBe(verdict);
  await new Promise((done) => server.close(done));
});

test('a daemon that is not there is no clean file', async () => {
  const server = await daemon(() => '');
  const url = urlOf(server);
  await new Promise((done) => server.close(done));
  expect(await createClamd(url)(Buffer.from('x'))).toBe('away');
});
