import type { Knex } from 'knex';
import type { Person } from '../../../console/api/schema/common';
import type { Vault } from '../vault';

export interface StaffProfile {
  readonly username: string;
  readonly name: string;
}

export const openProfile = (vault: Vault, id: string, sealed: string): StaffProfile =>
  JSON.parse(vault.open(sealed, id)) as StaffProfile;

/** A sealed text of the engine: it seals every value as JSON. */
export const openText = (vault: Vault, sealed: string, context: string): string =>
  String(JSON.parse(vault.open(sealed, context)));

/** Names of staff by id, for lists that show who did something. Somebody unknown keeps the id as a name. */
export async function staffNames(
  knex: Knex,
  vault: Vault,
  ids: Iterable<string | null | undefined>,
): Promise<(id: string) => Person> {
  const wanted = [...new Set([...ids].filter((id): id is string => typeof id === 'string'))];
  const rows =
    wanted.length === 0
      ? []
      : await knex<{ id: string; profile: string }>('staff').select('id', 'profile').whereIn('id', wanted);
  const names = new Map(rows.map((row) => [row.id, openProfile(vault, row.id, row.profile).name]));
  return (id) => ({ id, name: names.get(id) ?? id });
}
