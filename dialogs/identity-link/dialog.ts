import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';

const state = z.strictObject({ at: z.literal('waiting'), code: z.string(), expiresAt: z.number() });
type LinkState = z.infer<typeof state>;

/** Letters and digits that are not taken for one another. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;
const LIVES_MS = 10 * 60_000;

/**
 * From the web to a phone: the patient writes a code from the phone to our number. Whoever can do that holds both, so
 * the conversation goes on there; nothing of what that phone said earlier is shown here.
 */
export const identityLink: Dialog<LinkState> = {
  id: 'identity-link',
  version: 1,
  state,
  migrate: {},
  async start(_args, services) {
    const phones = services.phones ?? [];
    const already = services.conversation.channel !== 'webchat';
    if (already || phones.length === 0) {
      const wording = already ? 'wording/channels.link_already' : 'wording/channels.link_impossible';
      return { events: [{ type: 'say', wording }], next: 'done' };
    }
    const code = newCode(services);
    const expiresAt = services.clock.now() + LIVES_MS;
    return {
      events: [{ type: 'linkCode', code, expiresAt }, ...show(code, services)],
      next: { at: 'waiting', code, expiresAt },
    };
  },
  async step(given: LinkState, input: PatientInput, services: Services): Promise<Step<LinkState>> {
    // The conversation has moved already when the code comes from the phone; the same text typed here proves nothing.
    if (services.conversation.channel !== 'webchat') {
      return {
        events: [
          { type: 'audit', action: 'link.done' },
          { type: 'say', wording: 'wording/channels.link_done' },
        ],
        next: 'done',
      };
    }
    if (input.at > given.expiresAt)
      return { events: [{ type: 'say', wording: 'wording/channels.link_late' }], next: 'done' };
    const typed = input.text.replace(/[\s-]/g, '').toUpperCase() === given.code;
    return typed ? { events: show(given.code, services), next: given } : { events: [], next: 'unclear' };
  },
  returning: (given, services) => show(given.code, services),
};

function show(code: string, services: Services): TurnEvent[] {
  const shown = `${code.slice(0, 4)} ${code.slice(4)}`;
  return (services.phones ?? []).map(({ channel, number }): TurnEvent => {
    const wording = `wording/channels.link_write_${channel === 'whatsapp' ? 'whatsapp' : 'sms'}`;
    return { type: 'say', wording, values: { code: shown, number } };
  });
}

/** From the product's own source of randomness, so that tests can fix it. */
function newCode(services: Services): string {
  const bytes = createHash('sha256').update(services.ids.next('lk')).digest();
  return Array.from({ length: LENGTH }, (_, index) => ALPHABET[bytes[index]! % ALPHABET.length]).join('');
}
