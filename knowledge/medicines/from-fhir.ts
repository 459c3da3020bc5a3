import { z } from 'zod';
import type { MedicineKnowledge } from './index';

const coding = z.looseObject({
  system: z.string().optional(),
  code: z.string().optional(),
  display: z.string().optional(),
});
const concept = z.looseObject({ coding: z.array(coding).optional(), text: z.string().optional() });

/** The part of a FHIR R4 `MedicationRequest` that the medicine list needs. */
const request = z.looseObject({
  resourceType: z.literal('MedicationRequest'),
  id: z.string().optional(),
  status: z.string().optional(),
  medicationCodeableConcept: concept.optional(),
  dosageInstruction: z
    .array(z.looseObject({ text: z.string().optional(), patientInstruction: z.string().optional() }))
    .optional(),
  dispenseRequest: z
    .looseObject({ validityPeriod: z.looseObject({ end: z.string().optional() }).optional() })
    .optional(),
});

export interface PrescribedMedicine {
  /** Our id, when code or name is known for certain. */
  readonly medicine?: string;
  /** The name as prescribed. */
  readonly name: string;
  /** Directions as written by the prescriber or pharmacy; shown as they are. */
  readonly label?: string;
  /** ISO date the supply or prescription ends. */
  readonly ends?: string;
  readonly active: boolean;
}

const RXNORM = 'http://www.nlm.nih.gov/research/umls/rxnorm';
const ATC = 'http://www.whocc.no/atc';

/**
 * A `MedicationRequest` for the patient's list. A code decides before a name, a name must be exact: a prescription is
 * never guessed. Throws `z.ZodError` when it is no MedicationRequest.
 */
export function fromMedicationRequest(knowledge: MedicineKnowledge, resource: unknown): PrescribedMedicine {
  const one = request.parse(resource);
  const { coding: codings = [], text } = one.medicationCodeableConcept ?? {};
  const name = text ?? codings.find((each) => each.display !== undefined)?.display ?? '';
  const byCode = codings
    .map((each) => knowledge.names.byCode.get(`${systemOf(each.system)}:${each.code}`))
    .find((id) => id !== undefined);
  const exact = knowledge.find(name).found.filter((found) => found.how === 'name' || found.how === 'brand');
  const medicine = byCode ?? (exact.length === 1 && exact[0]!.candidates.length === 1 ? exact[0]!.id : undefined);
  const dosage = one.dosageInstruction?.[0];
  const label = dosage?.patientInstruction ?? dosage?.text;
  const ends = one.dispenseRequest?.validityPeriod?.end?.slice(0, 10);
  return {
    ...(medicine === undefined ? {} : { medicine }),
    name,
    ...(label === undefined ? {} : { label }),
    ...(ends === undefined ? {} : { ends }),
    active: one.status === undefined || one.status === 'active',
  };
}

function systemOf(system: string | undefined): string {
  return system === RXNORM ? 'rxnorm' : system === ATC ? 'atc' : 'other';
}
