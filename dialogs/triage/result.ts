import type { Choice, Services } from '../../bot/contracts';
import type { Level } from '../../knowledge/schema/triage-common';
import type { Case } from '../../knowledge/triage/answers';
import { NO, possible } from '../../knowledge/triage/condition';
import type { Outcome } from '../../knowledge/triage/dispose';
import type { Placed } from '../../knowledge/triage/places';
import { text } from './ask';
import { placeText } from './place';
import { toldText } from './summary';

/** Where advice is given when the content does not say. */
const ADVICE_LEVELS: Readonly<Record<'now' | 'care' | 'come_back', readonly Level[]>> = {
  now: ['D0', 'D1', 'D2'],
  care: ['D3', 'D4', 'D5'],
  come_back: ['D1', 'D2', 'D3', 'D4', 'D5'],
};

/** The level, where and by when, in plain words. */
export function levelText(outcome: Outcome, placed: Placed, services: Services): string {
  const hours = outcome.deadline_hours;
  const within =
    hours === undefined || outcome.level <= 'D1'
      ? text(`wording/triage.default-within-${outcome.level.toLowerCase()}`, services)
      : text('wording/triage.within', services, { time: timeText(hours, services) });
  const route = placeText(placed, services);
  return text(`wording/triage.level-${outcome.level.toLowerCase()}`, services, { route, within });
}

/** The whole result: level, why, what to do, when to come back. An SMS gets the first of each. */
export function resultTexts(given: Case, outcome: Outcome, placed: Placed, services: Services): string[] {
  const short = services.conversation.size === 'short';
  const head = levelText(outcome, placed, services);
  const reasons = whyTexts(outcome, services);
  const now = advice(given, outcome.level, 'now', services);
  const care = advice(given, outcome.level, 'care', services);
  const back = advice(given, outcome.level, 'come_back', services);
  if (short) {
    return [head, reasons[0] ?? '', [...now, ...care].slice(0, 1).join(' '), back[0] ?? ''];
  }
  const told = toldText(given, services);
  const listed = (title: string, items: readonly string[]) => listText(title, items, services);
  return [
    head,
    [
      `${text('wording/triage.why', services)} ${reasons.join(' ')}`,
      told.length === 0 ? '' : text('wording/triage.you-told', services, { list: told.join(', ') }),
      outcome.held === 'unsure' ? text('wording/triage.because-unsure', services) : '',
    ]
      .filter((one) => one !== '')
      .join('\n'),
    listed('what-now', now),
    listed('what-care', care),
    listed('when-back', back),
    text('wording/triage.not-diagnosis', services),
  ];
}

/** A line and what it names below it; nothing where it names nothing. */
export function listText(title: string, items: readonly string[], services: Services): string {
  if (items.length === 0) return '';
  return `${text(`wording/triage.${title}`, services)}\n${items.map((item) => `• ${item}`).join('\n')}`;
}

function timeText(hours: number, services: Services): string {
  if (hours < 24) return text('wording/triage.hours', services, { count: hours });
  return hours === 24
    ? text('wording/triage.one-day', services)
    : text('wording/triage.days', services, { count: Math.round(hours / 24) });
}

/** The reasons of the deciding level, at most two, the deciding one first. */
function whyTexts(outcome: Outcome, services: Services): string[] {
  const same = outcome.fired.filter((one) => one.level === outcome.level && one.held === outcome.held);
  return [
    ...new Set([outcome, ...same].map((one) => one.reason.patient[services.locale] ?? one.reason.patient.en)),
  ].slice(0, 2);
}

function advice(given: Case, level: Level, kind: 'now' | 'care' | 'come_back', services: Services): string[] {
  const { protocol } = given;
  return protocol.advice
    .filter((item) => item.kind === kind && (item.levels ?? ADVICE_LEVELS[kind]).includes(level))
    .filter((item) => item.when === undefined || possible(item.when, given) !== NO)
    .map((item) => text(`protocol/${protocol.id}@${protocol.version}#advice.${item.id}.text`, services));
}

/** What the patient can choose next; every level has a way to say "I cannot" and to reach a person. */
export function nextSteps(outcome: Pick<Outcome, 'level'>, services: Services): Choice[] {
  const pick = (...ids: string[]): Choice[] => ids.map((id) => ({ id, label: `wording/triage.next-${id}` }));
  const booking = services.installed?.('booking') === true;
  switch (outcome.level) {
    case 'D0':
      return pick('called', 'cannot_call', 'mistake');
    case 'D1':
      return pick('going', 'directions', 'cannot_go', 'mistake');
    case 'D2':
      return pick(...(booking ? ['book_urgent'] : []), 'call_back', 'cannot_go', 'fine');
    case 'D3':
    case 'D4':
      return pick(...(booking ? ['book'] : ['call_back']), 'cannot_go', 'fine');
    case 'D5':
      return pick('fine', ...(booking ? ['book'] : []), 'call_back');
  }
}
