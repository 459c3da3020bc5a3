import type { z } from 'zod';
import { medicineKnowledge } from '../../../knowledge/medicines';
import { counsellingPage } from '../counselling-page';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done } from '../schema/common';
import { counsellingList, startCounsellingRequest } from '../schema/counselling';
import { actorOf } from './conversation';

const shared = { object: 'conversation' } as const;
/** The page runs no script and loads nothing; its own style is all it needs. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox allow-modals",
};

async function print({ deps, who, id, now }: Call) {
  const record = await deps.store.conversations.get(id);
  await deps.store.conversations.recordView(id, actorOf(who), now);
  const { names } = medicineKnowledge(deps.content);
  const { hospital } = deps.content;
  const body = counsellingPage({
    hospital: hospital.name,
    zone: hospital.zone,
    conversationId: id,
    patient: record?.patient.label ?? null,
    printedBy: who.staff.name,
    now,
    items: await deps.store.counselling.list(id),
    nameOf: (medicine) => names.subjects.get(medicine)?.name ?? medicine,
  });
  return { status: 200, headers: PAGE_HEADERS, body };
}

async function start({ deps, who, id, body }: Call<undefined, z.output<typeof startCounsellingRequest>>) {
  const medicine = medicineKnowledge(deps.content).exact(body.medicine);
  if (medicine === undefined || !deps.content.has('medicine', medicine))
    throw new Problem('invalid', { fields: ['medicine'] });
  await deps.store.counselling.start(id, actorOf(who), { ...body, medicine });
  deps.bell.ring('timers');
  return ok({ ok: true });
}

export const counsellingEndpoints = [
  endpoint({
    ...shared,
    id: 'listCounselling',
    method: 'GET',
    path: '/conversations/:id/counselling',
    summary: 'Counselling encounters: offered, accepted or refused, points, versions, teach-back',
    access: may('conversation.read'),
    reply: counsellingList,
    handle: async ({ deps, id }) => ok({ items: await deps.store.counselling.list(id) }),
  }),
  endpoint({
    ...shared,
    id: 'printCounselling',
    method: 'GET',
    path: '/conversations/:id/counselling/page',
    summary: 'The counselling record as a page to print',
    access: may('conversation.read'),
    reply: 'page',
    handle: print,
  }),
  endpoint({
    ...shared,
    id: 'startCounselling',
    method: 'POST',
    path: '/conversations/:id/counselling',
    summary: 'Offer the patient counselling on a newly prescribed medicine',
    access: may('conversation.act'),
    body: startCounsellingRequest,
    reply: done,
    handle: start,
  }),
];
