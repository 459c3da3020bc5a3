import { fold } from '../text/tokenise';
import type { Slot } from './pattern';
import { SpellingIndex } from './spelling';
import { stems } from './stem';

/** What a word of a message can stand for: slots of patterns, and how sure that is. */
export interface Resolved {
  readonly slots: readonly number[];
  /** The same slots, for asking whether one is among them: a word like "my" fills hundreds. */
  readonly fills: ReadonlySet<number>;
  readonly confidence: number;
  /** Two words written as one ("chestpain"). */
  readonly split?: readonly [string, string];
}

const NOTHING: Resolved = { slots: [], fills: new Set(), confidence: 1 };
const MOST_REMEMBERED = 20_000;

/** Every word of every pattern, with the slots it fills. Built once; looking up is remembered per word. */
export class Vocabulary {
  private readonly bySlotKey = new Map<string, number>();
  /** Slots of the same words and rows; phrases that expand into many patterns share them. */
  private readonly seen = new WeakMap<Slot['words'], { rows: Slot['rows']; id: number }>();
  private readonly byWord = new Map<string, number | number[]>();
  private readonly byStem = new Map<string, number | number[]>();
  /** Words that may be misspelt, with the slots that allow it: what is exact is never a correction. */
  private readonly correctable = new Map<string, number | number[]>();
  private readonly remembered = new Map<string, Resolved>();
  private spelling: SpellingIndex | undefined;
  private slotCount = 0;
  private readonly rowList: { slot: number; words: readonly number[] }[] = [];

  constructor(
    private readonly shortened: ReadonlyMap<string, string>,
    private readonly everyday: ReadonlySet<string>,
    private readonly forms: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** The number of a slot; equal slots share one. */
  slot(slot: Slot): number {
    const seen = this.seen.get(slot.words);
    if (seen !== undefined && seen.rows === slot.rows) return seen.id;
    const id = this.numbered(slot);
    this.seen.set(slot.words, { rows: slot.rows, id });
    return id;
  }

  private numbered(slot: Slot): number {
    const words = slot.words.map(({ word, exact }) => ({ word: fold(word), exact }));
    const key = [
      ...words.map(({ word, exact }) => (exact ? `=${word}` : word)),
      ...(slot.rows ?? []).map((row) => row.join(' ')),
    ]
      .sort()
      .join('|');
    const known = this.bySlotKey.get(key);
    if (known !== undefined) return known;
    const id = this.slotCount++;
    this.bySlotKey.set(key, id);
    for (const { word, exact } of words) {
      add(this.byWord, word, id);
      if (exact) continue;
      add(this.correctable, word, id);
      for (const stem of this.stemsOf(word)) add(this.byStem, stem, id);
    }
    for (const row of slot.rows ?? [])
      this.rowList.push({ slot: id, words: row.map((word) => this.slot({ words: [literal(word)], gap: 0 })) });
    return id;
  }

  /** Rows of words that fill a slot together. */
  get rows(): readonly { readonly slot: number; readonly words: readonly number[] }[] {
    return this.rowList;
  }

  get slots(): number {
    return this.slotCount;
  }

  /** All words patterns are made of. */
  words(): Iterable<string> {
    return this.byWord.keys();
  }

  resolve(word: string): Resolved {
    const known = this.remembered.get(word);
    if (known !== undefined) return known;
    const found = this.look(word);
    if (this.remembered.size > MOST_REMEMBERED) this.remembered.clear();
    if (word.length <= 40) this.remembered.set(word, found);
    return found;
  }

  private look(word: string): Resolved {
    const literal = this.shortened.get(word) ?? word;
    const exact = this.known(literal);
    if (exact !== undefined) return filled(exact, 1);
    if (this.everyday.has(word) || stems(word).some((stem) => this.everyday.has(stem))) return NOTHING;
    const single = word.replace(/([a-z])\1/g, '$1');
    const undoubled = single === word ? undefined : this.known(single);
    if (undoubled !== undefined) return filled(undoubled, 0.95);
    const split = this.splitOf(word);
    if (split !== undefined) return { ...NOTHING, confidence: 0.9, split };
    this.spelling ??= new SpellingIndex(this.correctable.keys());
    const near = this.spelling.near(word);
    if (near.words.length === 0) return NOTHING;
    const slots = new Set<number>();
    for (const candidate of near.words) for (const slot of this.meant(candidate)) slots.add(slot);
    return filled([...slots], near.confidence);
  }

  /** Slots a misspelt word may fill. */
  private meant(word: string): number[] {
    return [
      ...listed(this.correctable.get(word)),
      ...this.stemsOf(word).flatMap((stem) => listed(this.byStem.get(stem))),
    ];
  }

  private known(word: string): number[] | undefined {
    const literal = this.byWord.get(word);
    const inflected = this.stemsOf(word).flatMap((stem) => listed(this.byStem.get(stem)));
    if (literal === undefined && inflected.length === 0) return undefined;
    return [...new Set([...listed(literal), ...inflected])];
  }

  /** Stems of the word, and of the word it is an irregular form of ("shook", "shake"). */
  private stemsOf(word: string): readonly string[] {
    const base = this.forms.get(word);
    return base === undefined ? stems(word) : [...stems(word), ...stems(base)];
  }

  private splitOf(word: string): readonly [string, string] | undefined {
    if (word.length < 7 || word.length > 24) return undefined;
    for (let at = word.length - 3; at >= 3; at--) {
      const [left, right] = [word.slice(0, at), word.slice(at)];
      const both = (part: string) => this.byWord.has(part) && part.length >= 4;
      if (both(left) && both(right)) return [left, right];
    }
    return undefined;
  }
}

function literal(word: string): { word: string; exact: boolean } {
  return word.startsWith('=') ? { word: word.slice(1), exact: true } : { word, exact: false };
}

function filled(slots: readonly number[], confidence: number): Resolved {
  return { slots, fills: new Set(slots), confidence };
}

/** Most words fill one slot: a number alone is a tenth of a list of one. Slots come in rising order. */
function add(index: Map<string, number | number[]>, key: string, slot: number): void {
  const found = index.get(key);
  if (found === undefined) index.set(key, slot);
  else if (typeof found !== 'number') {
    if (found[found.length - 1] !== slot) found.push(slot);
  } else if (found !== slot) index.set(key, [found, slot]);
}

function listed(slots: number | number[] | undefined): readonly number[] {
  return slots === undefined ? [] : typeof slots === 'number' ? [slots] : slots;
}
