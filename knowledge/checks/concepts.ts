import type { ContentFile } from '../load';
import type { Problem } from '../problems';
import type { Lexicon } from '../schema/lexicon';
import type { RedFlag } from '../schema/red-flag';

/** A concept id and where in its file it stands. */
interface Named {
  readonly path: string;
  readonly id: string;
}

/**
 * Every concept that red flags, the lexicon itself and whatever has `concepts` (protocols, their questions and options,
 * facts of modifiers) name is in the lexicon. One that is not would never be found in anybody's words, without a sound.
 */
export function checkConcepts(files: readonly ContentFile[]): Problem[] {
  const known = new Set(
    files.flatMap((file) => (isLexicon(file) ? (file.value as Lexicon).concepts.map((concept) => concept.id) : [])),
  );
  return files.flatMap((file) =>
    namedIn(file)
      .filter(({ id }) => !known.has(id))
      .map(({ path, id }): Problem => {
        const near = nearest(id, known);
        const meant = near.length === 0 ? '' : ` (${near.join(', ')}?)`;
        return {
          level: 'issue',
          file: file.file,
          line: 1,
          message: `${path}: the lexicon has no concept "${id}"`,
          fix: `write the id of a concept in content/lexicon${meant}, add the concept there, or leave it out`,
        };
      }),
  );
}

function isLexicon({ kind }: ContentFile): boolean {
  return kind === 'lexicon' || kind === 'talk';
}

function namedIn(file: ContentFile): readonly Named[] {
  if (isLexicon(file))
    return (file.value as Lexicon).concepts.flatMap((concept) =>
      (concept.implies ?? []).map((id) => ({ path: `concepts.${concept.id}.implies`, id })),
    );
  if (file.kind === 'red-flag')
    return (file.value as RedFlag).rules.flatMap((rule, at) =>
      [...rule.all, ...rule.any.flat(), ...rule.none].map((id) => ({ path: `rules.${rule.id ?? at + 1}`, id })),
    );
  return listed(file.value, []);
}

/** Lists of ids under the name `concepts`, however deep. Items with an id are named by it. */
function listed(value: unknown, path: readonly string[]): Named[] {
  if (Array.isArray(value))
    return value.flatMap((item, at) => listed(item, [...path, (item as { id?: string } | null)?.id ?? `${at + 1}`]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const here = [...path, key];
    if (key === 'concepts' && Array.isArray(inner) && inner.every((id) => typeof id === 'string'))
      return inner.map((id: string) => ({ path: here.join('.'), id }));
    return listed(inner, here);
  });
}

const MOST_MEANT = 3;

/** Known ids that share a word with one that is not: "slurred-speech" may mean "speech-trouble". */
function nearest(id: string, known: ReadonlySet<string>): string[] {
  const words = id.split('-').filter((word) => word.length > 3);
  return [...known].filter((one) => one.split('-').some((word) => words.includes(word))).slice(0, MOST_MEANT);
}
