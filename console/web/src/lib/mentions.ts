import type { Person } from '../../../api/schema/common';

/** Most names offered at once: more would hide the box. */
const OFFERED = 5;

/** Colleagues that the name being typed at the end of a note may mean: `@be` is Ben. */
export function offered(note: string, people: readonly Person[]): Person[] {
  const typed = /(?:^|\s)@([^@\n]{0,30})$/u.exec(note)?.[1]?.toLowerCase();
  if (typed === undefined) return [];
  return people
    .filter((one) => one.name.toLowerCase().startsWith(typed) && one.name.length > typed.length)
    .slice(0, OFFERED);
}

/** The note with the chosen name in full where it was begun. */
export const completed = (note: string, person: Person): string => note.replace(/@[^@\n]{0,30}$/u, `@${person.name} `);

/** Who is named in a note. */
export const mentioned = (note: string, people: readonly Person[]): string[] =>
  people.filter((one) => note.toLowerCase().includes(`@${one.name.toLowerCase()}`)).map((one) => one.id);
