import type { Context } from '../../contracts/language';
import type { Prepared } from '../match/matcher';
import { SENTENCE } from '../text/tokenise';
import { type Cue, cuesBetween, type Finding, type Found } from './find';
import { polarities } from './negation';
import { sameSentence, times } from './time';

/**
 * ConText of each finding, in the order of `found.findings`, with how long ago it was where that was said. A message
 * that says it asks to learn ("it is for my homework", "is there a course") speaks about its findings throughout,
 * unless it also says that something happens now.
 */
export function contexts(
  text: Prepared,
  found: Found,
  ago: readonly (Cue & { hours: number })[],
): { context: Context; agoHours?: number }[] {
  const polarity = polarities(text, found);
  const when = times(text, found, ago);
  const others = found.cues['other-person'] ?? [];
  return found.findings.map((finding, i) => {
    const family = reached(text, found.cues['family-history'], finding, 12, true);
    const { temporality, agoHours } = when[i]!;
    const experiencer = family
      ? 'other_absent'
      : others.length > 0
        ? temporality === 'historical'
          ? 'other_absent'
          : 'other_present'
        : 'self';
    return {
      context: {
        polarity: polarity[i]!,
        temporality: family ? 'historical' : temporality,
        experiencer,
        sense: finding.covered ? 'idiom' : talkedAbout(text, found, finding) ? 'topic' : 'literal',
      },
      agoHours,
    };
  });
}

/**
 * Asked or read about rather than had: "what are the signs of a stroke", "worried about getting meningitis". A question
 * that points at somebody here ("what is wrong with him, he is not breathing") is no question of knowledge.
 */
function talkedAbout(text: Prepared, found: Found, finding: Finding): boolean {
  if (reached(text, found.cues.worry, finding, 6, false)) return true;
  const first = finding.tokens[0]!;
  const last = finding.tokens.at(-1)!;
  const aboutSomebody = (from: number) => cuesBetween(found.cues['at-hand'], from, last).length > 0;
  const ofKnowledge = (cue: Cue) => cue.first > last || !aboutSomebody(cue.last + 1);
  if (reached(text, found.cues.topic, finding, 8, false, ofKnowledge)) return true;
  const learning = (found.cues.learning ?? []).length > 0 && (found.cues.now ?? []).length === 0;
  return learning && !aboutSomebody(sentenceStart(text, first));
}

/** First token of the sentence a token stands in; no further back than a sentence is read. */
function sentenceStart(text: Prepared, at: number): number {
  let start = at;
  while (start > 0 && at - start < 12 && text.tokens[start]!.before !== SENTENCE) start--;
  return start;
}

function reached(
  text: Prepared,
  cues: readonly Cue[] | undefined,
  finding: Finding,
  reach: number,
  backwards: boolean,
  counts: (cue: Cue) => boolean = () => true,
): boolean {
  const first = finding.tokens[0]!;
  const last = finding.tokens.at(-1)!;
  return cuesBetween(cues, first - reach - 10, last + reach).some((cue) => {
    if (!counts(cue)) return false;
    if (cue.last < first) return first - cue.last <= reach && sameSentence(text, cue.last, first);
    if (backwards && cue.first > last) return cue.first - last <= reach && sameSentence(text, last, cue.first);
    return cue.first <= first && cue.last >= last;
  });
}
