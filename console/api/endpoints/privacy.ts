import { scopeOf } from '../access/objects';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { personBundle } from '../privacy/fhir';
import { done } from '../schema/common';
import { newArticleReply as created } from '../schema/content';
import {
  closeRequest,
  correctRequest,
  holdRequest,
  openRequest,
  personSheet,
  requestList,
  requestQuery,
  retentionChange,
  retentionCount,
  retentionList,
  retentionTry,
} from '../schema/privacy';
import { actorOf, ringConversation } from './conversation';

const ACT = may('privacy.act');
const RETENTION = may('retention.write');
const shared = { object: 'conversation' } as const;
const JSON_FILE = { 'content-type': 'application/json; charset=utf-8' };

async function sheet({ deps, who, id, now }: Call) {
  const found = await deps.store.privacy.sheet(id);
  if (!found) throw new Problem('not_found');
  await deps.store.conversations.recordView(id, actorOf(who), now);
  const requests = await deps.store.privacy.requests({ conversationId: id }, who.staff.id, now);
  return ok({ ...found, requests });
}

async function exportJson({ deps, who, id, now }: Call) {
  const gathered = await deps.store.privacy.gather(id, actorOf(who), 'json', now);
  return {
    status: 200,
    headers: { ...JSON_FILE, 'content-disposition': `attachment; filename="record-${id}.json"` },
    body: JSON.stringify(
      { hospital: deps.content.hospital.name, exportedAt: new Date(now).toISOString(), data: gathered },
      null,
      2,
    ),
  };
}

async function exportFhir({ deps, who, id, now }: Call) {
  const gathered = await deps.store.privacy.gather(id, actorOf(who), 'fhir', now);
  return {
    status: 200,
    headers: {
      'content-type': 'application/fhir+json; charset=utf-8',
      'content-disposition': `attachment; filename="record-${id}.fhir.json"`,
    },
    body: JSON.stringify(personBundle(gathered, id, deps.content, now), null, 2),
  };
}

export const privacyEndpoints = [
  endpoint({
    ...shared,
    id: 'getPerson',
    method: 'GET',
    path: '/conversations/:id/person',
    summary: 'What is kept about this person, what can be corrected, holds and requests',
    access: ACT,
    reply: personSheet,
    handle: sheet,
  }),
  endpoint({
    ...shared,
    id: 'exportPerson',
    method: 'GET',
    path: '/conversations/:id/person/export.json',
    summary: 'Everything kept about this person, as JSON for the person',
    access: ACT,
    reply: 'file',
    handle: exportJson,
  }),
  endpoint({
    ...shared,
    id: 'exportPersonFhir',
    method: 'GET',
    path: '/conversations/:id/person/export.fhir.json',
    summary: 'The person’s record as a FHIR R4 bundle',
    access: ACT,
    reply: 'file',
    handle: exportFhir,
  }),
  endpoint({
    ...shared,
    id: 'correctPerson',
    method: 'POST',
    path: '/conversations/:id/person/correct',
    summary: 'Correct one value the bot learnt or the profile holds, or take it away',
    access: ACT,
    body: correctRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      if (!(await deps.store.privacy.correct(id, body, actorOf(who), now)))
        throw new Problem('invalid', { fields: ['name'] });
      ringConversation(deps, id);
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'holdPerson',
    method: 'PUT',
    path: '/conversations/:id/person/hold',
    summary: 'Put this person’s data under a legal hold: nothing is erased while it stands',
    access: ACT,
    body: holdRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      await deps.store.privacy.hold(id, body.reason, actorOf(who), now);
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'liftHold',
    method: 'DELETE',
    path: '/conversations/:id/person/hold',
    summary: 'Lift the legal hold',
    access: ACT,
    reply: done,
    handle: async ({ deps, who, id, now }) => {
      await deps.store.privacy.hold(id, null, actorOf(who), now);
      return ok({ ok: true });
    },
  }),
  endpoint({
    ...shared,
    id: 'openRequest',
    method: 'POST',
    path: '/conversations/:id/person/requests',
    summary: 'Enter a request of the patient about their data; the month to answer begins',
    access: ACT,
    body: openRequest,
    reply: created,
    handle: async ({ deps, who, id, body, now }) =>
      ok({ id: await deps.store.privacy.open({ conversationId: id, ...body }, actorOf(who), now) }),
  }),
  endpoint({
    id: 'listRequests',
    method: 'GET',
    path: '/patient-requests',
    summary: 'Patients’ requests about their data, by the day they are due',
    access: ACT,
    query: requestQuery,
    reply: requestList,
    handle: async ({ deps, who, query, now }) => {
      const all = await deps.store.privacy.requests(query, who.staff.id, now);
      const scope = scopeOf(who);
      const seen = await Promise.all(
        all.map((one) => deps.store.conversations.visible(one.conversationId, scope, now)),
      );
      return ok({ items: all.filter((_, index) => seen[index]) });
    },
  }),
  endpoint({
    id: 'closeRequest',
    method: 'POST',
    path: '/patient-requests/:id/close',
    summary: 'Answer a request; closing an erasure as done erases, and needs a second person',
    access: ACT,
    object: 'patient_request',
    body: closeRequest,
    reply: done,
    handle: async ({ deps, who, id, body, now }) => {
      const closed = await deps.store.privacy.close(id, body, actorOf(who), now);
      if (closed === 'stale') throw new Problem('stale');
      if (closed === 'own') throw new Problem('own_work');
      if (closed === 'held') throw new Problem('held');
      if (closed === 'busy') throw new Problem('still_open');
      deps.bell.ring('flags');
      return ok({ ok: true });
    },
  }),
  endpoint({
    id: 'listRetention',
    method: 'GET',
    path: '/retention',
    summary: 'How long each kind of data is kept, and what the last run removed',
    access: RETENTION,
    reply: retentionList,
    handle: async ({ deps }) => ok({ items: await deps.store.retention.rules() }),
  }),
  endpoint({
    id: 'tryRetention',
    method: 'GET',
    path: '/retention/try',
    summary: 'What a rule would remove now, without removing it',
    access: RETENTION,
    query: retentionTry,
    reply: retentionCount,
    handle: async ({ deps, query, now }) => ok(await deps.store.retention.count(query.kind, query.days, now)),
  }),
  endpoint({
    id: 'setRetention',
    method: 'PUT',
    path: '/retention',
    summary: 'Set how long a kind of data is kept; null keeps it for good',
    access: RETENTION,
    body: retentionChange,
    reply: done,
    handle: async ({ deps, who, body, now }) => {
      await deps.store.retention.set(body.kind, body.days, actorOf(who), now);
      return ok({ ok: true });
    },
  }),
];
