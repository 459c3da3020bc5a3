import type { Knex } from 'knex';
import type { Vault } from '../vault';

/** What a profile may hold that names a person; the rest of it is not the console's list's business. */
interface NamedProfile {
  name?: string | { given?: string; family?: string };
  given?: string;
  family?: string;
}

/** Names of patients by id; somebody without a profile or a name is not in the map. */
export async function patientLabel(
  knex: Knex,
  vault: Vault,
  ids: Iterable<string | null>,
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set([...ids].filter((id): id is string => id !== null))];
  const labels = new Map<string, string>();
  for (let from = 0; from < wanted.length; from += 500) {
    const rows = await knex<{ id: string; profile: string | null }>('patient')
      .select('id', 'profile')
      .whereIn('id', wanted.slice(from, from + 500));
    for (const row of rows) {
      const label = row.profile === null ? '' : nameOf(JSON.parse(vault.open(row.profile, row.id)) as NamedProfile);
      if (label) labels.set(row.id, label);
    }
  }
  return labels;
}

function nameOf(profile: NamedProfile): string {
  if (typeof profile.name === 'string') return profile.name.trim();
  const { given, family } = profile.name ?? profile;
  return [given, family].filter(Boolean).join(' ').trim();
}
