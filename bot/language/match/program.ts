import type { Pattern } from './pattern';
import type { Vocabulary } from './vocabulary';

const WINDOW = 1;
const ANCHOR_PART = 2;
const ANCHOR_SLOT = 3;
const ACROSS_LISTS = 4;
const TENTATIVE = 5;
const OTHERS = 6;

/**
 * All patterns in one array of numbers: tens of thousands of them as objects are ten times the memory. A pattern is the
 * place where it begins, a part of it likewise:
 *
 *     owner, window, part and slot of the anchor, across lists or not, tentative or not, number of others, others ...,
 *     number of parts, parts ...
 *     part: length, slots ..., words allowed before each slot ...
 */
export class Program {
  private readonly code: Int32Array;
  /** Patterns by their anchor, the rarest slot: those of slot `n` stand from `starts[n]` to `starts[n + 1]`. */
  private readonly starts: Int32Array;
  private readonly filed: Int32Array;

  constructor(vocabulary: Vocabulary, patterns: readonly { owner: number; pattern: Pattern }[]) {
    const compiled = compile(vocabulary, patterns);
    this.code = compiled.code;
    const { starts, items } = grouped(compiled.anchors, compiled.places, vocabulary.slots);
    this.starts = starts;
    this.filed = items;
  }

  /** Patterns to wake when a slot is filled. */
  anchoredAt(slot: number): Int32Array {
    return this.filed.subarray(this.starts[slot]!, this.starts[slot + 1]!);
  }

  owner(pattern: number): number {
    return this.code[pattern]!;
  }

  /** Most words from the first to the last matched one. */
  window(pattern: number): number {
    return this.code[pattern + WINDOW]!;
  }

  anchorPart(pattern: number): number {
    return this.code[pattern + ANCHOR_PART]!;
  }

  /** Place of the anchor in its part. */
  anchorSlot(pattern: number): number {
    return this.code[pattern + ANCHOR_SLOT]!;
  }

  /** Whether it may reach from one fact of a list to the next. */
  acrossLists(pattern: number): boolean {
    return this.code[pattern + ACROSS_LISTS] === 1;
  }

  /** Whether its words are used of harmless things as well. */
  tentative(pattern: number): boolean {
    return this.code[pattern + TENTATIVE] === 1;
  }

  /** Slots other than the anchor, the rarest first: all must be in the text somewhere. */
  others(pattern: number): number {
    return this.code[pattern + OTHERS]!;
  }

  other(pattern: number, index: number): number {
    return this.code[pattern + OTHERS + 1 + index]!;
  }

  parts(pattern: number): number {
    return this.code[this.partsFrom(pattern)]!;
  }

  part(pattern: number, index: number): number {
    let part = this.partsFrom(pattern) + 1;
    for (let i = 0; i < index; i++) part += 1 + 2 * this.code[part]!;
    return part;
  }

  length(part: number): number {
    return this.code[part]!;
  }

  slot(part: number, index: number): number {
    return this.code[part + 1 + index]!;
  }

  /** Words allowed before a slot, counted from the slot before. */
  gap(part: number, index: number): number {
    return this.code[part + 1 + this.code[part]! + index]!;
  }

  private partsFrom(pattern: number): number {
    return pattern + OTHERS + 1 + this.code[pattern + OTHERS]!;
  }
}

function compile(
  vocabulary: Vocabulary,
  patterns: readonly { owner: number; pattern: Pattern }[],
): { code: Int32Array; places: number[]; anchors: number[] } {
  const slotted = patterns.map(({ pattern }) => pattern.parts.map((part) => part.map((slot) => vocabulary.slot(slot))));
  const uses = new Uint32Array(vocabulary.slots);
  for (const parts of slotted) for (const slots of parts) for (const slot of slots) uses[slot]!++;
  const code: number[] = [];
  const places: number[] = [];
  const anchors: number[] = [];
  patterns.forEach(({ owner, pattern }, index) => {
    const parts = slotted[index]!;
    const anchor = rarest(parts, uses);
    const others = parts
      .flat()
      .filter((slot) => slot !== anchor.id)
      .sort((a, b) => uses[a]! - uses[b]!);
    places.push(code.length);
    anchors.push(anchor.id);
    const across = pattern.acrossLists === true ? 1 : 0;
    const tentative = pattern.tentative === true ? 1 : 0;
    code.push(owner, pattern.window, anchor.part, anchor.slot, across, tentative, others.length, ...others);
    code.push(parts.length);
    parts.forEach((slots, part) => {
      code.push(slots.length, ...slots, ...pattern.parts[part]!.map((slot) => slot.gap));
    });
  });
  return { code: Int32Array.from(code), places, anchors };
}

function rarest(parts: readonly (readonly number[])[], uses: Uint32Array): { part: number; slot: number; id: number } {
  let best = { part: 0, slot: 0, id: parts[0]![0]! };
  for (let part = 0; part < parts.length; part++) {
    parts[part]!.forEach((id, slot) => {
      if (uses[id]! < uses[best.id]!) best = { part, slot, id };
    });
  }
  return best;
}

/** Items by group, in the order given: those of group `n` stand from `starts[n]` to `starts[n + 1]`. */
export function grouped(
  groups: readonly number[],
  items: readonly number[],
  count: number,
): { starts: Int32Array; items: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const group of groups) starts[group + 1]!++;
  for (let group = 0; group < count; group++) starts[group + 1]! += starts[group]!;
  const next = starts.slice();
  const out = new Int32Array(items.length);
  groups.forEach((group, index) => {
    out[next[group]!++] = items[index]!;
  });
  return { starts, items: out };
}
