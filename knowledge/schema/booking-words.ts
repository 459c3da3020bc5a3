import { z } from 'zod';
import { header } from './common';

const list = z.array(z.string().min(1)).min(1);

/** `content/booking-words/<locale>.yaml`: what patients say about doctors and offered times, one language a file. */
export const bookingWords = z.strictObject({
  ...header,
  locale: z.string().regex(/^[a-z]{2}$/),
  /** "my usual doctor". */
  usual: list,
  female: list,
  male: list,
  /** Names of languages a doctor may speak, by their code. */
  languages: z.record(z.string().regex(/^[a-z]{2}$/), list),
  earlier: list,
  later: list,
  /** None of the offered times. */
  none: list,
  /** The visit is for the writer's child. */
  child: list,
  /** Words before a doctor's name. */
  title: list,
  /** Another doctor, any doctor. */
  anybody: list,
});
export type BookingWords = z.infer<typeof bookingWords>;
