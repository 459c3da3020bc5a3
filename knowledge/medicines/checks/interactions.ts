import type { InteractionPair, Severity } from '../../schema/interaction';
import { SEVERITIES } from '../../schema/interaction';
import type { ContentLibrary } from '../../schema/library';
import type { NameIndex } from '../names';

/** A curated pair that two things on the list meet. */
export interface InteractionHit {
  /** `interaction/<file>@<version>#pairs.<id>`; `.why` and `.advice` are its sentences. */
  readonly ref: string;
  readonly pair: InteractionPair;
  readonly a: string;
  readonly b: string;
  /** The severity that holds for this list. */
  readonly severity: Severity;
  /** X and A stop what the patient is doing; the rest is said in passing (clinical reference 4.5). */
  readonly interrupts: boolean;
}

export interface ListCheck {
  /** Most severe first. */
  readonly hits: readonly InteractionHit[];
  /** Pairs no row speaks about: said to be not checked, never "no interaction". */
  readonly notChecked: readonly (readonly [string, string])[];
}

/** The most severe curated row for two ids in either order; undefined when nothing was checked for them. */
export function checkPair(
  content: ContentLibrary,
  names: NameIndex,
  a: string,
  b: string,
  alsoTaken: readonly string[] = [],
): InteractionHit | undefined {
  if (a === b) return undefined;
  let worst: InteractionHit | undefined;
  for (const file of content.all('interaction')) {
    for (const pair of file.pairs) {
      if (!meets(names, pair, a, b)) continue;
      const severity = severityFor(names, pair, [a, b, ...alsoTaken]);
      if (worst !== undefined && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(worst.severity)) continue;
      const ref = `interaction/${file.id}@${file.version}#pairs.${pair.id}`;
      worst = { ref, pair, a, b, severity, interrupts: severity === 'X' || severity === 'A' };
    }
  }
  return worst;
}

/** Every pair of a list. Duplicate ids count once. */
export function checkList(content: ContentLibrary, names: NameIndex, list: readonly string[]): ListCheck {
  const ids = [...new Set(list)];
  const hits: InteractionHit[] = [];
  const notChecked: [string, string][] = [];
  ids.forEach((a, i) => {
    for (const b of ids.slice(i + 1)) {
      const hit = checkPair(content, names, a, b, ids);
      if (hit === undefined) notChecked.push([a, b]);
      else hits.push(hit);
    }
  });
  return { hits: hits.sort((x, y) => SEVERITIES.indexOf(x.severity) - SEVERITIES.indexOf(y.severity)), notChecked };
}

function meets(names: NameIndex, pair: InteractionPair, a: string, b: string): boolean {
  const on = (side: readonly string[], id: string): boolean => covers(names, side, id) && !pair.except.includes(id);
  return (on(pair.a, a) && on(pair.b, b)) || (on(pair.a, b) && on(pair.b, a));
}

/** Whether a side of ids and classes names this medicine. */
export function covers(names: NameIndex, side: readonly string[], id: string): boolean {
  if (side.includes(id)) return true;
  return names.subjects.get(id)?.classes.some((one) => side.includes(one)) ?? false;
}

function severityFor(names: NameIndex, pair: InteractionPair, list: readonly string[]): Severity {
  if (pair.with.length === 0 || list.some((id) => covers(names, pair.with, id))) return pair.severity;
  return pair.otherwise ?? pair.severity;
}
