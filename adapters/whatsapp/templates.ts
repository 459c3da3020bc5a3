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

/** The approved template for a message outside the window, in the patient's language or the fallback's; else undefined. */
export function templateMessage(
  wanted: { id: string; values: Record<string, string> } | undefined,
  locale: string,
  source: TemplateSource,
): WhatsAppMessage | undefined {
  if (wanted === undefined) return undefined;
  const template = source.all.find((one) => one.id === wanted.id);
  if (template === undefined) return undefined;
  const language = [locale, locale.split('-')[0]!, source.fallbackLocale]
    .map((one) => template.languages[one])
    .find((one) => one !== undefined && (one.approval === 'approved' || source.acceptUnapproved === true));
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

/** Template parameters may hold no line break, tab or run of spaces. */
function parameter(value: string | undefined): string {
  return (value ?? '').replace(/\s+/g, ' ').trim().slice(0, WHATSAPP.templateParameter);
}
