import { z } from 'zod';
import type { Choice, Dialog, Services, TurnEvent } from '../../bot/contracts';

const state = z.strictObject({
  at: z.literal('choose'),
  intents: z.array(z.string()),
  text: z.string(),
  later: z.boolean().optional(),
});
type ClarifyState = z.infer<typeof state>;

/** Two things could be meant: the patient says which, and goes on there with the words already written. */
export const clarify: Dialog<ClarifyState> = {
  id: 'clarify',
  version: 1,
  offer: true,
  state,
  migrate: {},
  async start(args) {
    const { intents, text, later } = args as { intents: string[]; text: string; later?: boolean };
    const next: ClarifyState = { at: 'choose', intents, text, ...(later === true ? { later } : {}) };
    // What else was asked for waits, without a word, until what was begun first is done.
    return { events: later === true ? [] : [ask(next)], next };
  },
  async step(current, input, services) {
    const chosen = input.choice?.id;
    if (current.later === true && (chosen === 'other' || input.yesNo === 'no')) return { events: [], next: 'done' };
    if (chosen === 'other') return { events: [{ type: 'begin', dialog: 'menu', args: {} }], next: 'done' };
    const only = current.intents.length === 1 ? current.intents[0] : undefined;
    const meant = current.intents.find((id) => id === chosen) ?? (input.yesNo === 'yes' ? only : undefined);
    if (meant === undefined) return { events: [], next: 'unclear' };
    return { events: goTo(meant, current.text, services), next: 'done' };
  },
  returning: (current) => [ask(current)],
};

function ask(current: ClarifyState): TurnEvent {
  const choices: Choice[] = [
    ...current.intents.map((id) => ({ id, label: `intent/${id}#label` })),
    { id: 'other', label: current.later === true ? 'wording/answers.that-is-all' : 'wording/answers.something-else' },
  ];
  return {
    type: 'say',
    wording: current.later === true ? 'wording/answers.also-asked' : 'wording/answers.clarify',
    ask: { kind: 'choice', choices },
  };
}

function goTo(id: string, text: string, services: Services): TurnEvent[] {
  const intent = services.content.get('intent', id);
  if (intent.command === 'human')
    return [
      { type: 'handOver', reason: 'asked-for-person', summary: 'wording/staff.asked-for-person' },
      { type: 'say', wording: 'wording/handover.asked' },
    ];
  if (intent.dialog === undefined) return [{ type: 'begin', dialog: 'menu', args: {} }];
  return [{ type: 'begin', dialog: intent.dialog, args: { ...intent.args, intent: id, text } }];
}
