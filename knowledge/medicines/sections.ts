import type { ContentLibrary } from '../schema/library';
import type { Medicine, Part, Section } from '../schema/medicine';

/**
 * The sentences of one section as content references with versions, in order; empty when the medicine has none.
 * A section the medicine does not write itself comes from the first of its `base` texts that has it.
 */
export function sectionRefs(content: ContentLibrary, medicine: Medicine, section: Section): readonly string[] {
  const own = medicine.say[section];
  const place = `medicine/${medicine.id}@${medicine.version}#say.${section}`;
  if (Array.isArray(own)) return own.map((one, i) => partRef(content, one as Part, `${place}.${i}`));
  if (own !== undefined) return [partRef(content, own as Part, place)];
  const base = medicine.base.map((id) => content.get('medicine-text', id)).find((file) => section in file.texts);
  return base === undefined ? [] : [textRef(base, section)];
}

function partRef(content: ContentLibrary, one: Part, place: string): string {
  if (!('use' in one) || typeof one.use !== 'string') return place;
  const [id = '', name = ''] = one.use.split('.');
  const file = content.get('medicine-text', id);
  return textRef(file, name);
}

function textRef(file: { id: string; version: string }, name: string): string {
  return `medicine-text/${file.id}@${file.version}#texts.${name}`;
}
