import type { Choice, Services } from '../../bot/contracts';
import type { Medicine, Section } from '../../knowledge/schema/medicine';
import { card, choice, inLocale, purposeOf } from '../medication/words';

/** What the patient says back: what for, how much, when, what to watch for. */
export const ITEMS = ['what_for', 'how_much', 'when', 'watch'] as const;
export type Item = (typeof ITEMS)[number];

export interface TeachBack {
  /** Wording id of the question, below `medication.`. */
  readonly question: string;
  readonly choices: readonly Choice[];
  readonly right: string;
  /** Sections read again, in other words around them, after a wrong answer. */
  readonly again: readonly Section[];
}

/** The question for one item, its choices in an order that does not give the answer away. */
export function teachBack(services: Services, id: string, item: Item): TeachBack {
  const medicine = card(services, id);
  switch (item) {
    case 'what_for':
      return {
        question: 'teach-what-for',
        right: 'right',
        again: ['purpose'],
        choices: shuffle(id + item, [
          { id: 'right', label: { literal: purposeOf(services, id) } },
          ...otherPurposes(services, medicine).map((text, i) => ({ id: `wrong_${i}`, label: { literal: text } })),
        ]),
      };
    case 'how_much':
      return {
        question: 'teach-how-much',
        right: 'as_label',
        again: ['missed', 'max_daily'],
        choices: shuffle(id + item, ['as_label', 'more_bad_days', 'two_after_miss'].map(choice)),
      };
    case 'when':
      return medicine.weekly
        ? {
            question: 'teach-how-often',
            right: 'once_a_week',
            again: ['how', 'timing'],
            choices: shuffle(id + item, ['once_a_week', 'every_day', 'twice_a_day'].map(choice)),
          }
        : {
            question: 'teach-when',
            right: `food_${medicine.flags.food}`,
            again: ['food', 'timing'],
            choices: shuffle(id + item, ['food_with', 'food_empty', 'food_any'].map(choice)),
          };
    case 'watch':
      return {
        question: 'teach-watch',
        right: 'call_for_help',
        again: ['serious'],
        choices: shuffle(id + item, ['call_for_help', 'wait_a_week', 'take_another'].map(choice)),
      };
  }
}

/** Purposes of two medicines of other kinds, the same two every time for one medicine. */
function otherPurposes(services: Services, medicine: Medicine): string[] {
  const own = inLocale(medicine.purpose_short, services.locale);
  const others = services.content
    .all('medicine')
    .filter((one) => one.codes.atc?.[0] !== medicine.codes.atc?.[0])
    .map((one) => inLocale(one.purpose_short, services.locale));
  const different = [...new Set(others)].filter((text) => text !== own).sort();
  const start = hash(medicine.id) % Math.max(1, different.length);
  return [different[start], different[(start + 7) % different.length]].filter(
    (text): text is string => text !== undefined,
  );
}

function shuffle(seed: string, choices: readonly Choice[]): Choice[] {
  return [...choices].sort((a, b) => hash(seed + a.id) - hash(seed + b.id));
}

/** A small stable number of a text (FNV-1a): order must not change between two askings. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const letter of text) value = Math.imul(value ^ letter.codePointAt(0)!, 0x01000193) >>> 0;
  return value;
}
