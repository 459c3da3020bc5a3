import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadContent } from '../load';
import type { Protocol } from '../schema/protocol';

const root = join(__dirname, '../..');
const content = loadContent({
  content: join(root, 'knowledge/content'),
  hospital: join(root, 'knowledge/hospital/sample.yaml'),
});
const scale = z.number().int().min(1).max(5);

const log = z
  .strictObject({
    version: z.string(),
    review_by: z.string(),
    owner: z.string(),
    hazards: z.array(
      z.strictObject({
        id: z.string().regex(/^HZ-\d{2}$/),
        hazard: z.string(),
        cause: z.string(),
        harm: z.string(),
        severity: scale,
        likelihood_before: scale,
        likelihood_after: scale,
        /** The remaining risk is undesirable: the hospital's safety officer decides. */
        hospital_decides: z.boolean().default(false),
        controls: z
          .array(
            z.strictObject({
              text: z.string(),
              tests: z
                .array(z.strictObject({ file: z.string(), name: z.string(), script: z.string().optional() }))
                .min(1),
            }),
          )
          .min(1),
      }),
    ),
  })
  .parse(parse(readFileSync(join(root, 'docs/safety/hazards.yaml'), 'utf8')));

/** Protocols whose mildest outcome must be a clinician. Source: hazard seeds of the clinical reference. */
const TIME_CRITICAL = ['chest_pain_adult', 'stroke_signs', 'scrotal', 'pregnancy', 'generic_unmatched'];

const conversations = readdirSync(join(root, 'dialogs/triage/conversations'))
  .map((file) => readFileSync(join(root, 'dialogs/triage/conversations', file), 'utf8'))
  .join('\n');

test.each(log.hazards.map((hazard) => [hazard.id, hazard] as const))(
  '%s has living tests for every control',
  (_id, hazard) => {
    for (const control of hazard.controls) {
      for (const { file, name, script } of control.tests) {
        const source = readFileSync(join(root, file), 'utf8');
        expect({ control: control.text, name, found: source.toLowerCase().includes(name.toLowerCase()) }).toEqual({
          control: control.text,
          name,
          found: true,
        });
        expect(source).not.toMatch(/\b(test|it|describe)\.(skip|only|todo)\b|\bx(test|it|describe)\(/);
        if (script !== undefined)
          expect({ script, found: conversations.includes(script) }).toEqual({ script, found: true });
      }
    }
  },
);

test('the controls lower the risk, and an undesirable rest is left to the hospital', () => {
  for (const hazard of log.hazards) {
    expect(hazard.likelihood_after).toBeLessThanOrEqual(hazard.likelihood_before);
    const rest = hazard.severity * hazard.likelihood_after;
    expect({ id: hazard.id, decided: rest <= 10 || hazard.hospital_decides }).toEqual({ id: hazard.id, decided: true });
  }
});

test('time-critical protocols have no self-care outcome', () => {
  const mild = content
    .all('protocol')
    .filter((protocol) => TIME_CRITICAL.includes(protocol.id))
    .filter((protocol) => protocol.rules.some((rule) => rule.level === 'D5'))
    .map((protocol) => protocol.id);
  expect(mild).toEqual([]);
});

test('no triage content names a dose', () => {
  const dose =
    /\b\d+(?:[.,]\d+)?\s?(?:mg|mcg|µg|ml|mL|grams?|gramos?|tablets?|tabletas?|pastillas?|pills?|drops|gotas|puffs?)\b/i;
  const named = content
    .all('protocol')
    .flatMap((protocol) => adviceOf(protocol).map((text) => ({ protocol: protocol.id, text })))
    .filter(({ text }) => dose.test(text.replace(/(\d+\s?ml)(?=[^.]*(?:water|juice|agua|jugo|zumo))/gi, '')));
  expect(named).toEqual([]);
});

function adviceOf(protocol: Protocol): string[] {
  return protocol.advice.flatMap((one) => Object.values(one.text));
}

test('every protocol has an owner, sources and a review date within twelve months of its first use', () => {
  for (const protocol of content.all('protocol')) {
    expect(protocol.owner).not.toBe('');
    expect(protocol.sources.length).toBeGreaterThan(0);
    expect(protocol.review_by <= '2027-11-30').toBe(true);
  }
});
