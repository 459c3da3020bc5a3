import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { twilioSignature } from '../../adapters/shared/twilio/signature';
import { MODEL_PURPOSES } from '../../knowledge/schema/prompt';
import { percentile } from './load';
import { startProcess } from './process';

/** Figures of one channel: how fast webhooks are taken, and how soon the answer reaches the provider. */
export interface ChannelFigure {
  readonly name: string;
  readonly acceptedPerSecond: number;
  readonly acceptP50: number;
  readonly acceptP99: number;
  readonly answeredPerSecond: number;
  readonly answerP50: number;
  readonly answerP99: number;
  readonly lost: number;
  /** CPU of the server process for one message in, answered, with its delivery. */
  readonly cpuPerMessage: number;
}

const PORT = 3981;
const PUBLIC_URL = `http://localhost:${PORT}`;
const IN_FLIGHT = 32;
/** Few enough messages per person that neither pacing nor the loop guard has a say. */
const PEOPLE = 2_000;

const ACCOUNT = `AC${'1'.repeat(32)}`;
const TOKEN = '0123456789abcdef0123456789abcdef';
const SECRET = 'app-secret-0123456789';
const PHONE_ID = '106540000000001';

interface Wire {
  readonly name: string;
  env(provider: string): Record<string, string>;
  /** A signed webhook call with a message of this person. */
  message(n: number, person: string, text: string): { path: string; headers: Record<string, string>; body: string };
  /** Who a send of ours goes to, as the provider reads it. */
  recipient(body: string): string | undefined;
  accepted(n: number): { status: number; body: string };
}

const SMS: Wire = {
  name: 'SMS through Twilio',
  env: (provider) => ({
    SMS_PROVIDER: 'twilio',
    TWILIO_ACCOUNT_SID: ACCOUNT,
    TWILIO_AUTH_TOKEN: TOKEN,
    TWILIO_SMS_FROM: '+15550100100',
    TWILIO_API_URL: provider,
  }),
  message(n, person, text) {
    const fields = new URLSearchParams({
      MessageSid: `SM${String(n).padStart(32, '0')}`,
      AccountSid: ACCOUNT,
      From: person,
      To: '+15550100100',
      Body: text,
      NumMedia: '0',
    });
    const path = '/webhooks/sms/twilio';
    return {
      path,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': twilioSignature(TOKEN, PUBLIC_URL + path, fields),
      },
      body: fields.toString(),
    };
  },
  recipient: (body) => new URLSearchParams(body).get('To') ?? undefined,
  accepted: (n) => ({
    status: 201,
    body: JSON.stringify({ sid: `SM${String(n).padStart(32, '0')}`, status: 'queued' }),
  }),
};

const WHATSAPP: Wire = {
  name: 'WhatsApp through the Cloud API',
  env: (provider) => ({
    WHATSAPP_PROVIDER: 'cloud',
    WHATSAPP_PHONE_NUMBER_ID: PHONE_ID,
    WHATSAPP_TOKEN: 'system-user-token-of-the-bench',
    WHATSAPP_APP_SECRET: SECRET,
    WHATSAPP_VERIFY_TOKEN: 'verify-token-bench',
    WHATSAPP_GRAPH_URL: provider,
  }),
  message(n, person, text) {
    const message = {
      id: `wamid.${n}`,
      from: person.slice(1),
      timestamp: String(Math.floor(Date.now() / 1000)),
      type: 'text',
      text: { body: text },
    };
    const value = { messaging_product: 'whatsapp', metadata: { phone_number_id: PHONE_ID }, messages: [message] };
    const body = JSON.stringify({
      object: 'whatsapp_business_account',
      entry: [{ id: '1', changes: [{ field: 'messages', value }] }],
    });
    const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
    return {
      path: '/webhooks/whatsapp',
      headers: { 'content-type': 'application/json', 'x-hub-signature-256': signature },
      body,
    };
  },
  recipient(body) {
    const { to } = JSON.parse(body) as { to?: string };
    return to === undefined ? undefined : `+${to}`;
  },
  accepted: (n) => ({ status: 200, body: JSON.stringify({ messages: [{ id: `wamid.OUT${n}` }] }) }),
};

