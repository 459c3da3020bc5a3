import type { z } from 'zod';
import type { ModelContext, TextModel } from '../../../bot/contracts/model';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import type { ConsoleDeps } from '../ports';
import { drafting, draftReply, translateReply, translateRequest } from '../schema/drafts';

const ACT = may('conversation.act');
const shared = { object: 'conversation' } as const;
/** What a summary is made of: enough to know the case, short enough for every model's window. */
const LINES = 40;

function theModel(deps: ConsoleDeps): TextModel {
  if (!deps.model) throw new Problem('no_model');
  return deps.model;
}

/** Whom the model must not hear of: the patient's name and whoever is signed in. */
async function contextOf({ deps, who, id }: Call): Promise<ModelContext> {
  const record = await deps.store.conversations.get(id);
  const known = [record?.patient.label, who.staff.name].filter((one): one is string => !!one);
  return { id, known };
}

async function draft(call: Call) {
  const { deps, id } = call;
  const model = theModel(deps);
  const context = await contextOf(call);
  const { items } = await deps.store.conversations.transcript(id, { limit: LINES });
  const lines = items.flatMap((item) => (item.text ? [`${item.from}: ${item.text}`] : []));
  if (lines.length === 0) throw new Problem('no_model');
  const made = await model.summarise(lines, context);
  if (made === undefined) throw new Problem('no_model');
  return ok(made);
}

async function translate(call: Call<undefined, z.output<typeof translateRequest>>) {
  const text = await theModel(call.deps).translate(call.body.text, call.body.to, await contextOf(call as never));
  if (text === undefined) throw new Problem('no_model');
  return ok({ text });
}

/** Drafts for the person who has the conversation. Nothing here is sent: a person reads, changes and sends it. */
export const draftEndpoints = [
  endpoint({
    id: 'getDrafting',
    method: 'GET',
    path: '/drafting',
    summary: 'Whether a language model may draft for staff here',
    access: ACT,
    reply: drafting,
    handle: async ({ deps }) => {
      const may = (purpose: string) => deps.model !== undefined && (deps.modelPurposes?.has(purpose) ?? true);
      return ok({ summary: may('summarise'), translation: may('translate') });
    },
  }),
  endpoint({
    ...shared,
    id: 'draftReply',
    method: 'POST',
    path: '/conversations/:id/draft',
    summary: 'A drafted summary and a suggested reply, to read and change; nothing is sent',
    access: ACT,
    reply: draftReply,
    handle: draft,
  }),
  endpoint({
    ...shared,
    id: 'translateReply',
    method: 'POST',
    path: '/conversations/:id/translate',
    summary: 'A reply in the patient’s language, to read beside the original before sending',
    access: ACT,
    body: translateRequest,
    reply: translateReply,
    handle: translate,
  }),
];
