import { createFileLinks } from './links';

const KEY = Buffer.alloc(32, 1);
const NOW = Date.UTC(2026, 10, 3, 16, 0);
let now = NOW;
const clock = { now: () => now };
const links = createFileLinks(KEY, 'https://bot.example.org', clock);
const ref = { file: 'file_1', conversation: 'c_1' };
const tokenOf = (url: string) => url.slice('https://bot.example.org/files/'.length);

beforeEach(() => {
  now = NOW;
});

test('an address opens its file of its conversation until it ends', () => {
  const token = tokenOf(links.link(ref, 60));
  expect(links.read(token)).toEqual({ ...ref, until: NOW + 60_000 });
  now = NOW + 59_999;
  expect(links.read(token)).toEqual({ ...ref, until: NOW + 60_000 });
  now = NOW + 60_000;
  expect(links.read(token)).toBeUndefined();
});

test('nobody makes, changes or lengthens one without the key', () => {
  const token = tokenOf(links.link(ref, 60));
  const [payload, signature] = token.split('.') as [string, string];
  const other = Buffer.from(JSON.stringify({ f: 'file_2', c: 'c_2', x: NOW + 1e12 })).toString('base64url');
  const foreign = createFileLinks(Buffer.alloc(32, 2), 'https://bot.example.org', clock).link(ref, 60);
  const forged = [
    '',
    '.',
    payload,
    `${payload}.`,
    `${other}.${signature}`,
    `${payload}.${signature.slice(0, -2)}`,
    `${payload}.${signature}.`,
    `${payload}.${signature}.${signature}`,
    tokenOf(foreign),
  ];
  expect(forged.map((one) => links.read(one))).toEqual(forged.map(() => undefined));
});
