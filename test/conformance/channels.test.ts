import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHANNELS } from '../../adapters';
import type { Fetch } from '../../adapters/shared/provider-call';
import type { Activity, Address, ChannelAdapter, Part, SendResult } from '../../bot/contracts';
import { contentPlaces, projectRoot } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import {
  call,
  FILES,
  type Harness,
  type InFixture,
  NOW,
  type OutFixture,
  PUBLIC_URL,
  type RecordedForm,
  type RecordedRequest,
  recorder,
} from './harness';
import { botframeworkHarnesses } from './harnesses/botframework';
import { smsHarnesses } from './harnesses/sms';
import { whatsappHarnesses } from './harnesses/whatsapp';

/** `npm test` compares; `UPDATE_GOLDEN=1` rewrites what fixtures expect, to be read before it is committed. */
const UPDATE = process.env.UPDATE_GOLDEN === '1';
const HARNESSES: readonly Harness[] = [...smsHarnesses, ...whatsappHarnesses, ...botframeworkHarnesses];
const content = loadContent(contentPlaces({}));

/** Channels whose client reads the transcript itself have a suite of their own beside their adapter. */
const READS_TRANSCRIPT = new Set(['webchat']);

const noCalls: Fetch = async () => {
  throw new Error('This test must not call a provider.');
};

function make(harness: Harness, fetch: Fetch = noCalls): ChannelAdapter {
  const read = CHANNELS[harness.channel]!({ env: harness.env, publicUrl: PUBLIC_URL, content, fetch, files: FILES });
  if (read.state !== 'ready') throw new Error(`${harness.provider} is ${JSON.stringify(read)}`);
  return read.settings;
}

function fixtures<T>(harness: Harness, direction: 'in' | 'out'): { name: string; file: string; fixture: T }[] {
  const folder = join(projectRoot(), 'adapters', harness.channel, 'fixtures', harness.provider, direction);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => ({
      name: name.replace('.json', ''),
      file: join(folder, name),
      fixture: JSON.parse(readFileSync(join(folder, name), 'utf8')) as T,
    }));
}

function addressOf(harness: Harness): Address {
  const values: Record<string, Address> = {
    sms: { channel: 'sms', value: '+254700000001' },
    whatsapp: { channel: 'whatsapp', value: '+254700000001', reference: { messageId: 'wamid.IN1' } },
    botframework: {
      channel: 'botframework',
      value: 'emulator/conv-1/user-1',
      reference: { channelId: 'emulator', serviceUrl: 'http://localhost:52001', conversation: { id: 'conv-1' } },
    },
  };
  return values[harness.channel]!;
}

it('every channel of adapters/index.ts has fixtures in both directions', () => {
  const without = Object.keys(CHANNELS).filter(
    (channel) =>
      !READS_TRANSCRIPT.has(channel) &&
      !HARNESSES.some(
        (one) => one.channel === channel && fixtures(one, 'in').length > 0 && fixtures(one, 'out').length > 0,
      ),
  );
  expect(without).toEqual([]);
  expect(HARNESSES.filter((one) => fixtures(one, 'in').length === 0 || fixtures(one, 'out').length === 0)).toEqual([]);
});

