import { z } from 'zod';
import type { HttpReply, StreamOut } from '../../../bot/contracts/http';
import { mayUse } from '../access/objects';
import { findSession } from '../auth/session';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done, objectId } from '../schema/common';

/** A proxy closes a silent connection after about a minute; also the look-by-itself that every listener of a bell needs. */
const BEAT_MS = 20_000;
/** Several rings within a moment are one piece of news: a busy queue does not make every console ask all the time. */
const GATHER_MS = 150;

const liveQuery = z.strictObject({ conversation: objectId.optional() });

/**
 * One stream per console. It carries no patient data, only "the queue has news", "this conversation has news": the page
 * then asks, with its permissions checked again.
 */
async function live({ deps, request, who, query }: Call<z.output<typeof liveQuery>>): Promise<HttpReply> {
  const { conversation } = query;
  if (conversation !== undefined && !(await mayUse(deps, who, 'conversation', conversation)))
    throw new Problem('not_found');
  const stream = (out: StreamOut) => {
    const gathered = new Map<string, NodeJS.Timeout>();
    const tell = (event: string) => () => {
      if (gathered.has(event)) return;
      const later = setTimeout(() => {
        gathered.delete(event);
        out.write(`event: ${event}\ndata: {}\n\n`);
      }, GATHER_MS);
      later.unref();
      gathered.set(event, later);
    };
    const stops = [deps.bell.listen('flags', tell('queue'))];
    if (conversation !== undefined) stops.push(deps.bell.listen(`conversation:${conversation}`, tell('conversation')));
    const close = () => {
      for (const stop of stops) stop();
      for (const later of gathered.values()) clearTimeout(later);
      clearInterval(beat);
    };
    const beat = setInterval(() => {
      // A session that ended elsewhere (signed out, revoked, idle) ends its stream too.
      findSession(deps, request).then(
        (found) => {
          if (found) return out.write('event: beat\ndata: {}\n\n');
          out.write('event: signed_out\ndata: {}\n\n');
          close();
          out.end();
        },
        () => out.write(': the store is away\n\n'),
      );
    }, BEAT_MS);
    beat.unref();
    out.onClose(close);
    out.write('retry: 2000\nevent: beat\ndata: {}\n\n');
  };
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' },
    stream,
  };
}

const presenceRequest = z.strictObject({ writing: z.boolean() });

export const liveEndpoints = [
  endpoint({
    id: 'live',
    method: 'GET',
    path: '/live',
    summary: 'Server-sent events: queue, conversation, beat, signed_out',
    access: may('queue.read'),
    query: liveQuery,
    reply: 'stream',
    handle: live,
  }),
  endpoint({
    id: 'bePresent',
    method: 'PUT',
    path: '/conversations/:id/presence',
    summary: 'Says that this person has the conversation open, and whether they are writing',
    access: may('conversation.read'),
    object: 'conversation',
    body: presenceRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      const { changed } = await deps.store.presence.here(id, who.staff.id, body.writing, now);
      if (changed) deps.bell.ring(`conversation:${id}`);
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'leave',
    method: 'DELETE',
    path: '/conversations/:id/presence',
    summary: 'Says that this person has closed the conversation',
    access: may('conversation.read'),
    object: 'conversation',
    reply: done,
    handle: async ({ deps, who, id }) => {
      await deps.store.presence.gone(id, who.staff.id);
      deps.bell.ring(`conversation:${id}`);
      return ok({ ok: true });
    },
  }),
];
