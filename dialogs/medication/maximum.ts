import type { Services, TurnEvent } from '../../bot/contracts';
import { medicineKnowledge } from '../../knowledge/medicines';
import { sumOfDay } from '../../knowledge/medicines/checks/daily-maximum';
import { hasDailyMaximum, readTaken } from '../../knowledge/medicines/checks/taken';
import { fold } from '../../knowledge/medicines/words';
import { medicineRules } from './rules';
import type { MedicationState } from './state';
import { ask, askYesNo, card, nameOf, pharmacyTask, record, say, sections } from './words';

/** What has been taken today is asked when the label has a maximum, and it is an adult's. */
export function countable(services: Services, id: string): boolean {
  const { ageMonths } = services.facts;
  const adult = ageMonths === undefined || ageMonths >= medicineRules(services).adult_from_years * 12;
  return adult && hasDailyMaximum(services.content, card(services, id));
}

export function askTaken(services: Services, id: string): TurnEvent {
  return say('max-ask', { name: nameOf(services, id) }, { ask: { kind: 'text' } });
}

/**
 * Counts what was taken in 24 hours over all products, by ingredient. Undefined when nothing countable was named. It
 * says sums and label maxima; it never says how much more somebody may take.
 */
export function countTaken(
  services: Services,
  current: MedicationState,
  text: string,
): { events: TurnEvent[]; next: MedicationState } | undefined {
  const read = (said: string) =>
    readTaken(medicineKnowledge(services.content), services.content, numberWords(services), said);
  const named = read(text);
  const asked = current.about[0];
  // "500 mg 4 times": nothing else was named, so it is what was asked about.
  const bare = named.taken.length === 0 && named.uncounted.length === 0 && /\d/.test(text) && asked !== undefined;
  const { taken, uncounted } = bare ? read(`${asked} ${text}`) : named;
  if (taken.length === 0 && uncounted.length === 0) return undefined;
  const sums = sumOfDay(services.content, taken);
  const over = sums.filter((one) => one.maximum !== undefined && one.total > one.maximum);
  const first = over[0]?.medicines[0];
  const events: TurnEvent[] = [
    ...sums.map((one) => told(services, one)),
    ...[
      ...new Set([...uncounted, ...sums.filter((one) => one.maximum === undefined).flatMap((one) => one.medicines)]),
    ].map((id) => say('max-uncounted', { name: nameOf(services, id) })),
    record('daily-maximum-check', current.about[0], { taken, uncounted, over: over.map((one) => one.ingredient) }),
  ];
  if (first === undefined)
    return uncounted.length > 0
      ? { events: [...events, askYesNo('offer-pharmacist')], next: { ...current, at: 'pharmacist' } }
      : { events: [...events, moreOf(services, current)], next: { ...current, at: 'more' } };
  const what = over.map((one) => `${one.ingredient} ${one.total} mg of at most ${one.maximum}`).join(', ');
  return {
    events: [
      ...events,
      ...sections(services, first, ['double'], true),
      pharmacyTask('medicine-over-maximum', 2, `Above the label's daily maximum: ${what}`, first),
      ask('on-purpose', ['mistake', 'on_purpose', 'unwell_now']),
    ],
    next: { ...current, about: [first], at: 'double' },
  };
}

function told(services: Services, one: ReturnType<typeof sumOfDay>[number]): TurnEvent {
  const values = {
    ingredient: nameOf(services, one.ingredient),
    total: String(one.total),
    maximum: String(one.maximum ?? ''),
  };
  if (one.maximum === undefined) return say('max-no-limit', values);
  return one.total > one.maximum ? say('max-over', values, { safety: true }) : say('max-within', values);
}

function moreOf(services: Services, current: MedicationState): TurnEvent {
  const id = current.about[0];
  return id === undefined
    ? ask('more-any', ['other_medicine', 'pharmacist', 'done'])
    : ask('more', ['other_topic', 'other_medicine', 'pharmacist', 'done'], { name: nameOf(services, id) });
}

/** "two", "dos": from the phrases of all languages. */
function numberWords(services: Services): ReadonlyMap<string, number> {
  const all = new Map<string, number>(Object.entries(medicineRules(services).times_words));
  for (const file of services.content.all('phrases'))
    for (const list of Object.values(file.numbers ?? {}))
      for (const [word, value] of Object.entries(list)) all.set(fold(word), value);
  return all;
}
