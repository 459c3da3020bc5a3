import type { NameEntry, NameIndex, NameKind } from './names';
import { distance, NearNames } from './spelling';
import { nameKey, type Word, words } from './words';

/** A medicine a message speaks of. */
export interface Found {
  /** Best guess; the only one when `confirm` is false. */
  readonly id: string;
  /** Best first, `id` included; others were too near to leave out. */
  readonly candidates: readonly string[];
  readonly how: NameKind | 'near';
  /** The patient is asked before anything is said: the spelling was guessed, or the name has a look-alike. */
  readonly confirm: boolean;
  /** As written. */
  readonly words: string;
  readonly start: number;
  readonly end: number;
}

export interface Finding {
  readonly found: readonly Found[];
  /** Class ids named in the message ("water pill"), in order. */
  readonly classes: readonly string[];
  /** Foods, drinks, procedures named in the message. */
  readonly substances: readonly string[];
  /** The message describes a tablet by looks or purpose without naming it. */
  readonly described: boolean;
  /** Words that are no everyday word and no known name: possibly a medicine we do not know. */
  readonly strange: readonly string[];
}

export interface Finder {
  /** Every medicine of a message, in order; deterministic, never guesses silently. */
  find(text: string): Finding;
  /** One name as staff or another system wrote it: exact names only. */
  exact(name: string): string | undefined;
}

/** Builds the look-up over all names. Building is slow (once per library), `find` is fast. */
export function buildFinder(index: NameIndex): Finder {
  const near = new NearNames([...index.byName.keys()].filter((key) => key.length >= 5));

  function find(text: string): Finding {
    const all = words(text);
    const found: Found[] = [];
    const classes: string[] = [];
    const substances: string[] = [];
    const strange: string[] = [];
    for (let i = 0; i < all.length; ) {
      const exact = longestExact(index, all, i);
      if (exact !== undefined) {
        const span = spanOf(text, all, i, exact.count);
        if (exact.classes !== undefined) classes.push(...exact.classes);
        else if (exact.entries.every((entry) => index.subjects.get(entry.id)?.kind === 'substance'))
          substances.push(...exact.entries.map((entry) => entry.id));
        else found.push(foundExact(index, exact.entries, span));
        i += exact.count;
        continue;
      }
      const guess = nearest(index, near, all, i);
      if (guess !== undefined) {
        found.push({ ...spanOf(text, all, i, guess.count), ...guess.found });
        i += guess.count;
        continue;
      }
      const word = all[i]!.folded;
      if (word.length >= 5 && !/\d/.test(word) && !index.everyday.has(word)) strange.push(word);
      i += 1;
    }
    const folded = ` ${all.map((word) => word.folded).join(' ')} `;
    return {
      found: unique(found),
      classes: [...new Set(classes)],
      substances: [...new Set(substances)],
      described: index.descriptions.some((description) => folded.includes(` ${description} `)),
      strange,
    };
  }

  return {
    find,
    exact: (name) => {
      const entries = index.byName.get(nameKey(name)) ?? [];
      return entries.length === 1 ? entries[0]!.id : undefined;
    },
  };
}

function unique(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter((one) => !seen.has(one.id) && seen.add(one.id));
}

function spanOf(text: string, all: readonly Word[], from: number, count: number) {
  const start = all[from]!.start;
  const end = all[from + count - 1]!.end;
  return { words: text.slice(start, end), start, end };
}

/** "as a" is not ASA; "met formin" is metformin. */
const LONG_ENOUGH_TO_JOIN = 7;

type Exact = { count: number; entries: readonly NameEntry[]; classes?: readonly string[] };

