import type { Token } from '../text/tokenise';
import { ASKED, togetherness } from './apart';
import { factStarts, sentenceStarts } from './partings';
import type { Pattern } from './pattern';
import { Program } from './program';
import type { Resolved, Vocabulary } from './vocabulary';

/** Where a pattern was found: the tokens it used, in order. */
export interface Match {
  readonly owner: number;
  readonly tokens: readonly number[];
  readonly confidence: number;
}

interface Calls {
  readonly slots: Int32Array;
  readonly patterns: Int32Array;
  /** Of each pattern the other slot that is rarest, -1 when there is none: most patterns end at this one look. */
  readonly keys: Int32Array;
  readonly rows: readonly RowOfWords[];
}

interface RowOfWords {
  readonly slot: number;
  readonly words: readonly number[];
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
  private readonly program: Program;
  private readonly rowsByFirstWord = new Map<number, RowOfWords[]>();
  private readonly stamp: Uint32Array;
  /** What a resolved word sets going, worked out once per word: patterns to wake and rows that may begin. */
  private readonly calls = new WeakMap<Resolved, Calls>();
  private run = 0;
  private text: Prepared = { tokens: [], resolved: [] };
  /** 1 where nothing may reach across from the token before. */
  private parted: Uint8Array = new Uint8Array(0);
  private sentences: Uint8Array = new Uint8Array(0);
  private facts: Uint8Array = new Uint8Array(0);
  private rowsFrom = new Map<number, Row[]>();
  private rowsTo = new Map<number, Row[]>();
  /** Steps of the last run, for the test that the work is linear. */
  steps = 0;

  constructor(
    private readonly vocabulary: Vocabulary,
    patterns: readonly { owner: number; pattern: Pattern }[],
  ) {
    this.program = new Program(vocabulary, patterns);
    this.stamp = new Uint32Array(vocabulary.slots);
    for (const row of vocabulary.rows) {
      const list = this.rowsByFirstWord.get(row.words[0]!);
      if (list === undefined) this.rowsByFirstWord.set(row.words[0]!, [row]);
      else list.push(row);
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
    this.sentences = sentenceStarts(text.tokens);
    this.facts = factStarts(text.tokens, this.sentences);
    this.parted = this.facts;
    this.findRows();
    for (const word of text.resolved) {
      const { slots } = this.callsOf(word);
      for (let i = 0; i < slots.length; i++) this.stamp[slots[i]!] = this.run;
    }
    const found: Match[] = [];
    for (let at = 0; at < text.tokens.length; at++) {
      this.wakeAll(this.callsOf(text.resolved[at]!), at, found);
      for (const row of this.rowsFrom.get(at) ?? NO_ROWS)
        for (const pattern of this.program.anchoredAt(row.slot)) this.wake(pattern, row.first, row.last, found);
    }
    return found;
  }

  private callsOf(word: Resolved): Calls {
    const known = this.calls.get(word);
    if (known !== undefined) return known;
    const patterns = Int32Array.from(word.slots.flatMap((slot) => [...this.program.anchoredAt(slot)]));
    const calls = {
      slots: Int32Array.from(word.slots),
      patterns,
      keys: patterns.map((pattern) => (this.program.others(pattern) === 0 ? -1 : this.program.other(pattern, 0))),
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

  private wake(pattern: number, first: number, last: number, found: Match[]): void {
    this.steps++;
    if (!this.allPresent(pattern)) return;
    this.parted = this.program.acrossLists(pattern) ? this.sentences : this.facts;
    const tokens = this.match(pattern, first, last);
    if (tokens === undefined) return;
    let confidence = 1;
    for (const token of tokens) confidence *= this.text.resolved[token]!.confidence;
    if (confidence < LEAST_CONFIDENCE) return;
    // A look-alike or a small word means what it says wherever it is found.
    if (!this.program.acrossLists(pattern))
      confidence *= this.program.tentative(pattern) ? ASKED : togetherness(this.text.tokens, tokens);
    found.push({ owner: this.program.owner(pattern), tokens, confidence });
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
      if (this.parted[at + i] === 1 || !this.text.resolved[at + i]!.fills.has(words[i]!)) return false;
    }
    return true;
  }

  private allPresent(pattern: number): boolean {
    const { program, stamp, run } = this;
    for (let i = program.others(pattern) - 1; i >= 0; i--) if (stamp[program.other(pattern, i)] !== run) return false;
    return true;
  }

  /** The pattern around its anchor; the nearest place of every other part. */
  private match(pattern: number, first: number, last: number): number[] | undefined {
    const { program } = this;
    const anchor = program.anchorPart(pattern);
    const used = this.around(program.part(pattern, anchor), first, last, program.anchorSlot(pattern));
    if (used === undefined) return undefined;
    const parts = program.parts(pattern);
    if (parts === 1) return used;
    const window = program.window(pattern);
    for (let i = 0; i < parts; i++) {
      if (i === anchor) continue;
      const part = this.nearest(program.part(pattern, i), used, window);
      if (part === undefined) return undefined;
      used.push(...part);
      used.sort((a, b) => a - b);
    }
    return used[used.length - 1]! - used[0]! < window ? used : undefined;
  }

  /** One part in order with one of its slots fixed at tokens `first` to `last`. */
  private around(part: number, first: number, last: number, fixed: number): number[] | undefined {
    const { program } = this;
    const used = range(first, last);
    let place = first;
    for (let slot = fixed - 1; slot >= 0; slot--) {
      const found = this.before(program.slot(part, slot), place, program.gap(part, slot + 1));
      if (found === undefined) return undefined;
      used.unshift(...range(found.first, found.last));
      place = found.first;
    }
    place = last;
    for (let slot = fixed + 1; slot < program.length(part); slot++) {
      const found = this.after(program.slot(part, slot), place, program.gap(part, slot));
      if (found === undefined) return undefined;
      used.push(...range(found.first, found.last));
      place = found.last;
    }
    return used;
  }

  private after(slot: number, from: number, gap: number): { first: number; last: number } | undefined {
    for (let at = from + 1; at <= from + 1 + gap && at < this.text.tokens.length; at++) {
      this.steps++;
      if (this.parted[at] === 1) return undefined;
      const last = this.takesFrom(slot, at);
      if (last >= 0) return { first: at, last };
    }
    return undefined;
  }

  private before(slot: number, from: number, gap: number): { first: number; last: number } | undefined {
    for (let at = from - 1; at >= from - 1 - gap && at >= 0; at--) {
      this.steps++;
      if (this.parted[at + 1] === 1) return undefined;
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
  private startingAt(part: number, at: number, used: readonly number[]): number[] | undefined {
    this.steps++;
    const last = this.takesFrom(this.program.slot(part, 0), at);
    if (last < 0) return undefined;
    const found = this.around(part, at, last, 0);
    return found === undefined || found.some((token) => used.includes(token)) ? undefined : found;
  }

  /** Another part near words already used: between them, then on either side, not across the end of a sentence
   * or a list's comma. */
  private nearest(part: number, used: readonly number[], window: number): number[] | undefined {
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
        if (right >= this.text.tokens.length || this.parted[right] === 1) rightOpen = false;
        else {
          const found = this.startingAt(part, right, used);
          if (found !== undefined) return found;
        }
      }
      if (leftOpen) {
        if (left === 0 || this.parted[left] === 1) leftOpen = false;
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
