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
  /** The last of the times shown, which is not the "another time" below them. */
  last_one: list,
  /** Said in the middle of a booking: nothing is to be booked after all. */
  give_up: list,
  /** Words before a doctor's name. */
  title: list,
  /** Words before a title after which no name comes: "a doctor", "my doctor". */
  no_name_after: list,
  /** Words that follow a title without being a name: "doctor please". Words of days and times need not be listed. */
  not_names: list,
  /** "My name is": what stands before a name and is no part of it. */
  name_leads: list,
  /** Another doctor, any doctor. */
  anybody: list,
  /** The same as the whole answer to which doctor: "any". */
  anybody_alone: list,
});
export type BookingWords = z.infer<typeof bookingWords>;
