/** An id of the hospital's own (a service, a programme) as words: they are its names, not ours to translate. */
export const readable = (id: string): string => id.replace(/[_-]+/g, ' ').trim() || '–';

/** A name that stands in the list itself: what somebody wrote may be `constructor`. */
export const own = (names: Record<string, string>, code: string): string | undefined =>
  Object.hasOwn(names, code) ? names[code] : undefined;

/** A code as people say it; one that is newer than the list reads as words, never as an id. */
export const worded = (names: Record<string, string>, code: string): string => own(names, code) ?? readable(code);

/** What a programme measured and what it came to, as people say it. */
export const measured = (
  { measures, values }: Readonly<Record<'measures' | 'values', Record<string, string>>>,
  measure: string,
  value: string,
): string => `${worded(measures, measure)}: ${worded(values, value)}`;

/** A check as a hospital's list wrote it ("Blood pressure", `blood_pressure`), in the reader's words. */
export const checkName = (checks: Record<string, string>, written: string): string =>
  own(
    checks,
    written
      .trim()
      .toLowerCase()
      .replace(/[\s-]+/g, '_'),
  ) ?? readable(written);
