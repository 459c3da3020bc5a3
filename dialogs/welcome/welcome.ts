import { z } from 'zod';
import type { Dialog } from '../../bot/contracts';

const state = z.strictObject({ at: z.literal('said') });

/** First words: what this is, what it is not, how to reach a person and the emergency number; then the menu. */
export const welcome: Dialog<z.infer<typeof state>> = {
  id: 'welcome',
  version: 1,
  state,
  migrate: {},
  async start(args) {
    const again = (args as { again?: boolean } | undefined)?.again === true;
    return {
      events: [
        { type: 'say', wording: again ? 'wording/welcome.again' : 'wording/welcome.hello' },
        { type: 'begin', dialog: 'menu', args: {} },
      ],
      next: 'done',
    };
  },
  async step() {
    return { events: [], next: 'done' };
  },
  returning: () => [],
};
