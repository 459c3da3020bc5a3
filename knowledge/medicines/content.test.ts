import { shippedContent } from '../../test/support/talk';
import { SECTIONS } from '../schema/medicine';
import { medicineKnowledge } from './index';
import { readingGrade, spanishEase } from './reading-level';
import { sectionRefs } from './sections';
import { TOPIC_SECTIONS } from './topics';

const content = shippedContent();
const VALUES = { name: 'it' };

test('at least eighty medicines, every section answered in both languages with its source', () => {
  const medicines = content.all('medicine');
  expect(medicines.length).toBeGreaterThanOrEqual(80);
  const missing: string[] = [];
  for (const medicine of medicines) {
    for (const section of SECTIONS) {
      const refs = sectionRefs(content, medicine, section);
      if (refs.length === 0) missing.push(`${medicine.id}.${section}`);
      for (const ref of refs)
        for (const locale of ['en', 'es']) expect(content.text(ref, locale, VALUES)).not.toMatch(/[{}]/);
    }
  }
  expect(missing).toEqual([]);
});

/** Formulas swing on a few words: an answer of a line or more is measured alone, all others with their whole card. */
const LONG_ENOUGH = 12;

test('every answer is at grade eight or easier, every card easier still', () => {
  const names = namesOf();
  const hard: string[] = [];
  const check = (where: string, en: string, es: string, limits = { grade: 8, ease: 55 }): void => {
    if (en.split(/\s+/).length >= LONG_ENOUGH && readingGrade(en, names) > limits.grade)
      hard.push(`${where} en ${readingGrade(en, names).toFixed(1)}: ${en}`);
    if (es.split(/\s+/).length >= LONG_ENOUGH && spanishEase(es, names) < limits.ease)
      hard.push(`${where} es ${spanishEase(es, names).toFixed(0)}: ${es}`);
  };
  for (const medicine of content.all('medicine')) {
    const refs = SECTIONS.flatMap((section) => sectionRefs(content, medicine, section));
    const [en, es] = ['en', 'es'].map((locale) => refs.map((ref) => content.text(ref, locale, VALUES)));
    refs.forEach((ref, i) => {
      check(ref, en![i]!, es![i]!);
    });
    check(`${medicine.id} as a whole`, en!.join(' '), es!.join(' '), { grade: 6, ease: 65 });
  }
  for (const file of content.all('interaction'))
    for (const pair of file.pairs) {
      const [en, es] = ['en', 'es'].map((locale) =>
        ['why', 'advice']
          .map((place) => content.text(`interaction/${file.id}#pairs.${pair.id}.${place}`, locale))
          .join(' '),
      );
      check(`${file.id} ${pair.id}`, en!, es!);
    }
  for (const file of content.all('wording').filter((one) => one.id === 'en/medication'))
    for (const [id, entry] of Object.entries(file.texts)) {
      const values = new Proxy({}, { get: () => 'it' });
      if (typeof entry === 'string')
        check(
          id,
          content.text(`wording/medication.${id}`, 'en', values),
          content.text(`wording/medication.${id}`, 'es', values),
        );
    }
  expect([...new Set(hard)]).toEqual([]);
});

test('everything an interaction, class or allergy names exists', () => {
  const { names } = medicineKnowledge(content);
  const known = new Set([...names.subjects.keys(), ...content.all('medicine-class').map((one) => one.id)]);
  const unknown = [
    ...content
      .all('interaction')
      .flatMap((file) => file.pairs.flatMap((pair) => [...pair.a, ...pair.b, ...pair.with, ...pair.except])),
    ...content.all('medicine').flatMap((one) => one.classes),
    ...content.all('allergy').flatMap((one) => [...one.same, ...one.cross.flatMap((cross) => cross.to)]),
    ...content.all('medicine-class').flatMap((one) => one.parents),
  ].filter((id) => !known.has(id));
  expect([...new Set(unknown)]).toEqual([]);
});

test('questions a topic is learnt from name topics and kinds that exist, and no question is of two topics', () => {
  const files = content.all('medicine-topics');
  const known = new Set([...Object.keys(TOPIC_SECTIONS), 'none']);
  const topics = files.flatMap((file) => [...Object.keys(file.topics), ...Object.keys(file.examples)]);
  expect(topics.filter((topic) => !known.has(topic))).toEqual([]);
  const kinds = files.flatMap((file) =>
    Object.values(file.examples)
      .flat()
      .flatMap((line) => [...line.matchAll(/\{([a-z_]+)\}/g)].map((match) => match[1]!))
      .filter((kind) => !(kind in file.kinds)),
  );
  expect(kinds).toEqual([]);
  const of = new Map<string, Set<string>>();
  for (const file of files)
    for (const [topic, lines] of Object.entries(file.examples))
      for (const line of lines) of.set(line, (of.get(line) ?? new Set()).add(topic));
  expect([...of].filter(([, several]) => several.size > 1).map(([line]) => line)).toEqual([]);
});

test('a name leads to one medicine, or every meaning is on offer', () => {
  const { names } = medicineKnowledge(content);
  const shared = [...names.byName]
    .filter(([, entries]) => entries.length > 1)
    .map(([key, entries]) => `${key}: ${entries.map((one) => one.id).join(', ')}`);
  expect(shared).toEqual([]);
});

/** Names of medicines and of their kinds are not what makes a sentence hard: the box has them, too. */
function namesOf(): ReadonlySet<string> {
  const { names } = medicineKnowledge(content);
  return new Set([...names.byName.keys(), ...names.classNames.keys()]);
}
