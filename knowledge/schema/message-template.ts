import { z } from 'zod';
import { header, localized } from './common';

const button = z.strictObject({
  /** What comes back when it is pressed. */
  id: z.string().max(128),
  label: z.string().max(25),
});

const language = z.strictObject({
  /** The provider's language code, such as `en`, `en_US` or `sw`. */
  code: z.string(),
  /** Where the hospital's own WhatsApp account stands with this template; only `approved` is ever sent. */
  approval: z.enum(['draft', 'submitted', 'approved', 'rejected', 'paused']),
  /** The text as submitted, `{name}` for each parameter; shown to staff and kept in the transcript. */
  text: z.string().min(1).max(1024),
  buttons: z.array(button).max(3).default([]),
  /** Content SID, where WhatsApp is reached through Twilio. */
  twilio_content_sid: z
    .string()
    .regex(/^HX[0-9a-f]{32}$/)
    .optional(),
});

/** What a place of a template is filled from when a member of staff sends it. */
export const TEMPLATE_SOURCES = [
  /** The hospital's short name. */
  'hospital',
  /** The patient's name, where the profile has one. */
  'patient',
  /** Day of the patient's next visit, in the language of the message. */
  'visit_day',
  'nurse_line',
  'switchboard',
  /** Nothing: the sender writes it. */
  'sender',
] as const;
export type TemplateSource = (typeof TEMPLATE_SOURCES)[number];

/** A template that the care team may send by hand, when the window for free text has closed. */
const byHand = z.strictObject({
  /** What staff choose it by. */
  title: localized,
  /** For each parameter: what fills it, and whether the sender may change that. */
  values: z.record(z.string(), z.strictObject({ from: z.enum(TEMPLATE_SOURCES), edit: z.boolean().default(false) })),
});

/**
 * A message WhatsApp has approved for use outside its 24-hour window. It shows on lock screens: no clinical detail,
 * no medicine, no doctor's speciality.
 */
export const messageTemplate = z
  .strictObject({
    ...header,
    purpose: z.enum(['care', 'reminder', 'programme', 'survey', 'safety', 'conversation']),
    category: z.enum(['utility', 'marketing', 'authentication']),
    /** Name at the provider. */
    name: z.string().regex(/^[a-z0-9_]{1,512}$/, 'template names are lower-case letters, digits and _'),
    /** Names of the places in the text, in the order the provider numbers them. */
    parameters: z.array(z.string()).max(10).default([]),
    /** Absent: only the bot sends it. */
    staff: byHand.optional(),
    languages: z.strictObject({ en: language, es: language }).catchall(language),
  })
  .superRefine((template, context) => {
    if (template.staff !== undefined) {
      for (const name of template.parameters)
        if (template.staff.values[name] === undefined)
          context.addIssue({
            code: 'custom',
            path: ['staff', 'values'],
            message: `{${name}} has no source: say what fills it, such as ${name}: { from: sender, edit: true }`,
          });
      for (const [name, { from, edit }] of Object.entries(template.staff.values)) {
        if (!template.parameters.includes(name))
          context.addIssue({
            code: 'custom',
            path: ['staff', 'values', name],
            message: `{${name}} is not listed in parameters: add it there or remove it here`,
          });
        if (from === 'sender' && !edit)
          context.addIssue({
            code: 'custom',
            path: ['staff', 'values', name],
            message: 'what the sender writes must be changeable: add edit: true',
          });
      }
    }
    for (const [locale, { text }] of Object.entries(template.languages)) {
      const places = [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
      for (const name of new Set([...places, ...template.parameters])) {
        if (!places.includes(name))
          context.addIssue({
            code: 'custom',
            path: ['languages', locale, 'text'],
            message: `{${name}} is a parameter but not in the text: add it or remove the parameter`,
          });
        if (!template.parameters.includes(name))
          context.addIssue({
            code: 'custom',
            path: ['languages', locale, 'text'],
            message: `{${name}} is not listed in parameters: add it there`,
          });
      }
      if (/^\{\w+\}|\{\w+\}$/.test(text.trim()))
        context.addIssue({
          code: 'custom',
          path: ['languages', locale, 'text'],
          message: 'WhatsApp refuses a text that begins or ends with a parameter: put a word there',
        });
    }
  });
export type MessageTemplate = z.infer<typeof messageTemplate>;
