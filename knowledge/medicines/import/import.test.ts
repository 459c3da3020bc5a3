import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { NotALabel } from './draft';
import { importOpenFda } from './openfda';
import { importSpl } from './spl';
import { draftYaml } from './to-yaml';

const fixture = (name: string): string => readFileSync(join(__dirname, 'fixtures', name), 'utf8');

describe('openFDA label JSON', () => {
  const drafts = importOpenFda(fixture('openfda-results.json'));

  test('a repackaged prescription label, names once, sections cited', () => {
    expect(drafts[0]).toEqual({
      id: 'metformin',
      status: 'draft',
      genericNames: ['Metformin Hydrochloride'],
      brands: ['Metformin Hydrochloride'],
      manufacturer: 'Invented Repack Inc.',
      repackager: true,
      rxcui: ['861007'],
      ingredients: ['METFORMIN HYDROCHLORIDE'],
      otc: false,
      boxedWarning: 'WARNING: LACTIC ACIDOSIS (invented fixture text)',
      sections: [
        {
          section: 'purpose',
          text: '1 INDICATIONS AND USAGE For invented type 2 testing.',
          citation: 'openFDA indications_and_usage',
        },
        { section: 'how', text: '2 DOSAGE Give with invented meals.', citation: 'openFDA dosage_and_administration' },
        { section: 'serious', text: '5 WARNINGS Invented caution.', citation: 'openFDA warnings_and_cautions' },
        { section: 'interactions', text: '7 DRUG INTERACTIONS Invented pair.', citation: 'openFDA drug_interactions' },
        { section: 'avoid', text: '4 CONTRAINDICATIONS Invented kidney rule.', citation: 'openFDA contraindications' },
        { section: 'pregnancy', text: '8.1 Pregnancy Invented.', citation: 'openFDA pregnancy' },
        { section: 'storage', text: 'Store at an invented temperature.', citation: 'openFDA storage_and_handling' },
      ],
      source: {
        title: 'Label of Metformin Hydrochloride',
        setId: '11111111-2222-3333-4444-555555555555',
        version: '7',
        date: '2024-01-31',
      },
      notes: [],
    });
  });

  test('an over-the-counter label uses other fields, and what is missing is noted', () => {
    expect(drafts[1]).toMatchObject({ id: 'acetaminophen', otc: true, brands: ['Test Relief'], repackager: false });
    expect(drafts[1]!.sections.map((one) => one.section)).toEqual([
      'purpose',
      'serious',
      'avoid',
      'pregnancy',
      'breastfeeding',
    ]);
    expect(drafts[1]!.notes).toEqual([
      'the label has no text for "how"',
      'the label has no text for "interactions"',
      'the label has no text for "storage"',
    ]);
  });

  test('a record without names stays a draft that says so', () => {
    expect(drafts[2]).toMatchObject({
      id: 'unnamed',
      genericNames: [],
      source: { title: 'Label of an unnamed product' },
    });
    expect(drafts[2]!.notes[0]).toBe('the record names no medicine: the openfda block is missing');
  });

  test.each([['not json'], ['{"error":{"code":"NOT_FOUND"}}'], ['42'], ['{"results":[{"openfda":{}}]}']])(
    'refuses %s',
    (text) => {
      expect(() => importOpenFda(text)).toThrow(NotALabel);
    },
  );
});

describe('DailyMed SPL XML', () => {
  const drafts = importSpl(fixture('spl-two-products.xml'));

  test('several products in one file become a draft per set of ingredients; strengths do not', () => {
    expect(drafts.map((one) => [one.id, one.brands, one.ingredients])).toEqual([
      ['lisinopril', ['Testopril'], ['Lisinopril']],
      ['lisinopril_and_hydrochlorothiazide', ['Testopril Plus'], ['LISINOPRIL', 'HYDROCHLOROTHIAZIDE']],
    ]);
  });

  test('nested sections, lists, tables and entities are read; title missing and repackager are noted', () => {
    expect(drafts[0]).toMatchObject({
      manufacturer: 'Invented Repackaging LLC',
      repackager: true,
      boxedWarning: 'Invented boxed text.',
      source: {
        title: 'Label of Lisinopril Tablets',
        setId: 'bbbbbbbb-0000-0000-0000-000000000002',
        version: '12',
        date: '2024-02-15',
      },
    });
    expect(drafts[0]!.sections).toEqual([
      { section: 'purpose', text: 'Invented use one. Invented use two.', citation: 'SPL 34067-9 "1 INDICATIONS"' },
      { section: 'how', text: 'Invented dose & times < 3.', citation: 'SPL 34068-7 "2 DOSAGE"' },
      { section: 'interactions', text: 'Invented pair', citation: 'SPL 34073-7 "7 INTERACTIONS"' },
    ]);
    expect(drafts[0]!.notes).toEqual([
      'the document has no title: named after its ingredients',
      '2 different products in one file: check which text belongs to which',
      'the label has no text for "serious"',
      'the label has no text for "avoid"',
      'the label has no text for "storage"',
    ]);
  });

  test.each([
    ['<document><unclosed></document>'],
    ['<html><body>no</body></html>'],
    ['<!DOCTYPE x [<!ENTITY a "b">]><document/>'],
    ['<document/>'],
  ])('refuses %s', (xml) => {
    expect(() => importSpl(xml)).toThrow(NotALabel);
  });

  test('a draft is no medicine file: status draft, long text cut, readable back', () => {
    const long = {
      ...drafts[0]!,
      sections: [{ section: 'how' as const, text: 'x'.repeat(4000), citation: 'SPL 34068-7' }],
    };
    const back = parse(draftYaml(long)) as { status: string; sections: { text: string }[] };
    expect(back.status).toBe('draft');
    expect(back.sections[0]!.text.length).toBe(1506);
  });
});
