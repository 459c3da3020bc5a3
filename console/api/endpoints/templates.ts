import type { z } from 'zod';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import type { ConversationRecord } from '../ports';
import { replyReply } from '../schema/conversation';
import { type TemplateChoice, templateList, templateRequest } from '../schema/templates';
import { filledTemplate, templateChoices } from '../templates/choices';
import { actorOf, load, refuseNotOwner, ringInbox } from './conversation';

const ACT = may('conversation.act');
const shared = { object: 'conversation' } as const;

async function choicesOf({ deps, id, now, locale }: Call, record: ConversationRecord): Promise<TemplateChoice[]> {
  const fillings = {
    hospital: deps.content.hospital,
    patient: record.patient.label,
    visitAt: await deps.store.conversations.nextVisit(id, now),
  };
  const own = record.locale || (deps.content.hospital.locales[0] ?? 'en');
  return templateChoices(deps.content.all('message-template'), deps.templates(record.channel, own), fillings, locale);
}

async function send(call: Call<undefined, z.output<typeof templateRequest>>) {
  const { deps, who, id, body, now } = call;
  const record = await load(deps, id);
  if (record.optedOut) throw new Problem('opted_out');
  const choice = (await choicesOf(call as never, record)).find((one) => one.id === body.template);
  if (choice === undefined) throw new Problem('invalid', { fields: ['template'] });
  if (choice.refused !== null) throw new Problem('template_refused');
  const filled = filledTemplate(choice, body.values);
  if ('wrong' in filled) throw new Problem('invalid', { fields: filled.wrong });
  const reply = {
    text: filled.text,
    clientId: body.clientId,
    template: { id: choice.id, values: filled.values },
  };
  const stored = await deps.store.conversations.reply(id, actorOf(who), reply, now);
  if (stored === 'not_owner' || stored === 'file_gone') return refuseNotOwner(deps, id);
  ringInbox(deps, id);
  return ok({ ok: true, duplicate: stored === 'duplicate' });
}

/** Prepared messages, for when the channel's window for free text has closed. */
export const templateEndpoints = [
  endpoint({
    ...shared,
    id: 'listTemplates',
    method: 'GET',
    path: '/conversations/:id/templates',
    summary: 'Prepared messages for this conversation’s channel, filled in, and why one cannot be sent',
    access: ACT,
    reply: templateList,
    handle: async (call) => ok({ items: await choicesOf(call, await load(call.deps, call.id)) }),
  }),
  endpoint({
    ...shared,
    id: 'sendTemplate',
    method: 'POST',
    path: '/conversations/:id/template-replies',
    summary: 'Send a prepared message; the owner only; the same clientId is one message',
    access: ACT,
    body: templateRequest,
    reply: replyReply,
    handle: send,
  }),
];
