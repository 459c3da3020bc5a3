import { z } from 'zod';
import { instant, objectId } from './common';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const names = z.record(z.string(), z.string());

export const calendarView = z.strictObject({
  zone: z.string(),
  today: day,
  locations: z.array(z.strictObject({ id: objectId, name: names })),
  practitioners: z.array(z.strictObject({ id: objectId, name: z.string() })),
  services: z.array(z.strictObject({ id: objectId, name: names })),
});
export type CalendarView = z.infer<typeof calendarView>;

export const visitStatus = z.enum([
  'proposed',
  'pending',
  'booked',
  'arrived',
  'fulfilled',
  'cancelled',
  'noshow',
  'entered-in-error',
  'checked-in',
  'waitlist',
]);

export const visit = z.strictObject({
  id: objectId,
  conversationId: objectId,
  patient: z.string().nullable(),
  service: objectId,
  practitioner: objectId,
  location: objectId,
  room: z.string().nullable(),
  start: instant,
  end: instant,
  status: visitStatus,
  confirmed: z.boolean(),
  overbooked: z.boolean(),
  /** The patient answered the questions before the visit. */
  form: z.enum(['none', 'begun', 'complete']),
  /** The visit this one took the place of, and when that was. */
  movedFrom: z.strictObject({ id: objectId, start: instant }).nullable(),
  movedTo: objectId.nullable(),
  cancelledBy: z.enum(['patient', 'clinic', 'system']).nullable(),
  cancelReason: z.string().nullable(),
  missedReason: z.string().nullable(),
});
export type Visit = z.infer<typeof visit>;

export const dayQuery = z.strictObject({
  day: day.optional(),
  location: objectId.optional(),
  practitioner: objectId.optional(),
});
export const dayList = z.strictObject({ day, items: z.array(visit) });
export const visitList = z.strictObject({ items: z.array(visit) });

export const visitForm = z.strictObject({
  visit,
  /** In the patient's words. */
  reason: z.string().nullable(),
  answers: z.strictObject({
    allergies: z.string().optional(),
    medicines: z.string().optional(),
    conditions: z.string().optional(),
    reason: z.string().optional(),
    questions: z.string().optional(),
  }),
  /** Told before an earlier visit, not for this one. */
  fromEarlier: z.boolean(),
});
export type VisitForm = z.infer<typeof visitForm>;

export const markRequest = z.strictObject({ as: z.enum(['arrived', 'in_room', 'done', 'missed']) });

/** At most a quarter of a year: a longer leave belongs into the calendar. */
const LONGEST_MS = 92 * 24 * 60 * 60_000;
export const blockRequest = z
  .strictObject({ practitioner: objectId, from: instant, to: instant, kind: z.enum(['leave', 'block']) })
  .refine((one) => one.from < one.to && one.to - one.from <= LONGEST_MS, { path: ['to'] });
export type BlockRequest = z.infer<typeof blockRequest>;
export const blockReply = z.strictObject({ id: objectId, cancelled: z.int() });
export const blockList = z.strictObject({
  items: z.array(
    z.strictObject({
      id: objectId,
      practitioner: objectId,
      from: instant,
      to: instant,
      kind: z.enum(['leave', 'block']),
    }),
  ),
});

/** A second visit for the patient of a known one, at a slot that is taken. */
export const overbookRequest = z.strictObject({ slotId: objectId });
export const overbookReply = z.strictObject({ id: objectId });

export const lateRequest = z.strictObject({
  day: day.optional(),
  location: objectId.optional(),
  practitioner: objectId.optional(),
  minutes: z.int().min(5).max(480),
});
export const lateReply = z.strictObject({ told: z.int() });

export const slotsQuery = z.strictObject({ practitioner: objectId, day });
export const slotList = z.strictObject({
  items: z.array(
    z.strictObject({ id: objectId, service: z.string(), start: instant, end: instant, taken: z.boolean() }),
  ),
});
export type SlotList = z.infer<typeof slotList>;
