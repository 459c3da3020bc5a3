import { endpoint, may, ok } from '../http/endpoint';
import { mentionList } from '../schema/care';

/** Notes in which a colleague named the person who asks; looking at the conversation settles them. */
export const mentionEndpoints = [
  endpoint({
    id: 'listMentions',
    method: 'GET',
    path: '/mentions',
    summary: 'Where colleagues named oneself in a note since one last looked, newest first',
    access: may('conversation.read'),
    reply: mentionList,
    handle: async ({ deps, who }) => ok({ items: [...(await deps.store.mentions.of(who.staff.id))] }),
  }),
];
