import { type Difference, told } from './diff';
import { placeName } from './places';

/** One place of a content file and what stands there. */
export interface Field {
  /** `questions.fever.text.es`: items of a list are named by their id where they have one. */
  readonly path: string;
  readonly text: string;
}

/** The header is shown apart, and its version and status differ in every revision. */
const HEADER = new Set(['id', 'version', 'status', 'owner', 'sources', 'review_by', 'tests']);

/** Every sentence, number and choice of a content file, in its order. */
export function fieldsOf(value: unknown): Field[] {
  return Object.entries(value as Record<string, unknown>).flatMap(([key, inner]) =>
    HEADER.has(key) ? [] : walk(key, inner),
  );
}

function walk(path: string, value: unknown): Field[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [{ path, text: String(value).trim() }];
  if (Array.isArray(value)) {
    if (value.length === 0) return [];
    if (value.every((one) => typeof one !== 'object')) return [{ path, text: value.join(' · ') }];
    return value.flatMap((one, index) => walk(`${path}.${(one as { id?: string } | null)?.id ?? index + 1}`, one));
  }
  return Object.entries(value).flatMap(([key, inner]) => (key === 'id' ? [] : walk(`${path}.${key}`, inner)));
}

/** What changed between two versions of any content, field by field: gone first, then changed, then new. */
export function fieldDifferences(before: unknown, after: unknown): Difference[] {
  const [old, now] = [toMap(before), toMap(after)];
  const gone = [...old].filter(([path]) => !now.has(path));
  const fresh = [...now].filter(([path]) => !old.has(path));
  const changed = [...now].filter(([path, text]) => old.has(path) && old.get(path) !== text);
  return [
    ...gone.map(
      ([path, text]): Difference => ({
        weight: 'safety',
        text: told((w, locale) => w.fieldGone(placeName(path, locale), text)),
      }),
    ),
    ...changed.map(
      ([path, text]): Difference => ({
        weight: 'changed',
        text: told((w, locale) => w.fieldReads(placeName(path, locale), text, old.get(path)!)),
      }),
    ),
    ...fresh.map(
      ([path, text]): Difference => ({
        weight: 'changed',
        text: told((w, locale) => w.fieldNew(placeName(path, locale), text)),
      }),
    ),
  ];
}

const toMap = (value: unknown) => new Map(fieldsOf(value).map((one) => [one.path, one.text]));
