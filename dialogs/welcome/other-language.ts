import { z } from 'zod';
import type { Choice, Dialog, Services, Step, TurnEvent } from '../../bot/contracts';

const state = z.strictObject({ at: z.literal('choose'), language: z.string() });
type OtherLanguageState = z.infer<typeof state>;

/**
 * Somebody writes in a language we have no content in: told so in that language, with the emergency number, and offered a
 * person with an interpreter, or the languages we do speak.
 */
export const otherLanguage: Dialog<OtherLanguageState> = {
  id: 'other-language',
  version: 1,
  offer: true,
  state,
  migrate: {},
  async start(args, services) {
    const { language } = args as { language: string };
    return { events: [ask(language, services)], next: { at: 'choose', language } };
  },
  async step(current, input, services) {
    const chosen = input.choice?.id;
    if (chosen === 'person') return person(current, services);
    if (chosen !== undefined && services.content.hospital.locales.includes(chosen))
      return {
        events: [
          { type: 'locale', locale: chosen },
          { type: 'say', wording: 'wording/language.chosen' },
          { type: 'begin', dialog: 'menu', args: {} },
        ],
        next: 'done',
      };
    // Still in that language: a person it is, without asking for a word they may not understand.
    if (services.language.detect(input.text) === current.language) return person(current, services);
    return { events: [], next: 'unclear' };
  },
  returning: (current, services) => [ask(current.language, services)],
};

function person({ language }: OtherLanguageState, services: Services): Step<OtherLanguageState> {
  const { content } = services;
  const summary = content.text('wording/languages.staff', content.hospital.locales[0] ?? 'en', { language });
  return {
    events: [
      { type: 'handOver', reason: 'needs-interpreter', summary },
      { type: 'say', wording: 'wording/languages.told' },
    ],
    next: 'done',
  };
}

function ask(language: string, { content }: Services): TurnEvent {
  const own: Choice[] = content.hospital.locales.map((locale) => ({
    id: locale,
    label: { literal: content.text('wording/language.own-name', locale) },
  }));
  return {
    type: 'say',
    wording: `wording/languages.said-${language}`,
    ask: { kind: 'choice', choices: [{ id: 'person', label: `wording/languages.person-${language}` }, ...own] },
  };
}
