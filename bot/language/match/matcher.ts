import { SENTENCE, type Token } from '../text/tokenise';
import type { Pattern } from './pattern';
import type { Resolved, Vocabulary } from './vocabulary';

/** Where a pattern was found: the tokens it used, in order. */
export interface Match {
  readonly owner: number;
  readonly tokens: readonly number[];
  readonly confidence: number;
}

interface Calls {
  readonly slots: Int32Array;
  readonly patterns: readonly Compiled[];
  /** Of each pattern the other slot that is rarest, -1 when there is none: most patterns end at this one look. */
  readonly keys: Int32Array;
  readonly rows: readonly { readonly slot: number; readonly words: readonly number[] }[];
}

interface CompiledPart {
  readonly slots: readonly number[];
  /** Words allowed before each slot. */
  readonly gaps: readonly number[];
}

interface Compiled {
  readonly owner: number;
  readonly parts: readonly CompiledPart[];
  readonly window: number;
  readonly anchorPart: number;
  readonly anchorSlot: number;
  /** Slots other than the anchor: all must be in the text somewhere. */
  readonly others: readonly number[];
}

/** A message made ready for matching. */
export interface Prepared {
  readonly tokens: readonly Token[];
  readonly resolved: readonly Resolved[];
}

/** A slot filled by several words in a row, from one token to another. */
interface Row {
  readonly slot: number;
  readonly first: number;
  readonly last: number;
}

const LEAST_CONFIDENCE = 0.58;
const NO_ROWS: readonly Row[] = [];

/**
 * Finds all patterns in a text. Patterns are filed under their rarest slot; a token wakes only the patterns filed
 * under its own slots, and each looks no further than its window. Work grows with the length of the text alone.
 */
export class Matcher {
  private readonly byAnchor: Compiled[][] = [];
  private readonly rowsByFirstWord = new Map<number, { slot: number; words: readonly number[] }[]>();
  private readonly stamp: Uint32Array;
  /** What a resolved word sets going, worked out once per word: patterns to wake and rows that may begin. */
  private readonly calls = new WeakMap<Resolved, Calls>();
  private run = 0;
  private text: Prepared = { tokens: [], resolved: [] };
  private rowsFrom = new Map<number, Row[]>();
  private rowsTo = new Map<number, Row[]>();
  /** Steps of the last run, for the test that the work is linear. */
  steps = 0;

  constructor(
    private readonly vocabulary: Vocabulary,
    patterns: readonly { owner: number; pattern: Pattern }[],
  ) {
    const raw = patterns.map(({ owner, pattern }) => ({
      owner,
      window: pattern.window,
      parts: pattern.parts.map((part) => ({
        slots: part.map((slot) => vocabulary.slot(slot)),
        gaps: part.map((slot) => slot.gap),
      })),
    }));
    for (const row of vocabulary.rows) {
      const list = this.rowsByFirstWord.get(row.words[0]!);
      if (list === undefined) this.rowsByFirstWord.set(row.words[0]!, [row]);
      else list.push(row);
    }
    const uses = new Uint32Array(vocabulary.slots);
    for (const { parts } of raw) for (const { slots } of parts) for (const slot of slots) uses[slot]!++;
    this.stamp = new Uint32Array(vocabulary.slots);
    for (let i = 0; i < vocabulary.slots; i++) this.byAnchor.push([]);
    for (const pattern of raw) {
      const anchor = rarest(pattern.parts, uses);
      const all = pattern.parts.flatMap((part) => part.slots);
      this.byAnchor[anchor.id]!.push({
        ...pattern,
        anchorPart: anchor.part,
        anchorSlot: anchor.slot,
        others: all.filter((slot) => slot !== anchor.id).sort((a, b) => uses[a]! - uses[b]!),
      });
    }
  }

  /** Looks every word up; two words written as one become two tokens on the same place. */
  prepare(tokens: readonly Token[]): Prepared {
    const out: Token[] = [];
    const resolved: Resolved[] = [];
    for (const token of tokens) {
      const found = this.vocabulary.resolve(token.word);
      if (found.split === undefined) {
        out.push(token);
        resolved.push(found);
        continue;
      }
      const [left, right] = found.split;
      out.push({ ...token, word: left }, { ...token, word: right, before: 0 });
      resolved.push(this.vocabulary.resolve(left), this.vocabulary.resolve(right));
    }
    return { tokens: out, resolved };
  }

