import { readable } from '../review/readable';
import type { Levels } from '../schema/levels';
import type { Protocol } from '../schema/protocol';
import type { Condition, Question } from '../schema/triage-common';
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

const STATUS = { draft: 'draft', review: 'draft', approved: 'active', retired: 'retired' } as const;

/** UCUM codes of the units we keep numbers in. */
const UCUM: Readonly<Record<string, string>> = {
  celsius: 'Cel',
  hours: 'h',
  days: 'd',
  weeks: 'wk',
  mg_dl: 'mg/dL',
  mmol_l: 'mmol/L',
  mmhg: 'mm[Hg]',
  percent: '%',
  per_minute: '/min',
  scale_0_10: '{score}',
  count: '{count}',
  cm: 'cm',
  kg: 'kg',
};

/** A protocol's questions as a FHIR R4 Questionnaire, in one language. */
export function toQuestionnaire(protocol: Protocol, locale: string): Resource {
  return {
    resourceType: 'Questionnaire',
    id: fhirId(protocol.id),
    language: locale,
    url: protocolUrl('Questionnaire', protocol.id),
    version: protocol.version,
    name: protocol.id,
    title: protocol.title[locale] ?? protocol.title.en,
    status: STATUS[protocol.status],
    experimental: protocol.status !== 'approved',
    subjectType: ['Patient'],
    purpose: 'Finds how soon and where a person should be seen. Not a diagnosis.',
    item: protocol.questions.map((question) => item(question, locale)),
  };
}

function item(question: Question, locale: string): Element {
  const base = { linkId: question.id, text: question.text[locale] ?? question.text.en };
  if (question.type === 'number') {
    return {
      ...base,
      type: 'quantity',
      extension: [
        {
          url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-unit',
          valueCoding: { system: 'http://unitsofmeasure.org', code: UCUM[question.unit] ?? question.unit },
        },
      ],
    };
  }
  return {
    ...base,
    type: 'choice',
    ...(question.type === 'ticks' ? { repeats: true } : {}),
    answerOption: answerOptions(question, locale),
  };
}

function answerOptions(question: Exclude<Question, { type: 'number' }>, locale: string): Element[] {
  const coding = (code: string, display: string) => ({ valueCoding: { system: ANSWER_SYSTEM, code, display } });
  const options =
    question.type === 'yes_no'
      ? [coding('yes', 'yes'), coding('no', 'no')]
      : question.options.map((option) => coding(option.id, option.label[locale] ?? option.label.en));
  return [...options, coding('unsure', 'not sure')];
}

/** A protocol's rules as a FHIR R4 PlanDefinition of type eca-rule: one action per rule, all evaluated, most urgent wins. */
export function toPlanDefinition(protocol: Protocol, scale: Levels): Resource {
  return {
    resourceType: 'PlanDefinition',
    id: fhirId(protocol.id),
    url: protocolUrl('PlanDefinition', protocol.id),
    version: protocol.version,
    name: protocol.id,
    title: protocol.title.en,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'eca-rule' }] },
    status: STATUS[protocol.status],
    experimental: protocol.status !== 'approved',
    subjectCodeableConcept: { coding: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Patient' }] },
    effectivePeriod: { end: protocol.review_by },
    relatedArtifact: protocol.sources.map((source) => ({
      type: 'derived-from',
      display: [source.publisher, source.title].filter((one) => one !== undefined).join(': '),
      ...(source.link === undefined ? {} : { url: source.link }),
    })),
    action: protocol.rules.map((rule) => ({
      id: fhirId(rule.id),
      title: `${rule.level} ${rule.route}`,
      description: rule.reason.staff,
      textEquivalent: rule.reason.patient.en,
      priority: priorityOf(rule.level, scale),
      code: [{ coding: [{ system: RULE_SYSTEM, code: rule.id }] }, levelConcept(rule.level, scale)],
      ...(rule.when === undefined
        ? {}
        : {
            condition: [
              {
                kind: 'applicability' as const,
                expression: {
                  description: readable(rule.when),
                  language: 'text/fhirpath',
                  expression: toFhirPath(rule.when, protocol),
                },
              },
            ],
          }),
    })),
  };
}

/**
 * A condition as FHIRPath over the QuestionnaireResponse, with `%patient` and `%facts` (codes of background facts). "Not
 * sure" is handled by the interpreter (a step lower), which FHIRPath has no word for.
 */
export function toFhirPath(condition: Condition, protocol: Protocol): string {
  const path = (one: Condition) => `(${toFhirPath(one, protocol)})`;
  if (typeof condition === 'string') {
    const [id = '', option] = condition.split('.');
    const answer = `item.where(linkId='${id}').answer.value`;
    if (option !== undefined) return `${answer}.where(code='${option}').exists()`;
    const question = protocol.questions.find((one) => one.id === id);
    return question?.type === 'yes_no'
      ? `${answer}.where(code='yes').exists()`
      : `${answer}.where(code!='none' and code!='unsure').exists()`;
  }
  if ('all' in condition) return condition.all.map(path).join(' and ');
  if ('any' in condition) return condition.any.map(path).join(' or ');
  if ('not' in condition) return `${path(condition.not)}.not()`;
  if ('of' in condition)
    return `(${condition.of.map((one) => `iif(${toFhirPath(one, protocol)}, 1, 0)`).join(' + ')}) >= ${condition.at_least}`;
  if ('number' in condition) {
    const bounds = readable(condition).replaceAll(condition.number, 'value');
    return `item.where(linkId='${condition.number}').answer.value.where(${bounds}).exists()`;
  }
  if ('age_from' in condition) return `%patient.birthDate <= today() - ${duration(condition.age_from)}`;
  if ('age_under' in condition) return `%patient.birthDate > today() - ${duration(condition.age_under)}`;
  if ('sex' in condition) return `%patient.gender = '${condition.sex}'`;
  return `%facts.where(code='${'fact' in condition ? condition.fact : condition.sign}').exists()`;
}

function duration(age: string): string {
  const units: Readonly<Record<string, string>> = { d: 'days', m: 'months', y: 'years' };
  return `${age.slice(0, -1)} ${units[age.slice(-1)]}`;
}
