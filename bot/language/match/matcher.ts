import { SENTENCE, type Token } from '../text/tokenise';
import type { Pattern } from './pattern';
import type { Resolved, Vocabulary } from './vocabulary';

/** Where a pattern was found: the tokens it used, in order. */
export interface Match {
  readonly owner: number;
  readonly tokens: readonly number[];
  readonly confidence: number;
}

interface Compiled {
  readonly owner: number;
  /** Slot numbers and the gap allowed before each, per part. */
  readonly parts: readonly { readonly slots: readonly number[]; readonly gaps: readonly number[] }[];
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

const LEAST_CONFIDENCE = 0.58;

/**
 * Finds all patterns in a text. Patterns are filed under their rarest slot; a token wakes only the patterns filed
 * under its own slots, and each looks no further than its window. Work grows with the length of the text alone.
 */
export class Matcher {
  private readonly byAnchor: Compiled[][] = [];
  /** Steps of the last run, for the test that the work is linear. */
  steps = 0;
  private readonly stamp: Uint32Array;
  private run = 0;

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
        others: all.filter((slot) => slot !== anchor.id),
      });
    }
  }

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
    for (const { slots } of text.resolved) for (const slot of slots) this.stamp[slot] = this.run;
    const found: Match[] = [];
    for (let at = 0; at < text.tokens.length; at++) {
      for (const slot of text.resolved[at]!.slots) {
        for (const pattern of this.byAnchor[slot]!) {
          this.steps++;
          if (!this.allPresent(pattern)) continue;
          const tokens = this.match(text, pattern, at);
          if (tokens === undefined) continue;
          let confidence = 1;
          for (const token of tokens) confidence *= text.resolved[token]!.confidence;
          if (confidence >= LEAST_CONFIDENCE) found.push({ owner: pattern.owner, tokens, confidence });
        }
      }
    }
    return found;
  }

  private allPresent(pattern: Compiled): boolean {
    for (const slot of pattern.others) if (this.stamp[slot] !== this.run) return false;
    return true;
  }

  /** The pattern around its anchor at a token; the nearest place of every other part. */
  private match(text: Prepared, pattern: Compiled, at: number): number[] | undefined {
    const used = this.around(text, pattern.parts[pattern.anchorPart]!, at, pattern.anchorSlot);
    if (used === undefined) return undefined;
    for (let i = 0; i < pattern.parts.length; i++) {
      if (i === pattern.anchorPart) continue;
      const part = this.nearest(text, pattern.parts[i]!, used, pattern.window);
      if (part === undefined) return undefined;
      used.push(...part);
    }
    if (pattern.parts.length === 1) return used;
    used.sort((a, b) => a - b);
    return used[used.length - 1]! - used[0]! < pattern.window ? used : undefined;
  }

  /** One part in order with one of its slots fixed at a token. */
  private around(text: Prepared, part: Compiled['parts'][number], at: number, fixed: number): number[] | undefined {
    const used = [at];
    let place = at;
    for (let slot = fixed - 1; slot >= 0; slot--) {
      place = this.before(text, part.slots[slot]!, place, part.gaps[slot + 1]!);
      if (place < 0) return undefined;
      used.unshift(place);
    }
    place = at;
    for (let slot = fixed + 1; slot < part.slots.length; slot++) {
      place = this.after(text, part.slots[slot]!, place, part.gaps[slot]!);
      if (place < 0) return undefined;
      used.push(place);
    }
    return used;
  }

  /** One part in order whose first slot is filled by this token. */
  private startingAt(text: Prepared, part: Compiled['parts'][number], at: number): number[] | undefined {
    this.steps++;
    return text.resolved[at]!.slots.includes(part.slots[0]!) ? this.around(text, part, at, 0) : undefined;
  }

  private after(text: Prepared, slot: number, from: number, gap: number): number {
    for (let at = from + 1; at <= from + 1 + gap && at < text.tokens.length; at++) {
      this.steps++;
      if (text.tokens[at]!.before === SENTENCE) return -1;
      if (text.resolved[at]!.slots.includes(slot)) return at;
    }
    return -1;
  }

  private before(text: Prepared, slot: number, from: number, gap: number): number {
    for (let at = from - 1; at >= from - 1 - gap && at >= 0; at--) {
      this.steps++;
      if (text.tokens[at + 1]!.before === SENTENCE) return -1;
      if (text.resolved[at]!.slots.includes(slot)) return at;
    }
    return -1;
  }

  /** Another part near tokens already used, on either side, not across the end of a sentence. */
  private nearest(
    text: Prepared,
    part: Compiled['parts'][number],
    used: readonly number[],
    window: number,
  ): number[] | undefined {
    const low = Math.min(...used);
    const high = Math.max(...used);
    let left = low;
    let right = high;
    let leftOpen = true;
    let rightOpen = true;
    for (let away = 1; away < window && (leftOpen || rightOpen); away++) {
      if (rightOpen) {
        right++;
        if (right >= text.tokens.length || text.tokens[right]!.before === SENTENCE) rightOpen = false;
        else if (!used.includes(right)) {
          const found = this.startingAt(text, part, right);
          if (found !== undefined && !found.some((token) => used.includes(token))) return found;
        }
      }
      if (leftOpen) {
        if (text.tokens[left]!.before === SENTENCE || left === 0) leftOpen = false;
        else {
          left--;
          if (!used.includes(left)) {
            const found = this.startingAt(text, part, left);
            if (found !== undefined && !found.some((token) => used.includes(token))) return found;
          }
        }
      }
    }
    // Between the words already used ("chest really hurts badly").
    for (let at = low + 1; at < high; at++) {
      this.steps++;
      if (used.includes(at)) continue;
      const found = this.startingAt(text, part, at);
      if (found !== undefined && !found.some((token) => used.includes(token))) return found;
    }
    return undefined;
  }
}

function rarest(
  parts: readonly { slots: readonly number[] }[],
  uses: Uint32Array,
): { part: number; slot: number; id: number } {
  let best = { part: 0, slot: 0, id: parts[0]!.slots[0]! };
  for (let part = 0; part < parts.length; part++) {
    parts[part]!.slots.forEach((id, slot) => {
      if (uses[id]! < uses[best.id]!) best = { part, slot, id };
    });
  }
  return best;
}
