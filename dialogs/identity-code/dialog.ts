import { z } from 'zod';
import { CODE_DIALOG, type Dialog } from '../../bot/contracts';
import { say } from '../booking/words';

const state = z.strictObject({ at: z.literal('said') });

/** Says a one-time code on the phone it is for. */
export const identityCode: Dialog<z.infer<typeof state>> = {
  id: CODE_DIALOG,
  version: 1,
  state,
  migrate: {},
  async start(args) {
    const code = (args as { code?: unknown } | undefined)?.code;
    return { events: typeof code === 'string' ? [say('code', { code })] : [], next: 'done' };
  },
  step: async () => ({ events: [], next: 'done' }),
  returning: () => [],
};
