import type { Concept } from '../../knowledge/schema/lexicon';
import type { Mention, Reading } from '../contracts/language';
import { contexts } from './context/context';
import { isDeniedByMeasure } from './context/denied-by-measure';
import { cuesBetween, type Finding, find } from './context/find';
import { withSaidAges } from './context/said-age';
import type { LexiconIndex } from './match/lexicon-index';
import { type FoundMeasure, measuresIn } from './measures/measures';
import type { UnitWords } from './measures/units';
import type { PlainWords } from './text/clinical-terms';
import { tokenise } from './text/tokenise';

/** A mention with how long ago it was, which the screen's windows need. */
export interface TimedMention extends Mention {
  readonly agoHours?: number;
}

/** Messages longer than this are read in their first part; a chat message is a few hundred characters. */
export const MOST_CHARACTERS = 20_000;

/** No "since two years ago" is longer than this many tokens. */
const LONGEST_ONSET = 12;

export interface ReaderParts {
  readonly index: LexiconIndex;
  readonly units: UnitWords;
  /** Concepts that a measure stands for. */
  readonly measured: readonly Concept[];
  readonly plain: PlainWords;
  detect(text: string): string | undefined;
}

/** Reads a text: which concepts it mentions, in which context, and which measures. Linear in its length. */
export function readText(parts: ReaderParts, text: string): Reading & { readonly mentions: readonly TimedMention[] } {
  const tokens = parts.plain.tokens(tokenise(text.length > MOST_CHARACTERS ? text.slice(0, MOST_CHARACTERS) : text));
  const prepared = parts.index.matcher.prepare(tokens);
  const { measures, ago, onset } = measuresIn(prepared.tokens, parts.units);
  const found = find(parts.index, prepared);
  const said = withSaidAges(found.findings, measures, found.cues.self ?? []);
  const findings = [...said, ...measuredFindings(parts.measured, measures)];
  findings.sort((a, b) => a.tokens[0]! - b.tokens[0]!);
  const began = [...onset].sort((a, b) => a.first - b.first);
  const past = (found.cues.past ?? []).filter(
    (cue) => !cuesBetween(began, cue.first - LONGEST_ONSET, cue.last).some((span) => cue.first <= span.last),
  );
  const cues = { ...found.cues, past };
  const context = contexts(prepared, { ...found, cues, findings }, [...found.ago, ...ago]);
  const between = (after: number, before: number) =>
    text.slice(prepared.tokens[after]!.end, prepared.tokens[before]!.start);
  const mentions = findings.flatMap((finding, i) => {
    const start = prepared.tokens[finding.tokens[0]!]!.start;
    const end = prepared.tokens[finding.tokens.at(-1)!]!.end;
    const denied = isDeniedByMeasure(finding, measures, between);
    const mention = {
      start,
      end,
      words: text.slice(start, end),
      context: denied ? { ...context[i]!.context, polarity: 'negated' as const } : context[i]!.context,
      confidence: Math.round(finding.confidence * 100) / 100,
      agoHours: context[i]!.agoHours,
    };
    return withImplied(parts.index, finding.concept).map((concept) => {
      // A look-alike of what is implied denies that alone: "purple lips, it was the ice lolly" still speaks of lips.
      const covered = found.covers.get(concept);
      const alike = covered !== undefined && finding.tokens.some((token) => covered.has(token));
      return { concept, ...mention, ...(alike && { context: { ...mention.context, sense: 'idiom' as const } }) };
    });
  });
  return {
    text,
    normalised: prepared.tokens.map((token) => token.word).join(' '),
    locale: parts.detect(text) ?? 'und',
    mentions,
    measures: measures.map(({ kind, value, start, end }) => ({ kind, value, start, end })),
  };
}

function measuredFindings(concepts: readonly Concept[], measures: readonly FoundMeasure[]): Finding[] {
  return measures.flatMap((measure) =>
    concepts
      .filter((concept) =>
        concept.measured!.some(
          (range) =>
            range.measure === measure.kind &&
            (range.at_least === undefined || measure.value >= range.at_least) &&
            (range.below === undefined || measure.value < range.below),
        ),
      )
      .map((concept) => ({
        concept,
        tokens: Array.from({ length: measure.last - measure.first + 1 }, (_, i) => measure.first + i),
        confidence: 1,
        covered: false,
      })),
  );
}

/** The concept and everything it implies, each once. */
function withImplied(index: LexiconIndex, concept: Concept): string[] {
  const all = new Set<string>();
  const visit = (id: string): void => {
    if (all.has(id)) return;
    all.add(id);
    for (const next of index.concepts.get(id)?.implies ?? []) visit(next);
  };
  visit(concept.id);
  return [...all];
}
