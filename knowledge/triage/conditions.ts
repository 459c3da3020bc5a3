import type { ContentLibrary } from '../schema/library';

const CONDITIONS = new WeakMap<ContentLibrary, ReadonlySet<string>>();

/** Concepts for lasting states of a person ("pregnant", "has diabetes", a medicine in use): facts, not complaints. */
export function conditionsOf(content: ContentLibrary): ReadonlySet<string> {
  const known = CONDITIONS.get(content);
  if (known !== undefined) return known;
  const concepts = content.all('lexicon').flatMap((file) => file.concepts);
  const made = new Set(concepts.filter((one) => one.kind === 'condition').map((one) => one.id));
  CONDITIONS.set(content, made);
  return made;
}
