import type { Concept } from '../../../knowledge/schema/lexicon';
import type { PatientFacts } from '../../contracts/state';
import type { TimedMention } from '../read';

/** What is known about the person, as mentions: `pregnant`, conditions, medicines, and what their age stands for. */
export function factMentions(facts: PatientFacts, concepts: ReadonlyMap<string, Concept>): TimedMention[] {
  const ids = new Set<string>([...(facts.conditions ?? []), ...(facts.medicines ?? [])]);
  if (facts.pregnant === 'yes') ids.add('pregnant');
  for (const concept of concepts.values()) {
    for (const range of concept.measured ?? []) {
      const value =
        range.measure === 'age_months'
          ? facts.ageMonths
          : range.measure === 'weeks_pregnant'
            ? facts.weeksPregnant
            : undefined;
      if (value === undefined) continue;
      if (
        (range.at_least === undefined || value >= range.at_least) &&
        (range.below === undefined || value < range.below)
      )
        ids.add(concept.id);
    }
  }
  return [...ids].map((concept) => ({
    concept,
    start: 0,
    end: 0,
    words: concept,
    confidence: 1,
    context: { polarity: 'affirmed', temporality: 'now', experiencer: 'self', sense: 'literal' },
  }));
}
