import { z } from 'zod';
import type { Choice, Dialog, Services } from '../../bot/contracts';

const state = z.strictObject({ at: z.literal('choose') });

/** Each language by its own name: somebody who cannot read the current one finds theirs. */
function choices(services: Services): Choice[] {
  return services.content.hospital.locales.map((locale) => ({
    id: locale,
    label: { literal: services.content.text('wording/language.own-name', locale) },
  }));
}

/** Chooses the language of the conversation. */
export const language: Dialog<z.infer<typeof state>> = {
  id: 'language',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const wanted = (args as { locale?: string } | undefined)?.locale;
    if (wanted !== undefined && services.content.hospital.locales.includes(wanted)) return chosen(wanted);
    return {
      events: [{ type: 'say', wording: 'wording/language.ask', ask: { kind: 'choice', choices: choices(services) } }],
      next: { at: 'choose' },
    };
  },
  async step(_state, input) {
    return input.choice === undefined ? { events: [], next: 'unclear' } : chosen(input.choice.id);
  },
  returning: (_state, services) => [
    { type: 'say', wording: 'wording/language.ask', ask: { kind: 'choice', choices: choices(services) } },
  ],
};

function chosen(locale: string) {
  return {
    events: [
      { type: 'locale' as const, locale },
      { type: 'say' as const, wording: 'wording/language.chosen' },
    ],
    next: 'done' as const,
  };
}