  find(text: Prepared): Match[] {
    this.run++;
    this.steps = 0;
    this.text = text;
    this.findRows();
    for (const word of text.resolved) {
      const { slots } = this.callsOf(word);
      for (let i = 0; i < slots.length; i++) this.stamp[slots[i]!] = this.run;
    }
    const found: Match[] = [];
    for (let at = 0; at < text.tokens.length; at++) {
      this.wakeAll(this.callsOf(text.resolved[at]!), at, found);
      for (const row of this.rowsFrom.get(at) ?? NO_ROWS)
        for (const pattern of this.byAnchor[row.slot]!) this.wake(pattern, row.first, row.last, found);
    }
    return found;
  }

  private callsOf(word: Resolved): Calls {
    const known = this.calls.get(word);
    if (known !== undefined) return known;
    const patterns = word.slots.flatMap((slot) => this.byAnchor[slot]!);
    const calls = {
      slots: Int32Array.from(word.slots),
      patterns,
      keys: Int32Array.from(patterns, (pattern) => pattern.others[0] ?? -1),
      rows: word.slots.flatMap((slot) => this.rowsByFirstWord.get(slot) ?? []),
    };
    this.calls.set(word, calls);
    return calls;
  }

  private wakeAll({ patterns, keys }: Calls, at: number, found: Match[]): void {
    const { stamp, run } = this;
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i]!;
      this.steps++;
      if (key < 0 || stamp[key] === run) this.wake(patterns[i]!, at, at, found);
    }
  }

  private wake(pattern: Compiled, first: number, last: number, found: Match[]): void {
    this.steps++;
    if (!this.allPresent(pattern)) return;
    const tokens = this.match(pattern, first, last);
    if (tokens === undefined) return;
    let confidence = 1;
    for (const token of tokens) confidence *= this.text.resolved[token]!.confidence;
    if (confidence >= LEAST_CONFIDENCE) found.push({ owner: pattern.owner, tokens, confidence });
  }

  /** Rows of words that fill a slot together are found first and then count as one filled slot. */
  private findRows(): void {
    this.rowsFrom = new Map();
    this.rowsTo = new Map();
    const { tokens, resolved } = this.text;
    for (let at = 0; at < tokens.length; at++) {
      for (const row of this.callsOf(resolved[at]!).rows) {
        const last = at + row.words.length - 1;
        if (last >= tokens.length || !this.rowAt(row.words, at)) continue;
        const found = { slot: row.slot, first: at, last };
        file(this.rowsFrom, at, found);
        file(this.rowsTo, last, found);
        this.stamp[row.slot] = this.run;
      }
    }
  }

  private rowAt(words: readonly number[], at: number): boolean {
    for (let i = 1; i < words.length; i++) {
      this.steps++;
      if (this.text.tokens[at + i]!.before === SENTENCE || !this.text.resolved[at + i]!.fills.has(words[i]!))
        return false;
    }
    return true;
  }

  private allPresent(pattern: Compiled): boolean {
    for (const slot of pattern.others) if (this.stamp[slot] !== this.run) return false;
    return true;
  }

  /** The pattern around its anchor; the nearest place of every other part. */
  private match(pattern: Compiled, first: number, last: number): number[] | undefined {
    const used = this.around(pattern.parts[pattern.anchorPart]!, first, last, pattern.anchorSlot);
    if (used === undefined) return undefined;
    if (pattern.parts.length === 1) return used;
    for (let i = 0; i < pattern.parts.length; i++) {
      if (i === pattern.anchorPart) continue;
      const part = this.nearest(pattern.parts[i]!, used, pattern.window);
      if (part === undefined) return undefined;
      used.push(...part);
      used.sort((a, b) => a - b);
    }
    return used[used.length - 1]! - used[0]! < pattern.window ? used : undefined;
  }

  /** One part in order with one of its slots fixed at tokens `first` to `last`. */
  private around(part: CompiledPart, first: number, last: number, fixed: number): number[] | undefined {
    const used = range(first, last);
    let place = first;
    for (let slot = fixed - 1; slot >= 0; slot--) {
      const found = this.before(part.slots[slot]!, place, part.gaps[slot + 1]!);
      if (found === undefined) return undefined;
      used.unshift(...range(found.first, found.last));
      place = found.first;
    }
    place = last;
    for (let slot = fixed + 1; slot < part.slots.length; slot++) {
      const found = this.after(part.slots[slot]!, place, part.gaps[slot]!);
      if (found === undefined) return undefined;
      used.push(...range(found.first, found.last));
      place = found.last;
    }
    return used;
  }

  private after(slot: number, from: number, gap: number): { first: number; last: number } | undefined {
    for (let at = from + 1; at <= from + 1 + gap && at < this.text.tokens.length; at++) {
      this.steps++;
      if (this.text.tokens[at]!.before === SENTENCE) return undefined;
      const last = this.takesFrom(slot, at);
      if (last >= 0) return { first: at, last };
    }
    return undefined;
  }

  private before(slot: number, from: number, gap: number): { first: number; last: number } | undefined {
    for (let at = from - 1; at >= from - 1 - gap && at >= 0; at--) {
      this.steps++;
      if (this.text.tokens[at + 1]!.before === SENTENCE) return undefined;
      if (this.text.resolved[at]!.fills.has(slot)) return { first: at, last: at };
      for (const row of this.rowsTo.get(at) ?? NO_ROWS) if (row.slot === slot) return row;
    }
    return undefined;
  }

  /** The last token when a slot is filled from this token on; -1 when it is not. */
  private takesFrom(slot: number, at: number): number {
    if (this.text.resolved[at]!.fills.has(slot)) return at;
    for (const row of this.rowsFrom.get(at) ?? NO_ROWS) if (row.slot === slot) return row.last;
    return -1;
  }

  /** One part whose first slot is filled from this token on, without words already used. */
  private startingAt(part: CompiledPart, at: number, used: readonly number[]): number[] | undefined {
    this.steps++;
    const last = this.takesFrom(part.slots[0]!, at);
    if (last < 0) return undefined;
    const found = this.around(part, at, last, 0);
    return found === undefined || found.some((token) => used.includes(token)) ? undefined : found;
  }

  /** Another part near words already used: between them, then on either side, not across the end of a sentence. */
  private nearest(part: CompiledPart, used: readonly number[], window: number): number[] | undefined {
    const low = used[0]!;
    const high = used[used.length - 1]!;
    for (let at = low + 1; at < high; at++) {
      const found = used.includes(at) ? undefined : this.startingAt(part, at, used);
      if (found !== undefined) return found;
    }
    let [left, right, leftOpen, rightOpen] = [low, high, true, true];
    for (let away = 1; away < window && (leftOpen || rightOpen); away++) {
      if (rightOpen) {
        right++;
        if (right >= this.text.tokens.length || this.text.tokens[right]!.before === SENTENCE) rightOpen = false;
        else {
          const found = this.startingAt(part, right, used);
          if (found !== undefined) return found;
        }
      }
      if (leftOpen) {
        if (left === 0 || this.text.tokens[left]!.before === SENTENCE) leftOpen = false;
        else {
          left--;
          const found = this.startingAt(part, left, used);
          if (found !== undefined) return found;
        }
      }
    }
    return undefined;
  }
}

function range(first: number, last: number): number[] {
  const out: number[] = [];
  for (let at = first; at <= last; at++) out.push(at);
  return out;
}

function file(map: Map<number, Row[]>, key: number, row: Row): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [row]);
  else list.push(row);
}

function rarest(parts: readonly CompiledPart[], uses: Uint32Array): { part: number; slot: number; id: number } {
  let best = { part: 0, slot: 0, id: parts[0]!.slots[0]! };
  for (let part = 0; part < parts.length; part++) {
    parts[part]!.slots.forEach((id, slot) => {
      if (uses[id]! < uses[best.id]!) best = { part, slot, id };
    });
  }
  return best;
}
