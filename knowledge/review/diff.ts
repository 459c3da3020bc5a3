import type { Protocol } from '../schema/protocol';
import type { Question } from '../schema/triage-common';
import { readable } from './readable';

/** One difference of meaning between two versions, as a sentence for a clinician. */
export interface Difference {
  /** `safety`: a level, rule or question is gone or milder; `changed`; `wording`: the words only. */
  readonly weight: 'safety' | 'changed' | 'wording';
  readonly text: string;
}

/** What changed in meaning from one version of a protocol to another, the weighty first. Order and formatting do not count. */
export function differences(before: Protocol, after: Protocol): readonly Difference[] {
  const found = [
    ...ruleDifferences(before, after),
    ...questionDifferences(before, after),
    ...adviceDifferences(before, after),
  ];
  const order = { safety: 0, changed: 1, wording: 2 } as const;
  return found.sort((a, b) => order[a.weight] - order[b.weight]);
}

function byId<T extends { id: string }>(items: readonly T[]): ReadonlyMap<string, T> {
  return new Map(items.map((item) => [item.id, item]));
}

function ruleDifferences(before: Protocol, after: Protocol): Difference[] {
  const [old, now] = [byId(before.rules), byId(after.rules)];
  const found: Difference[] = [];
  for (const [id, rule] of old) {
    const next = now.get(id);
    if (next === undefined) {
      found.push({ weight: 'safety', text: `Rule "${id}" (${rule.level}) is gone.` });
      continue;
    }
    if (next.level !== rule.level)
      found.push({
        weight: next.level > rule.level ? 'safety' : 'changed',
        text: `Rule "${id}" is now ${next.level} instead of ${rule.level}${next.level > rule.level ? ' (milder)' : ' (more urgent)'}.`,
      });
    if (next.route !== rule.route)
      found.push({ weight: 'changed', text: `Rule "${id}" now leads to ${next.route} instead of ${rule.route}.` });
    if (next.deadline_hours !== rule.deadline_hours)
      found.push({
        weight: (next.deadline_hours ?? 0) > (rule.deadline_hours ?? 0) ? 'safety' : 'changed',
        text: `Rule "${id}" has a deadline of ${next.deadline_hours ?? 'the level'} instead of ${rule.deadline_hours ?? 'the level'} hours.`,
      });
    const [was, is] = [conditionText(rule.when), conditionText(next.when)];
    if (was !== is) found.push({ weight: 'safety', text: `Rule "${id}" fires when ${is} (before: ${was}).` });
    for (const locale of new Set([...Object.keys(rule.reason.patient), ...Object.keys(next.reason.patient)]))
      if (rule.reason.patient[locale] !== next.reason.patient[locale])
        found.push({
          weight: 'wording',
          text: `Rule "${id}" says (${locale}): "${next.reason.patient[locale] ?? '-'}".`,
        });
  }
  for (const [id, rule] of now)
    if (!old.has(id))
      found.push({
        weight: 'changed',
        text: `New rule "${id}" (${rule.level}, ${rule.route}) when ${conditionText(rule.when)}.`,
      });
  return found;
}

function conditionText(when: Protocol['rules'][number]['when']): string {
  return when === undefined ? 'nothing else does' : readable(when);
}

function questionDifferences(before: Protocol, after: Protocol): Difference[] {
  const [old, now] = [byId<Question>(before.questions), byId<Question>(after.questions)];
  const found: Difference[] = [];
  for (const [id, question] of old) {
    const next = now.get(id);
    if (next === undefined) {
      found.push({ weight: 'safety', text: `Question "${id}" (${question.about.en}) is not asked any more.` });
      continue;
    }
    if (next.type !== question.type)
      found.push({ weight: 'changed', text: `Question "${id}" is now ${next.type} instead of ${question.type}.` });
    if (question.safety && !next.safety)
      found.push({ weight: 'safety', text: `"Not sure" to question "${id}" no longer counts as danger.` });
    if (next.unknown_level !== question.unknown_level)
      found.push({
        weight: 'safety',
        text: `"Not sure" to question "${id}" counts as ${next.unknown_level ?? 'one step lower'} instead of ${question.unknown_level ?? 'one step lower'}.`,
      });
    if (gate(question) !== gate(next))
      found.push({ weight: 'changed', text: `Question "${id}" is asked ${gate(next)} (before: ${gate(question)}).` });
    const [wasOptions, isOptions] = [optionIds(question), optionIds(next)];
    for (const option of wasOptions)
      if (!isOptions.includes(option))
        found.push({ weight: 'safety', text: `Question "${id}" lost the option "${option}".` });
    for (const option of isOptions)
      if (!wasOptions.includes(option))
        found.push({ weight: 'changed', text: `Question "${id}" has the new option "${option}".` });
    for (const locale of Object.keys(next.text))
      if (question.text[locale] !== next.text[locale])
        found.push({ weight: 'wording', text: `Question "${id}" reads (${locale}): "${next.text[locale]}".` });
  }
  for (const [id, question] of now)
    if (!old.has(id)) found.push({ weight: 'changed', text: `New question "${id}" (${question.about.en}).` });
  return found;
}

function gate(question: Question): string {
  return question.ask_if === undefined ? 'always' : `if ${readable(question.ask_if)}`;
}

function optionIds(question: Question): readonly string[] {
  return question.type === 'choice' || question.type === 'ticks' ? question.options.map((option) => option.id) : [];
}

function adviceDifferences(before: Protocol, after: Protocol): Difference[] {
  const [old, now] = [byId(before.advice), byId(after.advice)];
  const gone = [...old]
    .filter(([id]) => !now.has(id))
    .map(
      ([id, one]): Difference => ({
        weight: one.kind === 'come_back' ? 'safety' : 'changed',
        text: `Advice "${id}" is gone: "${one.text.en}"`,
      }),
    );
  const fresh = [...now]
    .filter(([id]) => !old.has(id))
    .map(([id, one]): Difference => ({ weight: 'changed', text: `New advice "${id}": "${one.text.en}"` }));
  const reworded = [...now].flatMap(([id, one]): Difference[] => {
    const was = old.get(id);
    return was === undefined || was.text.en === one.text.en
      ? []
      : [{ weight: 'wording', text: `Advice "${id}" reads: "${one.text.en}"` }];
  });
  return [...gone, ...fresh, ...reworded];
}
