import type { Localized } from '../schema/common';
import type { Modifier } from '../schema/modifier';
import type { Protocol } from '../schema/protocol';
import type { Question } from '../schema/triage-common';
import { runTest } from '../triage/test-case';
import { type Difference, differences } from './diff';
import { placesOf, readable } from './readable';

/** A protocol as a page a clinician reads and signs: rules, questions, wording in each language, cases, sources, changes. */
export function reviewPage(protocol: Protocol, modifiers: readonly Modifier[], before?: Protocol): string {
  const changes = before === undefined ? undefined : differences(before, protocol);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${html(protocol.title.en)} ${html(protocol.version)}</title>
<style>${STYLE}</style></head><body>
<h1>${html(protocol.title.en)} <small>${html(protocol.id)} version ${html(protocol.version)}</small></h1>
<p class="status">Status: ${protocol.status === 'approved' ? 'approved' : 'sample content awaiting a hospital\u2019s clinical sign-off'}. Owner: ${html(protocol.owner)}. Review by ${html(protocol.review_by)}.</p>
${changes === undefined ? '' : changesPart(changes, before!.version)}
<h2>When it is chosen</h2>
<p>${html(appliesText(protocol))}</p>
${phrasesPart(protocol)}
<h2>Levels</h2>
<p>All rules are looked at; the most urgent that holds decides. \u201cNot sure\u201d holds one step lower unless a question says otherwise.</p>
<table><tr><th>Level</th><th>When</th><th>Where, by when</th><th>Patient reads</th><th>Staff read</th></tr>
${protocol.rules
  .map(
    (rule) =>
      `<tr id="rule-${rule.id}"><td class="level ${rule.level}">${rule.level}</td><td><b>${html(rule.id)}</b><br>${html(rule.when === undefined ? 'nothing else holds' : readable(rule.when))}</td><td>${html(rule.route)}${rule.deadline_hours === undefined ? '' : `, ${rule.deadline_hours} h`}</td><td>${both(rule.reason.patient)}</td><td>${html(rule.reason.staff)}</td></tr>`,
  )
  .join('\n')}
</table>
<h2>Questions, in order</h2>
<ol>${protocol.questions.map((question) => questionPart(question, protocol)).join('\n')}</ol>
<h2>Advice</h2>
<table><tr><th>Kind</th><th>Levels</th><th>Words</th></tr>
${protocol.advice
  .map(
    (one) =>
      `<tr><td>${one.kind}</td><td>${html(one.levels?.join(', ') ?? 'default')}${one.when === undefined ? '' : `<br>if ${html(readable(one.when))}`}</td><td>${both(one.text)}</td></tr>`,
  )
  .join('\n')}
</table>
<h2>What general modifiers look at</h2>
<ul>${Object.entries(protocol.signs)
    .map(([sign, when]) => `<li>${html(sign)}: ${when === true ? 'always' : html(readable(when))}</li>`)
    .join('')}</ul>
<h2>Cases</h2>
<table><tr><th>Case</th><th>Expected</th><th>Comes to</th><th>By</th><th>Screens</th></tr>
${protocol.tests
  .map((one) => {
    const { outcome, screens } = runTest(protocol, modifiers, one);
    return `<tr class="${outcome.level === one.expect ? '' : 'wrong'}"><td>${html(one.name)}</td><td>${one.expect}</td><td>${outcome.level}</td><td>${html(outcome.id)}</td><td>${screens}</td></tr>`;
  })
  .join('\n')}
</table>
<h2>Sources</h2>
<ul>${protocol.sources.map((source) => `<li>${html([source.publisher, source.title, source.date].filter((part) => part !== undefined).join(', '))}${source.read ? '' : ' <b>(not re-read for this version)</b>'}</li>`).join('')}</ul>
<p class="sign">Reviewed by (role): ______________________ Date: ____________</p>
</body></html>
`;
}

function changesPart(changes: readonly Difference[], version: string): string {
  if (changes.length === 0) return `<h2>Since version ${html(version)}</h2><p>Nothing changed in meaning.</p>`;
  return `<h2>Since version ${html(version)}</h2><ul>${changes.map((one) => `<li class="${one.weight}">${html(one.text.en)}</li>`).join('')}</ul>`;
}

function appliesText(protocol: Protocol): string {
  const { age_from, age_under, sex } = protocol.applies;
  const parts = [
    ...(age_from === undefined ? [] : [`from ${age_from}`]),
    ...(age_under === undefined ? [] : [`under ${age_under}`]),
    ...(sex === undefined ? [] : [sex]),
  ];
  return parts.length === 0 ? 'Anybody.' : `Only ${parts.join(', ')}.`;
}

function phrasesPart(protocol: Protocol): string {
  return Object.entries(protocol.entry.phrases)
    .map(([locale, phrases]) => `<p>${html(locale)}: ${phrases.map(html).join(' \u00b7 ')}</p>`)
    .join('');
}

function questionPart(question: Question, protocol: Protocol): string {
  const marks = [
    question.type.replace('_', '/'),
    ...(question.safety
      ? [`danger question, \u201cnot sure\u201d counts as ${question.unknown_level ?? 'one step lower'}`]
      : []),
    ...(question.ask_if === undefined ? [] : [`only if ${readable(question.ask_if)}`]),
    ...(question.type === 'number' ? [`${question.unit}, ${question.min} to ${question.max}`] : []),
  ];
  const options =
    question.type === 'choice' || question.type === 'ticks'
      ? `<ul>${question.options.map((option) => `<li><b>${html(option.id)}</b> ${leadsTo(`${question.id}.${option.id}`, protocol)} ${both(option.label)}</li>`).join('')}</ul>`
      : '';
  const hint = question.hint === undefined ? '' : `<p class="hint">${both(question.hint)}</p>`;
  return `<li id="question-${question.id}"><b>${html(question.id)}</b> <i>${html(marks.join('; '))}</i> ${leadsTo(question.id, protocol)}<br>${both(question.text)}${hint}${options}</li>`;
}

/** The branch of the tree below an answer: the rules that look at it, with their levels. */
function leadsTo(place: string, protocol: Protocol): string {
  return protocol.rules
    .filter((rule) => rule.when !== undefined && placesOf(rule.when).has(place))
    .map((rule) => `<a class="level ${rule.level}" href="#rule-${rule.id}">\u2192 ${rule.level} ${html(rule.id)}</a>`)
    .join(' ');
}

function both(text: Localized): string {
  return Object.entries(text)
    .map(
      ([locale, words]) =>
        `<span class="words" lang="${html(locale.slice(0, 2))}"><em>${html(locale)}</em> ${html(words)}</span>`,
    )
    .join('<br>');
}

function html(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

const STYLE = `body{font:16px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}
table{border-collapse:collapse;width:100%}td,th{border:1px solid #bbb;padding:.4rem;vertical-align:top;text-align:left}
small{color:#555;font-weight:400}em{color:#555;font-size:.8em}.level{font-weight:700}.D0{background:#ffd6d6}.D1{background:#ffe4cc}.D2{background:#fff5c2}
.safety{color:#a00;font-weight:700}.wording{color:#555}.wrong{background:#ffd6d6}.status{background:#eef;padding:.5rem}.sign{margin-top:3rem}`;
