import { z } from 'zod';
import type { Dialog, Services, TurnEvent } from '../../bot/contracts';

const kind = z.enum(['not_now', 'wrong_number', 'deceased', 'no_surveys']);
const state = z.strictObject({ at: z.literal('told'), kind: kind.extract(['wrong_number', 'deceased']) });
type ReplyState = z.infer<typeof state>;

/**
 * "Not now", "no more surveys", "wrong number", "he passed away" in answer to a message of ours: it takes effect at once,
 * is answered with dignity, and can be taken back with one press.
 */
export const outreachReply: Dialog<ReplyState> = {
  id: 'outreach-reply',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const given = kind.parse((args as { kind: unknown }).kind);
    if (given === 'not_now') return { events: notNow(services), next: 'done' };
    if (given === 'no_surveys')
      return {
        events: [
          { type: 'optOut', scope: 'survey' },
          { type: 'say', wording: 'wording/outreach.no-surveys' },
        ],
        next: 'done',
      };
    return { events: [hold(given), tell(given, services), say(given, services)], next: { at: 'told', kind: given } };
  },
  async step(current, input) {
    if (input.choice?.id !== 'mistake') return { events: [], next: 'unclear' };
    return {
      events: [
        { type: 'resumeOutreach', kind: current.kind },
        { type: 'say', wording: 'wording/outreach.mistake-said' },
      ],
      next: 'done',
    };
  },
  // Said once: nobody is told of a death again because they wrote about something else.
  returning: () => [],
};

function notNow(services: Services): TurnEvent[] {
  const { not_now_hours } = services.content.hospital.outreach;
  return [
    { type: 'holdOutreach', kind: 'not_now', until: services.clock.now() + not_now_hours * 3_600_000 },
    { type: 'say', wording: 'wording/outreach.not-now' },
  ];
}

function hold(given: 'wrong_number' | 'deceased'): TurnEvent {
  return { type: 'holdOutreach', kind: given };
}

function tell(given: 'wrong_number' | 'deceased', services: Services): TurnEvent {
  const name = given === 'deceased' ? 'deceased' : 'wrong-number';
  return {
    type: 'flag',
    severity: given === 'deceased' ? 3 : 4,
    reason: `outreach/${name}`,
    summary: services.content.text(`wording/outreach.staff-${name}`, 'en'),
  };
}

/** Other ways to say that the other chat was meant, or that it is them after all. */
function mistakes({ content, locale }: Services): readonly string[] {
  return content.all('outreach-replies').find((one) => locale.startsWith(one.locale))?.mistaken ?? [];
}

function say(given: 'wrong_number' | 'deceased', services: Services): TurnEvent {
  return {
    type: 'say',
    wording: given === 'deceased' ? 'wording/outreach.deceased' : 'wording/outreach.wrong-number',
    ask: {
      kind: 'choice',
      choices: [{ id: 'mistake', label: 'wording/outreach.mistake', synonyms: mistakes(services) }],
    },
  };
}
