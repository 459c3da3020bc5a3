import { z } from 'zod';

/** Settings that are safe to change while the product runs. Bounds keep a mistyped figure from hiding a patient. */

const minutes = (from: number, to: number) => z.int().min(from).max(to);
/** Minutes until the first human answer, per severity. */
export const clockMinutes = z.strictObject({
  1: minutes(1, 15),
  2: minutes(5, 240),
  3: minutes(30, 24 * 60),
  4: minutes(60, 5 * 24 * 60),
});
export type ClockMinutes = z.infer<typeof clockMinutes>;

export const phoneNumber = z
  .string()
  .trim()
  .regex(/^\+[1-9]\d{6,14}$/);

export const settings = z.strictObject({
  /** Whose phones are told, by SMS and without a patient's words, when the whole escalation chain has run out. */
  onCall: z.array(phoneNumber).max(5),
  clocks: clockMinutes,
});
export type Settings = z.infer<typeof settings>;
export const settingsReply = z.strictObject({ ...settings.shape, smsReady: z.boolean() });
export type SettingsReply = z.infer<typeof settingsReply>;
