import { parse as parseCsv } from 'csv-parse/sync';
import { parse as parseHtml } from 'node-html-parser';
import { toCsv } from '../../console/api/csv';
import { endpoints } from '../../console/api/endpoints';
import { insightChart } from '../../console/api/schema/insight';
import { onEachDb } from '../support/databases';
import { addStaff, type Caller, createCaller } from './support/caller';
import { EVIL, FORMULAS, HOSTILE, MARK } from './support/hostile';
import { ID, seedHostile } from './support/hostile-record';
import { openSite } from './support/site';

/**
 * Whatever leaves as a file or a page of its own, with the hostile corpus in every place it is made of. Made from the
 * list of operations: a new export is walked without being named here, and fails while nothing hostile is in it.
 */
const LEAVING = endpoints.filter(
  // Pages for people who are not signed in yet lead to the identity provider and back: they hold no record.
  ({ reply, access }) => ['csv', 'page', 'file'].includes(String(reply)) && access.kind !== 'public',
);

/** Made of reviewed files and numbers alone: nothing that a patient or staff wrote is in them. */
const NO_WORDS = new Set(['getContentPage']);
/** Counted by id and moment, or by a code of ours: the value of a row is never what somebody wrote. */
const CODED = new Set(['days', 'flag_days', 'severities', 'answered', 'in_time', 'check_ins', 'triage']);

/** Every form in which one export is asked for. */
const queriesOf = (id: string): Record<string, string>[] =>
  id === 'exportInsight' ? insightChart.options.map((chart) => ({ chart })) : [{}];

async function everything(caller: Caller) {
  const out: { name: string; kind: string; status: number; type: string; body: string; words: boolean }[] = [];
  for (const { id, path, reply, object } of LEAVING)
    for (const query of queriesOf(id)) {
      const at = path.replace(':id', object === 'content' ? 'protocol:sore_throat' : ID);
      const got = await caller.call('GET', at, { query });
      const name = [id, ...Object.values(query)].join(' ');
      const words = !NO_WORDS.has(id) && !CODED.has(query.chart ?? '');
      const type = String(got.headers?.['content-type']);
      out.push({ name, kind: String(reply), status: got.status, type, body: String(got.body), words });
    }
  return out;
}

/** What a spreadsheet would run: the cell begins with a sign of a formula, blanks before it or not. */
const RUNS = /^\s*[=+\-@|%＝＋－＠]/u;

onEachDb('exports and pages to print, with the hostile corpus in them', (open) => {
  test('carry it as text: no cell a spreadsheet runs, no element a browser makes, nothing a browser guesses', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse', 'supervisor', 'administrator', 'auditor', 'clinical_author'], { name: EVIL });
    const caller = createCaller(site);
    await caller.signIn('ana');
    await seedHostile(site);
    const all = await everything(caller);
    const wrong = all.flatMap(({ name, kind, status, type, body, words }) => {
      const faults: string[] = [];
      if (status !== 200) faults.push(`status ${status}`);
      if (words !== body.includes(MARK))
        faults.push(words ? 'holds nothing hostile: seed it' : 'holds words after all');
      if (kind === 'csv') {
        if (!type.startsWith('text/csv')) faults.push(type);
        const rows: string[][] = parseCsv(body, { bom: true });
        if (rows.length < 2) faults.push('has no rows');
        faults.push(...rows.flat().filter((cell) => RUNS.test(cell)));
      }
      if (kind === 'page') {
        const page = parseHtml(body);
        faults.push(
          ...page
            .querySelectorAll('script, img, svg, iframe, a:not([href^="#"]), textarea, [onload], [onerror]')
            .map((one) => one.outerHTML),
        );
      }
      if (kind === 'file' && (!/^application\/(fhir\+)?json/.test(type) || JSON.parse(body) === null))
        faults.push(type);
      return faults.map((fault) => `${name}: ${fault}`);
    });
    expect(wrong).toEqual([]);
    expect(new Set(all.map(({ name }) => name.split(' ')[0]))).toEqual(new Set(LEAVING.map(({ id }) => id)));
  });

  test('every reply says what it is, so that no browser reads a file as a page', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse', 'supervisor', 'administrator', 'auditor', 'clinical_author']);
    const caller = createCaller(site);
    await caller.signIn('ana');
    await seedHostile(site);
    for (const { method, path, reply, object } of endpoints) {
      if (method !== 'GET' || reply === 'stream') continue;
      const at = path.replace(':id', object === 'content' ? 'protocol:sore_throat' : ID).replace(/:\w+/g, 'x');
      const { headers = {} } = await caller.call('GET', at);
      expect([path, headers['x-content-type-options'], headers['x-frame-options']]).toEqual([path, 'nosniff', 'DENY']);
      expect([path, headers['content-security-policy']]).toEqual([
        path,
        expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      ]);
    }
  });
});

test('every formula leaves as text that still says what it said', () => {
  const rows: string[][] = parseCsv(
    toCsv(
      ['said'],
      FORMULAS.map((one) => [one]),
    ),
    { bom: true },
  );
  expect(rows.slice(1).map(([cell = '']) => [RUNS.test(cell), cell.replace(/^'/, '')])).toEqual(
    FORMULAS.map((one) => [false, one]),
  );
});

test('the corpus itself would do harm: each formula runs in a spreadsheet, each text holds the mark or an element', () => {
  expect(FORMULAS.filter((one) => !RUNS.test(one) && !one.startsWith('"'))).toEqual([]);
  expect(HOSTILE.filter((one) => !one.includes(MARK) && parseHtml(one).querySelectorAll('*').length === 0)).toEqual([]);
});
