import type { ContentLibrary } from '../../../knowledge/schema/library';

/**
 * What a flag's reason is called. Content is asked first; a reason without a name of its own reads as its id, so that a
 * new kind of flag is never blank.
 */
export function reasonText(content: ContentLibrary, reason: string, locale: string): string {
  const named = nameInContent(content, reason, locale);
  if (named !== undefined) return named;
  const id = reason.replace(/@.*$/, '').replace(/#.*$/, '').split('/').pop() ?? reason;
  const words = id
    .replace(/^RF\d+-/i, '')
    .replace(/[-_.]+/g, ' ')
    .trim()
    .toLowerCase();
  return words === '' ? reason : words.charAt(0).toUpperCase() + words.slice(1);
}

function nameInContent(content: ContentLibrary, reason: string, locale: string): string | undefined {
  const match = /^([a-z-]+)\/([^@#]+)(?:@([^#]+))?/.exec(reason);
  if (!match) return undefined;
  try {
    const entry: unknown = content.get(match[1] as never, match[2]!, match[3]);
    const title = (entry as { title?: unknown; name?: unknown }).title ?? (entry as { name?: unknown }).name;
    if (typeof title === 'string') return title;
    if (typeof title === 'object' && title !== null) {
      const inLocale = (title as Record<string, unknown>)[locale] ?? (title as Record<string, unknown>).en;
      return typeof inLocale === 'string' ? inLocale : undefined;
    }
  } catch {
    // Content of an older version may be gone; the id still says what it was.
  }
  return undefined;
}

/**
 * A flag's detail as rows to read: keys are labels the page words, values become short text. Depth is bounded. Red
 * flags that were only mentioned (`noted`) read by their titles.
 */
export function flagReasons(
  content: ContentLibrary,
  detail: unknown,
  locale: string,
): { label: string; text: string }[] {
  if (detail === null || typeof detail !== 'object') return [];
  return Object.entries(detail)
    .flatMap(([label, value]) =>
      rowsOf(label, label === 'noted' && Array.isArray(value) ? titles(content, value, locale) : value, 0),
    )
    .slice(0, 60);
}

function titles(content: ContentLibrary, flags: readonly unknown[], locale: string): string[] {
  return flags.map((flag) => reasonText(content, `red-flag/${flag}`, locale));
}

function rowsOf(label: string, value: unknown, depth: number): { label: string; text: string }[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [{ label, text: String(value) }];
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return value.length ? [{ label, text: value.join(', ') }] : [];
    return depth > 2 ? [] : value.flatMap((one) => rowsOf(label, one, depth + 1));
  }
  if (depth > 2) return [];
  const question = value as { question?: unknown; answer?: unknown };
  if (typeof question.question === 'string' && question.answer !== undefined) {
    return [{ label: question.question, text: String(question.answer) }];
  }
  return Object.entries(value).flatMap(([key, inner]) => rowsOf(key, inner, depth + 1));
}
