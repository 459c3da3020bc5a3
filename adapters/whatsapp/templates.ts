import type { TemplateOffer } from '../../bot/contracts';
import type { MessageTemplate } from '../../knowledge/schema/message-template';
import { pressId } from '../shared/choices';
import { WHATSAPP, type WhatsAppMessage } from './message';

export interface TemplateSource {
  readonly all: readonly MessageTemplate[];
  /** Locale to fall back to when a template is not approved in the patient's language. */
  readonly fallbackLocale: string;
  /** The development stand-in accepts templates nobody has submitted; a real account does not. */
  readonly acceptUnapproved?: boolean;
}

type Language = MessageTemplate['languages'][string];

/** The approved template for a message outside the window, in the patient's language or the fallback's; else undefined. */
export function templateMessage(
  wanted: { id: string; values: Record<string, string> } | undefined,
  locale: string,
  source: TemplateSource,
): WhatsAppMessage | undefined {
  if (wanted === undefined) return undefined;
  const template = source.all.find((one) => one.id === wanted.id);
  if (template === undefined) return undefined;
  const language = wordings(template, locale, source).find(([, one]) => standing(one, source) === undefined)?.[1];
  if (language === undefined) return undefined;
  const values = template.parameters.map((name) => parameter(wanted.values[name]));
  if (values.some((value) => value === '')) return undefined;
  return {
    kind: 'template',
    name: template.name,
    language: language.code,
    values,
    payloads: language.buttons.map((button) => pressId(undefined, button.id)),
    ...(language.twilio_content_sid === undefined ? {} : { contentSid: language.twilio_content_sid }),
  };
}

/**
 * Every template as it would be sent in this language; one that would not be, in the patient's own wording and with
 * the reason.
 *
 * @param needsContentSid the provider sends templates by a content SID (Twilio).
 */
export function templateOffers(
  locale: string,
  source: TemplateSource,
  needsContentSid: boolean,
): readonly TemplateOffer[] {
  return source.all.flatMap((template) => {
    const candidates = wordings(template, locale, source);
    // The same choice as `templateMessage` makes: what is shown is what leaves.
    const sent = candidates.find(([, one]) => standing(one, source) === undefined);
    const shown = sent ?? candidates[0];
    if (shown === undefined) return [];
    const [own, { text, buttons, twilio_content_sid }] = shown;
    const missing = needsContentSid && twilio_content_sid === undefined ? ('no_content_sid' as const) : undefined;
    const refused = standing(shown[1], source) ?? missing;
    return [
      {
        id: template.id,
        locale: own,
        text: text.trim(),
        buttons: buttons.map((button) => button.label),
        ...(refused === undefined ? {} : { refused }),
      },
    ];
  });
}

/** Wordings in the order in which they are tried: the patient's locale, its language, the hospital's first. */
function wordings(template: MessageTemplate, locale: string, source: TemplateSource): readonly [string, Language][] {
  return [locale, locale.split('-')[0]!, source.fallbackLocale].flatMap((one): [string, Language][] => {
    const language = template.languages[one];
    return language === undefined ? [] : [[one, language]];
  });
}

/** What stands in the way of a wording; undefined when it may be sent. */
function standing(language: Language, source: TemplateSource): Exclude<Language['approval'], 'approved'> | undefined {
  const { approval } = language;
  if (approval === 'approved') return undefined;
  // Nobody refused it yet: the development stand-in takes it. What Meta refused or paused is not sent anywhere.
  if (source.acceptUnapproved === true && (approval === 'draft' || approval === 'submitted')) return undefined;
  return approval;
}

/** Template parameters may hold no line break, tab or run of spaces. */
function parameter(value: string | undefined): string {
  return (value ?? '').replace(/\s+/g, ' ').trim().slice(0, WHATSAPP.templateParameter);
}
