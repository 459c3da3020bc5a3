import type { ContentLibrary } from '../../schema/library';
import type { Medicine } from '../../schema/medicine';
import type { NameIndex } from '../names';
import { fold } from '../words';
import { covers } from './interactions';

/** What a reported allergy means for a medicine. */
export interface AllergyHit {
  readonly allergy: string;
  readonly medicine: string;
  /** The thing itself, or one that may react too. */
  readonly kind: 'same' | 'cross';
  /** The sentence to say. */
  readonly ref: string;
}

/** Every listed allergy against one medicine. Unknown allergy ids are compared with the medicine's own id. */
export function checkAllergies(
  content: ContentLibrary,
  names: NameIndex,
  allergies: readonly string[],
  medicine: string,
): AllergyHit[] {
  return content.all('allergy').flatMap((file): AllergyHit[] => {
    if (!allergies.includes(file.id)) return [];
    const place = `allergy/${file.id}@${file.version}#`;
    if (covers(names, file.same, medicine))
      return [{ allergy: file.id, medicine, kind: 'same', ref: `${place}advice` }];
    const cross = file.cross.findIndex((one) => covers(names, one.to, medicine));
    return cross < 0 ? [] : [{ allergy: file.id, medicine, kind: 'cross', ref: `${place}cross.${cross}.advice` }];
  });
}

/** The allergies people name in free text ("allergic to penicillin"), by what they are called. */
export function findAllergies(content: ContentLibrary, text: string): string[] {
  const said = ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
  return content
    .all('allergy')
    .filter((file) =>
      Object.values(file.names.called)
        .flat()
        .some((name) => said.includes(` ${fold(name)} `)),
    )
    .map((file) => file.id);
}

/** Whether a pregnancy makes somebody look at this medicine, and how soon. */
export function pregnancyConcern(medicine: Medicine, weeks?: number): 'none' | 'ask' | 'today' {
  switch (medicine.flags.pregnancy) {
    case 'ok':
      return 'none';
    case 'avoid':
    case 'specialist':
      return 'today';
    case 'avoid_20w':
      return weeks === undefined || weeks >= 20 ? 'today' : 'ask';
    case 'avoid_term':
      return weeks !== undefined && weeks < 34 ? 'none' : 'today';
    default:
      return 'ask';
  }
}

/** Below the youngest age of the label for use without a prescriber's word. */
export function tooYoung(medicine: Medicine, ageMonths: number | undefined): boolean {
  return medicine.otc_min_age !== undefined && ageMonths !== undefined && ageMonths < medicine.otc_min_age * 12;
}
