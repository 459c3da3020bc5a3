import type { ContentLibrary } from '../../schema/library';
import type { NameIndex } from '../names';

/** Two or more products of a list that give the same thing twice. */
export interface Duplicate {
  readonly kind: 'ingredient' | 'class';
  /** Ingredient or class id. */
  readonly shared: string;
  readonly ids: readonly string[];
}

/** Same ingredient in several products, then same class where the class says two are one too many. */
export function checkDuplicates(content: ContentLibrary, names: NameIndex, list: readonly string[]): Duplicate[] {
  const ids = [...new Set(list)];
  const byIngredient = group(ids, (id) => ingredientsOf(content, id));
  const watched = new Set(
    content
      .all('medicine-class')
      .filter((one) => one.duplicate)
      .map((one) => one.id),
  );
  const byClass = group(ids, (id) => (names.subjects.get(id)?.classes ?? []).filter((one) => watched.has(one)));
  const ingredients = several(byIngredient, 'ingredient');
  const told = new Set(ingredients.map((one) => key(one.ids)));
  const classes: Duplicate[] = [];
  for (const one of several(byClass, 'class')) {
    if (told.has(key(one.ids))) continue;
    told.add(key(one.ids));
    classes.push(one);
  }
  return [...ingredients, ...classes];
}

function ingredientsOf(content: ContentLibrary, id: string): readonly string[] {
  return content.has('medicine', id) ? content.get('medicine', id).ingredients : [id];
}

function group(ids: readonly string[], keysOf: (id: string) => readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) for (const one of keysOf(id)) groups.set(one, [...(groups.get(one) ?? []), id]);
  return groups;
}

function several(groups: ReadonlyMap<string, readonly string[]>, kind: Duplicate['kind']): Duplicate[] {
  return [...groups].filter(([, ids]) => ids.length > 1).map(([shared, ids]) => ({ kind, shared, ids }));
}

function key(ids: readonly string[]): string {
  return [...ids].sort().join(' ');
}
