import { fieldsEn } from './words/fields.en';
import { fieldsEs } from './words/fields.es';

const WORDS = {
  en: { fields: fieldsEn, languages: { en: 'English', es: 'Spanish' } },
  es: { fields: fieldsEs, languages: { en: 'inglés', es: 'español' } },
} as const;

/**
 * `questions.airway.text.en` as a reviewer reads it: `questions › airway › text (English)`.
 * Fields of the schemas have words in each language; ids of the content itself keep theirs, without underscores.
 */
export function placeName(path: string, locale: string): string {
  const words = WORDS[locale === 'es' ? 'es' : 'en'];
  const fields: Readonly<Record<string, string>> = words.fields;
  const languages: Readonly<Record<string, string>> = words.languages;
  const parts = path.split('.');
  const language = languages[parts.at(-1) ?? ''];
  const place = (language === undefined ? parts : parts.slice(0, -1))
    .map((part) => (Object.hasOwn(fields, part) ? fields[part] : part.replace(/[_-]+/g, ' ').trim()))
    .join(' › ');
  return language === undefined ? place : `${place} (${language})`;
}
