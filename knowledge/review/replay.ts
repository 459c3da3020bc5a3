import type { StoredAssessment } from '../fhir/assessment';
import { refParts } from '../fhir/assessment';
import type { Modifier } from '../schema/modifier';
import type { Protocol } from '../schema/protocol';
import type { Level } from '../schema/triage-common';
import { type Answer, type Case, decodeAnswer, type Known, type Person, questionOf } from '../triage/answers';
import { dispose } from '../triage/dispose';
import { nextPlaces } from '../triage/next';
import { UNANSWERED } from '../triage/unanswered';
import { unansweredAsUnsure } from '../triage/walk';

/** A stored assessment with what was known of the person. */
export interface Replayable extends StoredAssessment {
  readonly facts: {
    readonly ageMonths?: number;
    readonly sex?: string;
    readonly triageFacts?: Readonly<Record<string, Known>>;
  };
}

export interface Replayed {
  readonly id: string;
  readonly before: Level;
  readonly after: Level;
  readonly rule: string;
  /** Questions the new version would have asked and nobody answered; counted as "not sure". */
  readonly open: readonly string[];
}

/** Whether the questions were gone through to the end: one that was broken off has no level of its own to compare. */
export function wasFinished(stored: Replayable): boolean {
  return stored.rule !== UNANSWERED;
}

/**
 * What a stored assessment would come to under another version of its protocol. Questions that are gone are left out, new
 * ones were never answered and count as not sure.
 */
export function replay(stored: Replayable, protocol: Protocol, modifiers: readonly Modifier[]): Replayed {
  const answers: Record<string, Answer> = {};
  for (const { question, answer } of stored.answers) {
    const { id, place } = refParts(question);
    const local = place?.replace(/^questions\./, '') ?? '';
    const asked = id === protocol.id ? questionOf(protocol, local) : undefined;
    if (asked === undefined) continue;
    const given = decodeAnswer(answer);
    if (fits(given, asked)) answers[local] = given;
  }
  let given: Case = { protocol, modifiers, person: personOf(stored), answers };
  const open: string[] = [];
  for (;;) {
    const places = nextPlaces(given).slice(0, 1);
    if (places.length === 0) break;
    open.push(...places);
    given = unansweredAsUnsure(given, places);
  }
  const outcome = dispose(given);
  return { id: stored.id, before: stored.disposition, after: outcome.level, rule: outcome.id, open };
}

function fits(answer: Answer, question: NonNullable<ReturnType<typeof questionOf>>): boolean {
  const options =
    question.type === 'choice' || question.type === 'ticks' ? question.options.map((option) => option.id) : [];
  if ('is' in answer) return answer.is === 'unsure' || question.type === 'yes_no';
  if ('option' in answer) return question.type === 'choice' && options.includes(answer.option);
  if ('ticks' in answer) return question.type === 'ticks' && answer.ticks.every((id) => options.includes(id));
  return question.type === 'number';
}

function personOf(stored: Replayable): Person {
  const { ageMonths, sex, triageFacts } = stored.facts;
  return {
    facts: triageFacts ?? {},
    ...(ageMonths === undefined ? { ageMonths: 'unknown' as const } : { ageMonths }),
    sex: sex === 'female' || sex === 'male' || sex === 'other' ? sex : 'unknown',
  };
}

/** How many would change, and in which direction: the milder ones are listed for a person to look at. */
export function replaySummary(replayed: readonly Replayed[]): {
  same: number;
  moreUrgent: number;
  milder: readonly Replayed[];
} {
  return {
    same: replayed.filter((one) => one.after === one.before).length,
    moreUrgent: replayed.filter((one) => one.after < one.before).length,
    milder: replayed.filter((one) => one.after > one.before),
  };
}
