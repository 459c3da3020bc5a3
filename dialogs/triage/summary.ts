import type { Services } from '../../bot/contracts';
import { type Case, encodeAnswer } from '../../knowledge/triage/answers';
import type { Outcome } from '../../knowledge/triage/dispose';
import type { TriageState } from './state';

/** What is told to staff in English whatever the patient's language, so that the queue reads alike. */
const STAFF = 'en';

/**
 * SBAR: situation (complaint, level, by when), background (who, what is known), assessment (the answers, the rule), and
 * recommendation (where). Built from content; free text of the patient is not in it.
 */
export function sbar(state: TriageState, given: Case, outcome: Outcome, services: Services): string {
  const { protocol } = given;
  const staff = (ref: string, values: Record<string, string | number>) => services.content.text(ref, STAFF, values);
  const yes = Object.entries(state.facts)
    .filter(([, is]) => is === 'yes')
    .map(([id]) => id.replaceAll('_', ' '));
  return [
    staff('wording/triage.sbar-situation', {
      complaint: protocol.title.en,
      level: outcome.level,
      hours: outcome.hours === undefined ? '-' : String(outcome.hours),
    }),
    staff('wording/triage.sbar-background', {
      age: ageText(state.ageMonths),
      sex: state.sex ?? 'unknown',
      facts: yes.length === 0 ? 'none told' : yes.join(', '),
    }),
    staff('wording/triage.sbar-assessment', {
      findings: positives(given).join('; ') || 'none reported',
      unsure: unsures(given).join('; ') || 'none',
      reason: outcome.reason.staff,
      rule: `${protocol.id}@${protocol.version} ${outcome.id}${outcome.held === 'unsure' ? ' (could not be excluded)' : ''}`,
    }),
    staff('wording/triage.sbar-recommendation', { route: staff(`wording/triage.route-${outcome.route}`, {}) }),
  ].join('\n');
}

function ageText(months: TriageState['ageMonths']): string {
  if (typeof months !== 'number') return 'age unknown';
  if (months < 3) return `${Math.round(months * 4.35)} weeks`;
  return months < 24 ? `${Math.floor(months)} months` : `${Math.floor(months / 12)} years`;
}

/** What the patient reported, in staff English. */
function positives(given: Case): string[] {
  return given.protocol.questions.flatMap((question) => {
    const answer = given.answers[question.id];
    if (answer === undefined) return [];
    if ('value' in answer) return [`${question.about.en} ${answer.value}`];
    if ('is' in answer) return answer.is === 'yes' && question.type === 'yes_no' ? [question.about.en] : [];
    const ids = 'ticks' in answer ? answer.ticks : [answer.option];
    const options = 'options' in question ? question.options : [];
    return ids.flatMap((id) => {
      const option = options.find((one) => one.id === id);
      return option === undefined
        ? []
        : [question.type === 'choice' ? `${question.about.en}: ${option.label.en}` : option.label.en];
    });
  });
}

function unsures(given: Case): string[] {
  return given.protocol.questions
    .filter((question) => {
      const answer = given.answers[question.id];
      return answer !== undefined && 'is' in answer && answer.is === 'unsure';
    })
    .map((question) => question.about.en);
}

/** The answers in the order given, as recorded with the assessment: enough to replay it. */
export function recordedAnswers(state: TriageState): { question: string; answer: string }[] {
  return state.runs.flatMap((run) =>
    run.order.map((id) => ({
      question: `protocol/${run.protocol}@${run.version}#questions.${id}`,
      answer: encodeAnswer(run.answers[id]!),
    })),
  );
}

/** What the patient told us, in their language, for "why": positive answers of the deciding complaint. */
export function toldText(given: Case, services: Services): string[] {
  const { protocol } = given;
  const at = `protocol/${protocol.id}@${protocol.version}#questions`;
  return protocol.questions.flatMap((question) => {
    const answer = given.answers[question.id];
    if (answer === undefined) return [];
    const say = (place: string) => services.content.text(`${at}.${question.id}.${place}`, services.locale);
    if ('is' in answer)
      return answer.is === 'yes' && question.type === 'yes_no' && question.danger !== 'no' ? [say('about')] : [];
    if ('ticks' in answer) return answer.ticks.map((id) => say(`options.${id}.label`));
    return [];
  });
}
