import { createHash } from 'node:crypto';

/** One arm of a trial, with the share of people it gets. */
export interface Arm {
  readonly id: string;
  readonly weight: number;
}

/**
 * The arm of one unit (a person's id), reproducible by anybody who knows the seed: a hash decides, nobody can choose.
 * @param arms in content order; weights are shares, at least one is positive.
 */
export function allocateArm(arms: readonly Arm[], seed: string, unit: string): string {
  const total = arms.reduce((sum, arm) => sum + arm.weight, 0);
  if (!(total > 0)) throw new Error('A trial needs at least one arm with a positive weight.');
  let left = fraction(seed, unit) * total;
  for (const arm of arms) {
    left -= arm.weight;
    if (left < 0) return arm.id;
  }
  return arms[arms.length - 1]!.id;
}

interface Trial {
  readonly id: string;
  readonly version: string;
  readonly arms: readonly Arm[];
}

/** What the arms of a programme are drawn with: a new version is a new trial. */
export const seedOf = ({ id, version }: Omit<Trial, 'arms'>): string => `${id}@${version}`;

/** The arm of one person, whoever enrols them and by which way; `programme` where there is no trial. */
export function armOf(trial: Trial, unit: string): string {
  return trial.arms.length === 0 ? 'programme' : allocateArm(trial.arms, seedOf(trial), unit);
}

/**
 * Arms of a whole list, balanced inside each stratum: the people of a stratum stand in the order of their hashes and are
 * dealt out in blocks that hold every arm as often as its (whole) weight. Same list and seed, same arms, in any order.
 */
export function allocateBlocks(
  arms: readonly Arm[],
  seed: string,
  units: readonly { readonly unit: string; readonly stratum: string }[],
): ReadonlyMap<string, string> {
  const block = arms.flatMap((arm) => Array<string>(Math.max(0, Math.round(arm.weight))).fill(arm.id));
  if (block.length === 0) throw new Error('A trial needs at least one arm with a whole positive weight.');
  const strata = new Map<string, { unit: string }[]>();
  for (const one of units) strata.set(one.stratum, [...(strata.get(one.stratum) ?? []), one]);
  const given = new Map<string, string>();
  for (const [stratum, members] of strata) {
    const order = members
      .map(({ unit }) => ({ unit, place: fraction(seed, `${stratum} ${unit}`) }))
      .sort((a, b) => a.place - b.place || (a.unit < b.unit ? -1 : 1));
    order.forEach(({ unit }, index) => {
      const round = Math.floor(index / block.length);
      given.set(unit, shuffled(block, `${seed} ${stratum} ${round}`)[index % block.length]!);
    });
  }
  return given;
}

/** A block in an order of its own, so that the last place of a block cannot be foreseen. */
function shuffled(block: readonly string[], seed: string): readonly string[] {
  return block
    .map((arm, index) => ({ arm, place: fraction(seed, `${index}`) }))
    .sort((a, b) => a.place - b.place)
    .map((one) => one.arm);
}

/** 0 to 1 from 48 bits of SHA-256 over seed and unit. */
function fraction(seed: string, unit: string): number {
  return (
    createHash('sha256')
      .update(JSON.stringify([seed, unit]))
      .digest()
      .readUIntBE(0, 6) /
    2 ** 48
  );
}
