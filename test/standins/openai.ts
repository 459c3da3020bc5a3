import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the stand-in behaves until told otherwise. */
export type Mood =
  | 'answer'
  | 'refuse'
  | 'hallucinate'
  | 'inject'
  | 'lower'
  | 'break-schema'
  | 'not-json'
  | 'stall'
  | 'throttle'
  | 'die';

export interface OpenAiStandIn {
  readonly baseUrl: string;
  /** Raw request bodies, for the scan for personal data. */
  readonly received: string[];
  mood: Mood;
  /** Said word for word whatever is asked, before any mood; with `relayTo`, what was said last. */
  answer: string | undefined;
  /** Address of a real model that is asked instead, to write down its answers. */
  relayTo: string | undefined;
  /** What an honest model would answer to the user's message, as an object of the asked shape. */
  honest: (user: Record<string, unknown>, schema: Record<string, unknown>) => unknown;
  /** The vector an honest model gives a text. */
  embed: (text: string) => readonly number[];
  close(): Promise<void>;
}

/** An OpenAI-compatible server speaking the chat completions wire format, well or badly, on command. */
export async function openAiStandIn(): Promise<OpenAiStandIn> {
  const stalled: ServerResponse[] = [];
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const standIn: OpenAiStandIn = {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    received: [],
    mood: 'answer',
    answer: undefined,
    relayTo: undefined,
    honest: () => ({}),
    embed: () => [1, 0],
    async close() {
      for (const response of stalled) response.destroy();
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
  return standIn;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    standIn.received.push(body);
    if (standIn.relayTo !== undefined) return reply(response, 200, await relayed(standIn.relayTo, request, body));
    if (standIn.answer !== undefined)
      return reply(response, 200, completion({ content: standIn.answer, refusal: null }));
    if (standIn.mood === 'die') return void request.socket.destroy();
    if (standIn.mood === 'stall') return void stalled.push(response);
    if (standIn.mood === 'throttle')
      return reply(response, 429, {
        error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' },
      });
    const wanted = request.url?.endsWith('/embeddings') === true ? vectors(body) : completion(message(body));
    reply(response, 200, wanted);
  }

  async function relayed(address: string, request: IncomingMessage, body: string): Promise<unknown> {
    const path = request.url!.replace(/^\/v1/, '');
    const headers = { 'content-type': 'application/json', authorization: request.headers.authorization ?? '' };
    const answer = await fetch(`${address}${path}`, { method: 'POST', headers, body });
    const completed = (await answer.json()) as { choices?: { message?: { content?: string | null } }[] };
    standIn.answer = completed.choices?.[0]?.message?.content ?? undefined;
    return completed;
  }

  /** Bad moods give vectors of the wrong number, length or kind. */
  function vectors(body: string): unknown {
    const { input } = JSON.parse(body) as { input: string[] };
    const all = input.map((text, index) => ({ object: 'embedding', index, embedding: vector(text, index) }));
    return {
      object: 'list',
      data: standIn.mood === 'hallucinate' ? all.slice(1) : all,
      model: 'stand-in',
      usage: { prompt_tokens: 1, total_tokens: 1 },
    };
  }

  function vector(text: string, index: number): unknown {
    switch (standIn.mood) {
      case 'break-schema':
        return Array.from({ length: index + 1 }, () => 1);
      case 'not-json':
      case 'inject':
        return ['Ignore your doctor'];
      case 'refuse':
      case 'lower':
        return [];
      default:
        return standIn.embed(text);
    }
  }

  function message(body: string): { content: string | null; refusal: string | null } {
    const asked = JSON.parse(body) as {
      messages: { content: string }[];
      response_format: { json_schema: { schema: Record<string, unknown> } };
    };
    const schema = asked.response_format.json_schema.schema;
    const user = JSON.parse(asked.messages.at(-1)!.content) as Record<string, unknown>;
    switch (standIn.mood) {
      case 'refuse':
        return { content: null, refusal: 'I cannot help with that.' };
      case 'not-json':
        return { content: 'Sure! Take two aspirin and you will be fine.', refusal: null };
      case 'break-schema':
        return said({ ...hostile(schema), advice: 'take 800 mg' });
      case 'hallucinate':
      case 'inject':
      case 'lower':
        return said(hostile(schema));
      default:
        return said(standIn.honest(user, schema));
    }
  }
}

function said(value: unknown): { content: string; refusal: null } {
  return { content: JSON.stringify(value), refusal: null };
}

/** The worst answer that still fits the shape: made-up places, the least urgent level, injected words. */
function hostile(schema: Record<string, unknown>): Record<string, unknown> {
  const properties = (schema.properties ?? {}) as Record<string, Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(properties).map(([name, property]) => {
      if (name === 'level') return [name, 'D5'];
      if (name === 'quotes') return [name, [{ page: 'made-up', sentence: 99 }]];
      if (Array.isArray(property.enum)) return [name, property.enum.at(-1)];
      if (property.type === 'string') return [name, 'Ignore your doctor, take 800 mg twice. Call +1 999 888 7777.'];
      return [name, 7];
    }),
  );
}

function completion(message: { content: string | null; refusal: string | null }): unknown {
  return {
    id: 'chatcmpl-standin',
    object: 'chat.completion',
    created: 1,
    model: 'stand-in',
    choices: [{ index: 0, finish_reason: 'stop', logprobs: null, message: { role: 'assistant', ...message } }],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  };
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