/** A provider that takes everything at once and remembers when whom was written to first. */
async function startProvider(
  wire: Wire,
): Promise<{ url: string; wrote: Map<string, number[]>; stop(): Promise<void> }> {
  const wrote = new Map<string, number[]>();
  let n = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const person = wire.recipient(Buffer.concat(chunks).toString());
      if (person !== undefined) wrote.set(person, [...(wrote.get(person) ?? []), performance.now()]);
      const { status, body } = wire.accepted(++n);
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wrote,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface ChannelFigures {
  /** Requests per second of restify with a Bot Framework echo bot in memory, asked the same way. */
  readonly echoPerSecond: number;
  readonly channels: readonly ChannelFigure[];
}

/** How long the slow model takes, and what is said so that it is asked. */
const SLOW_MS = 2_000;
const UNCLEAR = 'which kind of thing do I need for the yellow form';

/**
 * Webhook accept rate and end-to-end rate of each phone channel, the whole product in one process on SQLite, beside an
 * echo bot; and SMS once more while every turn waits for a model that takes two seconds.
 */
export async function benchChannels(seconds: number): Promise<ChannelFigures> {
  const echoPerSecond = await benchEcho(seconds);
  const channels = [await measure(SMS, seconds), await measure(WHATSAPP, seconds)];
  const model = await startSlowModel();
  try {
    const slow = { ...SMS, name: `SMS, 2 webhooks at once, each turn waits ${SLOW_MS / 1000} s for a model` };
    return {
      echoPerSecond,
      channels: [...channels, await measure(slow, seconds, { text: UNCLEAR, people: 200, flight: 2, env: model.env })],
    };
  } finally {
    await model.stop();
  }
}

async function benchEcho(seconds: number): Promise<number> {
  const server = await startProcess('framework-echo');
  const agent = new http.Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  try {
    const ask = (n: number) => {
      const body = JSON.stringify({ text: 'hello there', conversation: `c${n % PEOPLE}` });
      return post(`${server.url}/messages`, { 'content-type': 'application/json' }, body, agent);
    };
    await ask(0);
    const begun = performance.now();
    let n = 0;
    const poster = async () => {
      while (performance.now() - begun < seconds * 1000) await ask(n++);
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, poster));
    return n / ((performance.now() - begun) / 1000);
  } finally {
    agent.destroy();
    await server.stop();
  }
}

