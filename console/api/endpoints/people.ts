import type { z } from 'zod';
import { hashPassword, oneTimePassword } from '../auth/password';
import { type Call, endpoint, may, ok } from '../http/endpoint';
import { Problem } from '../http/problem';
import { done } from '../schema/common';
import { inviteRequest, oneTime, staffChange, staffList } from '../schema/office';

const MANAGE = may('staff.manage');

async function invite({ deps, who, body, now }: Call<undefined, z.output<typeof inviteRequest>>) {
  const password = oneTimePassword();
  const id = deps.ids.next('stf');
  const made = await deps.store.staff.create({
    id,
    ...body,
    passwordHash: await hashPassword(password),
    mustChangePassword: true,
    active: true,
    createdAt: now,
  });
  if (!made) throw new Problem('taken');
  deps.log.info('console.person_added', { by: who.staff.id, staff: id, roles: body.roles.join(' ') });
  return ok({ id, username: body.username, password });
}

async function change({ deps, who, id, body }: Call<undefined, z.output<typeof staffChange>>) {
  if ((await deps.store.staff.update(id, body)) === 'last_administrator') throw new Problem('last_administrator');
  deps.log.info('console.person_changed', { by: who.staff.id, staff: id, fields: Object.keys(body).join(' ') });
  return ok({ ok: true });
}

/** A new one-time password, the second factor off, every session ended: for who lost phone or password. */
async function reset({ deps, who, id }: Call) {
  const staff = await deps.store.staff.byId(id);
  if (!staff) throw new Problem('not_found');
  const password = oneTimePassword();
  await deps.store.staff.setPassword(id, await hashPassword(password), true);
  await deps.store.staff.setTotp(id, null);
  await deps.store.sessions.endAllOf(id);
  deps.log.warn('console.person_reset', { by: who.staff.id, staff: id });
  return ok({ id, username: staff.username, password });
}

export const peopleEndpoints = [
  endpoint({
    id: 'listStaff',
    method: 'GET',
    path: '/staff',
    summary: 'Everybody with an account',
    access: MANAGE,
    reply: staffList,
    handle: async ({ deps }) => {
      const staff = await deps.store.staff.list();
      return ok({
        items: staff.map((one) => ({
          id: one.id,
          username: one.username,
          name: one.name,
          roles: [...one.roles],
          teams: [...one.teams],
          active: one.active,
          secondFactor: one.totpSecret !== null,
          waiting: one.mustChangePassword,
          createdAt: one.createdAt,
          lastSeenAt: one.lastSeenAt,
        })),
      });
    },
  }),
  endpoint({
    id: 'inviteStaff',
    method: 'POST',
    path: '/staff',
    summary: 'Add a person; the one-time password is shown once',
    access: MANAGE,
    body: inviteRequest,
    reply: oneTime,
    handle: invite,
  }),
  endpoint({
    id: 'changeStaff',
    method: 'PATCH',
    path: '/staff/:id',
    summary: 'Change name, roles, teams, or deactivate, which ends every session at once',
    access: MANAGE,
    object: 'staff',
    body: staffChange,
    reply: done,
    handle: change,
  }),
  endpoint({
    id: 'resetStaff',
    method: 'POST',
    path: '/staff/:id/reset',
    summary: 'A new one-time password, second factor off, every session ended',
    access: MANAGE,
    object: 'staff',
    reply: oneTime,
    handle: reset,
  }),
];
