import { z } from 'zod';
import { ROLES } from '../access/roles';
import { instant, objectId } from './common';

export const username = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._@+-]{0,63}$/);

/** Length is the rule that helps (NIST SP 800-63B); composition rules are not asked for. */
export const newPassword = z.string().min(12).max(256);

export const signInRequest = z.strictObject({
  username: z.string().min(1).max(128),
  password: z.string().min(1).max(256),
});

export const changePasswordRequest = z.strictObject({ current: z.string().min(1).max(256), next: newPassword });

export const role = z.enum(ROLES);

/** What stands between a session and the work: nothing, a password to change, or a code to enter. */
export const stage = z.enum(['ready', 'change_password', 'second_factor']);
export type Stage = z.infer<typeof stage>;

export const sessionView = z.strictObject({
  stage,
  csrf: z.string(),
  staff: z.strictObject({
    id: objectId,
    name: z.string(),
    username: z.string(),
    roles: z.array(role),
    teams: z.array(z.string()),
    locale: z.string(),
    secondFactor: z.boolean(),
  }),
  permissions: z.array(z.string()),
  idleMinutes: z.int(),
  expiresAt: instant,
  hospital: z.strictObject({
    name: z.string(),
    shortName: z.string(),
    zone: z.string(),
    sample: z.boolean(),
    emergency: z.string(),
    nurseLine: z.string(),
  }),
});
export type SessionView = z.infer<typeof sessionView>;

export const ssoOptions = z.strictObject({ sso: z.boolean() });
export const ssoAddress = z.strictObject({ url: z.string() });
