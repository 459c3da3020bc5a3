import { z } from 'zod';
import type { Dialog } from '../../bot/contracts';

/** One line before a channel's reply window closes; the question that is owed is asked again after it. */
export const windowNudge: Dialog<{ at: 'said' }> = {
  id: 'window-nudge',
  version: 1,
  state: z.object({ at: z.literal('said') }),
  migrate: {},
  start: async () => ({ events: [{ type: 'say', wording: 'wording/channels.window_nudge' }], next: 'done' }),
  step: async () => ({ events: [], next: 'done' }),
  returning: () => [],
};
