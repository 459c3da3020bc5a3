import type { z } from 'zod';
import { phoneOf } from '../../../bot/outreach/read-list';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done } from '../schema/common';
import {
  approveRequest,
  broadcastList,
  broadcastReply,
  broadcastRequest,
  created,
  previewReply,
  testRequest,
  throttleRequest,
} from '../schema/outreach';
import { actorOf, ringInbox } from './conversation';

const READ = may('outreach.read');
const ACT = may('outreach.act');
const shared = { object: 'broadcast' } as const;

/** Who and how many, how it reads on each channel and in each language, and what it costs. */
async function preview({ deps, body }: Call<undefined, z.output<typeof broadcastRequest>>) {
  const { hospital } = deps.content;
  const fallback = hospital.locales[0] ?? 'en';
  const asked = hospital.outreach.consent[body.purpose] === 'asked';
  const counts = await deps.store.outreach.broadcasts.count(body.segment, body.purpose, { asked, locale: fallback });
  const reached = counts.filter((one) => one.verdict === 'reachable');
  const messages = reached.map(({ channel, locale, n }) => {
    const text = body.texts[locale] ?? body.texts[fallback];
    if (text === undefined)
      return { channel, locale, recipients: n, parts: [], segments: null, segmentsInAll: null, missing: true };
    const said = deps.content.text('wording/outreach.broadcast', locale, { text });
    const { parts, segments } = deps.compose(channel, locale, said);
    const segmentsInAll = segments === null ? null : segments * n;
    return { channel, locale, recipients: n, parts, segments, segmentsInAll, missing: false };
  });
  const excluded = new Map<string, number>();
  for (const { verdict, n } of counts)
    if (verdict !== 'reachable') excluded.set(verdict, (excluded.get(verdict) ?? 0) + n);
  const sum = (numbers: readonly number[]) => numbers.reduce((total, n) => total + n, 0);
  return ok({
    total: sum(counts.map((one) => one.n)),
    reachable: sum(reached.map((one) => one.n)),
    excluded: [...excluded].map(([why, n]) => ({ why, n })),
    messages,
    segmentsInAll: sum(messages.map((one) => one.segmentsInAll ?? 0)),
  });
}

async function testSend({ deps, who, id, body }: Call<undefined, z.output<typeof testRequest>>) {
  const number = phoneOf(body.number, deps.content.hospital.country);
  if (number === undefined || deps.channels[body.channel] === undefined)
    throw new Problem('invalid', { fields: [number === undefined ? 'number' : 'channel'] });
  const { channel, locale } = body;
  const conversation = await deps.store.outreach.broadcasts.test(id, { channel, number, locale }, actorOf(who));
  deps.bell.ring('timers');
  ringInbox(deps, conversation);
  return ok({ ok: true });
}

async function move({ deps, who, id }: Call, to: 'paused' | 'running' | 'cancelled') {
  if (!(await deps.store.outreach.broadcasts.move(id, to, actorOf(who)))) throw new Problem('stale');
  deps.bell.ring('timers');
  return ok({ ok: true });
}

export const broadcastEndpoints = [
  endpoint({
    id: 'listBroadcasts',
    method: 'GET',
    path: '/broadcasts',
    summary: 'Messages to many, newest first',
    access: READ,
    reply: broadcastList,
    handle: async ({ deps }) => ok({ items: await deps.store.outreach.broadcasts.list() }),
  }),
  endpoint({
    id: 'previewBroadcast',
    method: 'POST',
    path: '/broadcasts/preview',
    summary: 'Who and how many, how it reads on each channel and in each language, and SMS segments in all',
    access: ACT,
    body: broadcastRequest,
    reply: previewReply,
    handle: preview,
  }),
  endpoint({
    id: 'createBroadcast',
    method: 'POST',
    path: '/broadcasts',
    summary: 'Write a message to many; nothing is sent before a second person approves it',
    access: ACT,
    body: broadcastRequest,
    reply: created,
    handle: async ({ deps, who, body }) => ok({ id: await deps.store.outreach.broadcasts.create(body, actorOf(who)) }),
  }),
  endpoint({
    ...shared,
    id: 'getBroadcast',
    method: 'GET',
    path: '/broadcasts/:id',
    summary: 'One broadcast, and how far it has come',
    access: READ,
    reply: broadcastReply,
    handle: async ({ deps, id }) => {
      const { broadcasts } = deps.store.outreach;
      return ok({ broadcast: await broadcasts.get(id), progress: await broadcasts.progress(id) });
    },
  }),
  endpoint({
    ...shared,
    id: 'editBroadcast',
    method: 'PUT',
    path: '/broadcasts/:id',
    summary: 'Change a draft; its version moves on, so that nobody approves what they have not read',
    access: ACT,
    body: broadcastRequest,
    reply: done,
    handle: async ({ deps, who, id, body }) => {
      if (!(await deps.store.outreach.broadcasts.edit(id, body, actorOf(who)))) throw new Problem('stale');
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'testBroadcast',
    method: 'POST',
    path: '/broadcasts/:id/test',
    summary: 'Send it to one number now, to see it as a patient would',
    access: ACT,
    body: testRequest,
    reply: done,
    handle: testSend,
  }),
  endpoint({
    ...shared,
    id: 'approveBroadcast',
    method: 'POST',
    path: '/broadcasts/:id/approve',
    summary: 'Let it go out; whoever wrote it cannot',
    access: may('outreach.approve'),
    body: approveRequest,
    reply: done,
    handle: async ({ deps, who, id, body }) => {
      const outcome = await deps.store.outreach.broadcasts.approve(id, body.version, actorOf(who));
      if (outcome !== 'done') throw new Problem(outcome);
      deps.bell.ring('timers');
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'pauseBroadcast',
    method: 'POST',
    path: '/broadcasts/:id/pause',
    summary: 'Hold it; what has not gone out waits',
    access: ACT,
    reply: done,
    handle: (call) => move(call, 'paused'),
  }),
  endpoint({
    ...shared,
    id: 'resumeBroadcast',
    method: 'POST',
    path: '/broadcasts/:id/resume',
    summary: 'Let it go on',
    access: ACT,
    reply: done,
    handle: (call) => move(call, 'running'),
  }),
  endpoint({
    ...shared,
    id: 'cancelBroadcast',
    method: 'POST',
    path: '/broadcasts/:id/cancel',
    summary: 'End it for good; what has gone out stays',
    access: ACT,
    reply: done,
    handle: (call) => move(call, 'cancelled'),
  }),
  endpoint({
    ...shared,
    id: 'throttleBroadcast',
    method: 'PUT',
    path: '/broadcasts/:id/throttle',
    summary: 'How many a minute are handed on',
    access: ACT,
    body: throttleRequest,
    reply: done,
    handle: async ({ deps, who, id, body }) => {
      if (!(await deps.store.outreach.broadcasts.throttle(id, body.perMinute, actorOf(who))))
        throw new Problem('not_found');
      return ok({ ok: true });
    },
  }),
];
