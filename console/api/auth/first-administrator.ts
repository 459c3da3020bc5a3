import type { Clock, Ids } from '../../../bot/contracts';
import type { StaffStore } from '../ports';
import { hashPassword, oneTimePassword } from './password';

/**
 * On the first start there is nobody who could invite anybody: makes the account `admin` with a one-time password,
 * which must be changed at the first sign-in. Returns undefined when somebody exists already.
 * The first account may do everything, so that a small site works from the first minute; the roles it does not need
 * are taken away under People once the team has its own accounts.
 */
export async function ensureFirstAdministrator(deps: {
  staff: StaffStore;
  clock: Clock;
  ids: Ids;
}): Promise<{ username: string; password: string } | undefined> {
  if ((await deps.staff.list()).length > 0) return undefined;
  const password = oneTimePassword();
  const made = await deps.staff.createFirst({
    id: deps.ids.next('stf'),
    username: 'admin',
    name: 'Administrator',
    roles: ['administrator', 'supervisor', 'nurse', 'auditor', 'clinical_author'],
    teams: [],
    locale: 'en',
    passwordHash: await hashPassword(password),
    mustChangePassword: true,
    active: true,
    createdAt: deps.clock.now(),
  });
  return made ? { username: 'admin', password } : undefined;
}
