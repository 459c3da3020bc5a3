import type { SecondLookRules } from '../../../knowledge/schema/danger-examples';
import type { Reading } from '../../contracts/language';
import { fold } from '../text/tokenise';

/**
 * Whether a message tells of what has been there for weeks, and of nothing that began or changed just now: "a sore on my
 * tongue for five weeks", but not "sciatica for weeks, and since last night I cannot feel my legs".
 */
export function standingReader(
  rules: Pick<SecondLookRules, 'long_standing' | 'long_standing_hours' | 'just_now'>,
): (reading: Reading) => boolean {
  const long = anyOf(rules.long_standing);
  const now = anyOf(rules.just_now);
  return ({ text, measures }) => {
    const folded = fold(text);
    if (now(folded)) return false;
    return (
      long(folded) || measures.some((one) => one.kind === 'duration_hours' && one.value >= rules.long_standing_hours)
    );
  };
}

/** Whether one of the phrases of any language stands in a folded text, as whole words. */
function anyOf(lists: Readonly<Record<string, readonly string[]>>): (folded: string) => boolean {
  const phrases = Object.values(lists).flat();
  if (phrases.length === 0) return () => false;
  const any = phrases.map((phrase) => fold(phrase).replace(/\s+/g, '\\s+')).join('|');
  const whole = new RegExp(`(?<![\\p{L}\\p{N}])(?:${any})(?![\\p{L}\\p{N}])`, 'u');
  return (folded) => whole.test(folded);
}
