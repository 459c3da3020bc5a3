import { DateTime } from 'luxon';
import type { CounsellingRecord } from './schema/counselling';

export interface CounsellingPage {
  readonly hospital: string;
  readonly zone: string;
  readonly conversationId: string;
  readonly patient: string | null;
  readonly printedBy: string;
  readonly now: number;
  readonly items: readonly CounsellingRecord[];
  nameOf(medicine: string): string;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  completed: 'Accepted and completed; teach-back passed',
  'completed-teach-back-failed': 'Accepted and completed; teach-back failed, pharmacist told',
  refused: 'Offered and refused',
  'not-possible': 'Not possible: no reviewed content; pharmacist told',
  'stopped-allergy': 'Stopped: reported allergy; pharmacist told',
};
const RESULTS: Readonly<Record<string, string>> = {
  first: 'right at once',
  again: 'right after a second explanation',
  failed: 'not right after two tries',
};

/** Counselling encounters as a page to print and file: offered, accepted or refused, points, versions, teach-back. */
export function counsellingPage(page: CounsellingPage): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Counselling record</title><style>${STYLE}</style></head><body>
<h1>Medication counselling record</h1>
<p>${html(page.hospital)}. Patient: ${html(page.patient ?? 'not named')}. Conversation: ${html(page.conversationId)}.</p>
${page.items.length === 0 ? '<p>No counselling is on record.</p>' : page.items.map((one) => part(page, one)).join('\n')}
<p class="foot">Printed ${time(page.now, page.zone)} by ${html(page.printedBy)}. Information from reviewed content, read out by the hospital\u2019s assistant; it does not replace the prescriber or the pharmacist.</p>
<p class="sign">Seen by pharmacist: ______________________ Date: ____________</p>
</body></html>
`;
}

function part(page: CounsellingPage, one: CounsellingRecord): string {
  const name = one.medicine === null ? 'not named' : page.nameOf(one.medicine);
  const rows: [string, string][] = [
    ['When', time(one.at, page.zone)],
    ['Outcome', OUTCOMES[one.outcome] ?? one.outcome],
    ['Directions on the label', one.label ?? 'not given'],
    ['Points covered', one.covered.join(', ') || 'none'],
    ['Points declined by the patient', one.declined.join(', ') || 'none'],
    ...Object.entries(one.said).map(([id, text]): [string, string] => [`Patient\u2019s own words: ${id}`, text]),
    ...Object.entries(one.teachBack).map(([id, result]): [string, string] => [
      `Teach-back: ${id.replace(/_/g, ' ')}`,
      RESULTS[result] ?? result,
    ]),
    ['Content version', [one.content, one.texts].filter((text) => text !== null).join(', ') || 'none'],
    ['Language', one.locale ?? 'not recorded'],
  ];
  const table = rows.map(([label, text]) => `<tr><th>${html(label)}</th><td dir="auto">${html(text)}</td></tr>`);
  return `<section><h2>${html(name)}</h2><table>${table.join('')}</table></section>`;
}

function time(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-LL-dd HH:mm ZZZZ');
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const STYLE = `
body { font: 15px/1.45 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #111; }
h1 { font-size: 1.4rem } h2 { font-size: 1.1rem; margin: 1.4rem 0 .4rem }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .3rem .5rem; border-bottom: 1px solid #ccc; overflow-wrap: anywhere }
th { width: 36%; font-weight: 600 }
.foot { color: #444; font-size: .85rem; margin-top: 1.5rem }
section { break-inside: avoid }
@media (max-width: 30rem) { th, td { display: block; width: auto; border: 0; padding: .1rem 0 } td { border-bottom: 1px solid #ccc; padding-bottom: .4rem } }
@media print { body { margin: 0; max-width: none; font-size: 11pt } @page { margin: 18mm } }
`;
