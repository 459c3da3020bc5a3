import type { ContentLibrary } from '../../../knowledge/schema/library';
import { sameLanguage } from '../locale';

/** Sentences the patient page shows itself; everything else in the chat comes from the conversation. */
const PAGE = [
  'page_title',
  'heading',
  'heading_short',
  'tagline',
  'demo_banner',
  'emergency_call',
  'emergency_short',
  'language_label',
  'language_name',
  'skip_to_message',
  'chat_label',
  'placeholder',
  'connecting',
  'offline',
  'back_online',
  'waiting',
  'trouble',
  'too_long',
  'refused',
  'care_team',
  'new_chat',
  'clear_title',
  'clear_text',
  'clear_confirm',
  'clear_cancel',
  'no_script',
] as const;

const EMBED = ['embed_open', 'embed_close', 'embed_title', 'embed_unread'] as const;

const DEMO = [
  'demo_page_title',
  'demo_page_note',
  'demo_page_nav_visit',
  'demo_page_nav_services',
  'demo_page_nav_contact',
  'demo_page_heading',
  'demo_page_intro',
  'demo_page_chat_heading',
  'demo_page_chat_text',
  'demo_page_visit_heading',
  'demo_page_visit_text',
  'demo_page_contact_heading',
  'demo_page_contact_text',
  'demo_page_code_heading',
] as const;

export type PageStrings = Readonly<Record<(typeof PAGE)[number], string>>;
export type EmbedStrings = Readonly<Record<(typeof EMBED)[number], string>>;
export type DemoStrings = Readonly<Record<(typeof DEMO)[number], string>>;

export const pageStrings = (content: ContentLibrary, locale: string) => read(content, locale, PAGE);
export const embedStrings = (content: ContentLibrary, locale: string) => read(content, locale, EMBED);
export const demoStrings = (content: ContentLibrary, locale: string) => read(content, locale, DEMO);

function read<K extends string>(
  content: ContentLibrary,
  locale: string,
  names: readonly K[],
): Readonly<Record<K, string>> {
  // `{count}` is filled by the script that counts; the content only says where it stands.
  const values = { count: '{count}' };
  return Object.fromEntries(names.map((name) => [name, content.text(`wording/webchat.${name}`, locale, values)])) as {
    [name in K]: string;
  };
}

/** The locale for a page: what the address asks for, else the browser's first match, else the hospital's first. */
export function chooseLocale(
  locales: readonly string[],
  wanted: { query: string | null; acceptLanguage: string | undefined },
): string {
  const asked = [wanted.query ?? '', ...(wanted.acceptLanguage ?? '').split(',').map((one) => one.split(';')[0]!)];
  for (const one of asked) {
    const found = sameLanguage(locales, one);
    if (found !== undefined) return found;
  }
  return locales[0] ?? 'en';
}
