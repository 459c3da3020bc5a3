import { z } from 'zod';
import type { Dialog } from '../../bot/contracts';

const given = z.object({ texts: z.record(z.string(), z.string()), locale: z.string().optional() });

/** A message the care team wrote to many, in the patient's language; where it has none, in the hospital's first. */
export const broadcast: Dialog<{ at: 'said' }> = {
  id: 'broadcast',
  version: 1,
  state: z.object({ at: z.literal('said') }),
  migrate: {},
  async start(args, services) {
    const { texts, locale } = given.parse(args);
    const [first] = services.content.hospital.locales;
    const text = texts[locale ?? services.locale] ?? texts[first ?? ''];
    return {
      events: text === undefined ? [] : [{ type: 'say', wording: 'wording/outreach.broadcast', values: { text } }],
      next: 'done',
    };
  },
  step: async () => ({ events: [], next: 'done' }),
  returning: () => [],
};
