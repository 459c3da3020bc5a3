import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { readBody } from './body';

/** A request whose body comes as the test writes it. */
function request(headers: Record<string, string> = {}) {
  const stream = new PassThrough();
  return { stream, req: Object.assign(stream, { method: 'POST', headers }) as unknown as IncomingMessage };
}

test('a body is read whole, and one that is too large or says so is not', async () => {
  const whole = request();
  const read = readBody(whole.req, 10, 1000);
  whole.stream.write('12345');
  whole.stream.end('67890');
  expect(String(await read)).toBe('1234567890');
  const large = request();
  const refused = readBody(large.req, 10, 1000);
  large.stream.write('12345678901');
  expect(await refused).toBe('too-large');
  expect(await readBody(request({ 'content-length': '11' }).req, 10, 1000)).toBe('too-large');
});

test('one that trickles in is given up when its time is over, not before', async () => {
  jest.useFakeTimers();
  try {
    const { stream, req } = request();
    let got: unknown;
    const read = readBody(req, 10, 30_000).then((body) => {
      got = body;
    });
    stream.write('1');
    await jest.advanceTimersByTimeAsync(29_999);
    expect(got).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    await read;
    expect(got).toBe('too-slow');
  } finally {
    jest.useRealTimers();
  }
});
