import type { Levels } from '../schema/levels';
import type { Level } from '../schema/triage-common';

/** A resource as plain JSON: what makes it FHIR is held by HL7's published schema (`fhir.test.ts`), not by types. */
export interface Resource {
  readonly resourceType: string;
  readonly id: string;
  readonly [field: string]: unknown;
}

/** Any structure inside a resource. */
export type Element = Readonly<Record<string, unknown>>;

/** Our own code system for D0 to D5; other systems are translations of it, not the other way round. */
export const LEVEL_SYSTEM = 'urn:sathi:disposition';
export const ANSWER_SYSTEM = 'urn:sathi:answer';
export const RULE_SYSTEM = 'urn:sathi:rule';

export function protocolUrl(kind: 'Questionnaire' | 'PlanDefinition', id: string): string {
  return `urn:sathi:${kind.toLowerCase()}:${id}`;
}

const NAMES: Readonly<Record<Level, string>> = {
  D0: 'Emergency now',
  D1: 'Emergency department now',
  D2: 'Urgent, same day',
  D3: 'Within days',
  D4: 'Routine',
  D5: 'Self-care',
};

/** A level as a CodeableConcept: ours first, then HL7 v3 ActPriority and SNOMED CT as translations. */
export function levelConcept(level: Level, scale: Levels): Element {
  const codes = scale.levels[level];
  return {
    coding: [
      { system: LEVEL_SYSTEM, code: level, display: NAMES[level] },
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority', code: codes.v3_act_priority },
      { system: 'http://snomed.info/sct', code: codes.sct_priority },
    ],
    text: NAMES[level],
  };
}

export function priorityOf(level: Level, scale: Levels): 'stat' | 'asap' | 'urgent' | 'routine' {
  return scale.levels[level].fhir_priority;
}

/** FHIR ids are at most 64 letters, digits, `-` and `.`. */
export function fhirId(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]+/g, '-').slice(0, 64);
}