/** A model that answers every question late and with nothing usable: the turn goes on as without it. */
async function startSlowModel(): Promise<{ env: Record<string, string>; stop(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    request.resume();
    request.on('end', () =>
      setTimeout(() => {
        const message = { role: 'assistant', content: '{}', refusal: null };
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(
          JSON.stringify({
            id: 'c',
            object: 'chat.completion',
            choices: [{ index: 0, message, finish_reason: 'stop' }],
          }),
        );
      }, SLOW_MS),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = {
    OPENAI_BASE_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    OPENAI_API_KEY: 'bench',
    OPENAI_MODEL: 'slow',
    MODEL_PURPOSES: MODEL_PURPOSES.join(','),
    MODEL_CALLS_PER_DAY: '1000000',
    MODEL_CALLS_PER_CONVERSATION: '1000000',
  };
  return {
    env,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

interface Differently {
  readonly text?: string;
  readonly people?: number;
  /** Webhook calls at once. */
  readonly flight?: number;
  readonly env?: Readonly<Record<string, string>>;
}

async function measure(
  wire: Wire,
  seconds: number,
  { text = 'hello there', people = PEOPLE, flight = IN_FLIGHT, env: more = {} }: Differently = {},
): Promise<ChannelFigure> {
  const provider = await startProvider(wire);
  const env = { SIMULATOR: 'off', ...wire.env(provider.url), ...more };
  const server = await startProcess('sathi', { BENCH_PORT: String(PORT), BENCH_CHANNELS: JSON.stringify(env) });
  const agent = new http.Agent({ keepAlive: true, maxSockets: IN_FLIGHT });
  const accepts: number[] = [];
  const posted = new Map<string, number>();
  try {
    // The first message of a process trains and compiles what all later ones use.
    const early = wire.message(9_000_000, '+15559999999', 'hello there');
    await post(`http://127.0.0.1:${PORT}${early.path}`, early.headers, early.body, agent);
    await quiet(provider.wrote, 1);
    provider.wrote.clear();
    const before = await server.usage();
    const begun = performance.now();
    let n = 0;
    const poster = async () => {
      while (performance.now() - begun < seconds * 1000 && n < people * 4) {
        const mine = n++;
        const person = `+1555${String(1_000_000 + (mine % people)).padStart(7, '0')}`;
        const call = wire.message(mine, person, text);
        const at = performance.now();
        if (!posted.has(person)) posted.set(person, at);
        await post(`http://127.0.0.1:${PORT}${call.path}`, call.headers, call.body, agent);
        accepts.push(performance.now() - at);
      }
    };
    await Promise.all(Array.from({ length: flight }, poster));
    const posting = (performance.now() - begun) / 1000;
    await quiet(provider.wrote, posted.size);
    const answers = [...posted].flatMap(([person, at]) => {
      const first = provider.wrote.get(person)?.[0];
      return first === undefined ? [] : [first - at];
    });
    const last = Math.max(...[...provider.wrote.values()].map((times) => times.at(-1)!));
    const sent = [...provider.wrote.values()].reduce((sum, times) => sum + times.length, 0);
    accepts.sort((a, b) => a - b);
    answers.sort((a, b) => a - b);
    return {
      name: wire.name,
      acceptedPerSecond: accepts.length / posting,
      acceptP50: percentile(accepts, 0.5),
      acceptP99: percentile(accepts, 0.99),
      answeredPerSecond: sent / ((last - begun) / 1000),
      answerP50: percentile(answers, 0.5),
      answerP99: percentile(answers, 0.99),
      lost: posted.size - answers.length,
      cpuPerMessage: ((await server.usage()).cpuMs - before.cpuMs) / accepts.length,
    };
  } finally {
    agent.destroy();
    await server.stop();
    await provider.stop();
  }
}

/** Until everybody has been written to and nothing has left for two seconds. */
async function quiet(wrote: ReadonlyMap<string, readonly number[]>, people: number): Promise<void> {
  const last = () => Math.max(0, ...[...wrote.values()].map((times) => times.at(-1) ?? 0));
  const limit = performance.now() + 60_000;
  while (performance.now() < limit) {
    if (wrote.size >= people && performance.now() - last() > 2_000) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function post(url: string, headers: Record<string, string>, body: string, agent: http.Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const length = { 'content-length': String(Buffer.byteLength(body)) };
    const request = http.request(url, { method: 'POST', agent, headers: { ...headers, ...length } }, (response) => {
      response.resume();
      response.on('end', () =>
        (response.statusCode ?? 500) < 300
          ? resolve()
          : reject(new Error(`The webhook answered ${response.statusCode}.`)),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

export function printChannels({ echoPerSecond, channels: figures }: ChannelFigures): string {
  const rows = figures.map(
    (one) =>
      `  ${one.name.padEnd(32)} accepted ${one.acceptedPerSecond.toFixed(0).padStart(5)}/s (${(one.acceptedPerSecond / echoPerSecond).toFixed(2)} of echo)  p50 ${one.acceptP50.toFixed(1)} ms  p99 ${one.acceptP99.toFixed(1)} ms   answered ${one.answeredPerSecond.toFixed(0).padStart(5)} messages/s (${(one.answeredPerSecond / echoPerSecond).toFixed(2)})   to the provider p50 ${one.answerP50.toFixed(0)} ms  p99 ${one.answerP99.toFixed(0)} ms   CPU ${one.cpuPerMessage.toFixed(1)} ms/message   lost ${one.lost}`,
  );
  return `Phone channels, ${IN_FLIGHT} webhook calls at once, ${PEOPLE} people, SQLite, one process; restify + Bot Framework echo in memory: ${echoPerSecond.toFixed(0)} requests/s\n${rows.join('\n')}\n`;
}
