/** An id of the hospital's own (a service, a programme) as words: they are its names, not ours to translate. */
export const readable = (id: string): string => id.replace(/[_-]+/g, ' ').trim() || '–';

/** A code as people say it; one that is newer than the list reads as words, never as an id. */
export const worded = (names: Record<string, string>, code: string): string => names[code] ?? readable(code);
