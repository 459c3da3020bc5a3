import { z } from 'zod';
import type { Section } from '../../schema/medicine';
import { clean, type DraftSection, idFrom, type LabelDraft, missingNotes, NotALabel } from './draft';

const texts = z.array(z.string()).optional();

/** The part of an openFDA drug label record that is used (open.fda.gov/apis/drug/label); everything may be missing. */
const record = z.looseObject({
  id: z.string().optional(),
  set_id: z.string().optional(),
  version: z.string().optional(),
  effective_time: z.string().optional(),
  openfda: z
    .looseObject({
      generic_name: texts,
      brand_name: texts,
      substance_name: texts,
      manufacturer_name: texts,
      rxcui: texts,
      product_type: texts,
      original_packager_product_ndc: texts,
      is_original_packager: z.array(z.boolean()).optional(),
    })
    .optional(),
});
const file = z.union([z.looseObject({ results: z.array(record) }), z.array(record), record]);

/** openFDA fields for each of our sections, best first: prescription labels and "Drug Facts" use different ones. */
const FIELDS: Readonly<Partial<Record<Section, readonly string[]>>> = {
  purpose: ['indications_and_usage', 'purpose'],
  how: ['dosage_and_administration', 'instructions_for_use'],
  common: ['adverse_reactions'],
  serious: ['warnings_and_cautions', 'warnings', 'stop_use', 'precautions'],
  interactions: ['drug_interactions', 'ask_doctor_or_pharmacist'],
  avoid: ['contraindications', 'do_not_use', 'ask_doctor'],
  pregnancy: ['pregnancy', 'pregnancy_or_breast_feeding', 'use_in_specific_populations'],
  breastfeeding: ['lactation', 'nursing_mothers', 'pregnancy_or_breast_feeding'],
  double: ['overdosage'],
  storage: ['storage_and_handling', 'how_supplied'],
  monitoring: ['laboratory_tests'],
  disposal: ['disposal_and_waste_handling'],
};

/**
 * Reads an openFDA label file (one record, a list, or the API's `results`) into drafts, one per record.
 * Throws `NotALabel` when the JSON is something else.
 */
export function importOpenFda(json: string): LabelDraft[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    throw new NotALabel('This is not JSON; give an openFDA label file such as a download of /drug/label.json.');
  }
  const read = file.safeParse(parsed);
  if (!read.success) throw new NotALabel('This JSON holds no openFDA label records (expected "results" or a list).');
  const records = Array.isArray(read.data) ? read.data : 'results' in read.data ? read.data.results : [read.data];
  const drafts = (records as z.infer<typeof record>[]).map(draftOf);
  if (drafts.every((draft) => draft.sections.length === 0))
    throw new NotALabel('No record of this file has label sections; is it the label endpoint and not another one?');
  return drafts;
}

function draftOf(one: z.infer<typeof record>): LabelDraft {
  const open = one.openfda ?? {};
  const sections: DraftSection[] = Object.entries(FIELDS).flatMap(([section, fields]) => {
    const field = fields.find((name) => textOf(one, name) !== undefined);
    if (field === undefined) return [];
    return [{ section: section as Section, text: textOf(one, field)!, citation: `openFDA ${field}` }];
  });
  const generic = distinct(open.generic_name);
  const brands = distinct(open.brand_name);
  const boxed = textOf(one, 'boxed_warning');
  const name = generic[0] ?? distinct(open.substance_name)[0] ?? brands[0];
  return {
    id: idFrom(name ?? ''),
    status: 'draft',
    genericNames: generic,
    brands,
    ...(open.manufacturer_name?.[0] === undefined ? {} : { manufacturer: open.manufacturer_name[0] }),
    repackager: (open.original_packager_product_ndc?.length ?? 0) > 0 && open.is_original_packager?.[0] !== true,
    rxcui: distinct(open.rxcui),
    ingredients: distinct(open.substance_name),
    otc: open.product_type?.some((type) => /OTC/i.test(type)) ?? false,
    ...(boxed === undefined ? {} : { boxedWarning: boxed }),
    sections,
    source: {
      title: `Label of ${name ?? 'an unnamed product'}`,
      ...(one.set_id === undefined ? {} : { setId: one.set_id }),
      ...(one.version === undefined ? {} : { version: one.version }),
      ...(one.effective_time === undefined ? {} : { date: isoDate(one.effective_time) }),
    },
    notes: [
      ...(name === undefined ? ['the record names no medicine: the openfda block is missing'] : []),
      ...(generic.length > 1 ? [`several generic names: ${generic.join('; ')}`] : []),
      ...missingNotes(sections),
    ],
  };
}

function textOf(one: Record<string, unknown>, field: string): string | undefined {
  const value = one[field];
  const text = Array.isArray(value) ? value.filter((part) => typeof part === 'string').join(' ') : value;
  return typeof text === 'string' && clean(text) !== '' ? clean(text) : undefined;
}

function distinct(values: readonly string[] | undefined): string[] {
  return [...new Map((values ?? []).map((value) => [value.toLowerCase(), clean(value)])).values()];
}

/** `20240131` as `2024-01-31`. */
export function isoDate(compact: string): string {
  return compact.replace(/^(\d{4})(\d{2})(\d{2}).*$/, '$1-$2-$3');
}
