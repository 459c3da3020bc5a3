import type { Reading, Services } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { dispose } from '../../knowledge/triage/dispose';
import { caseOf } from './case';
import { conclude } from './conclude';
import { EMPTY, type TriageState } from './state';
import { LIKE_VISITS, weighed, withStory } from './story';

const content = loadContent(contentPlaces({}));
const [rules] = content.all('opening-rules');
const services = (likely: number) => ({ content, locale: 'en', readsLikeVisits: () => likely }) as unknown as Services;
const told = (text: string) => ({ text }) as Reading;
const LONG = 'a story of more than a few words';

/** A sore throat for which all questions were answered with no, and how much each thing told reads like visits. */
function at(...likely: number[]): TriageState {
  const { id, version } = content.get('protocol', 'sore_throat');
  const state: TriageState = {
    ...EMPTY,
    ageMonths: 35 * 12,
    sex: 'female',
    runs: [{ protocol: id, version, answers: {}, order: [] }],
  };
  const heard = likely.reduce((now, one) => withStory(now, told(LONG), services(one)), state);
  return weighed(heard, services(0));
}

function outcomeOf(state: TriageState) {
  const { level, id, held } = dispose(caseOf(state.runs[0]!, state, services(0)));
  return { level, id, held };
}

const HOME = { level: 'D5', id: 'home', held: 'yes' };
const SEEN = { level: 'D3', id: 'M-LIKE-VISITS.home', held: 'yes' };
const { visit_from: bar } = rules!;

describe('where the rules end in self-care, a story that reads like those which needed a visit', () => {
  test('is seen within days', () => {
    expect(outcomeOf(at())).toEqual(HOME);
    expect(outcomeOf(at(bar - 0.01))).toEqual(HOME);
    expect(outcomeOf(at(bar + 0.01))).toEqual(SEEN);
  });

  test('counts its parts alike', () => {
    expect(outcomeOf(at(0.99, 0.5))).toEqual(SEEN);
    expect(outcomeOf(at(0.9, 0.3))).toEqual(HOME);
  });

  test('is not read in a few words, and nothing is learnt of the person from it', () => {
    const short = weighed(withStory(at(), told('sore throat'), services(1)), services(1));
    expect(short.facts[LIKE_VISITS]).toBeUndefined();
    expect(content.all('modifier').filter((one) => one.facts.some((fact) => fact.id === LIKE_VISITS))).toHaveLength(1);
  });
});

test('it raises nothing that the rules already send to somebody, and lowers nothing', () => {
  const run = { ...at(0.99).runs[0]!, answers: {} };
  const state = { ...at(0.99), runs: [run] };
  for (const modifier of content.all('modifier').filter((one) => one.id === 'M-LIKE-VISITS'))
    expect(modifier.effects.map((effect) => effect.from)).toEqual([['D5']]);
  expect(outcomeOf(state)).toEqual(SEEN);
});

test('it is weighed wherever an assessment ends, also when nobody answers whether there is more', () => {
  const { story: _story, ...calm } = at();
  const clock = { now: () => Date.UTC(2027, 0, 11, 15) };
  const ending = (likely: number) => {
    const state = withStory({ ...calm, at: 'else', facts: {} }, told(LONG), services(likely));
    return conclude(state, { ...services(likely), clock, facts: {}, conversation: { size: 'normal' } } as Services)
      .state.outcome?.rule;
  };
  expect([ending(bar - 0.01), ending(bar + 0.01)]).toEqual(['home', 'M-LIKE-VISITS.home']);
});
