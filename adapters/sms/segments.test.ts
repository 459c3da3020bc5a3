import fc from 'fast-check';
import { keywordsToType } from './carrier-keywords';
import { composeSms, MAX_SEGMENTS } from './compose';
import { isGsm7, plainPunctuation } from './gsm7';
import { segmentsOf } from './segments';

/** No half of a surrogate pair stands alone. */
function wellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

describe('segments', () => {
  // Vectors of the channel reference, B.2.
  it.each([
    ['160 letters', 'a'.repeat(160), { encoding: 'gsm7', units: 160, segments: 1 }],
    ['161 letters', 'a'.repeat(161), { encoding: 'gsm7', units: 161, segments: 2 }],
    ['306 letters', 'a'.repeat(306), { encoding: 'gsm7', units: 306, segments: 2 }],
    ['307 letters', 'a'.repeat(307), { encoding: 'gsm7', units: 307, segments: 3 }],
    ['80 euro signs', '€'.repeat(80), { encoding: 'gsm7', units: 160, segments: 1 }],
    ['81 euro signs', '€'.repeat(81), { encoding: 'gsm7', units: 162, segments: 2 }],
    [
      'a pair at the end of a part',
      `${'a'.repeat(152)}€${'a'.repeat(10)}`,
      { encoding: 'gsm7', units: 164, segments: 2 },
    ],
    ['70 Devanagari', 'क'.repeat(70), { encoding: 'ucs2', units: 70, segments: 1 }],
    ['71 Devanagari', 'क'.repeat(71), { encoding: 'ucs2', units: 71, segments: 2 }],
    ['134 Devanagari', 'क'.repeat(134), { encoding: 'ucs2', units: 134, segments: 2 }],
    ['135 Devanagari', 'क'.repeat(135), { encoding: 'ucs2', units: 135, segments: 3 }],
    ['35 emoji', '😀'.repeat(35), { encoding: 'ucs2', units: 70, segments: 1 }],
    ['36 emoji', '😀'.repeat(36), { encoding: 'ucs2', units: 72, segments: 2 }],
    ['161 letters and one curly quote', `${'a'.repeat(161)}’`, { encoding: 'ucs2', units: 162, segments: 3 }],
    ['nothing', '', { encoding: 'gsm7', units: 0, segments: 1 }],
  ])('%s', (_name, text, expected) => {
    expect(segmentsOf(text)).toEqual(expected);
  });

  it('a pair that does not fit the first part moves whole into the second, and may so need a third', () => {
    // 152 + pair: the pair starts part 2, which then holds 153 - 2 letters before a third part begins.
    expect(segmentsOf(`${'a'.repeat(152)}€${'a'.repeat(151)}`).segments).toBe(2);
    expect(segmentsOf(`${'a'.repeat(152)}€${'a'.repeat(152)}`).segments).toBe(3);
  });
});

describe('composeSms', () => {
  it('brings quotes, dashes and spaces to GSM-7', () => {
    expect(composeSms('It’s “fine” – wait…\u00a0ok')).toEqual([
      { text: 'It\'s "fine" - wait... ok', encoding: 'gsm7', segments: 1 },
    ]);
  });

  it('keeps Spanish accents when the message is one segment anyway', () => {
    expect(composeSms('¿Está bien?')).toEqual([{ text: '¿Está bien?', encoding: 'ucs2', segments: 1 }]);
  });

  it('drops accents that would double the segments', () => {
    const text = `¿Cómo está hoy? ${'Tome agua. '.repeat(8)}`.trim();
    expect(composeSms(text)).toEqual([
      { text: text.replace('ó', 'o').replace('á', 'a'), encoding: 'gsm7', segments: 1 },
    ]);
  });

  it('does not touch a script that GSM-7 cannot carry', () => {
    expect(composeSms('नमस्ते’')).toEqual([{ text: "नमस्ते'", encoding: 'ucs2', segments: 1 }]);
  });

  it('splits a long text at sentences', () => {
    const sentence = `${'word '.repeat(30).trim()}.`;
    const messages = composeSms(Array(6).fill(sentence).join(' '));
    expect(messages.map((one) => one.text)).toEqual([
      Array(3).fill(sentence).join(' '),
      Array(3).fill(sentence).join(' '),
    ]);
  });

  it('never exceeds three segments, loses nothing but white space, and splits no character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.lorem()), { maxLength: 40 }),
        (words) => {
          const text = words.join(' ');
          const messages = composeSms(text);
          expect(
            messages.every((one) => one.segments <= MAX_SEGMENTS && segmentsOf(one.text).segments === one.segments),
          ).toBe(true);
          expect(messages.every((one) => wellFormed(one.text))).toBe(true);
          const plain = plainPunctuation(text);
          if (isGsm7(plain)) {
            expect(
              messages
                .map((one) => one.text)
                .join('')
                .replace(/\s/g, ''),
            ).toBe(plain.replace(/\s/g, ''));
          }
        },
      ),
    );
  });
});

describe('carrier keywords', () => {
  it('finds words that people are asked to type', () => {
    expect(keywordsToType('Reply STOP to end, or text "yes" to go on.')).toEqual(['stop', 'yes']);
    expect(keywordsToType('Please stop the tablets. Reply 0 to leave.')).toEqual([]);
  });
});
