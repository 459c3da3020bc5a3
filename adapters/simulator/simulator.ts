import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { HttpReply, HttpRequest, Route } from '../../bot/contracts';
import { isLoopback } from '../botframework/service-url';
import type { Env } from '../shared/settings';
import { jsonObject, MALFORMED, text } from '../shared/webhook';
import type { MovableClock } from './clock';
import { GraphStandIn, type Press, type Written } from './graph';
import { GraphMedia, type HeldMedia } from './graph-media';
import { TwilioStandIn } from './twilio';
import { NO_TROUBLE, randomHex, type StandInWorld, type Trouble } from './world';

export interface SimulatorOptions {
  readonly env: Env;
  readonly publicUrl: string;
  /** Our own server as seen from this machine. */
  readonly port: number;
  readonly root: string;
  readonly clock: MovableClock;
  /** Answers only callers on this machine; false lets others in (`SIMULATOR=open`). */
  readonly loopbackOnly: boolean;
}

export interface Simulator {
  readonly routes: readonly Route[];
  /** Settings that point the channels at the stand-ins, for channels that are not set up otherwise. */
  readonly env: Env;
  readonly sms: TwilioStandIn | undefined;
  readonly whatsapp: GraphStandIn | undefined;
}

const SMS_NUMBER = '+15550100100';
const PAGE_BYTES = 16 * 1024;
const SEND_BYTES = 64 * 1024;
/** A file and the form around it; base64 of a file somebody sends from the page. */
const FILE_BYTES = 24 * 1024 * 1024;

/**
 * A development page with a phone for SMS and one for WhatsApp beside the web chat. Messages go the real way: the
 * channels call stand-ins of Twilio and the Graph API on this server, and those call the signed webhooks.
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const world = worldOf(options);
  const base = `http://127.0.0.1:${options.port}/simulator`;
  const account = { accountSid: `AC${randomHex(16)}`, authToken: randomHex(16), number: SMS_NUMBER };
  const meta = {
    phoneNumberId: '106540000000001',
    token: randomHex(24),
    appSecret: randomHex(16),
    displayNumber: '15550100200',
  };
  const sms = options.env.SMS_PROVIDER ? undefined : new TwilioStandIn(account, world);
  const whatsapp = options.env.WHATSAPP_PROVIDER
    ? undefined
    : new GraphStandIn(meta, world, new GraphMedia(`${base}/graph-media`));
  const env: Env = {
    ...(sms === undefined
      ? {}
      : {
          SMS_PROVIDER: 'twilio',
          TWILIO_ACCOUNT_SID: account.accountSid,
          TWILIO_AUTH_TOKEN: account.authToken,
          TWILIO_SMS_FROM: SMS_NUMBER,
          TWILIO_MMS: 'on',
          TWILIO_API_URL: `${base}/twilio`,
        }),
    ...(whatsapp === undefined
      ? {}
      : {
          WHATSAPP_PROVIDER: 'cloud',
          WHATSAPP_PHONE_NUMBER_ID: meta.phoneNumberId,
          WHATSAPP_NUMBER: `+${meta.displayNumber}`,
          WHATSAPP_TOKEN: meta.token,
          WHATSAPP_APP_SECRET: meta.appSecret,
          WHATSAPP_VERIFY_TOKEN: randomHex(16),
          WHATSAPP_GRAPH_URL: `${base}/graph`,
        }),
  };
  const guarded = (route: Route): Route => ({
    ...route,
    handle: async (request) =>
      options.loopbackOnly && !isLoopback(request.remoteAddress) ? text(404, 'not found') : route.handle(request),
  });
  const routes = [
    ...pageRoutes(options.root),
    ...stateRoutes(options.clock, sms, whatsapp),
    ...standInRoutes(sms, whatsapp),
  ];
  return { routes: routes.map(guarded), env, sms, whatsapp };
}

function worldOf({ publicUrl, port, clock }: SimulatorOptions): StandInWorld {
  return {
    publicUrl,
    now: () => clock.now(),
    after: (ms, call) => void setTimeout(call, ms).unref(),
    async post(path, headers, body) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers, body });
      await response.arrayBuffer();
      return response.status;
    },
    async get(url) {
      if (!url.startsWith(`${publicUrl}/`)) return undefined;
      const response = await fetch(`http://127.0.0.1:${port}${url.slice(publicUrl.length)}`);
      const bytes = Buffer.from(await response.arrayBuffer());
      return response.ok ? { contentType: response.headers.get('content-type') ?? '', bytes } : undefined;
    },
  };
}

function standInRoutes(sms: TwilioStandIn | undefined, whatsapp: GraphStandIn | undefined): Route[] {
  return [
    ...(sms === undefined
      ? []
      : [
          {
            method: 'POST' as const,
            path: '/simulator/twilio/2010-04-01/Accounts/:sid/Messages.json',
            maxBytes: SEND_BYTES,
            handle: (request: HttpRequest) => sms.messages(request),
          },
        ]),
    ...(whatsapp === undefined
      ? []
      : [
          {
            method: 'POST' as const,
            path: '/simulator/graph/:version/:phoneNumberId/messages',
            maxBytes: SEND_BYTES,
            handle: (request: HttpRequest) => whatsapp.messages(request),
          },
          {
            method: 'POST' as const,
            path: '/simulator/graph/:version/:phoneNumberId/media',
            maxBytes: FILE_BYTES,
            handle: (request: HttpRequest) => whatsapp.upload(request),
          },
          {
            method: 'GET' as const,
            path: '/simulator/graph/:version/:mediaId',
            maxBytes: 1024,
            handle: (request: HttpRequest) => whatsapp.describe(request),
          },
          {
            method: 'GET' as const,
            path: '/simulator/graph-media/:mediaId',
            maxBytes: 1024,
            handle: (request: HttpRequest) => whatsapp.bytes(request),
          },
        ]),
  ];
}

function stateRoutes(clock: MovableClock, sms: TwilioStandIn | undefined, whatsapp: GraphStandIn | undefined): Route[] {
  return [
    {
      method: 'GET',
      path: '/simulator/state',
      maxBytes: 1024,
      async handle({ query }) {
        const number = numberOf(query.get('number'));
        return json({
          now: new Date(clock.now()).toISOString(),
          offsetMs: clock.offsetMs,
          sms: sms?.view(number),
          whatsapp: whatsapp?.view(number),
        });
      },
    },
    post('/simulator/write', async (body) => {
      const number = numberOf(body.number);
      if (body.phone === 'sms') await sms?.write(number, String(body.text ?? ''));
      else if (body.phone === 'whatsapp') await whatsapp?.write(number, writtenOf(body));
      else return MALFORMED;
      return json({ ok: true });
    }),
    post('/simulator/trouble', async (body) => {
      const trouble = troubleOf(body);
      if (body.phone === 'sms' && sms !== undefined) sms.trouble = trouble;
      if (body.phone === 'whatsapp' && whatsapp !== undefined) whatsapp.trouble = trouble;
      return json({ ok: true });
    }),
    post('/simulator/clock', async (body) => {
      clock.advance(Math.min(Number(body.advanceMs) || 0, 400 * 24 * 60 * 60_000));
      return json({ now: new Date(clock.now()).toISOString() });
    }),
  ];
}

function post(path: string, act: (body: Record<string, unknown>) => Promise<HttpReply>): Route {
  return {
    method: 'POST',
    path,
    maxBytes: path === '/simulator/write' ? FILE_BYTES : PAGE_BYTES,
    async handle(request) {
      // A page of another site must not be able to press buttons here: it cannot send this type without asking first.
      const isJson = request.headers['content-type']?.startsWith('application/json') === true;
      const body = isJson ? jsonObject(request) : undefined;
      return body === undefined ? MALFORMED : act(body);
    },
  };
}

function writtenOf(body: Record<string, unknown>): Written {
  const file = fileOf(body.file);
  return pressOf(body) ?? { text: String(body.text ?? ''), ...(file === undefined ? {} : { file }) };
}

/** A file from the page: its name, type, and bytes as base64. */
function fileOf(given: unknown): HeldMedia | undefined {
  const { name, contentType, data } = (given ?? {}) as Record<string, unknown>;
  if (typeof data !== 'string' || data === '') return undefined;
  return { name: String(name ?? ''), contentType: String(contentType ?? ''), bytes: Buffer.from(data, 'base64') };
}

