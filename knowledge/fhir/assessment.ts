import type { Levels } from '../schema/levels';
import type { ContentLibrary } from '../schema/library';
import type { Protocol } from '../schema/protocol';
import type { Level, Question } from '../schema/triage-common';
import { type Answer, decodeAnswer } from '../triage/answers';
import {
  ANSWER_SYSTEM,
  type Element,
  fhirId,
  levelConcept,
  priorityOf,
  protocolUrl,
  type Resource,
  RULE_SYSTEM,
} from './codes';

/** An assessment as the product records it (`assess` decisions). */
export interface StoredAssessment {
  readonly id: string;
  /** `protocol/<id>@<version>`. */
  readonly protocol: string;
  readonly disposition: Level;
  readonly rule: string;
  readonly route?: string;
  readonly deadlineHours?: number;
  readonly answers: readonly { question: string; answer: string }[];
  readonly because: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Opaque patient id, when identity is known. */
  readonly patientId?: string;
}

/** A FHIR R4 collection. */
export interface Bundle extends Resource {
  readonly entry: readonly { readonly fullUrl: string; readonly resource: Resource }[];
}

/** The parts of a reference such as `protocol/sore_throat@1#questions.airway`. */
export function refParts(ref: string): { id: string; version: string | undefined; place: string | undefined } {
  const match = /^protocol\/([^@#]+)(?:@([^#]+))?(?:#(.+))?$/.exec(ref);
  if (match === null) throw new Error(`"${ref}" is not a reference to a protocol.`);
  return { id: match[1]!, version: match[2], place: match[3] };
}

/**
 * One assessment as a FHIR R4 collection: the answers (QuestionnaireResponse, one per complaint), the level
 * (RiskAssessment) and, where somebody must act, a Task for the care team.
 */
export function toBundle(stored: StoredAssessment, content: ContentLibrary): Bundle {
  const scale = content.all('levels')[0]!;
  const when = new Date(stored.at).toISOString();
  const subject =
    stored.patientId === undefined
      ? { display: 'Not identified' }
      : { reference: `Patient/${fhirId(stored.patientId)}` };
  const responses = [...new Set(stored.answers.map((one) => protocolRef(one.question)))].map((ref) =>
    response(stored, ref, content, when, subject),
  );
  const risk = riskAssessment(stored, scale, responses, when, subject);
  const task = stored.disposition <= 'D2' ? [taskFor(stored, scale, risk, when, subject)] : [];
  return {
    resourceType: 'Bundle',
    id: fhirId(stored.id),
    type: 'collection',
    timestamp: when,
    entry: [...responses, risk, ...task].map((resource) => ({
      fullUrl: `urn:sathi:${resource.resourceType}:${resource.id}`,
      resource,
    })),
  };
}

function protocolRef(question: string): string {
  return question.split('#')[0]!;
}

function response(
  stored: StoredAssessment,
  ref: string,
  content: ContentLibrary,
  authored: string,
  subject: Element,
): Resource {
  const { id, version } = refParts(ref);
  const protocol = content.get('protocol', id, version);
  return {
    resourceType: 'QuestionnaireResponse',
    id: fhirId(`${stored.id}-${id}`),
    questionnaire: `${protocolUrl('Questionnaire', id)}|${protocol.version}`,
    status: 'completed',
    subject,
    authored,
    item: stored.answers
      .filter((one) => protocolRef(one.question) === ref)
      .map((one) => responseItem(protocol, one.question, decodeAnswer(one.answer))),
  };
}

function responseItem(protocol: Protocol, ref: string, answer: Answer): Element {
  const linkId = refParts(ref).place?.replace(/^questions\./, '') ?? ref;
  const question = protocol.questions.find((one) => one.id === linkId);
  return {
    linkId,
    ...(question === undefined ? {} : { text: question.text.en }),
    answer: answerItems(question, answer),
  };
}

function answerItems(question: Question | undefined, answer: Answer): Element[] {
  const coding = (code: string) => ({ valueCoding: { system: ANSWER_SYSTEM, code } });
  if ('is' in answer) return [coding(answer.is)];
  if ('option' in answer) return [coding(answer.option)];
  if ('ticks' in answer) return answer.ticks.length === 0 ? [coding('none')] : answer.ticks.map(coding);
  return [{ valueQuantity: { value: answer.value, ...(question?.type === 'number' ? { unit: question.unit } : {}) } }];
}

function riskAssessment(
  stored: StoredAssessment,
  scale: Levels,
  responses: readonly Resource[],
  when: string,
  subject: Element,
): Resource {
  const { id, version } = refParts(stored.protocol);
  return {
    resourceType: 'RiskAssessment',
    id: fhirId(`${stored.id}-risk`),
    status: 'final',
    method: {
      coding: [{ system: RULE_SYSTEM, code: stored.rule, version: version ?? '' }],
      text: `${id} ${stored.rule}`,
    },
    subject,
    occurrenceDateTime: when,
    basis: responses.map((one) => ({ reference: `QuestionnaireResponse/${one.id}` })),
    prediction: [{ qualitativeRisk: levelConcept(stored.disposition, scale), rationale: stored.because.join('; ') }],
    ...(stored.route === undefined ? {} : { mitigation: stored.route }),
    note: [{ text: 'Level of care from a rule-based assessment; not a diagnosis.' }],
  };
}

function taskFor(stored: StoredAssessment, scale: Levels, risk: Resource, when: string, subject: Element): Resource {
  const due =
    stored.deadlineHours === undefined
      ? undefined
      : new Date(stored.at + stored.deadlineHours * 3_600_000).toISOString();
  return {
    resourceType: 'Task',
    id: fhirId(`${stored.id}-task`),
    status: 'requested',
    intent: 'proposal',
    priority: priorityOf(stored.disposition, scale),
    code: { text: 'Check that the person reached care' },
    focus: { reference: `RiskAssessment/${risk.id}` },
    for: subject,
    authoredOn: when,
    ...(due === undefined ? {} : { restriction: { period: { end: due } } }),
  };
}