/** The longest run of words that is a name or a class's nickname, a plural "s" forgiven. */
function longestExact(index: NameIndex, all: readonly Word[], from: number): Exact | undefined {
  for (let count = Math.min(index.longest, all.length - from); count >= 1; count--) {
    const key = all
      .slice(from, from + count)
      .map((word) => word.folded)
      .join('');
    if (count > 1 && key.length < LONG_ENOUGH_TO_JOIN && !index.severalWords.has(key)) continue;
    for (const spelling of key.length > 5 && key.endsWith('s') ? [key, key.slice(0, -1)] : [key]) {
      const entries = index.byName.get(spelling);
      if (entries !== undefined) return { count, entries };
      const classes = index.classNames.get(spelling);
      if (classes !== undefined) return { count, entries: [], classes };
    }
  }
  return undefined;
}

function foundExact(
  index: NameIndex,
  entries: readonly NameEntry[],
  span: { words: string; start: number; end: number },
): Found {
  const ids = entries.map((entry) => entry.id);
  const id = ids[0]!;
  return {
    ...span,
    id,
    candidates: ids,
    how: entries[0]!.how,
    // A brand is not what looks alike; the generic names do.
    confirm: ids.length > 1 || (entries[0]!.how !== 'brand' && (index.alike.get(id)?.size ?? 0) > 0),
  };
}

/** How far a word may be from a name of this length, in edits. Short names differ by too little to be guessed. */
function allowed(length: number): number {
  if (length < 5) return 0;
  if (length < 7) return 1;
  return length < 11 ? 2 : 2.5;
}

function nearest(
  index: NameIndex,
  near: NearNames,
  all: readonly Word[],
  from: number,
): { count: number; found: Pick<Found, 'id' | 'candidates' | 'how' | 'confirm'> } | undefined {
  for (const count of [1, 2]) {
    const run = all.slice(from, from + count);
    if (run.length < count || run.some((word) => index.everyday.has(word.folded))) continue;
    // Two short words are only joined when neither is one people use by itself ("met formin").
    if (count === 2 && run.some((word) => word.folded.length < 3)) continue;
    const written = run.map((word) => word.folded).join('');
    const candidates = rank(index, near, written);
    if (candidates.length > 0)
      return { count, found: { id: candidates[0]!, candidates: candidates.slice(0, 3), how: 'near', confirm: true } };
  }
  return undefined;
}

/** Ids near a written word, nearest first; those more than one edit behind the nearest are left out. */
function rank(index: NameIndex, near: NearNames, written: string): string[] {
  const limit = allowed(written.length);
  if (limit === 0 || /\d/.test(written)) return [];
  const best = new Map<string, number>();
  for (const { name, far } of near.around(written, limit)) {
    if (far > allowed(name.length)) continue;
    if (far >= 1.5 && !sameStart(written, name)) continue;
    if (stemDiffers(index.stems, written, name)) continue;
    for (const { id } of index.byName.get(name) ?? []) {
      if (index.subjects.get(id)?.kind === 'substance') continue;
      if (far < (best.get(id) ?? Number.POSITIVE_INFINITY)) best.set(id, far);
    }
  }
  const order = [...best].sort((a, b) => a[1] - b[1] || a[0].localeCompare(b[0]));
  return order.filter(([, far]) => far <= order[0]![1] + 1).map(([id]) => id);
}

/** People misspell the middle and the end; a different beginning is a different medicine. */
function sameStart(a: string, b: string): boolean {
  const sound = (word: string): string =>
    word
      .replace(/^(ph|f)/, 'f')
      .replace(/^[ckq]/, 'k')
      .replace(/^[szx]/, 's')[0]!;
  return sound(a) === sound(b);
}

/** Both end in the same class stem: then what stands before it must be nearly the same. */
function stemDiffers(stems: readonly string[], written: string, name: string): boolean {
  const stem = stems.find((one) => written.endsWith(one) && name.endsWith(one));
  if (stem === undefined) return false;
  const [a, b] = [written.slice(0, -stem.length), name.slice(0, -stem.length)];
  return distance(a, b, 4) * 3 >= Math.max(a.length, b.length);
}
