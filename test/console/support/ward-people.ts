import type { Site } from './site';

/** Made-up patients of the sample hospital, with names as they come: long, double, right to left. */
export const PATIENTS = [
  'Mia Novak',
  'Joseph Adeyemi-Featherstonehaugh',
  'Rosa Quispe Mamani',
  'عمر حداد',
  'Leo Lopez',
  'Paula Stone',
  'Maximiliana Wolfeschlegelsteinhausenbergerdorff de la Vega',
  'Tomás Rivera',
  'Grace Kim',
  'Amir Haddad',
] as const;

/** Conversations `c_past_0`, `c_past_1` ... become theirs, one each. */
export async function seedPeople(site: Site): Promise<void> {
  const now = site.clock.now();
  for (const [index, name] of PATIENTS.entries()) {
    const id = `pat_past_${index}`;
    const profile = site.vault.seal(JSON.stringify({ name }), id);
    await site.db.write('patient').insert({ id, profile, created_at: now, updated_at: now });
    await site.db
      .write('conversation')
      .where({ id: `c_past_${index}` })
      .update({ patient_id: id });
  }
}
