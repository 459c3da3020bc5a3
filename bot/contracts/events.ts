import type { Purpose } from './activity';
import type { BookingEvent } from './booking';
import type { Disposition } from './disposition';
import type { OwedChoice, PatientFacts, PromptKind } from './state';
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
  /** A code which, written from a phone within its time, moves this conversation there. */
  | { type: 'linkCode'; code: string; expiresAt: Instant }
  | { type: 'optOut'; scope: 'all' | Purpose }
  | { type: 'optIn'; scope: 'all' | Purpose }
  /** The patient answered a red flag's confirming question. */
  | { type: 'answerFlag'; flag: string; answer: 'yes' | 'no' }
  /** Answers an owed prompt with an earlier text, after the patient said which was meant. */
  | { type: 'answer'; promptId: string; text: string }
  | { type: 'audit'; action: string; detail?: Record<string, unknown> }
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
  /** Keep the prompt after the dialog is done, and begin `dialog` with `args` when it is answered. */
  outlives?: { dialog: string; args?: unknown; about: ContentRef; expiresAt?: Instant };
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

/** A timer of this conversation: when due it becomes an event for `dialog` (or the running one). */
export interface Schedule {
  type: 'schedule';
  /** Unique per conversation: scheduling the same key again moves it. */
  key: string;
  at: Instant;
  dialog: string;
  args?: unknown;
  /** How it meets a running dialog: interrupt it, wait until it is done, or be skipped. */
  meets?: 'interrupt' | 'wait' | 'skip';
  purpose?: Purpose;
  /** Not worth doing after this moment. */
  expiresAt?: Instant;
}
