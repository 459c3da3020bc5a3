import { readList } from './read-list';

const RULES = {
  country: 'US',
  zone: 'America/Chicago',
  locales: ['en', 'es'],
  channels: ['sms', 'whatsapp'],
  programmes: new Set(['blood-pressure']),
  now: Date.parse('2026-11-26T12:00:00Z'),
};
const read = (text: string | Buffer) => readList(typeof text === 'string' ? Buffer.from(text) : text, RULES);

const LIST = `\ufeffPhone,Name,Language,Consent,Consent_source,Programme,Anchor_date,Zone
(312) 555-0188,Ana López,es,yes,paper form 2026-10,blood-pressure,2026-11-30,
+1 312 555 0188,Ana López,es,yes,paper form 2026-10,blood-pressure,2026-11-30,
12345,Bob,en,yes,paper form,blood-pressure,,
+91 ٩٨٧٦٥٤٣٢١٠,मीरा,en,YES,tablet at the desk,,,Asia/Kolkata
312 555 0189,Carl,en,no,paper form,,,
312 555 0190,Dora,fr,yes,paper form,,,
312 555 0191,Emil,en,yes,,,,
312 555 0192,Fay,en,yes,paper,diabetes,,
312 555 0193,Gus,en,yes,paper,blood-pressure,31/12/2026,
312 555 0194,Hal,en,yes,paper,,,Mars/Base
`;

test('every row is whole or refused with its reason; names and digits of other scripts are read', () => {
  expect(read(LIST)).toEqual({
    rows: [
      {
        line: 2,
        channel: 'sms',
        number: '+13125550188',
        name: 'Ana López',
        locale: 'es',
        purposes: ['programme'],
        consentSource: 'paper form 2026-10',
        programme: 'blood-pressure',
        anchorAt: Date.parse('2026-11-30T00:00:00-06:00'),
      },
      {
        line: 5,
        channel: 'sms',
        number: '+919876543210',
        name: 'मीरा',
        locale: 'en',
        zone: 'Asia/Kolkata',
        purposes: ['care'],
        consentSource: 'tablet at the desk',
      },
    ],
    refused: [
      { line: 3, why: 'duplicate' },
      { line: 4, why: 'wrong_number' },
      { line: 6, why: 'no_consent' },
      { line: 7, why: 'unknown_language' },
      { line: 8, why: 'no_consent_source' },
      { line: 9, why: 'unknown_programme' },
      { line: 10, why: 'bad_date' },
      { line: 11, why: 'unknown_zone' },
    ],
  });
});

test('a file that is no list is refused as a whole', () => {
  expect(read(Buffer.from([0x50, 0xff, 0xfe, 0x00]))).toEqual({ problem: 'not_text' });
  expect(read('phone,consent\n"open')).toEqual({ problem: 'not_csv' });
  expect(read('phone,consent\n')).toEqual({ problem: 'no_rows' });
  expect(read('number;ok\n1;2\n')).toEqual({ problem: 'missing_columns' });
});

test('semicolons and UTF-16, as spreadsheets write them', () => {
  const text = '\ufeffphone;consent;consent_source;purposes\n+13125550195;x;form;care, survey\n';
  const wide = Buffer.from(text, 'utf16le');
  expect([read(text), read(wide)].map((one) => ('rows' in one ? one.rows[0] : one))).toEqual(
    Array(2).fill({
      line: 2,
      channel: 'sms',
      number: '+13125550195',
      purposes: ['care', 'survey'],
      consentSource: 'form',
    }),
  );
});
