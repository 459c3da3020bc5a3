import type { ZodType } from 'zod';
import { type Interactions, interactions } from './interaction';
import { type Lookalikes, lookalikes } from './lookalike';
import {
  type Medicine,
  type MedicineRules,
  type MedicineText,
  type MedicineTopics,
  medicine,
  medicineRules,
  medicineText,
  medicineTopics,
} from './medicine';
import { type Allergy, allergy, type MedicineClass, medicineClass } from './medicine-class';
import { type Wording, wording } from './wording';

/** Every kind of content: its folder below `content/`, and what one file must look like. */
export interface ContentKinds {
  wording: Wording;
  medicine: Medicine;
  'medicine-class': MedicineClass;
  'medicine-text': MedicineText;
  'medicine-topics': MedicineTopics;
  'medicine-rules': MedicineRules;
  interaction: Interactions;
  lookalike: Lookalikes;
  allergy: Allergy;
}
export type Kind = keyof ContentKinds;

export const KINDS: { readonly [K in Kind]: { readonly folder: string; readonly schema: ZodType<ContentKinds[K]> } } = {
  wording: { folder: 'wording', schema: wording },
  medicine: { folder: 'medicines', schema: medicine },
  'medicine-class': { folder: 'medicine-classes', schema: medicineClass },
  'medicine-text': { folder: 'medicine-texts', schema: medicineText },
  'medicine-topics': { folder: 'medicine-topics', schema: medicineTopics },
  'medicine-rules': { folder: 'medicine-rules', schema: medicineRules },
  interaction: { folder: 'interactions', schema: interactions },
  lookalike: { folder: 'lookalikes', schema: lookalikes },
  allergy: { folder: 'allergies', schema: allergy },
};
