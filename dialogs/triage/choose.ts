import type { Mention, Services } from '../../bot/contracts';
import type { Protocol } from '../../knowledge/schema/protocol';
import { months } from '../../knowledge/schema/triage-common';
import { rank } from '../../knowledge/triage/answers';
import { conceptsOf, tellingConceptsOf } from '../../knowledge/triage/said';
import { isPresent } from './absorb';

/** A protocol that the words of a message lead to. */
export interface Candidate {
  readonly protocol: Protocol;
  readonly score: number;
  /** Character spans of the words that led here. */
  readonly spans: readonly { start: number; end: number }[];
}

/** The general protocol for what fits no other. */
export const GENERAL = 'generic_unmatched';

/** More complaints than this in one assessment only tire a patient; the rest is asked about at the end. */
const MOST_COMPLAINTS = 3;

export interface Who {
  readonly ageMonths?: number | 'unknown' | undefined;
  readonly sex?: string | undefined;
  readonly about?: string | undefined;
}

/** Protocols that the mentions lead to, best first. Longer phrases say more; what is denied or only a topic says nothing. */
export function candidates(mentions: readonly Mention[], who: Who, services: Services): readonly Candidate[] {
  const usable = mentions.filter((mention) => isPresent(mention) && mention.context.polarity !== 'negated');
  return services.content
    .all('protocol')
    .filter((protocol) => protocol.id !== GENERAL && mayApply(protocol, who))
    .flatMap((protocol) => {
      const entry = tellingConceptsOf(protocol.entry, services.content);
      const matched = usable.filter((mention) => entry.has(mention.concept));
      if (matched.length === 0) return [];
      const spans = distinctSpans(matched);
      const score =
        spans.reduce((sum, span) => sum + 1 + 0.4 * Math.min(4, span.words - 1), 0) +
        0.15 * protocol.entry.weight +
        (spans.some((span) => span.start === firstOf(usable)) ? 0.5 : 0);
      return [{ protocol, score, spans }];
    })
    .sort((a, b) => b.score - a.score || mostUrgentRank(a.protocol) - mostUrgentRank(b.protocol));
}

function firstOf(mentions: readonly Mention[]): number {
  return Math.min(...mentions.map((mention) => mention.start));
}

/** Overlapping matches are one: the longest is kept. */
function distinctSpans(mentions: readonly Mention[]): { start: number; end: number; words: number }[] {
  const spans = mentions
    .map((mention) => ({ start: mention.start, end: mention.end, words: mention.words.trim().split(/\s+/).length }))
    .sort((a, b) => b.end - b.start - (a.end - a.start));
  const kept: typeof spans = [];
  for (const span of spans) if (!kept.some((one) => overlap(one, span))) kept.push(span);
  return kept;
}

function overlap(a: { start: number; end: number }, b: { start: number; end: number }): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Not excluded by what is known of the person; a child spoken of is under 16 until we know better. */
export function mayApply(protocol: Protocol, who: Who): boolean {
  const { age_from, age_under, sex } = protocol.applies;
  const age = typeof who.ageMonths === 'number' ? who.ageMonths : undefined;
  if (age !== undefined) {
    if (age_from !== undefined && age < months(age_from)) return false;
    if (age_under !== undefined && age >= months(age_under)) return false;
  } else if (who.about === 'child' && age_from !== undefined && months(age_from) >= 144) return false;
  else if (who.about !== 'child' && who.ageMonths === undefined && age_under !== undefined && months(age_under) <= 192)
    return who.about === undefined;
  return !(sex !== undefined && (who.sex === 'female' || who.sex === 'male') && who.sex !== sex);
}

/**
 * The complaints to go through: the best, and others told beside it that its own questions do not cover. The most
 * threatening goes first.
 */
export function complaints(
  all: readonly Candidate[],
  mentions: readonly Mention[],
  running: readonly Protocol[] = [],
): readonly Protocol[] {
  const open = all.filter((one) =>
    one.spans.some((span) => !running.some((protocol) => covers(protocol, span, mentions))),
  );
  const main = open.filter((one) => !one.protocol.entry.companion);
  const found = main.length > 0 || running.some((one) => one.id !== GENERAL) ? main : open;
  const [best] = found;
  if (best === undefined) return [];
  const chosen: Candidate[] = [best];
  for (const other of found.slice(1)) {
    if (chosen.length >= MOST_COMPLAINTS || other.score < 0.45 * best.score || other.score < 1) continue;
    const fresh = other.spans.filter(
      (span) =>
        !chosen.some((one) => one.spans.some((taken) => overlap(taken, span)) || covers(one.protocol, span, mentions)),
    );
    if (fresh.length > 0) chosen.push(other);
  }
  return mostUrgentFirst(chosen.map((one) => one.protocol));
}

export function mostUrgentFirst(protocols: readonly Protocol[]): Protocol[] {
  return [...protocols].sort((a, b) => mostUrgentRank(a) - mostUrgentRank(b));
}

/** Whether these words are the protocol's own complaint, or it asks about them anyway. */
function covers(protocol: Protocol, span: { start: number; end: number }, mentions: readonly Mention[]): boolean {
  const asked = new Set([
    ...conceptsOf(protocol.entry),
    ...protocol.questions.flatMap((question) => [
      ...conceptsOf(question),
      ...('options' in question ? question.options.flatMap((option) => [...conceptsOf(option)]) : []),
    ]),
  ]);
  return mentions.some((mention) => asked.has(mention.concept) && overlap(mention, span));
}

function mostUrgentRank(protocol: Protocol): number {
  return Math.min(...protocol.rules.map(rank));
}