describe.each(HARNESSES.map((harness) => [`${harness.channel} through ${harness.provider}`, harness] as const))(
  '%s',
  (_title, harness) => {
    const SECRETS = harness.secretSettings.map((name) => harness.env[name]!);

    describe('inbound', () => {
      it.each(fixtures<InFixture>(harness, 'in').map((one) => [one.name, one] as const))(
        '%s',
        async (_name, { file, fixture }) => {
          const request = UPDATE ? harness.sign(fixture.request) : fixture.request;
          const heard = recorder();
          const reply = await call(
            make(harness, async () => new Response('{"success":true}')),
            request,
            heard,
          );
          const ignored = heard.logs
            .filter((one) => one.event === 'webhook.ignored')
            .map((one) => String(one.fields?.code));
          const got = plain({ reply, events: heard.events, reports: heard.reports, contacts: heard.contacts, ignored });
          if (UPDATE)
            writeFileSync(file, `${JSON.stringify({ about: fixture.about, request, expect: got }, null, 2)}\n`);
          else expect(got).toEqual(fixture.expect);
        },
      );

      it('refuses wrong, missing and truncated credentials with the same constant words', async () => {
        const forged = harness.forge(harness.sign(harness.message('M1', 'I have chest pain')));
        expect(forged.length).toBeGreaterThan(0);
        for (const request of forged) {
          const heard = recorder();
          const reply = await call(make(harness), request, heard);
          expect(reply).toEqual({
            status: 401,
            headers: { 'content-type': 'text/plain; charset=utf-8' },
            body: 'unauthorised',
          });
          expect(heard.events).toEqual([]);
        }
        const heard = recorder();
        await call(make(harness), harness.sign(harness.message('M1', 'I have chest pain')), heard);
        expect(heard.events).toHaveLength(1);
      });

      it('does not start with an empty secret', () => {
        for (const name of harness.secretSettings) {
          const env = { ...harness.env, [name]: '' };
          const read = CHANNELS[harness.channel]!({ env, publicUrl: PUBLIC_URL, content, fetch: noCalls });
          expect(read).toEqual({ state: 'broken', problems: [expect.stringContaining(`${name} is not set`)] });
        }
      });

      it('takes nothing for an account that is not ours', async () => {
        const heard = recorder();
        const reply = await call(make(harness), harness.sign(harness.foreign('M2')), heard);
        expect(reply.status).toBeLessThan(300);
        expect(heard.events).toEqual([]);
        expect(heard.logs.filter((one) => one.event === 'webhook.ignored')).toHaveLength(1);
      });

      it('survives bodies that are not what it expects', async () => {
        const good = harness.sign(harness.message('M3', 'hello'));
        if (good.method === 'GET') {
          for (const query of ['', '?', '?from=%FF%FE', `?text=${'x'.repeat(60_000)}`, '?from=abc&to=1&text=2']) {
            const heard = recorder();
            const reply = await call(make(harness), { ...good, path: good.path.split('?')[0] + query }, heard);
            expect(reply.status === 400 || (reply.status === 200 && heard.events.length === 0)).toBe(true);
          }
          return;
        }
        const bodies: Partial<RecordedRequest>[] = [
          { body: '' },
          { body: 'hello', headers: { 'content-type': 'text/plain' } },
          { body: '{"a":1}', headers: { 'content-type': 'application/json' } },
          { body: '[]', headers: { 'content-type': 'application/json' } },
          { body: 'null', headers: { 'content-type': 'application/json' } },
          { body: '{"entry":', headers: { 'content-type': 'application/json' } },
          { body: undefined, bodyBase64: Buffer.from([0x42, 0x6f, 0xff, 0xfe, 0x80]).toString('base64') },
          { body: 'x'.repeat(1024 * 1024) },
          { body: `a=${'%00'.repeat(1000)}` },
        ];
        for (const change of bodies) {
          const heard = recorder();
          const request = harness.sign({ ...good, ...change, headers: { ...good.headers, ...change.headers } });
          const reply = await call(make(harness), request, heard);
          const acceptable = [400, 401, 413].includes(reply.status);
          expect({ body: (change.body ?? 'binary').slice(0, 20), acceptable }).toEqual({
            body: (change.body ?? 'binary').slice(0, 20),
            acceptable: true,
          });
          expect(heard.events).toEqual([]);
        }
      });

      it('asks the provider to come again when the store is away', async () => {
        const heard = recorder();
        heard.storeAway = true;
        const reply = await call(make(harness), harness.sign(harness.message('M4', 'hello')), heard);
        expect(reply.status).toBe(503);
      });

      it('names the same message the same way each time it comes', async () => {
        const heard = recorder();
        const adapter = make(harness);
        const request = harness.sign(harness.message('M5', 'hello'));
        await Promise.all(Array.from({ length: 10 }, () => call(adapter, request, heard)));
        await call(adapter, harness.sign(harness.message('M6', 'hello')), heard);
        expect(new Set(heard.events.map((one) => one.externalId)).size).toBe(2);
      });

      it('writes no secret, number or word of the patient into the log', async () => {
        const heard = recorder();
        const adapter = make(harness);
        const words = 'my chest hurts 4711';
        const good = harness.sign(harness.message('M7', words));
        for (const request of [
          good,
          ...harness.forge(good),
          harness.sign(harness.foreign('M8')),
          { ...good, body: `${words}{` },
        ])
          await call(adapter, request, heard);
        heard.storeAway = true;
        await call(adapter, good, heard);
        const log = JSON.stringify(heard.logs);
        expect(heard.logs.length).toBeGreaterThan(0);
        for (const word of [...SECRETS, words, '254700000001', 'Asha']) expect(log).not.toContain(word);
      });
    });

    describe('outbound', () => {
      it.each(fixtures<OutFixture>(harness, 'out').map((one) => [one.name, one] as const))(
        '%s',
        async (_name, { file, fixture }) => {
          const to = { ...addressOf(harness), ...fixture.to } as Address;
          const since = fixture.sinceInbound === undefined ? 60_000 : fixture.sinceInbound;
          const render = (adapter: ChannelAdapter) =>
            adapter.render(fixture.activity, to, {
              now: NOW,
              locale: fixture.locale ?? 'en',
              ...(since === null ? {} : { lastInboundAt: NOW - since }),
            });
          const parts = render(make(harness));
          const answers = [];
          let asked: RecordedRequest | undefined;
          let before: RecordedForm[] = [];
          for (const answer of fixture.answers ?? []) {
            const ahead = [...(answer.before ?? [])];
            if (ahead.length > 0) before = [];
            const fetch: Fetch = async (url, init) => {
              const first = ahead.shift();
              if (first !== undefined) {
                before.push(await recordedForm(url, init));
                if (first.fails !== undefined)
                  throw Object.assign(new TypeError('fetch failed'), { cause: { code: first.fails } });
                return new Response(first.body ?? '', { status: first.status ?? 200 });
              }
              asked = {
                method: String(init.method),
                path: url,
                headers: init.headers as Record<string, string>,
                ...(init.body === undefined ? {} : { body: String(init.body) }),
              };
              if (answer.fails !== undefined)
                throw Object.assign(new TypeError('fetch failed'), { cause: { code: answer.fails } });
              return new Response(answer.body ?? '', { status: answer.status ?? 200, headers: answer.headers });
            };
            const result = await make(harness, fetch).send({ ...parts[0]!, id: 'ob_1' });
            answers.push({ ...answer, result });
          }
          const expected = {
            parts: parts.map((part) => part.body),
            ...(before.length === 0 ? {} : { before }),
            ...(asked === undefined ? {} : { request: asked }),
          };
          if (UPDATE) {
            writeFileSync(
              file,
              `${JSON.stringify(plain({ ...fixture, ...(answers.length > 0 ? { answers } : {}), expect: expected }), null, 2)}\n`,
            );
          } else {
            expect(plain({ ...expected, answers })).toEqual({ ...fixture.expect, answers: fixture.answers ?? [] });
          }
        },
      );

      it('its fixtures show every result that sending can come to', () => {
        const shown = new Set(
          fixtures<OutFixture>(harness, 'out').flatMap(({ fixture }) =>
            (fixture.answers ?? []).flatMap(({ result }) => (result === undefined || result.ok ? [] : [result.code])),
          ),
        );
        expect(
          harness.resultCodes.filter((code) => !shown.has(code as Exclude<SendResult, { ok: true }>['code'])),
        ).toEqual([]);
      });

      it('does not say that a message failed when nobody knows', async () => {
        if (harness.channel === 'botframework') return;
        const part: Part = {
          ...make(harness).render({ type: 'message', text: 'hello' }, addressOf(harness), {
            now: NOW,
            locale: 'en',
            lastInboundAt: NOW,
          })[0]!,
          id: 'ob_1',
        };
        const failing =
          (error: unknown): Fetch =>
          async () => {
            throw error;
          };
        const cause = (code: string) => Object.assign(new TypeError('fetch failed'), { cause: { code } });
        expect(await make(harness, failing(cause('ECONNREFUSED'))).send(part)).toEqual({
          ok: false,
          retry: true,
          code: 'connection',
          detail: 'ECONNREFUSED',
        });
        expect(await make(harness, failing(cause('ENOTFOUND'))).send(part)).toEqual({
          ok: false,
          retry: true,
          code: 'connection',
          detail: 'ENOTFOUND',
        });
        expect(await make(harness, failing(cause('ECONNRESET'))).send(part)).toEqual({
          ok: false,
          retry: true,
          code: 'unknown_outcome',
          detail: 'ECONNRESET',
        });
        expect(await make(harness, failing(new DOMException('timed out', 'TimeoutError'))).send(part)).toMatchObject({
          ok: false,
          retry: true,
          code: 'unknown_outcome',
        });
      });

      it('keeps every limit, below, at and above, and drops nothing', () => {
        const adapter = make(harness);
        const { limits } = adapter;
        for (const length of [1, limits.text - 1, limits.text, limits.text + 1, limits.text * 3 + 7]) {
          const text = 'word and more. '
            .repeat(Math.ceil(length / 15))
            .slice(0, length)
            .trim();
          const parts = render(adapter, harness, { type: 'message', text });
          const sent = parts.map((part) => String(part.body.text));
          expect(sent.every((one) => one.length <= limits.text)).toBe(true);
          expect(sent.join(' ').replace(/\s+/g, ' ')).toBe(text.replace(/\s+/g, ' '));
        }
      });

      it('shows more choices than fit, each of them', () => {
        const adapter = make(harness);
        for (const count of [1, 2, 3, 4, 10, 11, 25]) {
          const choices = Array.from({ length: count }, (_, index) => ({
            id: `c${index}`,
            label: `Answer ${index + 1}`,
          }));
          const parts = render(adapter, harness, {
            type: 'message',
            text: 'How often?',
            channelData: { sathi: { promptId: 'q_1', choices } },
          });
          const shown = JSON.stringify(parts.map((part) => part.body));
          for (const choice of choices) expect(shown).toContain(choice.label);
        }
      });

      it('carries every kind of file it says it takes with its words, as many as it says; others never name one', () => {
        const adapter = make(harness);
        const limits = adapter.limits.files;
        const attach = (contentType: string, n: number) => ({
          contentType,
          name: `file ${n}`,
          content: { file: `file_${n}`, conversation: 'c_1', size: 1 },
        });
        const shown = (attachments: readonly ReturnType<typeof attach>[], text: string) =>
          JSON.stringify(
            render(adapter, harness, { type: 'message', text, attachments: [...attachments] }).map((part) => part.body),
          );
        if (limits === undefined) {
          expect(shown([attach('image/png', 1)], 'Here it is.')).not.toContain('file_1');
          return;
        }
        for (const type of Object.keys(limits.types)) {
          for (const text of ['', 'Here it is.', 'word '.repeat(1000).trim()]) {
            const files = Array.from({ length: limits.most }, (_, n) => attach(type, n));
            const body = shown(files, text);
            for (const { content } of files) expect(body.split(`"${content.file}"`)).toHaveLength(2);
            const words = text.split(' ').length;
            if (text !== '') expect(body.split(text.slice(0, 4)).length - 1).toBe(words > 100 ? words : 1);
          }
        }
      });

      it('has something for every kind of message and nothing for what is not one', () => {
        const adapter = make(harness);
        expect(render(adapter, harness, { type: 'trace' })).toEqual([]);
        expect(render(adapter, harness, { type: 'event', name: 'x' })).toEqual([]);
      });
    });
  },
);

function render(adapter: ChannelAdapter, harness: Harness, activity: Activity): readonly Part[] {
  return adapter.render(activity, addressOf(harness), { now: NOW, locale: 'en', lastInboundAt: NOW - 60_000 });
}

/** What a form holds, without the boundary that differs each time. */
async function recordedForm(url: string, init: RequestInit): Promise<RecordedForm> {
  const form: RecordedForm['form'] = {};
  for (const [field, value] of (init.body as FormData).entries())
    form[field] = typeof value === 'string' ? value : { name: value.name, type: value.type, bytes: await value.text() };
  return { method: String(init.method), path: url, headers: init.headers as Record<string, string>, form };
}

function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}
