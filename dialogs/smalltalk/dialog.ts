import { z } from 'zod';
import type { Dialog, TurnEvent } from '../../bot/contracts';

/** What can be said in passing. Each has a sentence in `wording/<locale>/answers.yaml`, some lead on. */
const TOPICS = {
  greeting: 'menu',
  thanks: undefined,
  goodbye: undefined,
  how_are_you: 'menu',
  who_are_you: 'menu',
  capabilities: 'menu',
  praise: undefined,
  abuse: 'menu',
  joke: 'menu',
  apology: 'menu',
  outside: 'menu',
  media: undefined,
  diagnosis: 'triage-offer',
  prescribe: 'person-offer',
} as const;
type Topic = keyof typeof TOPICS;

const state = z.strictObject({ at: z.literal('offered'), topic: z.string() });
type SmalltalkState = z.infer<typeof state>;

/**
 * Kind words answered kindly, and requests the bot must decline, each with a way on. It never diagnoses, prescribes or
 * takes offence; praise is kept for the team it belongs to.
 */
export const smalltalk: Dialog<SmalltalkState> = {
  id: 'smalltalk',
  version: 1,
  state,
  migrate: {},
  async start(args) {
    const { topic: asked, text } = (args ?? {}) as { topic?: string; text?: string };
    const topic: Topic = asked !== undefined && asked in TOPICS ? (asked as Topic) : 'greeting';
    const said: TurnEvent = { type: 'say', wording: `wording/answers.talk-${topic}` };
    const kept: TurnEvent[] =
      topic === 'praise' && text !== undefined ? [{ type: 'record', kind: 'praise', data: { text } }] : [];
    const onward = TOPICS[topic];
    if (onward === 'menu')
      return { events: [...kept, said, { type: 'begin', dialog: 'menu', args: {} }], next: 'done' };
    if (onward === undefined) return { events: [...kept, said], next: 'done' };
    return { events: [offer(topic)], next: { at: 'offered', topic } };
  },
  async step(current, input) {
    const chosen = input.choice?.id ?? input.yesNo;
    if (chosen === 'yes') {
      if (TOPICS[current.topic as Topic] === 'triage-offer')
        return { events: [{ type: 'begin', dialog: 'triage', args: {} }], next: 'done' };
      return {
        events: [
          { type: 'handOver', reason: 'asked-for-person', summary: 'wording/staff.asked-for-person' },
          { type: 'say', wording: 'wording/handover.asked' },
        ],
        next: 'done',
      };
    }
    if (chosen === 'no') return { events: [{ type: 'begin', dialog: 'menu', args: {} }], next: 'done' };
    return { events: [], next: 'unclear' };
  },
  returning: (current) => [offer(current.topic)],
};

function offer(topic: string): TurnEvent {
  return {
    type: 'say',
    wording: `wording/answers.talk-${topic}`,
    ask: {
      kind: 'yesNo',
      choices: [
        { id: 'yes', label: 'wording/answers.helped-yes' },
        { id: 'no', label: 'wording/answers.helped-no' },
      ],
    },
  };
}
