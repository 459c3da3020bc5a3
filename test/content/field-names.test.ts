import { z } from 'zod';
import { placeName } from '../../knowledge/review/places';
import { fieldsEn } from '../../knowledge/review/words/fields.en';
import { fieldsEs } from '../../knowledge/review/words/fields.es';
import { KINDS } from '../../knowledge/schema/kinds';

/** The header is not shown field by field; languages are told behind the place. */
const NOT_SHOWN = new Set(['id', 'version', 'status', 'owner', 'sources', 'review_by', 'tests', 'en', 'es']);

/** Names of fields that a JSON schema speaks of, at any depth; keys that are data (ids) are no properties. */
function namesOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(namesOf);
  return Object.entries(schema).flatMap(([key, inner]) =>
    key === 'properties'
      ? Object.entries(inner as object).flatMap(([name, one]) => (NOT_SHOWN.has(name) ? [] : [name, ...namesOf(one)]))
      : ['enum', 'const', 'required', 'default'].includes(key)
        ? []
        : namesOf(inner),
  );
}

const fields = [
  ...new Set(
    Object.values(KINDS).flatMap(({ schema }) =>
      (['input', 'output'] as const).flatMap((io) => namesOf(z.toJSONSchema(schema, { io, unrepresentable: 'any' }))),
    ),
  ),
].sort();

test('every field of the content has words in every language', () => {
  expect(fields.length).toBeGreaterThan(250);
  for (const named of [fieldsEn, fieldsEs] as Record<string, string>[])
    expect(fields.filter((one) => !Object.hasOwn(named, one))).toEqual([]);
});

test('both languages name the same fields', () => {
  expect(Object.keys(fieldsEs).sort()).toEqual(Object.keys(fieldsEn).sort());
});

test('a place reads in the language of the reader; ids of the content stay as they are', () => {
  expect(['en', 'es'].map((locale) => placeName('questions.stiff_neck.ask_if.text.es', locale))).toEqual([
    'questions › stiff neck › asked if › text (Spanish)',
    'preguntas › stiff neck › se pregunta si › texto (español)',
  ]);
});
