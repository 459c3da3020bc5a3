import { z } from 'zod';
import type { Choice, Dialog, TurnEvent } from '../../bot/contracts';

const prompt = z.strictObject({ id: z.string(), about: z.string().optional(), dialog: z.string() });
const state = z.strictObject({ at: z.literal('choose'), prompts: z.array(prompt), text: z.string() });
type WhichState = z.infer<typeof state>;

/** A bare "1" that several open questions take: the patient says which was meant. */
export const whichPrompt: Dialog<WhichState> = {
  id: 'which-prompt',
  version: 1,
  state,
  migrate: {},
  async start(args) {
    const { promptIds, text } = args as { promptIds: WhichState['prompts']; text: string };
    const next: WhichState = { at: 'choose', prompts: promptIds, text };
    return { events: ask(next), next };
  },
  async step(current, input) {
    const chosen = current.prompts.find((one) => one.id === input.choice?.id);
    if (chosen === undefined) return { events: [], next: 'unclear' };
    return { events: [{ type: 'answer', promptId: chosen.id, text: current.text }], next: 'done' };
  },
  returning: (current) => ask(current),
};

function ask(current: WhichState): TurnEvent[] {
  const choices: Choice[] = current.prompts.map((one) => ({
    id: one.id,
    label: one.about === undefined ? 'wording/repair.open-question' : { literal: one.about },
  }));
  return [
    { type: 'say', wording: 'wording/repair.which', values: { text: current.text }, ask: { kind: 'choice', choices } },
  ];
}
