import { taskKindsOf } from '../access/objects';
import { endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import {
  canned,
  cannedList,
  cannedRequest,
  finishRequest,
  savedView,
  savedViews,
  taskList,
  taskQuery,
  viewRequest,
} from '../schema/care';
import { done } from '../schema/common';
import { actorOf } from './conversation';

const TASKS = may('task.clinical', 'task.pharmacy', 'task.scheduling', 'task.service');
const MOST_VIEWS = 30;

export const shelfEndpoints = [
  endpoint({
    id: 'listCanned',
    method: 'GET',
    path: '/canned',
    summary: 'Ready-made replies',
    access: may('conversation.act'),
    reply: cannedList,
    handle: async ({ deps }) => ok({ items: await deps.store.canned.list() }),
  }),
  endpoint({
    id: 'addCanned',
    method: 'POST',
    path: '/canned',
    summary: 'Add a ready-made reply',
    access: may('canned.write'),
    body: cannedRequest,
    reply: canned,
    handle: async ({ deps, who, body, now }) => {
      const reply = { id: deps.ids.next('can'), ...body };
      await deps.store.canned.save(reply, who.staff.id, now);
      return ok(reply);
    },
  }),
  endpoint({
    id: 'changeCanned',
    method: 'PUT',
    path: '/canned/:id',
    summary: 'Change a ready-made reply',
    access: may('canned.write'),
    object: 'canned',
    body: cannedRequest,
    reply: canned,
    handle: async ({ deps, who, id, body, now }) => {
      const reply = { id, ...body };
      await deps.store.canned.save(reply, who.staff.id, now);
      return ok(reply);
    },
  }),
  endpoint({
    id: 'removeCanned',
    method: 'DELETE',
    path: '/canned/:id',
    summary: 'Remove a ready-made reply',
    access: may('canned.write'),
    object: 'canned',
    reply: done,
    handle: async ({ deps, id }) => {
      await deps.store.canned.remove(id);
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'listViews',
    method: 'GET',
    path: '/views',
    summary: 'One’s own saved views of the queue',
    access: may('queue.read'),
    reply: savedViews,
    handle: async ({ deps, who }) => ok({ items: await deps.store.views.listOf(who.staff.id) }),
  }),
  endpoint({
    id: 'saveView',
    method: 'POST',
    path: '/views',
    summary: 'Save a view of the queue',
    access: may('queue.read'),
    body: viewRequest,
    reply: savedView,
    handle: async ({ deps, who, body, now }) => {
      if ((await deps.store.views.listOf(who.staff.id)).length >= MOST_VIEWS) throw new Problem('busy');
      const filters = Object.fromEntries(
        Object.entries(body.filters).filter((one): one is [string, string] => one[1] !== undefined),
      );
      const view = { id: deps.ids.next('vie'), name: body.name, filters };
      await deps.store.views.save(view, who.staff.id, now);
      return ok(view);
    },
  }),
  endpoint({
    id: 'removeView',
    method: 'DELETE',
    path: '/views/:id',
    summary: 'Remove one’s own saved view',
    access: may('queue.read'),
    object: 'view',
    reply: done,
    handle: async ({ deps, id }) => {
      await deps.store.views.remove(id);
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'listTasks',
    method: 'GET',
    path: '/tasks',
    summary: 'Work that is not a flag, of the kinds one’s roles do',
    access: TASKS,
    query: taskQuery,
    reply: taskList,
    handle: async ({ deps, who, query, now }) => {
      const kinds = taskKindsOf(who.permissions);
      const wanted = query.kind === undefined ? kinds : kinds.filter((kind) => kind === query.kind);
      return ok({ items: await deps.store.tasks.list(wanted, query.status, now), kinds });
    },
  }),
  endpoint({
    id: 'takeTask',
    method: 'POST',
    path: '/tasks/:id/take',
    summary: 'Take a task; one person wins',
    access: TASKS,
    object: 'task',
    reply: done,
    handle: async ({ deps, who, id, now }) => {
      if (!(await deps.store.tasks.take(id, actorOf(who), now))) throw new Problem('owned');
      deps.bell.ring('flags');
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'finishTask',
    method: 'POST',
    path: '/tasks/:id/finish',
    summary: 'Finish a task one has, with an outcome',
    access: TASKS,
    object: 'task',
    body: finishRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      if (!(await deps.store.tasks.finish(id, actorOf(who), body.outcome, now))) throw new Problem('stale');
      deps.bell.ring('flags');
      return ok({ ok: true });
    },
  }),
];
