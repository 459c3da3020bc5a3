import type { Reading, Services } from '../../bot/contracts';
import { rulesOf } from './likely';
import type { TriageState } from './state';

/** The fact a modifier raises by where the rules alone end in self-care. */
export const LIKE_VISITS = 'reads_like_visits';

/** Notes how much something told in the person's own words reads like stories which needed a visit. */
export function withStory(state: TriageState, reading: Reading, services: Services): TriageState {
  const rules = rulesOf(services);
  const words = reading.text.trim().split(/\s+/).length;
  if (rules === undefined || services.readsLikeVisits === undefined || words < rules.visit_words) return state;
  const likely = services.readsLikeVisits(reading, services.locale);
  return { ...state, story: [...(state.story ?? []), Math.log(likely / (1 - likely))] };
}

/** All that was told is told: whether the story as a whole, each part counting alike, reads like those. */
export function weighed(state: TriageState, services: Services): TriageState {
  const rules = rulesOf(services);
  const { story } = state;
  if (rules === undefined || story === undefined) return state;
  const mean = story.reduce((sum, one) => sum + one, 0) / story.length;
  const likely = 1 / (1 + Math.exp(-mean));
  return { ...state, facts: { ...state.facts, [LIKE_VISITS]: likely >= rules.visit_from ? 'yes' : 'no' } };
}
