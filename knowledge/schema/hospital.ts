import { z } from 'zod';
import { FILE_TYPES } from './file-types';
import { outreachPolicy } from './outreach-policy';
import { ROUTES } from './triage-common';

const spans = z.array(z.string().regex(/^\d\d:\d\d-\d\d:\d\d$/, 'hours are written 08:00-18:00'));

/** When a place that triage sends people to is open, in `zone`; a day without hours is closed. */
export const place = z.strictObject({
  open: z.partialRecord(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']), spans),
  /** Hours on `holidays`; none unless they are written. */
  on_holidays: spans.default([]),
  /** Where people go instead while it is closed, best first. */
  instead: z.array(z.enum(ROUTES)).default([]),
});
export type Place = z.infer<typeof place>;

/**
 * The hospital's own file: everything that differs from one hospital to the next, in one place.
 * Numbers must be verified by the hospital before production (`verified_on`).
 */
export const hospital = z.strictObject({
  id: z.string(),
  name: z.string(),
  short_name: z.string(),
  country: z.string().length(2),
  zone: z.string(),
  locales: z.array(z.string()).min(1),
  numbers: z.strictObject({
    emergency: z.string(),
    crisis: z.string(),
    poison: z.string(),
    nurse_line: z.string(),
    switchboard: z.string(),
    maternity: z.string(),
    /** Violence at home, child and elder protection. */
    protection: z.string(),
    verified_on: z.string().nullable(),
  }),
  /** Where people go; shown as it is. */
  emergency_department: z.strictObject({ name: z.string(), address: z.string(), open: z.string() }),
  /** Hours in which somebody of the care team reads, per weekday, `HH:mm-HH:mm`, in `zone`. */
  care_team_hours: z.record(z.string(), z.array(z.string())),
  holidays: z.array(z.string()).default([]),
  /** Opening hours of the places of triage, by route. A place that is not listed counts as open at any hour. */
  places: z.partialRecord(z.enum(ROUTES), place).default({}),
  outreach: outreachPolicy,
  /** What staff may attach to a reply, as far as the patient's channel takes it. */
  files: z
    .strictObject({
      types: z.array(z.enum(FILE_TYPES)).default(['image/jpeg', 'image/png', 'application/pdf']),
      /** Megabytes of one file. */
      max_mb: z.number().min(0.1).max(16).default(5),
    })
    .prefault({}),
  website: z.string().default(''),
  /** Facts used by articles as `{hospital.facts.<name>}`, a text or one per locale. */
  facts: z.record(z.string(), z.union([z.string(), z.record(z.string(), z.string())])).default({}),
});
export type Hospital = z.infer<typeof hospital>;
