import type { Purpose } from './activity';
import type { BookingEvent } from './booking';
import type { Disposition } from './disposition';
import type {
  EnrolledBy,
  Enrolment,
  EnrolmentChange,
  HoldKind,
  NotSent,
  OutreachPriority,
  OutreachPurpose,
} from './outreach';
import type { OwedChoice, PatientFacts, PromptKind } from './state';
import type { OpenTask, SurveyAnswered, SurveyEnded, SurveyInvited } from './survey';
import type { Instant } from './time';

/**
 * A sentence or document of the content, resolved by the library: `wording/<id>`, or `<kind>/<id>[@version]#<place>`.
 * No patient-facing sentence stands in code.
 */
export type ContentRef = string;

/** What a turn decided: facts, audited, turned into rows by `bot/turn/apply/<event>.ts`. */
export type TurnEvent =
  | Say
  | { type: 'typing' }
  | Assess
  | Flag
  | Schedule
  | { type: 'unschedule'; key: string }
  /** Everything scheduled for a reason that is gone: the visit was moved, the survey answered, the programme left. */
  | { type: 'unscheduleReason'; reason: string }
  | { type: 'learn'; facts: Partial<PatientFacts> }
  | { type: 'locale'; locale: string }
  | {
      type: 'begin';
      dialog: string;
      args?: unknown /** `replace` ends everything set aside too. */;
      mode?: 'push' | 'replace';
    }
  | { type: 'handOver'; reason: ContentRef; summary: string; team?: string }
  | { type: 'record'; kind: string; subject?: string; data: Record<string, unknown> }
  /** A code the patient gives to somebody who is to get their medicine reminders, too; that person must agree. */
  | { type: 'inviteCaregiver'; code: string; expiresAt: Instant }
  /** The person with the code answered; a code is used once. */
  | { type: 'useCaregiverInvite'; code: string; patient: string; agreed: boolean }
  /** A code which, written from a phone within its time, moves this conversation there. */
  | { type: 'linkCode'; code: string; expiresAt: Instant }
  | Consent
  | Enrol
  | ChangeEnrolment
  /** What came of a programme or a trial: `quit`, `visit`, `bp_controlled`. Counted by arm, never read as text. */
  | { type: 'outcome'; programme: string; measure: string; value: string | number | boolean }
  /** Holds outreach back, until a moment where there is one. */
  | { type: 'holdOutreach'; kind: HoldKind; until?: Instant }
  | { type: 'resumeOutreach'; kind: HoldKind }
  /** The engine's own: what came of a due message. Dialogs leave it out. */
  | { type: 'outreachFate'; id: string; status: 'said' | 'quiet' | 'waiting' | 'not_sent'; why?: NotSent }
  /** IANA zone the patient lives in: quiet hours are theirs. */
  | { type: 'zone'; zone: string }
  /** The patient answered a red flag's confirming question. */
  | { type: 'answerFlag'; flag: string; answer: 'yes' | 'no' }
  /** Answers an owed prompt with an earlier text, after the patient said which was meant. */
  | { type: 'answer'; promptId: string; text: string }
  /**
   * What was written is taken for what it says after all: a danger asked about was denied, or was only spoken of in
   * passing. `orElse` begins where nobody knows what it is for.
   */
  | { type: 'takeUp'; text: string; orElse?: { dialog: string; args?: unknown } }
  | { type: 'audit'; action: string; detail?: Record<string, unknown> }
  | SurveyInvited
  | SurveyAnswered
  | SurveyEnded
  | OpenTask
  | BookingEvent;

/** Says a sentence of the content, optionally asking for an answer. */
export interface Say {
  type: 'say';
  wording: ContentRef;
  values?: Readonly<Record<string, string | number>>;
  /** Asks: the prompt is owed until it is answered, expires, or the dialog ends. */
  ask?: Ask;
  safety?: boolean;
  purpose?: Purpose;
  expiresAt?: Instant;
  template?: { id: string; values: Record<string, string> };
}

