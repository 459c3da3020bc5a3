import { isApart } from '../match/apart';
import type { Prepared } from '../match/matcher';
import { BLANK, SENTENCE } from '../text/tokenise';
import { type Cue, cuesBetween, type Finding, type Found } from './find';

export interface When {
  readonly temporality: 'now' | 'recent' | 'historical' | 'hypothetical';
  /** How long ago, when it was said. */
  readonly agoHours?: number;
}

/** "Long ago" without a number: beyond every window. */
const LONG_AGO = 24 * 365;
const RECENT_HOURS = 72;

/**
 * When each finding happened. A time phrase belongs to the findings of its own stretch of words; a stretch without
 * findings ("that was last year") belongs to what stood before. A word of now beats a word of then.
 */
export function times(text: Prepared, found: Found, ago: readonly (Cue & { hours: number })[]): When[] {
  const stretch = stretches(text, found);
  const said: (Cue & { hours: number })[] = [
    ...ago,
    ...(found.cues.past ?? []).map((cue) => ({ ...cue, hours: LONG_AGO })),
  ];
  const nowIn = new Set((found.cues.now ?? []).map((cue) => stretch[cue.first]!));
  const agoOf = new Map<number, number>();
  const occupied = new Set(found.findings.map((finding) => stretch[finding.tokens[0]!]!));
  for (const cue of said) {
    const at = ownerOf(cue, found.findings, stretch, occupied, text);
    if (at !== undefined) agoOf.set(at, Math.max(cue.hours, agoOf.get(at) ?? 0));
  }
  const recentIn = new Set((found.cues.recent ?? []).map((cue) => stretch[cue.first]!));
  return found.findings.map((finding) => {
    if (supposed(text, found, finding)) return { temporality: 'hypothetical' };
    const at = stretch[finding.tokens[0]!]!;
    const hours = agoOf.get(at);
    if (hours !== undefined && !nowIn.has(at))
      return { temporality: hours <= RECENT_HOURS ? 'recent' : 'historical', agoHours: hours };
    return { temporality: recentIn.has(at) ? 'recent' : 'now' };
  });
}

/** The stretch whose findings a time phrase speaks of. */
function ownerOf(
  cue: Cue,
  findings: readonly Finding[],
  stretch: readonly number[],
  occupied: ReadonlySet<number>,
  text: Prepared,
): number | undefined {
  const here = stretch[cue.first]!;
  if (occupied.has(here)) return here;
  // Nothing here: what stood before, unless this stretch opens with its own subject far away.
  let before = firstFrom(findings, cue.first) - 1;
  while (before >= 0 && findings[before]!.tokens.at(-1)! >= cue.first) before--;
  const nearest = findings[before];
  if (nearest !== undefined && cue.first - nearest.tokens.at(-1)! <= 8) return stretch[nearest.tokens[0]!];
  const next = findings[firstFrom(findings, cue.last + 1)];
  if (next === undefined || next.tokens[0]! - cue.last > 6) return undefined;
  return sameSentence(text, cue.last, next.tokens[0]!) ? stretch[next.tokens[0]!] : undefined;
}

/** Index of the first finding that begins at this token or later; findings are in order of where they begin. */
function firstFrom(findings: readonly Finding[], token: number): number {
  let low = 0;
  let high = findings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (findings[middle]!.tokens[0]! < token) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** "if", "what are the signs of": the finding is spoken about, not had. */
function supposed(text: Prepared, found: Found, finding: Finding): boolean {
  const first = finding.tokens[0]!;
  return cuesBetween(found.cues.hypothetical, first - 20, first).some((cue) => {
    if (first - cue.last > 10 || !sameSentence(text, cue.last, first)) return false;
    const doubted = cuesBetween(found.cues.uncertain, cue.first - 10, cue.last).some(
      (other) => other.last >= cue.first,
    );
    const ended = cuesBetween(found.cues['scope-end'], cue.last + 1, first - 1).length > 0;
    return !doubted && !ended;
  });
}

export function sameSentence(text: Prepared, from: number, to: number): boolean {
  for (let at = Math.min(from, to) + 1; at <= Math.max(from, to); at++)
    if (text.tokens[at]!.before === SENTENCE) return false;
  return true;
}

/**
 * Numbers the stretches of words between commas, sentence ends, "but" and "and". What is found in words close together is
 * not parted; words far apart do not make one stretch of what lies between them ("my baby born last month, she is hot").
 */
export function stretches(text: Prepared, found: Found): number[] {
  const inside = new Set<number>();
  for (const { tokens } of found.findings)
    for (let i = 1; i < tokens.length; i++) {
      const [from, to] = [tokens[i - 1]!, tokens[i]!];
      if (!isApart(text.tokens, from, to)) for (let at = from + 1; at <= to; at++) inside.add(at);
    }
  const starts = new Set([...(found.cues['scope-end'] ?? []), ...(found.cues.list ?? [])].map((cue) => cue.first));
  let current = 0;
  return text.tokens.map((token, at) => {
    if (at > 0 && !inside.has(at) && (token.before !== BLANK || starts.has(at))) current++;
    return current;
  });
}
