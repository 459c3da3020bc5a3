import { z } from 'zod';
import { contentId, header, localized } from './common';

/** A medicine or substance known by name only: it is recognised and checked, but nothing is told about it. */
export const member = z.strictObject({ id: contentId, names: z.array(z.string()).default([]) });

/** `content/medicine-classes/<id>.yaml`: a class, what people call it, and its members without a card of their own. */
export const medicineClass = z.strictObject({
  ...header,
  names: z.strictObject({
    display: localized,
    /** What patients call it; saying only this makes the bot ask which one. */
    called: z.record(z.string(), z.array(z.string())).default({}),
  }),
  /** Two of it at once are a duplicate to ask about. */
  duplicate: z.boolean().default(false),
  /** Wider classes this one belongs to. */
  parents: z.array(contentId).default([]),
  /** Not a medicine of its own: food, drink, herb, procedure, vaccine. */
  substance: z.boolean().default(false),
  members: z.array(member).default([]),
});
export type MedicineClass = z.infer<typeof medicineClass>;

/** `content/allergies/<id>.yaml`: what an allergy people report means for other medicines. */
export const allergy = z.strictObject({
  ...header,
  names: z.strictObject({ display: localized, called: z.record(z.string(), z.array(z.string())) }),
  /** The thing itself: medicine or class ids. */
  same: z.array(contentId).default([]),
  /** May react too: medicine or class ids, with what to say. */
  cross: z.array(z.strictObject({ to: z.array(contentId).min(1), advice: localized })).default([]),
  advice: localized,
});
export type Allergy = z.infer<typeof allergy>;
