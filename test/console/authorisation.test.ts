import { type Permission, permissionsOf, ROLES, type Role } from '../../console/api/access/roles';
import { endpoints } from '../../console/api/endpoints';
import { onEachDb } from '../support/databases';
import { addStaff, type Caller, createCaller, type Json } from './support/caller';
import { OBJECTS, type ObjectPair, seedObjects } from './support/objects';
import { openSite, type Site } from './support/site';

interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly permission?: readonly Permission[];
  readonly open: boolean;
  readonly object?: string;
}

/** Read from the document people get, not from the declarations it was made of. */
async function operations(caller: Caller): Promise<Operation[]> {
  const { json } = await caller.call('GET', '/openapi.json');
  const document = JSON.parse(json);
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Json>).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      permission: operation['x-permission'],
      open: Array.isArray(operation.security) && operation.security.length === 0,
      object: operation['x-object'],
    })),
  );
}

/** A refusal by who is asking comes before anything is read of what was sent, so an empty body is enough to see it. */
const REFUSED = new Set(['signed_out', 'forbidden', 'not_found']);

async function outcome(caller: Caller, operation: Operation, id: string): Promise<string> {
  const path = operation.path.replace('{id}', id).replace(/\{\w+\}/g, 'x');
  const reply = await caller.call(operation.method, path, operation.method === 'GET' ? {} : { body: {} });
  const code = reply.json?.error?.code;
  return REFUSED.has(code) ? code : 'answered';
}

onEachDb('authorisation of every endpoint', (open) => {
  test('every role, own and foreign objects, and nobody', async () => {
    const site: Site = await openSite(await open());
    const reader = createCaller(site);
    const all = (await operations(reader)).filter((operation) => !operation.open && operation.id !== 'signOut');
    expect(all.length).toBe(endpoints.filter((endpoint) => endpoint.access.kind !== 'public').length - 1);
    const nobody = createCaller(site);
    for (const operation of all)
      expect([operation.id, await outcome(nobody, operation, 'x')]).toEqual([operation.id, 'signed_out']);

    const wrong: string[] = [];
    for (const role of ROLES) {
      const id = await addStaff(site, role, [role], { teams: ['triage'] });
      const permissions = permissionsOf([role]);
      const caller = createCaller(site);
      await caller.signIn(role);
      for (const operation of all) {
        // A role without the permission is refused before any object is looked at: none has to be made.
        const allowed = operation.permission?.some((permission) => permissions.has(permission)) ?? true;
        const pairs: ObjectPair =
          operation.object && allowed
            ? await seedObjects(site, operation.object, id, permissions)
            : { own: 'x', foreign: 'x' };
        for (const which of ['own', 'foreign'] as const) {
          const got = await outcome(caller, operation, pairs[which]);
          const want = expected(operation, role, permissions, which);
          if (got !== want) wrong.push(`${role} ${operation.id} ${which}: ${got} instead of ${want}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  }, 240_000);

  test('every kind of object that an endpoint names has a rule and a seed', () => {
    const named = new Set(endpoints.flatMap((endpoint) => endpoint.object ?? []));
    expect([...named].sort()).toEqual([...named].filter((kind) => kind in OBJECTS).sort());
  });
});

function expected(
  operation: Operation,
  _role: Role,
  permissions: ReadonlySet<Permission>,
  which: 'own' | 'foreign',
): string {
  if (operation.permission && !operation.permission.some((permission) => permissions.has(permission)))
    return 'forbidden';
  if (operation.object === undefined || which === 'own') return 'answered';
  return OBJECTS[operation.object]!.foreignFor(permissions) ? 'answered' : 'not_found';
}
