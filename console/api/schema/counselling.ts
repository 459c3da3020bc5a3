import { z } from 'zod';

/** One counselling as it was recorded: an encounter, a refusal, or one that was not possible. */
export const counsellingRecord = z.object({
  id: z.string(),
  at: z.number(),
  medicine: z.string().nullable(),
  outcome: z.string(),
  /** `medicine/<id>@<version>`: what was read out. */
  content: z.string().nullable(),
  texts: z.string().nullable(),
  label: z.string().nullable(),
  covered: z.array(z.string()),
  declined: z.array(z.string()),
  /** The patient's own answers to the three prime questions. */
  said: z.record(z.string(), z.string()),
  teachBack: z.record(z.string(), z.string()),
  locale: z.string().nullable(),
});
export type CounsellingRecord = z.infer<typeof counsellingRecord>;

export const counsellingList = z.object({ items: z.array(counsellingRecord) });

export const startCounsellingRequest = z.strictObject({
  /** Name as prescribed; it must be known exactly, a prescription is never guessed. */
  medicine: z.string().trim().min(2).max(120),
  /** Directions on the label, shown to the patient as they are. */
  label: z.string().trim().min(1).max(300).optional(),
});