function pressOf(body: Record<string, unknown>): Press | undefined {
  if (typeof body.press !== 'string') return undefined;
  const as = body.as === 'list' || body.as === 'template' ? body.as : 'button';
  return { press: body.press, title: String(body.title ?? ''), as };
}

function troubleOf(body: Record<string, unknown>): Trouble {
  const status = Number(body.refuseStatus) || 0;
  return {
    ...NO_TROUBLE,
    delayMs: Math.min(Number(body.delayMs) || 0, 20_000),
    copies: Math.min(Math.max(Number(body.copies) || 1, 1), 10),
    swallowAnswer: body.swallowAnswer === true,
    ...(status === 0 ? {} : { refuse: { status, code: Number(body.refuseCode) || 0, times: Number(body.times) || 1 } }),
  };
}

/** The page's own number, or any other that looks like one: several people can be played. */
function numberOf(given: unknown): string {
  return typeof given === 'string' && /^\+[1-9]\d{7,14}$/.test(given) ? given : '+15550100001';
}

function json(body: object): HttpReply {
  return { status: 200, headers: { 'cache-control': 'no-store' }, body };
}

const FILES: readonly (readonly [path: string, file: string, type: string])[] = [
  ['/simulator', 'index.html', 'text/html; charset=utf-8'],
  ['/simulator/page.js', 'page.js', 'text/javascript; charset=utf-8'],
  ['/simulator/page.css', 'page.css', 'text/css; charset=utf-8'],
];

function pageRoutes(root: string): Route[] {
  return FILES.map(([path, file, type]) => ({
    method: 'GET',
    path,
    maxBytes: 1024,
    async handle() {
      const body = readFileSync(join(root, 'adapters/simulator/page', file));
      return {
        status: 200,
        headers: {
          'content-type': type,
          'cache-control': 'no-store',
          'content-security-policy': "default-src 'self'; frame-src 'self'; object-src 'none'; base-uri 'none'",
        },
        body,
      };
    },
  }));
}
