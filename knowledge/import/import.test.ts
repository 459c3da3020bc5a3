import { parse } from 'yaml';
import { pdfOf } from '../../test/support/pdf';
import { article } from '../schema/article';
import { toDraft } from './draft';
import { fromPdf } from './pdf';
import { fromCsv, fromHtml, fromMedlinePlus, readDocument } from './readers';
import { markdownSections, textSections } from './sections';

describe('importing', () => {
  test('Markdown keeps headings and words, not marks', () => {
    expect(
      markdownSections('---\nx: 1\n---\n# Feet\nLook at [them](http://x) **daily**.\n## Shoes\n- soft', 'f'),
    ).toEqual([
      { heading: 'Feet', text: 'Look at them daily.' },
      { heading: 'Shoes', text: '- soft' },
    ]);
  });

  test('plain text (such as text taken from a PDF) finds its headings', () => {
    expect(textSections('Before you come\n\nEat as usual.\n\nAfter\n\nRest.', 'f')).toEqual([
      { heading: 'Before you come', text: 'Eat as usual.' },
      { heading: 'After', text: 'Rest.' },
    ]);
  });

  test('HTML leaves menus and scripts out', () => {
    expect(
      fromHtml(
        '<title>T</title><nav>Home</nav><h2>Rest</h2><p>Sleep <b>well</b>.</p><ul><li>one</li></ul><script>x</script>',
        'f',
      ),
    ).toEqual({ title: 'T', sections: [{ heading: 'Rest', text: 'Sleep well.\n\n- one' }] });
  });

  test('CSV says which row is wrong', () => {
    expect(fromCsv('title,text\nA,B')).toEqual([{ title: 'A', sections: [{ heading: 'A', text: 'B' }] }]);
    expect(() => fromCsv('title,text\nA,')).toThrow('Row 2 needs');
  });

  test('a MedlinePlus topic becomes a draft article with provenance, never shown as it is', () => {
    const [topic] = fromMedlinePlus(
      '<health-topics><health-topic title="Gout" url="https://medlineplus.gov/gout.html" language="English"><full-summary>&lt;p&gt;Gout hurts.&lt;/p&gt;</full-summary></health-topic></health-topics>',
    );
    const { file, yaml } = toDraft(topic!, { topic: 'conditions', day: '2026-11-23' });
    const draft = article.parse(parse(yaml));
    expect({ file, status: draft.status, sources: draft.sources, short: draft.short, review: draft.review_by }).toEqual(
      {
        file: 'conditions/gout.yaml',
        status: 'draft',
        sources: [
          {
            title: 'Gout',
            publisher: 'US National Library of Medicine (MedlinePlus)',
            link: 'https://medlineplus.gov/gout.html',
            date: '2026-11-23',
            read: true,
          },
        ],
        short: { en: 'Gout hurts.', es: 'TO BE WRITTEN' },
        review: '2027-11-23',
      },
    );
  });

  test('a PDF becomes paragraphs under its headings, without page numbers and running heads', async () => {
    const page = (n: number, lines: [number, string][]) =>
      [...lines, [760, 'Riverside leaflet 12'], [30, `${n}`]] as [number, string][];
    const bytes = pdfOf('Before your scan', [
      page(1, [
        [700, 'Before you come'],
        [660, 'Do not eat for six hours. You may drink wa-'],
        [646, 'ter until two hours before.'],
      ]),
      page(2, [
        [700, 'Afterwards'],
        [660, 'Somebody should take you home.'],
      ]),
      page(3, [[700, 'Call us with any question.']]),
    ]);
    expect(await fromPdf(bytes, 'scan')).toEqual({
      title: 'Before your scan',
      sections: [
        {
          heading: 'Before you come',
          text: 'Do not eat for six hours. You may drink water until two hours before.',
        },
        { heading: 'Afterwards', text: 'Somebody should take you home.\n\nCall us with any question.' },
      ],
    });
  });

  test('a PDF without text, and what is no PDF, are refused with what to do', async () => {
    await expect(fromPdf(pdfOf('Scan', [[]]), 'scan')).rejects.toThrow('run text recognition on it first');
    await expect(fromPdf(new TextEncoder().encode('hello'), 'scan')).rejects.toThrow('is not a PDF that can be read');
  });

  test('a file nobody can read is refused with what to do', async () => {
    await expect(readDocument('leaflet.odt')).rejects.toThrow(
      'give .md, .txt, .html, .csv, .docx, .pdf or a MedlinePlus .xml',
    );
  });
});
