import type { ContentLibrary } from '../../schema/library';
import type { Medicine } from '../../schema/medicine';
import type { MedicineKnowledge } from '../index';
import { fold } from '../words';
import type { Taken } from './daily-maximum';

export interface TakenRead {
  readonly taken: readonly Taken[];
  /** Named, but strength or ingredients do not allow counting: said openly, never guessed. */
  readonly uncounted: readonly string[];
}

/**
 * What somebody took in a day, as they write it: "2 panadol 500mg and 3 x nurofen 400 mg". One product per part of the
 * list; a number with a unit is the strength, the others are how many (multiplied: "2 tablets 3 times").
 *
 * @param numbers number words of all languages ("two", "dos"), folded.
 */
export function readTaken(
  knowledge: MedicineKnowledge,
  content: ContentLibrary,
  numbers: ReadonlyMap<string, number>,
  text: string,
): TakenRead {
  const taken: Taken[] = [];
  const uncounted: string[] = [];
  for (const part of fold(text).split(/[,;\n+]|\s(?:and|y|e|plus|then|mas)\s/u)) {
    const found = knowledge.find(part).found.filter((one) => !one.confirm || one.candidates.length === 1);
    for (const { id, start, end } of found) {
      if (!content.has('medicine', id)) uncounted.push(id);
      else {
        // The name itself may hold a number ("co-codamol 30").
        const rest = `${part.slice(0, start)} ${part.slice(end)}`;
        const mg = strength(content.get('medicine', id), found.length > 1 ? '' : rest);
        if (mg === undefined) uncounted.push(id);
        else taken.push({ medicine: id, mg, timesPerDay: count(rest, numbers) });
      }
    }
  }
  return { taken, uncounted };
}

const STRENGTH = /(\d+(?:[.,]\d+)?)\s*(mg|mgs|miligramos|milligrams|g|gr|gramos|grams)\b/gu;
const PAIR = /(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)(?:\s*mg)?/u;

function strength(medicine: Medicine, text: string): Record<string, number> | undefined {
  const pair = PAIR.exec(text);
  // "30/500": of an opioid and paracetamol, the larger figure is always the paracetamol.
  if (pair !== null && medicine.ingredients.includes('paracetamol') && medicine.ingredients.length === 2)
    return { paracetamol: Math.max(Number(pair[1]), Number(pair[2])) };
  const [only] = medicine.ingredients;
  const all = [...text.matchAll(STRENGTH)];
  if (medicine.ingredients.length !== 1 || all.length !== 1) return undefined;
  const value = Number(all[0]![1]!.replace(',', '.'));
  return { [only!]: all[0]![2]!.startsWith('m') ? value : value * 1000 };
}

/** All numbers without a unit, multiplied; "twice a day" counts as two by its number word. */
function count(text: string, numbers: ReadonlyMap<string, number>): number {
  const words =
    text
      .replace(PAIR, ' ')
      .replace(STRENGTH, ' ')
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return words
    .map((word) => (/^\d+x?$/u.test(word) ? Number.parseInt(word, 10) : numbers.get(word)))
    .filter((value): value is number => value !== undefined && value > 0 && value <= 48)
    .reduce((product, value) => product * value, 1);
}

/** Whether counting makes sense: the medicine has an ingredient with a label maximum for use without a prescription. */
export function hasDailyMaximum(content: ContentLibrary, medicine: Medicine): boolean {
  return content
    .all('medicine')
    .some((one) => Object.keys(one.otc_max_mg ?? {}).some((ingredient) => medicine.ingredients.includes(ingredient)));
}
