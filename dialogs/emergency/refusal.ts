import type { PatientInput, Services } from '../../bot/contracts';

/** Ways to say no to an emergency instruction, the plain one last: a reason is answered for itself. */
const REFUSALS = ['barrier-cost', 'barrier-fear', 'refuses-care'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Whether the person says that they will not go or call, and why: cost, fear, or no reason given. */
export function refusalIn(input: PatientInput, { saidInTriage, locale }: Services): Refusal | undefined {
  const said = new Set(
    [...input.reading.mentions, ...(saidInTriage?.(input.text, locale) ?? [])]
      .filter((one) => one.context.polarity !== 'negated')
      .map((one) => one.concept),
  );
  return REFUSALS.find((one) => said.has(one));
}

/** What is answered: understanding first, then the same advice. */
export function refusalWording(refusal: Refusal): string {
  return refusal === 'refuses-care' ? 'wording/emergency.refused-said' : `wording/triage.after-${refusal}`;
}
