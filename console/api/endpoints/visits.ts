import type { z } from 'zod';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done } from '../schema/common';
import {
  blockList,
  blockReply,
  blockRequest,
  calendarView,
  dayList,
  dayQuery,
  lateReply,
  lateRequest,
  markRequest,
  overbookReply,
  overbookRequest,
  slotList,
  slotsQuery,
  visitForm,
  visitList,
} from '../schema/visits';
import { actorOf } from './conversation';

const READ = may('visit.read');
const ACT = may('visit.act');

const today = async ({ deps }: Pick<Call, 'deps'>) => (await deps.store.visits.calendar()).today;

/** A visit that changed may have something to say to its patient, and a slot to somebody who waits. */
function ring({ deps }: Pick<Call, 'deps'>): void {
  deps.bell.ring('timers');
  deps.bell.ring('booking');
}

async function mark(call: Call<undefined, z.output<typeof markRequest>>) {
  const { deps, who, id, body, now } = call;
  if ((await deps.store.visits.mark(id, body.as, actorOf(who), now)) === 'stale') throw new Problem('stale');
  ring(call);
  return ok({ ok: true });
}

async function overbook(call: Call<undefined, z.output<typeof overbookRequest>>) {
  const { deps, who, id, body, now } = call;
  const booked = await deps.store.visits.overbook({ visitId: id, slotId: body.slotId }, actorOf(who), now);
  if (booked.result === 'stale') throw new Problem('stale');
  ring(call);
  return ok({ id: booked.id });
}

export const visitEndpoints = [
  endpoint({
    id: 'getCalendar',
    method: 'GET',
    path: '/visits/calendar',
    summary: 'Places, practitioners and services of the hospital’s calendar, and today in its zone',
    access: READ,
    reply: calendarView,
    handle: async ({ deps }) => ok(await deps.store.visits.calendar()),
  }),
  endpoint({
    id: 'listVisits',
    method: 'GET',
    path: '/visits',
    summary: 'The visits of a day (today unless named), of one place or practitioner',
    access: READ,
    query: dayQuery,
    reply: dayList,
    handle: async ({ deps, query }) => {
      const day = query.day ?? (await today({ deps }));
      return ok({ day, items: await deps.store.visits.day({ ...query, day }) });
    },
  }),
  endpoint({
    id: 'listOverdue',
    method: 'GET',
    path: '/visits/overdue',
    summary: 'Visits that began and are neither arrived nor missed, and missed ones without a new time',
    access: READ,
    reply: visitList,
    handle: async ({ deps, now }) => ok({ items: await deps.store.visits.overdue(now) }),
  }),
  endpoint({
    id: 'listSlots',
    method: 'GET',
    path: '/visits/slots',
    summary: 'Every slot of a practitioner’s day, free or taken',
    access: READ,
    query: slotsQuery,
    reply: slotList,
    handle: async ({ deps, query, now }) =>
      ok({ items: await deps.store.visits.slots(query.practitioner, query.day, now) }),
  }),
  endpoint({
    id: 'getVisit',
    method: 'GET',
    path: '/visits/:id',
    summary: 'One visit with what the patient told before it; looking is audited',
    access: READ,
    object: 'visit',
    reply: visitForm,
    handle: async ({ deps, who, id, now }) => {
      const form = await deps.store.visits.form(id);
      if (form === undefined) throw new Problem('not_found');
      await deps.store.conversations.recordView(form.visit.conversationId, actorOf(who), now);
      return ok(form);
    },
  }),
  endpoint({
    id: 'markVisit',
    method: 'POST',
    path: '/visits/:id/mark',
    summary: 'Arrived, in the room, done, or missed: a missed patient is asked why and offered a new time',
    access: ACT,
    object: 'visit',
    body: markRequest,
    reply: done,
    handle: mark,
  }),
  endpoint({
    id: 'overbook',
    method: 'POST',
    path: '/visits/:id/overbook',
    summary: 'Book this visit’s patient beside what is booked at a slot; the patient is told',
    access: may('visit.overbook'),
    object: 'visit',
    body: overbookRequest,
    reply: overbookReply,
    handle: overbook,
  }),
  endpoint({
    id: 'runningLate',
    method: 'POST',
    path: '/visits/running-late',
    summary: 'Tell everybody still to come on a day how many minutes the clinic runs late',
    access: ACT,
    body: lateRequest,
    reply: lateReply,
    handle: async (call) => {
      const { deps, who, body, now } = call;
      const day = body.day ?? (await today(call));
      const told = await deps.store.visits.runningLate({ ...body, day }, actorOf(who), now);
      ring(call);
      return ok({ told });
    },
  }),
  endpoint({
    id: 'listBlocks',
    method: 'GET',
    path: '/blocks',
    summary: 'Leaves and blocked times that are not over',
    access: READ,
    reply: blockList,
    handle: async ({ deps, now }) => ok({ items: await deps.store.visits.blocks(now) }),
  }),
  endpoint({
    id: 'block',
    method: 'POST',
    path: '/blocks',
    summary: 'Block a slot or enter a leave; patients booked in it are told and offered other times',
    access: ACT,
    body: blockRequest,
    reply: blockReply,
    handle: async (call) => {
      const { deps, who, body, now } = call;
      const blocked = await deps.store.visits.block(body, actorOf(who), now);
      ring(call);
      return ok(blocked);
    },
  }),
  endpoint({
    id: 'unblock',
    method: 'DELETE',
    path: '/blocks/:id',
    summary: 'Give a blocked time back',
    access: ACT,
    object: 'block',
    reply: done,
    handle: async (call) => {
      await call.deps.store.visits.unblock(call.id, call.now);
      ring(call);
      return ok({ ok: true });
    },
  }),
];
