import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Ajv from 'ajv';
import { loadContent } from '../load';
import { encodeAnswer } from '../triage/answers';
import { runTest } from '../triage/test-case';
import { toBundle } from './assessment';
import { toPlanDefinition, toQuestionnaire } from './protocol';

const root = join(__dirname, '..');
const content = loadContent({ content: join(root, 'content'), hospital: join(root, 'hospital/sample.yaml') });
const scale = content.all('levels')[0]!;

/** HL7's published JSON schema of FHIR R4 (4.0, CC0), as it is but for the draft-06 marks that Ajv 8 writes otherwise. */
const published = JSON.parse(gunzipSync(readFileSync(join(__dirname, 'fhir.schema.r4.json.gz'))).toString('utf8'));
const { $schema: _draft, id: _id, discriminator: _discriminator, ...schema } = published;
const ajv = new Ajv({ strict: false, allErrors: false, discriminator: false });
ajv.addSchema({ ...schema, $id: 'fhir' });

function problems(resource: { resourceType: string }): unknown {
  const validate = ajv.getSchema(`fhir#/definitions/${resource.resourceType}`)!;
  return validate(JSON.parse(JSON.stringify(resource))) ? [] : validate.errors;
}

test('the schema refuses what is not FHIR', () => {
  expect(problems({ resourceType: 'Questionnaire', surprise: 1 } as never)).not.toEqual([]);
});

test('every protocol is a valid Questionnaire in every language, and a valid PlanDefinition', () => {
  for (const protocol of content.all('protocol')) {
    for (const locale of ['en', 'es'])
      expect([protocol.id, problems(toQuestionnaire(protocol, locale))]).toEqual([protocol.id, []]);
    expect([protocol.id, problems(toPlanDefinition(protocol, scale))]).toEqual([protocol.id, []]);
  }
});

test('assessments of every protocol export as a valid QuestionnaireResponses, RiskAssessments and Tasks', () => {
  for (const protocol of content.all('protocol')) {
    for (const [at, one] of protocol.tests.slice(0, 3).entries()) {
      const { given, outcome } = runTest(protocol, content.all('modifier'), one);
      const bundle = toBundle(
        {
          id: `as_${protocol.id}_${at}`,
          protocol: `protocol/${protocol.id}@${protocol.version}`,
          disposition: outcome.level,
          rule: outcome.id,
          route: outcome.route,
          ...(outcome.hours === undefined ? {} : { deadlineHours: outcome.hours }),
          answers: Object.entries(given.answers).map(([id, answer]) => ({
            question: `protocol/${protocol.id}@${protocol.version}#questions.${id}`,
            answer: encodeAnswer(answer),
          })),
          because: outcome.fired.map((fired) => fired.id),
          at: Date.UTC(2027, 0, 11, 15),
        },
        content,
      );
      for (const { resource } of bundle.entry)
        expect([protocol.id, one.name, problems(resource)]).toEqual([protocol.id, one.name, []]);
    }
  }
});

test('a level is our own code first, with its translations', () => {
  const protocol = content.get('protocol', 'sore_throat');
  const plan = toPlanDefinition(protocol, scale);
  expect((plan.action as unknown[])[0]).toEqual({
    id: 'airway',
    title: 'D0 ems',
    description: 'Upper airway at risk (stridor, drooling, dyspnoea)',
    textEquivalent: protocol.rules[0]!.reason.patient.en,
    priority: 'stat',
    code: [
      { coding: [{ system: 'urn:sathi:rule', code: 'airway' }] },
      {
        coding: [
          { system: 'urn:sathi:disposition', code: 'D0', display: 'Emergency now' },
          { system: 'http://terminology.hl7.org/CodeSystem/v3-ActPriority', code: 'EM' },
          { system: 'http://snomed.info/sct', code: '25876001' },
        ],
        text: 'Emergency now',
      },
    ],
    condition: [
      {
        kind: 'applicability',
        expression: {
          description: 'airway',
          language: 'text/fhirpath',
          expression: "item.where(linkId='airway').answer.value.where(code!='none' and code!='unsure').exists()",
        },
      },
    ],
  });
});
