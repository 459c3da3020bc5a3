import { z } from 'zod';

/** Shapes shared by the console's API and its web app: the web app imports the types, the API checks with the values. */

/** Opaque identifier in a path or body: bounded, so that nothing odd reaches a query or a log. */
export const objectId = z.string().regex(/^[A-Za-z0-9_.:-]{1,128}$/);

export const instant = z.int().nonnegative();

export const person = z.strictObject({ id: objectId, name: z.string() });
export type Person = z.infer<typeof person>;

/** 1 now (life at risk), 2 within the hour, 3 today, 4 when there is time. */
export const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
export type Severity = z.infer<typeof severity>;

export const done = z.strictObject({ ok: z.literal(true) });

/** Every refusal has this body and nothing else: a code the web app words, and what a person needs to go on. */
export const problem = z.strictObject({
  error: z.strictObject({
    code: z.string(),
    /** Which fields did not fit; never their values. */
    fields: z.array(z.string()).optional(),
    /** Who holds the conversation, when that is the reason. */
    owner: person.optional(),
    retryAfterSeconds: z.int().optional(),
  }),
});
export type ProblemBody = z.infer<typeof problem>;
