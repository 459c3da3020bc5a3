/**
 * What an outcome that staff closed a flag with says about the care that was needed, as the mildest and most urgent level
 * that would have fitted. The product's own reading of its outcome list, for a hospital's clinicians to confirm: staff
 * judge a closed case, not a level. Outcomes that say nothing are not here.
 */
const NEEDED: Readonly<Record<string, readonly [mostUrgent: number, mildest: number]>> = {
  sent_to_emergency: [0, 1],
  appointment_made: [2, 4],
  referred_on: [2, 4],
  advised: [3, 5],
  called_patient: [2, 5],
  not_needed: [4, 5],
  false_alarm: [5, 5],
};

/** `under`: the bot's level was milder than what was needed. Undefined when the outcome does not tell. */
export function verdict(level: string, outcome: string): 'under' | 'fitting' | 'over' | undefined {
  const needed = NEEDED[outcome];
  const given = /^D([0-5])$/.exec(level)?.[1];
  if (needed === undefined || given === undefined) return undefined;
  if (Number(given) > needed[1]) return 'under';
  return Number(given) < needed[0] ? 'over' : 'fitting';
}
