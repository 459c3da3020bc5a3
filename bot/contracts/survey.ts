import type { ScoreMethod, SurveyTrigger } from '../../knowledge/schema/survey';
import type { Instant } from './time';

/** What a check-in is about: opaque ids, so that results can be shown by service and practitioner. */
export interface SurveyAbout {
  readonly visit?: string;
  readonly service?: string;
  readonly practitioner?: string;
}

/** The dialog that asks how it went. A timer that begins it with a `CareEnded` plans the asking and says nothing. */
export const CHECK_IN_DIALOG = 'check-in';

/** Care is over: a visit was attended, somebody went home from a stay, or staff want to know how it went. */
export interface CareEnded {
  readonly kind: 'plan';
  readonly trigger: SurveyTrigger;
  readonly about: SurveyAbout;
  readonly endedAt: Instant;
  /** Staff chose this instrument; without one, the content's own for the trigger. */
  readonly survey?: string;
}

/** A person was asked: counts towards the response rate unless they asked for it themselves. */
export interface SurveyInvited {
  type: 'surveyInvited';
  /** Id of this asking; the same id again is the reminder. */
  response: string;
  survey: string;
  version: string;
  trigger: SurveyTrigger;
  about: SurveyAbout;
}

/** One question answered. `value` is the number of a scale; `score` is what it counts as. */
export interface SurveyAnswered {
  type: 'surveyAnswered';
  response: string;
  question: string;
  method: ScoreMethod;
  /** Option id, or the number as text; never the patient's words. */
  code: string;
  /** Best, worst or between by the instrument's own scoring; absent for answers that are no score. */
  box?: 'top' | 'middle' | 'low';
}

/** It is over. A comment's sentiment and topics are codes; its words are a sealed record. */
export interface SurveyEnded {
  type: 'surveyEnded';
  response: string;
  how: 'completed' | 'stopped' | 'declined';
  sentiment?: string;
  topics?: readonly string[];
  recovery: boolean;
  mistreatment: boolean;
}

/** Work for a person that is not a flag: it stands in the work list of its kind, with its own clock. */
export interface OpenTask {
  type: 'task';
  kind: 'pharmacist' | 'clinical' | 'refill' | 'service_recovery' | 'scheduling';
  /** One or two sentences for staff; stored encrypted. */
  summary: string;
  /** Working minutes of the care team until a person must have looked. */
  withinMinutes: number;
}
