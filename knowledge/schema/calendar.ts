import { z } from 'zod';

/**
 * The hospital's calendar: where, what, who and when, as the hospital writes it. One YAML file, or a folder of CSV files
 * with the same names. Imported as a whole with `npm run hospital -- import`; see docs/hospital-calendar.md.
 */
const id = z
  .string()
  .regex(/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/, 'must be small letters, digits and dashes, such as dr-vargas');
const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a date such as 2026-12-24')
  .refine(
    (text) =>
      !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text),
    'is not a day of the calendar',
  );
/** `24:00` is the end of the day. Claims are kept in steps of five minutes. */
const clock = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a time such as 08:30')
  .refine((text) => Number(text.slice(3)) % 5 === 0, 'must lie on five minutes, such as 08:30 or 08:35');
const names = z.strictObject({ en: z.string().min(1) }).catchall(z.string().min(1));
const steps = (least: number, most: number) =>
  z
    .int(`must be a whole number of minutes`)
    .min(least, `must be at least ${least} minutes`)
    .max(most, `must be at most ${most} minutes`)
    .refine((minutes) => minutes % 5 === 0, 'must be a multiple of 5 minutes');

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const URGENCIES = ['routine', 'soon', 'urgent'] as const;

const span = z.strictObject({ from: clock, to: clock });

/** The rules of booking; each has a default a hospital may change. Times are in the hospital's zone. */
export const calendarPolicy = z.strictObject({
  hold_minutes: z.int().min(1).max(60).default(5),
  offer_minutes: z
    .int()
    .min(5)
    .max(24 * 60)
    .default(30),
  /** Freed slots are offered to the waitlist between these times; at night nobody could answer. */
  offer_hours: span.default({ from: '08:00', to: '20:00' }),
  code_minutes: z.int().min(2).max(60).default(10),
  identity_attempts: z.int().min(1).max(10).default(5),
  horizon_days: z.int().min(7).max(400).default(90),
  day_parts: z.strictObject({ morning: span, afternoon: span, evening: span }).default({
    morning: { from: '00:00', to: '12:00' },
    afternoon: { from: '12:00', to: '17:00' },
    evening: { from: '17:00', to: '24:00' },
  }),
  cancel_reasons: z.array(id).min(1).default(['better', 'work', 'transport', 'cost', 'afraid', 'elsewhere', 'other']),
  missed_reasons: z.array(id).min(1).default(['forgot', 'work', 'transport', 'cost', 'afraid', 'better', 'other']),
  /** An appointment that began this long ago and is neither arrived nor missed stands on the overdue list. */
  overdue_after_minutes: z
    .int()
    .min(15)
    .max(24 * 60)
    .default(60),
});

export const calendarLocation = z.strictObject({ id, name: names, address: z.string().min(1) });

export const calendarRoom = z.strictObject({
  id,
  location: id,
  /** What a service asks for with `needs_room`. */
  kind: id,
  name: z.string().min(1),
});

/** `before` the start: `3d`, `24h`, `30m`; `after` the end likewise. */
const ago = z.string().regex(/^[1-9]\d{0,3}[mhd]$/, 'must be a number with m, h or d, such as 3d');
export const calendarReminder = z.strictObject({
  id,
  before: ago,
  kind: z.enum(['reminder', 'prepare', 'previsit']).default('reminder'),
  reply: z.enum(['confirm-move-cancel', 'none']).default('confirm-move-cancel'),
});

export const calendarService = z.strictObject({
  id,
  name: names,
  also_called: z.record(z.string(), z.array(z.string().min(1))).default({}),
  minutes: steps(5, 480),
  buffer_before: steps(0, 120).default(0),
  buffer_after: steps(0, 120).default(0),
  bookable_by: z.enum(['patient', 'known-patient', 'referral', 'staff']).default('patient'),
  urgency: z.array(z.enum(URGENCIES)).min(1).default(['routine']),
  /** Routes and services of triage that lead here. */
  routes: z.array(z.string()).default([]),
  age_months: z.strictObject({ min: z.int().min(0).optional(), max: z.int().min(0).optional() }).optional(),
  sex: z.enum(['female', 'male']).optional(),
  /** A room of this kind at the same place is booked with the practitioner. */
  needs_room: id.optional(),
  /** `wording/booking.prepare-<this>`. */
  preparation: id.optional(),
  reminders: z.array(calendarReminder).default([
    { id: 'days-3', before: '3d', kind: 'reminder', reply: 'confirm-move-cancel' },
    { id: 'day-1', before: '1d', kind: 'reminder', reply: 'confirm-move-cancel' },
  ]),
});

export const calendarPractitioner = z.strictObject({
  id,
  name: z.string().min(1),
  family: z.string().min(1),
  gender: z.enum(['female', 'male', 'other']),
  languages: z.array(z.string().regex(/^[a-z]{2,3}$/, 'must be language codes such as en or es')).min(1),
  services: z.array(id).min(1),
});

/** A weekly template: this practitioner works here on these days between these times. */
export const calendarSession = z.strictObject({
  practitioner: id,
  location: id,
  /** A room that is this session's own. */
  room: id.optional(),
  weekdays: z.array(z.enum(WEEKDAYS)).min(1),
  from: clock,
  to: clock,
  /** Only these of the practitioner's services. */
  services: z.array(id).optional(),
  valid_from: day.optional(),
  valid_to: day.optional(),
  /** 2: every second week, counted from the week of `valid_from`. */
  every_weeks: z.int().min(1).max(8).default(1),
});

/** One day that is not like the template. `closed` for a practitioner or a whole place; else an extra session. */
export const calendarException = z.strictObject({
  date: day,
  practitioner: id.optional(),
  location: id.optional(),
  closed: z.boolean().default(false),
  from: clock.optional(),
  to: clock.optional(),
  services: z.array(id).optional(),
});

export const calendarHoliday = z.strictObject({ date: day, name: z.string().min(1) });
export const calendarLeave = z.strictObject({ practitioner: id, from: day, to: day });

/** The tables of a calendar, by the names of their YAML lists and CSV files. */
export const CALENDAR_TABLES = {
  locations: calendarLocation,
  rooms: calendarRoom,
  services: calendarService,
  practitioners: calendarPractitioner,
  sessions: calendarSession,
  exceptions: calendarException,
  holidays: calendarHoliday,
  leave: calendarLeave,
} as const;
export type CalendarTable = keyof typeof CALENDAR_TABLES;

export type CalendarPolicy = z.infer<typeof calendarPolicy>;
export type CalendarLocation = z.infer<typeof calendarLocation>;
export type CalendarRoom = z.infer<typeof calendarRoom>;
export type CalendarService = z.infer<typeof calendarService>;
export type CalendarReminder = z.infer<typeof calendarReminder>;
export type CalendarPractitioner = z.infer<typeof calendarPractitioner>;
export type CalendarSession = z.infer<typeof calendarSession>;
export type CalendarException = z.infer<typeof calendarException>;

export interface HospitalCalendar {
  readonly zone: string;
  readonly policy: CalendarPolicy;
  readonly locations: readonly CalendarLocation[];
  readonly rooms: readonly CalendarRoom[];
  readonly services: readonly CalendarService[];
  readonly practitioners: readonly CalendarPractitioner[];
  readonly sessions: readonly CalendarSession[];
  readonly exceptions: readonly CalendarException[];
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
  readonly leave: readonly { readonly practitioner: string; readonly from: string; readonly to: string }[];
}
