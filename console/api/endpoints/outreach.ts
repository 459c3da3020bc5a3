import { programmeOf, programmesIn, WRITABLE } from '../../../bot/outreach/programmes';
import { readList } from '../../../bot/outreach/read-list';
import { endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done } from '../schema/common';
import {
  enrolmentChange,
  enrolmentList,
  enrolmentQuery,
  enrolRequest,
  found,
  importReply,
  importRequest,
  lapsedRequest,
  notSentQuery,
  notSentReply,
  programmeList,
  programmeQuery,
  programmeResults,
  recallList,
  recallOutcome,
  recallQuery,
} from '../schema/outreach';
import { actorOf } from './conversation';

const READ = may('outreach.read');
const ACT = may('outreach.act');
const DAY = 24 * 60 * 60_000;

export const outreachEndpoints = [
  endpoint({
    id: 'importList',
    method: 'POST',
    path: '/imports',
    summary: 'Bring in a list of people with consent (CSV); says every row’s fate, all or nothing is kept',
    access: ACT,
    body: importRequest,
    reply: importReply,
    maxBytes: 8_200_000,
    handle: async ({ deps, who, body, now }) => {
      const { hospital } = deps.content;
      const programmes = programmesIn(deps.content);
      const list = readList(Buffer.from(body.file, 'base64'), {
        country: hospital.country,
        zone: hospital.zone,
        locales: hospital.locales,
        channels: WRITABLE.filter((channel) => deps.channels[channel] !== undefined),
        programmes: new Set(programmes.map((one) => one.id)),
        now,
      });
      if ('problem' in list) return ok(list);
      const report = await deps.store.outreach.imports.run(list, programmes, {
        staffId: who.staff.id,
        trial: body.trial,
      });
      if (report.batch !== null) deps.bell.ring('timers');
      return ok(report);
    },
  }),
  endpoint({
    id: 'listRecalls',
    method: 'GET',
    path: '/recalls',
    summary: 'People to call back: lapsed, or with an overdue check',
    access: READ,
    query: recallQuery,
    reply: recallList,
    handle: async ({ deps, query }) => ok({ items: await deps.store.outreach.recalls.list(query) }),
  }),
  endpoint({
    id: 'findLapsed',
    method: 'POST',
    path: '/recalls/lapsed',
    summary: 'Put everybody on the list who has not been heard of for so many days and has no visit',
    access: ACT,
    body: lapsedRequest,
    reply: found,
    handle: async ({ deps, who, body, now }) =>
      ok({ found: await deps.store.outreach.recalls.findLapsed(now - body.days * DAY, actorOf(who)) }),
  }),
  endpoint({
    id: 'closeRecall',
    method: 'POST',
    path: '/recalls/:id/outcome',
    summary: 'What came of calling somebody back',
    access: ACT,
    object: 'recall',
    body: recallOutcome,
    reply: done,
    handle: async ({ deps, who, id, body }) => {
      if (!(await deps.store.outreach.recalls.close(id, body.outcome, actorOf(who)))) throw new Problem('stale');
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'listProgrammes',
    method: 'GET',
    path: '/programmes',
    summary: 'Programmes that people may be enrolled in',
    access: READ,
    reply: programmeList,
    handle: async ({ deps: { content }, locale }) =>
      ok({
        items: content
          .all('programme')
          .filter((one) => one.status !== 'retired' && one.status !== 'draft')
          .map(({ id, anchor }) => ({ id, title: content.text(`programme/${id}#title`, locale), anchor: anchor.kind })),
      }),
  }),
  endpoint({
    id: 'listEnrolments',
    method: 'GET',
    path: '/enrolments',
    summary: 'Who is in which programme',
    access: READ,
    query: enrolmentQuery,
    reply: enrolmentList,
    handle: async ({ deps, query }) => ok({ items: await deps.store.outreach.enrolments.list(query) }),
  }),
  endpoint({
    id: 'enrol',
    method: 'POST',
    path: '/conversations/:id/enrolments',
    summary: 'Enrol a patient in a programme, with where they agreed to it',
    access: ACT,
    object: 'conversation',
    body: enrolRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      const programme = programmeOf(deps.content, body.programme);
      if (programme === undefined) throw new Problem('invalid', { fields: ['programme'] });
      const { enrolments } = deps.store.outreach;
      if ((await enrolments.enrol(id, programme, body.anchorAt ?? now, body.consent, actorOf(who))) === 'taken')
        throw new Problem('taken');
      deps.bell.ring('timers');
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'changeEnrolment',
    method: 'POST',
    path: '/enrolments/:id/change',
    summary: 'Pause, resume, mute until a moment, or leave for good',
    access: ACT,
    object: 'enrolment',
    body: enrolmentChange,
    reply: done,
    handle: async ({ deps, who, id, body }) => {
      if (body.change === 'mute' && body.until === undefined) throw new Problem('invalid', { fields: ['until'] });
      if (!(await deps.store.outreach.enrolments.change(id, body.change, body.until, actorOf(who))))
        throw new Problem('stale');
      deps.bell.ring('inbox');
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'programmeResults',
    method: 'GET',
    path: '/programme-results',
    summary: 'What came of a programme, by arm: outcomes, not sends',
    access: READ,
    query: programmeQuery,
    reply: programmeResults,
    handle: async ({ deps, query }) => ok(await deps.store.outreach.enrolments.results(query.programme)),
  }),
  endpoint({
    id: 'notSent',
    method: 'GET',
    path: '/outreach/not-sent',
    summary: 'Due messages that were not sent, counted by reason and purpose',
    access: READ,
    query: notSentQuery,
    reply: notSentReply,
    handle: async ({ deps, query, now }) => ok({ items: await deps.store.outreach.notSent(now - query.days * DAY) }),
  }),
];
