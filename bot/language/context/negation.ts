import type { Prepared } from '../match/matcher';
import { COMMA, SENTENCE } from '../text/tokenise';
import { type Cue, cuesBetween, type Finding, type Found } from './find';

export type Polarity = 'affirmed' | 'negated' | 'unsure';

/** Words a noun negator may reach across; NegEx uses five tokens (Chapman 2001). */
const NOUN_REACH = 4;
const VERB_REACH = 4;
const LIST_REACH = 3;
/** Words a finding may stand after "I am not sure if". */
const UNSURE_REACH = 9;
/** No cue is longer than this many words. */
const LONGEST_CUE = 8;

/**
 * Whether each finding is denied. "no" and "without" reach over a few words; "don't", "isn't" only over light words
 * up to the finding itself, so that "I don't know what to do, chest pain" stays affirmed. Words that are part of a
 * finding ("can't breathe") negate nothing else.
 */
export function polarities(text: Prepared, found: Found): Polarity[] {
  const words = new Words(text, found);
  const result: Polarity[] = found.findings.map((finding) => (words.denied(finding) ? 'negated' : 'affirmed'));
  passAlongLists(found, words, result);
  const uncertain = found.cues.uncertain ?? [];
  return result.map((polarity, i) => {
    const finding = found.findings[i]!;
    if (polarity !== 'affirmed') return polarity;
    const first = finding.tokens[0]!;
    return cuesBetween(uncertain, first - UNSURE_REACH - LONGEST_CUE, first).some((cue) =>
      near(text, cue, finding, UNSURE_REACH),
    )
      ? 'unsure'
      : 'affirmed';
  });
}

/** "no fever, cough or chest pain": what joins on to a denied finding is denied too. */
function passAlongLists(found: Found, words: Words, result: Polarity[]): void {
  const { findings } = found;
  for (let i = 0; i < findings.length; i++) {
    if (result[i] !== 'negated') continue;
    let last = findings[i]!.tokens.at(-1)!;
    let joinedByWord = false;
    for (let j = i + 1; j < findings.length; j++) {
      const next = findings[j]!;
      const first = next.tokens[0]!;
      if (first - last - 1 > LIST_REACH) break;
      if (first <= last || result[j] !== 'affirmed') continue;
      const link = words.link(last, first);
      if (link === 'none') break;
      if (words.selfNegative(next)) continue;
      joinedByWord ||= link === 'or';
      result[j] = link === 'comma' && !joinedByWord && !words.listGoesOn(next) ? 'unsure' : 'negated';
      last = next.tokens.at(-1)!;
    }
  }
}

function near(text: Prepared, cue: Cue, finding: Finding, reach: number): boolean {
  const first = finding.tokens[0]!;
  if (cue.first > first || first - cue.last > reach) return false;
  for (let at = cue.last + 1; at <= first; at++) if (text.tokens[at]!.before === SENTENCE) return false;
  return true;
}

/** Per-token marks of the small words that matter to negation. */
class Words {
  private readonly noun: readonly Cue[];
  private readonly verb: readonly Cue[];
  private readonly post: readonly Cue[];
  private readonly ends: ReadonlySet<number>;
  private readonly light: ReadonlySet<number>;
  private readonly list: ReadonlySet<number>;
  private readonly negators: ReadonlySet<number>;
  private readonly pseudo: ReadonlySet<number>;

  constructor(
    private readonly text: Prepared,
    found: Found,
  ) {
    const { cues } = found;
    this.pseudo = tokensOf(cues['not-a-negation']);
    const inside = new Set(found.findings.flatMap((finding) => finding.tokens));
    const active = (cue: Cue) => !this.pseudo.has(cue.first) && !inside.has(cue.first);
    this.noun = (cues.negation ?? []).filter(active);
    this.verb = (cues['negation-verb'] ?? []).filter(active);
    this.post = cues['negation-post'] ?? [];
    this.ends = tokensOf(cues['scope-end']);
    this.light = tokensOf(cues.light);
    this.list = tokensOf(cues.list);
    this.negators = tokensOf([...(cues.negation ?? []), ...(cues['negation-verb'] ?? [])]);
  }

  denied(finding: Finding): boolean {
    const first = finding.tokens[0]!;
    const last = finding.tokens.at(-1)!;
    const own = new Set(finding.tokens);
    for (const cues of [this.noun, this.verb])
      for (const cue of cuesBetween(cues, first + 1, last - 1)) if (cue.last < last && !own.has(cue.first)) return true;
    if (
      cuesBetween(this.noun, first - NOUN_REACH - LONGEST_CUE, first).some((cue) =>
        this.reaches(cue, first, NOUN_REACH, false),
      )
    )
      return !this.selfNegative(finding);
    if (
      cuesBetween(this.verb, first - VERB_REACH - LONGEST_CUE, first).some((cue) =>
        this.reaches(cue, first, VERB_REACH, true),
      )
    )
      return !this.selfNegative(finding);
    return cuesBetween(this.post, last + 1, last + 3).some((cue) => this.clear(last, cue.first));
  }

  /** The finding has its own "can't" or "not": another negator nearby does not turn it round. */
  selfNegative(finding: Finding): boolean {
    return finding.tokens.some((token) => this.negators.has(token) || this.pseudo.has(token));
  }

  private reaches(cue: Cue, first: number, reach: number, lightOnly: boolean): boolean {
    if (cue.last >= first || first - cue.last - 1 > reach) return false;
    for (let at = cue.last + 1; at <= first; at++) {
      if (this.text.tokens[at]!.before !== 0) return false;
      if (at === first) break;
      if (this.ends.has(at)) return false;
      if (lightOnly && !this.light.has(at)) return false;
    }
    return true;
  }

  private clear(from: number, to: number): boolean {
    for (let at = from + 1; at <= to; at++)
      if (this.text.tokens[at]!.before === SENTENCE || this.ends.has(at)) return false;
    return true;
  }

  /** What joins two findings: nothing but small words, a comma, an "or"; anything else breaks the list. */
  link(from: number, to: number): 'or' | 'comma' | 'none' {
    if (to - from - 1 > LIST_REACH) return 'none';
    let comma = false;
    let or = false;
    for (let at = from + 1; at <= to; at++) {
      const before = this.text.tokens[at]!.before;
      if (before === SENTENCE || this.ends.has(at)) return 'none';
      if (before === COMMA) comma = true;
      if (at === to) break;
      if (this.list.has(at)) or = true;
      else if (!this.negators.has(at) && !this.light.has(at)) return 'none';
    }
    return or ? 'or' : comma ? 'comma' : 'none';
  }

  /** Whether "or" / "and" still comes a few words later in the same sentence. */
  listGoesOn(finding: Finding): boolean {
    const last = finding.tokens.at(-1)!;
    for (let at = last + 1; at < Math.min(last + 7, this.text.tokens.length); at++) {
      if (this.text.tokens[at]!.before === SENTENCE || this.ends.has(at)) return false;
      if (this.list.has(at)) return true;
    }
    return false;
  }
}

function tokensOf(cues: readonly Cue[] | undefined): Set<number> {
  const out = new Set<number>();
  for (const cue of cues ?? []) for (let at = cue.first; at <= cue.last; at++) out.add(at);
  return out;
}
