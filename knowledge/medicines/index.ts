import type { ContentLibrary } from '../schema/library';
import { buildFinder, type Finder } from './finder';
import { indexNames, type NameIndex } from './names';
import { buildTopicReader, type TopicReader } from './topics';

/** Everything the product knows about medicines, ready to ask. */
export interface MedicineKnowledge extends Finder, TopicReader {
  readonly names: NameIndex;
}

const built = new WeakMap<ContentLibrary, MedicineKnowledge>();

/**
 * The knowledge of a content library; indexes are built at the first call and kept as long as the library.
 * @param options.cache folder in which what is learnt from examples is kept between starts; heard at the first call.
 */
export function medicineKnowledge(content: ContentLibrary, options: { cache?: string } = {}): MedicineKnowledge {
  const known = built.get(content);
  if (known !== undefined) return known;
  const names = indexNames(content);
  const knowledge: MedicineKnowledge = {
    names,
    ...buildFinder(names),
    ...buildTopicReader(content, names.everyday, options.cache),
  };
  built.set(content, knowledge);
  return knowledge;
}
