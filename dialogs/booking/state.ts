import { z } from 'zod';

/** An open question, kept with the state so that it can be asked again word for word. */
export const asked = z.strictObject({
  name: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
  kind: z.enum(['choice', 'yesNo', 'number', 'date', 'text', 'media', 'medicine', 'scale']),
  choices: z.array(z.strictObject({ id: z.string(), label: z.string(), literal: z.boolean() })),
});

export type Asked = z.infer<typeof asked>;

export const wish = z.strictObject({
  from: z.string().optional(),
  to: z.string().optional(),
  weekdays: z.array(z.number()).optional(),
  parts: z.array(z.enum(['morning', 'afternoon', 'evening'])).optional(),
  at: z.string().optional(),
  earliest: z.string().optional(),
  latest: z.string().optional(),
  soonest: z.boolean().optional(),
});

/** Proving who somebody is, and taking down somebody new: part of whatever needs it. */
export const person = z.strictObject({
  at: z.enum([
    'been-before',
    'birth',
    'phone',
    'code',
    'name',
    'new-birth',
    'new-phone',
    'changed',
    'what-changed',
    'child',
    'child-name',
    'child-birth',
    'which-birth',
  ]),
  whom: z.enum(['self', 'child']),
  /** Where `which-birth` goes back to, with the days it asked about. */
  asking: z.enum(['birth', 'new-birth', 'child-birth']).optional(),
  days: z.array(z.string()).optional(),
  phone: z.string().optional(),
  birthDate: z.string().optional(),
  /** The person being taken down, or proven. */
  patientId: z.string().optional(),
  holder: z.string().optional(),
  name: z.string().optional(),
  tries: z.number(),
  asked,
});
export type PersonState = z.infer<typeof person>;

export const want = z.strictObject({
  service: z.string().optional(),
  urgency: z.enum(['routine', 'soon', 'urgent']),
  disposition: z.string().optional(),
  /** Triage said so: seen by the end of this day, `YYYY-MM-DD` where the hospital is. */
  by: z.string().optional(),
  practitioners: z.array(z.string()).optional(),
  gender: z.enum(['female', 'male', 'other']).optional(),
  language: z.string().optional(),
  usual: z.boolean().optional(),
  /** `practitioners` is the usual doctor, put first without being asked for. */
  preferred: z.boolean().optional(),
  /** Said that any doctor will do: the usual one is not put first. */
  anybody: z.boolean().optional(),
  child: z.boolean().optional(),
  wish,
  /** The visit that is moved. */
  move: z.string().optional(),
});
export type Want = z.infer<typeof want>;

export const state = z.strictObject({
  at: z.enum(['service', 'doctor', 'when', 'which-date', 'slots', 'person', 'confirm', 'double', 'none']),
  want,
  /** Slots shown last, in order, and all that were shown and passed over. */
  shown: z.array(z.strictObject({ id: z.string(), start: z.number() })),
  passed: z.array(z.string()),
  dates: z.array(wish).optional(),
  slot: z.string().optional(),
  start: z.number().optional(),
  patient: z.string().optional(),
  patientName: z.string().optional(),
  person: person.optional(),
  asked,
});
export type BookingState = z.infer<typeof state>;
