import type { Protocol } from '../schema/protocol';
import type { Question } from '../schema/triage-common';
import { readable } from './readable';
import { type ReviewWords, reviewEn } from './words/en';
import { reviewEs } from './words/es';

/** One difference of meaning between two versions, as a sentence for a clinician in each language of the console. */
export interface Difference {
  /** `safety`: a level, rule or question is gone or milder; `changed`; `wording`: the words only. */
  readonly weight: 'safety' | 'changed' | 'wording';
  readonly text: { readonly en: string; readonly es: string };
}

/** One sentence told in each language. */
export const told = (tell: (words: ReviewWords, locale: 'en' | 'es') => string): Difference['text'] => ({
  en: tell(reviewEn, 'en'),
  es: tell(reviewEs, 'es'),
});

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
      found.push({ weight: 'safety', text: told((w) => w.ruleGone(id, rule.level)) });
      continue;
    }
    if (next.level !== rule.level)
      found.push({
        weight: next.level > rule.level ? 'safety' : 'changed',
        text: told((w) => w.ruleLevel(id, next.level, rule.level, next.level > rule.level)),
      });
    if (next.route !== rule.route)
      found.push({ weight: 'changed', text: told((w) => w.ruleRoute(id, next.route, rule.route)) });
    if (next.deadline_hours !== rule.deadline_hours)
      found.push({
        weight: (next.deadline_hours ?? 0) > (rule.deadline_hours ?? 0) ? 'safety' : 'changed',
        text: told((w) =>
          w.ruleDeadline(
            id,
            String(next.deadline_hours ?? w.condition.byLevel),
            String(rule.deadline_hours ?? w.condition.byLevel),
          ),
        ),
      });
    if (conditionText(rule.when) !== conditionText(next.when))
      found.push({
        weight: 'safety',
        text: told((w) => w.ruleWhen(id, conditionText(next.when, w), conditionText(rule.when, w))),
      });
    for (const locale of new Set([...Object.keys(rule.reason.patient), ...Object.keys(next.reason.patient)]))
      if (rule.reason.patient[locale] !== next.reason.patient[locale])
        found.push({
          weight: 'wording',
          text: told((w) => w.ruleSays(id, locale, next.reason.patient[locale] ?? '-')),
        });
  }
  for (const [id, rule] of now)
    if (!old.has(id))
      found.push({
        weight: 'changed',
        text: told((w) => w.ruleNew(id, rule.level, rule.route, conditionText(rule.when, w))),
      });
  return found;
}

function conditionText(when: Protocol['rules'][number]['when'], words: ReviewWords = reviewEn): string {
  return when === undefined ? words.condition.otherwise : readable(when, words.condition);
}

function questionDifferences(before: Protocol, after: Protocol): Difference[] {
  const [old, now] = [byId<Question>(before.questions), byId<Question>(after.questions)];
  const found: Difference[] = [];
  for (const [id, question] of old) {
    const next = now.get(id);
    if (next === undefined) {
      found.push({ weight: 'safety', text: told((w, locale) => w.questionGone(id, inLocale(question.about, locale))) });
      continue;
    }
    if (next.type !== question.type)
      found.push({ weight: 'changed', text: told((w) => w.questionType(id, next.type, question.type)) });
    if (question.safety && !next.safety) found.push({ weight: 'safety', text: told((w) => w.unsureHarmless(id)) });
    if (next.unknown_level !== question.unknown_level)
      found.push({
        weight: 'safety',
        text: told((w) =>
          w.unsureLevel(id, next.unknown_level ?? w.condition.oneLower, question.unknown_level ?? w.condition.oneLower),
        ),
      });
    if (gate(question) !== gate(next))
      found.push({ weight: 'changed', text: told((w) => w.questionAsked(id, gate(next, w), gate(question, w))) });
    const [wasOptions, isOptions] = [optionIds(question), optionIds(next)];
    for (const option of wasOptions)
      if (!isOptions.includes(option)) found.push({ weight: 'safety', text: told((w) => w.optionGone(id, option)) });
    for (const option of isOptions)
      if (!wasOptions.includes(option)) found.push({ weight: 'changed', text: told((w) => w.optionNew(id, option)) });
    for (const locale of Object.keys(next.text))
      if (question.text[locale] !== next.text[locale])
        found.push({ weight: 'wording', text: told((w) => w.questionReads(id, locale, next.text[locale] ?? '-')) });
  }
  for (const [id, question] of now)
    if (!old.has(id))
      found.push({ weight: 'changed', text: told((w, locale) => w.questionNew(id, inLocale(question.about, locale))) });
  return found;
}

function gate(question: Question, words: ReviewWords = reviewEn): string {
  return words.condition.asked(question.ask_if && readable(question.ask_if, words.condition));
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
        text: told((w, locale) => w.adviceGone(id, inLocale(one.text, locale))),
      }),
    );
  const fresh = [...now]
    .filter(([id]) => !old.has(id))
    .map(
      ([id, one]): Difference => ({
        weight: 'changed',
        text: told((w, locale) => w.adviceNew(id, inLocale(one.text, locale))),
      }),
    );
  const reworded = [...now].flatMap(([id, one]): Difference[] => {
    const was = old.get(id);
    return was === undefined || (was.text.en === one.text.en && was.text.es === one.text.es)
      ? []
      : [{ weight: 'wording', text: told((w, locale) => w.adviceReads(id, inLocale(one.text, locale))) }];
  });
  return [...gone, ...fresh, ...reworded];
}

const inLocale = (text: Readonly<Record<string, string>>, locale: string): string => text[locale] ?? text.en ?? '-';
