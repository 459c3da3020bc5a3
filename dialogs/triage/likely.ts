import { NO_COMPLAINT, type Services } from '../../bot/contracts';
import type { OpeningRules } from '../../knowledge/schema/openings';
import { type Candidate, GENERAL, mayApply, type Who } from './choose';

/** A protocol with its points: the words of its entry and how much the text reads like its openings. */
export interface Likely {
  readonly protocol: string;
  readonly points: number;
  /** The likeness alone, 0 to 1 over all protocols that may apply. */
  readonly share: number;
}

/**
 * What a text is likely about, best first. Words that fit perfectly may stand in a sentence about something else
 * ("eggs behind the ears" is no ear trouble), and lay words may fit no entry: each corrects the other.
 * @param found the protocols that words lead to, best first.
 * @returns undefined where nothing has been learnt.
 */
export function likely(
  said: string,
  found: readonly Candidate[],
  who: Who,
  services: Services,
): readonly Likely[] | undefined {
  const shares = services.complaintsLike?.(said, services.locale);
  const rules = rulesOf(services);
  if (shares === undefined || rules === undefined) return undefined;
  const possible = services.content.all('protocol').filter((one) => one.id === GENERAL || mayApply(one, who));
  const applying = new Set(possible.map((one) => one.id));
  const own = new Map(possible.map((one) => [one.id, shares.get(one.id) ?? 0]));
  // A cough is told in the same words for a child and for an adult: whose it is the age says, not the words.
  for (const { id, applies } of services.content.all('protocol'))
    if (!applying.has(id) && applies.instead !== undefined && own.has(applies.instead))
      own.set(applies.instead, own.get(applies.instead)! + (shares.get(id) ?? 0));
  const total = [...own.values()].reduce((sum, one) => sum + one, shares.get(NO_COMPLAINT) ?? 0) || 1;
  const byWords = new Map(found.map((one) => [one.protocol.id, one.score]));
  const most = Math.max(WEAK, found[0]?.score ?? 0);
  return possible
    .map((one): Likely => {
      const share = own.get(one.id)! / total;
      return { protocol: one.id, share, points: share + (rules.words * (byWords.get(one.id) ?? 0)) / most };
    })
    .sort((a, b) => b.points - a.points);
}

/** A single short word is no full match. */
const WEAK = 1.5;

/** How words and likeness are weighed; absent where the content says nothing. */
export function rulesOf(services: Services): OpeningRules | undefined {
  return services.content.all('opening-rules')[0];
}

/**
 * The complaints of a first message: the likeliest, and others told beside it that it reads like too.
 * @param others what the words lead to.
 * @returns undefined where it must be asked which is meant.
 */
export function chosenByLikeness(
  ranked: readonly Likely[],
  others: readonly string[],
  services: Services,
): readonly string[] | undefined {
  const rules = rulesOf(services)!;
  const [best] = ranked;
  if (best === undefined) return undefined;
  // What the words lead to and what it reads like agree: nobody need be asked.
  if (best.points < rules.sure_from && !others.includes(best.protocol)) return undefined;
  if (best.protocol === GENERAL) return [GENERAL];
  const share = new Map(ranked.map((one) => [one.protocol, one.share]));
  const beside = others.filter((id) => id !== best.protocol && (share.get(id) ?? 0) >= rules.also_from);
  return [best.protocol, ...beside];
}