export interface Ask {
  kind: PromptKind;
  choices?: readonly Choice[];
  /** More than one may be chosen, by their numbers: every channel shows these. */
  several?: boolean;
  /** Keep the prompt after the dialog is done, and begin `dialog` with `args` when it is answered. */
  outlives?: {
    dialog: string;
    args?: unknown;
    about: ContentRef;
    expiresAt?: Instant;
    /** A newer prompt of the same group takes its place: last week's check-in of a programme is no longer asked. */
    group?: string;
    /**
     * Own words may be an answer too: the dialog begins with them as `words` beside `args`, and where it says nothing
     * they are taken as anything else that is written.
     */
    takesWords?: boolean;
  };
}

/** One answer a patient can give; channels show it their own way. */
export interface Choice {
  readonly id: string;
  /** Label as content, or a literal that is data (a doctor's name, a time) already in the patient's language. */
  readonly label: ContentRef | { literal: string };
  readonly description?: ContentRef | { literal: string };
  readonly synonyms?: OwedChoice['synonyms'];
}

/** A level of care was decided, with everything needed to explain and replay it. */
export interface Assess {
  type: 'assess';
  /** `protocol/<id>@<version>` or `red-flag/<id>@<version>`. */
  protocol: ContentRef;
  disposition: Disposition;
  /** Where and by when, from the rule that decided. */
  route?: string;
  deadlineHours?: number;
  rule: string;
  /** The patient's own answers behind it, in the order given: question ref and answer. */
  answers: readonly { question: ContentRef; answer: string }[];
  because: readonly string[];
  facts: PatientFacts;
}

/** A person of the care team should look at this conversation. */
export interface Flag {
  type: 'flag';
  /** 1 now (life at risk), 2 within the hour, 3 today, 4 when there is time. */
  severity: 1 | 2 | 3 | 4;
  /** Stable reason id, such as `red-flag/RF07-CHEST-PAIN@1` or `asked-for-person`: the queue groups by it. */
  reason: ContentRef;
  /** One or two sentences for staff, SBAR in short; stored encrypted. */
  summary: string;
  team?: string;
  detail?: Record<string, unknown>;
}

/** Agreement to be written to, or its end, for everything or one purpose, on this conversation's address. */
export interface Consent {
  type: 'optIn' | 'optOut';
  scope: 'all' | OutreachPurpose;
  /** The sentence the patient agreed to, with its version: kept as proof. */
  wording?: ContentRef;
}

/** Joins a programme. The schedule of its messages is the dialog's own, with `reason: enrolmentReason(programme)`. */
export interface Enrol {
  type: 'enrol';
  enrolment: Enrolment;
  by: EnrolledBy;
  /** Group within which arms are balanced, when a trial has any. */
  stratum?: string;
}

/** `leave` and `complete` also unschedule everything with the programme's reason. */
export interface ChangeEnrolment {
  type: 'enrolment';
  programme: string;
  change: EnrolmentChange;
  until?: Instant;
  /** A code, never the patient's words: `patient_asked`, `bereavement`. */
  why?: string;
}

/**
 * A timer of this conversation: when due it becomes an event for `dialog` (or the running one). With a purpose of outreach
 * it is planned first: consent, STOP, quiet hours, caps and what else the person gets decide whether and when.
 */
export interface Schedule {
  type: 'schedule';
  /** Another conversation, which agreed to hear of this one (a caregiver's). Absent: this one. */
  to?: string;
  /** Unique per conversation: scheduling the same key again moves it. */
  key: string;
  at: Instant;
  dialog: string;
  args?: unknown;
  /** How it meets a running dialog: interrupt it, wait until it is done, or be skipped. */
  meets?: 'interrupt' | 'wait' | 'skip';
  purpose?: Purpose;
  /** Not worth doing after this moment. Outreach without one gets the policy's window of its purpose. */
  expiresAt?: Instant;
  /** Which goes first when several are due to one person. */
  priority?: OutreachPriority;
  /** Why it is sent, such as `visit:ap_1` or `programme:quit`: `unscheduleReason` takes back everything that has it. */
  reason?: string;
  /** The patient chose this very time (a dose at bedtime): quiet hours, holidays and caps do not hold it back. */
  chosen?: boolean;
  /** One of a chain: when it is not sent, the dialog's `missed` is asked what comes next. */
  chain?: boolean;
  /** The engine's own, when it puts a due timer off: the message stays the same one. Dialogs leave it out. */
  timer?: { id: string; firstDueAt: Instant };
}
