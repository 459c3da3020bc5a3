import { createHash } from 'node:crypto';
import type { ContentFile } from './load';
import type { Hospital } from './schema/hospital';
import type { ContentKinds, Kind } from './schema/kinds';
import { type ContentLibrary, UnknownContent } from './schema/library';
import type { Wording } from './schema/wording';

type Size = 'short' | 'normal' | 'rich';
type Entry = Wording['texts'][string];

/** Indexes loaded files by kind, id and version; nothing is read from disk after this. */
export function buildLibrary(files: readonly ContentFile[], hospital: Hospital): ContentLibrary {
  const byKind = new Map<Kind, Map<string, ContentKinds[Kind][]>>();
  for (const { kind, value } of files) {
    const ids = byKind.get(kind) ?? new Map<string, ContentKinds[Kind][]>();
    byKind.set(kind, ids);
    ids.set(
      value.id,
      [...(ids.get(value.id) ?? []), value].sort((a, b) => compareVersions(b.version, a.version)),
    );
  }
  const wordings = indexWordings(files);
  const current = new Map([...byKind].map(([kind, ids]) => [kind, [...ids.values()].map((versions) => versions[0]!)]));

  const library: ContentLibrary = {
    hospital,
    fingerprint: createHash('sha256')
      .update(files.map((file) => `${file.file} ${file.sha256}`).join('\n'))
      .digest('hex')
      .slice(0, 16),
    all: <K extends Kind>(kind: K) => (current.get(kind) ?? []) as unknown as readonly ContentKinds[K][],
    has: (kind, id, version) => versionOf(byKind.get(kind)?.get(id), version) !== undefined,
    get<K extends Kind>(kind: K, id: string, version?: string): ContentKinds[K] {
      const found = versionOf(byKind.get(kind)?.get(id), version);
      if (found !== undefined) return found as ContentKinds[K];
      throw new UnknownContent(
        `There is no ${kind} "${id}"${version === undefined ? '' : ` in version ${version}`}; add it below knowledge/content or correct the reference.`,
      );
    },
    text(ref, locale, values = {}, size = 'normal') {
      const template = ref.startsWith('wording/')
        ? wordingText(wordings, ref, locale, size)
        : placeText(library, ref, locale, size);
      return fill(template, { values, hospital, locale });
    },
  };
  return library;
}

function versionOf<T extends { version: string }>(
  versions: readonly T[] | undefined,
  version: string | undefined,
): T | undefined {
  return version === undefined ? versions?.[0] : versions?.find((one) => one.version === version);
}

/** Numeric comparison part by part, so that 1.10 is newer than 1.9. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function indexWordings(files: readonly ContentFile[]): Map<string, Map<string, Entry>> {
  const byLocale = new Map<string, Map<string, Entry>>();
  for (const file of files) {
    if (file.kind !== 'wording') continue;
    const value = file.value as Wording;
    const [locale = '', area = ''] = value.id.split('/');
    const texts = byLocale.get(locale) ?? new Map<string, Entry>();
    byLocale.set(locale, texts);
    for (const [name, entry] of Object.entries(value.texts)) texts.set(`${area}.${name}`, entry);
  }
  return byLocale;
}

function wordingText(wordings: Map<string, Map<string, Entry>>, ref: string, locale: string, size: Size): string {
  const id = ref.slice('wording/'.length);
  const entry = wordings.get(locale)?.get(id) ?? wordings.get('en')?.get(id);
  if (entry === undefined)
    throw new UnknownContent(`There is no wording "${id}" in ${locale} or en; add it below knowledge/content/wording.`);
  if (typeof entry === 'string') return entry;
  return (size === 'short' ? entry.short : size === 'rich' ? entry.rich : undefined) ?? entry.text;
}

const REF = /^([a-z-]+)\/([^@#]+)(?:@([^#]+))?#(.+)$/;

/** Walks `kind/id@version#a.b.0.c` to a sentence or to a map of locales; arrays may be addressed by an item's `id`. */
function placeText(library: ContentLibrary, ref: string, locale: string, size: Size): string {
  const match = REF.exec(ref);
  if (match === null)
    throw new UnknownContent(`"${ref}" is not a reference; write wording/<id> or kind/id@version#place.`);
  const [, kind, id, version, place] = match;
  let node: unknown = library.get(kind as Kind, id!, version);
  for (const key of place!.split('.')) node = child(node, key);
  const sentence = localizedText(node, locale, size);
  if (sentence === undefined)
    throw new UnknownContent(`"${ref}" has no sentence in ${locale}; check the place after #.`);
  return sentence;
}

function child(node: unknown, key: string): unknown {
  if (Array.isArray(node)) return node.find((item) => (item as { id?: string }).id === key) ?? node[Number(key)];
  if (typeof node === 'object' && node !== null) return (node as Record<string, unknown>)[key];
  return undefined;
}

function localizedText(node: unknown, locale: string, size: Size): string | undefined {
  if (typeof node === 'string') return node;
  if (typeof node !== 'object' || node === null) return undefined;
  const map = node as Record<string, unknown>;
  const sized =
    size === 'normal'
      ? undefined
      : (map[`${locale}_${size}`] ?? (map[size] as Record<string, unknown> | undefined)?.[locale]);
  const found = sized ?? map[locale] ?? map.en;
  return typeof found === 'string' ? found.trimEnd() : undefined;
}

/** Fills `{name}` and `{hospital.path}`. A place without a value is a mistake in content, not something to show. */
function fill(
  template: string,
  given: { values: Readonly<Record<string, string | number>>; hospital: Hospital; locale: string },
): string {
  return template.replace(/\{([a-zA-Z_][\w.]*)\}/g, (whole, path: string) => {
    if (path.startsWith('hospital.')) {
      let node: unknown = given.hospital;
      for (const key of path.split('.').slice(1)) node = child(node, key);
      const text = typeof node === 'string' ? node : localizedText(node, given.locale, 'normal');
      if (text === undefined)
        throw new UnknownContent(
          `The hospital file has no "${path.slice('hospital.'.length)}", needed by a sentence; add it.`,
        );
      return text;
    }
    const value = given.values[path];
    if (value === undefined) throw new UnknownContent(`A sentence needs a value for "${whole}" and none was given.`);
    return String(value);
  });
}
