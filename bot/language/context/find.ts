import type { Concept } from '../../../knowledge/schema/lexicon';
import type { CueName } from '../../../knowledge/schema/phrases';
import type { LexiconIndex } from '../match/lexicon-index';
import type { Match, Prepared } from '../match/matcher';

/** A concept found, before its context is known. */
export interface Finding {
  readonly concept: Concept;
  readonly tokens: readonly number[];
  readonly confidence: number;
  /** Covered by a look-alike phrase: an idiom, a place, a medicine. */
  readonly covered: boolean;
}

/** A cue found: first and last token. */
export interface Cue {
  readonly first: number;
  readonly last: number;
}

export interface Found {
  readonly findings: readonly Finding[];
  readonly cues: Readonly<Record<CueName, readonly Cue[]>>;
  readonly ago: readonly (Cue & { readonly hours: number })[];
  /** Per concept, the tokens its look-alikes cover, also where the concept itself was not found. */
  readonly covers: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Runs the matcher and sorts what it found into concepts and context cues. */
export function find(index: LexiconIndex, text: Prepared): Found {
  const cues: Partial<Record<CueName, Cue[]>> = {};
  const ago: (Cue & { hours: number })[] = [];
  const positive = new Map<string, Match[]>();
  const covering = new Map<string, Match[]>();
  for (const match of index.matcher.find(text)) {
    const owner = index.owners[match.owner]!;
    if (owner.type === 'concept') push(positive, owner.concept.id, match);
    else if (owner.type === 'not') push(covering, owner.concept.id, match);
    else {
      const cue = { first: match.tokens[0]!, last: match.tokens[match.tokens.length - 1]! };
      if (owner.type === 'ago') ago.push({ ...cue, hours: owner.hours });
      else {
        cues[owner.cue] ??= [];
        cues[owner.cue]!.push(cue);
      }
    }
  }
  for (const list of Object.values(cues)) list.sort((a, b) => a.first - b.first);
  const covers = new Map([...covering].map(([id, list]) => [id, new Set(list.flatMap((cover) => cover.tokens))]));
  const findings: Finding[] = [];
  for (const [id, matches] of positive) {
    const concept = index.concepts.get(id)!;
    const taken = covers.get(id);
    for (const match of distinct(matches)) {
      const covered = taken !== undefined && match.tokens.some((token) => taken.has(token));
      findings.push({ concept, tokens: match.tokens, confidence: match.confidence, covered });
    }
  }
  findings.sort((a, b) => a.tokens[0]! - b.tokens[0]! || a.tokens.length - b.tokens.length);
  return { findings, cues: cues as Found['cues'], ago, covers };
}

/** The cues that begin between two tokens, both included; cues are in order, so this looks at no others. */
export function cuesBetween<T extends Cue>(cues: readonly T[] | undefined, from: number, to: number): readonly T[] {
  if (cues === undefined) return [];
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cues[middle]!.first < from) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < cues.length && cues[end]!.first <= to) end++;
  return cues.slice(low, end);
}

/** One mention per place: the surest, then the tightest, of those that share words. */
function distinct(matches: readonly Match[]): Match[] {
  const sorted = [...matches].sort(
    (a, b) => b.confidence - a.confidence || spread(a) - spread(b) || b.tokens.length - a.tokens.length,
  );
  const kept: Match[] = [];
  const taken = new Set<number>();
  for (const match of sorted) {
    if (match.tokens.some((token) => taken.has(token))) continue;
    kept.push(match);
    for (const token of match.tokens) taken.add(token);
  }
  return kept;
}

/** Words inside the span that the pattern does not use. */
function spread(match: Match): number {
  return match.tokens[match.tokens.length - 1]! - match.tokens[0]! + 1 - match.tokens.length;
}

function push(map: Map<string, Match[]>, key: string, match: Match): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [match]);
  else list.push(match);
}
