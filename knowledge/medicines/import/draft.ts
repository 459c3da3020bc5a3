import type { Section } from '../../schema/medicine';

/** A label read into a draft for review: facts to check and rewrite, never patient text. */
export interface LabelDraft {
  /** Suggested id, from the generic name. */
  readonly id: string;
  readonly status: 'draft';
  readonly genericNames: readonly string[];
  readonly brands: readonly string[];
  readonly manufacturer?: string;
  /** Set when the label says it repeats another maker's product. */
  readonly repackager: boolean;
  readonly rxcui: readonly string[];
  readonly ingredients: readonly string[];
  readonly otc: boolean;
  /** Boxed warning text, to be led with. */
  readonly boxedWarning?: string;
  readonly sections: readonly DraftSection[];
  readonly source: {
    readonly title: string;
    readonly setId?: string;
    readonly version?: string;
    readonly date?: string;
  };
  /** What a reviewer must know about this file: missing title, several products, nothing found for a section. */
  readonly notes: readonly string[];
}

/** Label text for one of our sections, with where it stood. */
export interface DraftSection {
  readonly section: Section;
  readonly text: string;
  /** `openFDA field` or `SPL LOINC code "title"`. */
  readonly citation: string;
}

/** A file that cannot be a label: says what was expected. */
export class NotALabel extends Error {
  override readonly name = 'NotALabel';
}

/** Sections a reviewer expects; a missing one is noted, because silence in a label is not safety. */
const EXPECTED: readonly Section[] = ['purpose', 'how', 'serious', 'interactions', 'avoid', 'storage'];

export function missingNotes(sections: readonly DraftSection[]): string[] {
  const there = new Set(sections.map((one) => one.section));
  return EXPECTED.filter((section) => !there.has(section)).map((section) => `the label has no text for "${section}"`);
}

/** "Metformin Hydrochloride" and "METFORMIN HCL" are one id: the salt is not what people ask for. */
export function idFrom(name: string): string {
  const salts =
    /\b(hydrochloride|hcl|hydrobromide|sodium|potassium|calcium|magnesium|sulfate|sulphate|besylate|maleate|tartrate|succinate|fumarate|citrate|acetate|mesylate|phosphate|tablets?|capsules?|injection|oral|solution|suspension|extended[- ]release|delayed[- ]release|er|xr|usp)\b/gi;
  const id = name
    .replace(salts, ' ')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  return id === '' ? 'unnamed' : id;
}

export function clean(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
