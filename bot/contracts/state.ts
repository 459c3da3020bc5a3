import type { Disposition } from './disposition';
import type { Say } from './events';
import type { Enrolment } from './outreach';
import type { Instant } from './time';

/** What a conversation remembers between turns. Stored encrypted, with the version of its shape. */
export interface ConversationState {
  readonly shape: 1;
  /** Locale chosen by or recognised for the patient (`en`, `es`). */
  readonly locale: string;
  /** Whether the patient has chosen the language (a recognised one may still change by itself). */
  readonly localeChosen: boolean;
  readonly welcomed: boolean;
  /** The running dialog is last; those before it were set aside and are returned to in order. */
  readonly stack: readonly Frame[];
  /** What has been asked and not answered, oldest first; outlives the dialog that asked (surveys, reminders). */
  readonly prompts: readonly OwedPrompt[];
  /** Facts learnt in conversation about the person it is about; not an identity. */
  readonly facts: PatientFacts;
  /** Red flags already raised here, so that the same words do not interrupt their own triage again. */
  readonly raised: readonly RaisedFlag[];
  /** Earlier states of the stack for `back`, newest last, at most ten. */
  readonly history: readonly { stack: readonly Frame[]; facts: PatientFacts }[];
  /** What the bot said in its last turn, for `repeat`. */
  readonly lastSaid: readonly Say[];
  /** Consecutive messages that were not understood; the second one offers a person. */
  readonly misses: number;
  /** The newest enrolment of each programme. */
  readonly enrolments?: readonly Enrolment[];
  readonly zone?: string;
  /** When we last wrote by ourselves: "wrong number" is said to that. */
  readonly outreachAt?: Instant;
  /** Set when a person has handed back and the bot has not yet spoken: the note to return with. */
  readonly handback?: { readonly note?: string; readonly at: Instant };
}

export interface Frame {
  readonly id: string;
  readonly dialog: string;
  /** Version of the dialog's state shape; migrated when an older one is loaded. */
  readonly version: number;
  readonly state: unknown;
}

/** Something asked that a bare "1" or "yes" may answer. */
export interface OwedPrompt {
  readonly id: string;
  readonly kind: PromptKind;
  /** Frame that asked; undefined for outreach (reminder, survey) that starts its dialog when answered. */
  readonly frameId?: string;
  readonly dialog: string;
  /** Arguments to begin `dialog` with when the frame is no longer there. */
  readonly args?: unknown;
  readonly choices: readonly OwedChoice[];
  readonly askedAt: Instant;
  readonly expiresAt?: Instant;
  /** Answered or left behind; kept a while so that a press on an old button is understood. */
  readonly closedAt?: Instant;
  /** One line that names the prompt when the bot has to ask which one was meant. */
  readonly about?: string;
  /** A newer prompt of the same group takes its place. */
  readonly group?: string;
  /** What was written in own words is offered to the dialog first. */
  readonly takesWords?: boolean;
}
export type PromptKind = 'choice' | 'yesNo' | 'number' | 'date' | 'text' | 'media' | 'medicine' | 'scale';

export interface OwedChoice {
  readonly id: string;
  /** The label as it was shown, in the language it was shown in. */
  readonly label: string;
  /** Other ways to say it, from content. */
  readonly synonyms?: readonly string[];
}

/** Three-valued: what is not known is not the same as no. */
export type Known = 'yes' | 'no' | 'unknown';

export interface PatientFacts {
  /** Whether the conversation is about the writer or someone else. */
  readonly about?: 'self' | 'child' | 'other';
  readonly ageMonths?: number;
  readonly sex?: 'female' | 'male' | 'other';
  readonly pregnant?: Known;
  readonly weeksPregnant?: number;
  /** Concept ids of long-term conditions, medicines in use, allergies, recent events. */
  readonly conditions?: readonly string[];
  readonly medicines?: readonly string[];
  readonly allergies?: readonly string[];
  readonly [other: string]: unknown;
}

export interface RaisedFlag {
  readonly id: string;
  readonly outcome: 'fire' | 'confirm' | 'note';
  /** How urgent it was; what was raised before levels were kept counts as the most urgent. */
  readonly level?: Disposition;
  readonly at: Instant;
  readonly answer?: 'yes' | 'no';
}
