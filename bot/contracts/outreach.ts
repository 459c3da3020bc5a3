import type { Instant } from './time';

/**
 * What we send by ourselves. Replies in a conversation the patient began (`conversation`) and safety texts (`safety`) are
 * not outreach: no consent, cap or quiet hour holds them back.
 */
export const OUTREACH_PURPOSES = ['care', 'reminder', 'programme', 'survey', 'research'] as const;
export type OutreachPurpose = (typeof OUTREACH_PURPOSES)[number];

export function isOutreach(purpose: string): purpose is OutreachPurpose {
  return (OUTREACH_PURPOSES as readonly string[]).includes(purpose);
}

/**
 * 1 urgent (a result that cannot wait: goes before everything, over every cap, still not in quiet hours), 2 care,
 * 3 reminder, 4 a question of ours, 5 a tip. Without one, the hospital's policy gives the purpose's own.
 */
export type OutreachPriority = 1 | 2 | 3 | 4 | 5;

/** Why a due message was not sent. A closed list: it is stored, counted and shown to staff. */
export const NOT_SENT = [
  /** STOP on this address. */
  'opted_out',
  /** This purpose was declined, or never agreed to where the policy asks for it. */
  'no_consent',
  /** The address cannot be reached. */
  'invalid_address',
  'wrong_number',
  'deceased',
  /** The patient asked for quiet: what falls due meanwhile is not kept. */
  'muted',
  /** "Not now", and its window was over before that ended. */
  'not_now',
  /** Its window was over: an outage, or nothing before allowed it. */
  'expired',
  /** Quiet hours or a holiday lasted longer than its window. */
  'quiet_hours',
  /** The most a person gets in a day or week was reached for as long as its window lasted. */
  'cap',
  /** Another message of ours was under way for as long as its window lasted. */
  'one_at_a_time',
  /** A dialog was running and the message declared that it is skipped then. */
  'busy',
  /** The reason for it was gone when it came due. */
  'reason_gone',
  /** The conversation is not there any more. */
  'no_conversation',
  /** The stored row could not be read; it is kept aside for an operator. */
  'unreadable',
  /** The turn that should have said it failed and was given up. */
  'failed',
  /** It was said, and the provider did not take it. */
  'send_failed',
] as const;
export type NotSent = (typeof NOT_SENT)[number];

/** Who enrolled a person. */
export type EnrolledBy = 'keyword' | 'dialog' | 'staff' | 'import';

/** One person's place in one programme, as the conversation knows it (`services.enrolments`). */
export interface Enrolment {
  /** Opaque; the row's id. */
  readonly id: string;
  /** Content id of the programme and the version it began with. */
  readonly programme: string;
  readonly version: string;
  /** Arm of a trial; `control` gets no messages of the programme but its outcomes count. */
  readonly arm: string;
  /** The day the programme counts from (discharge, due date, quit day), as a moment. */
  readonly anchorAt: Instant;
  readonly joinedAt?: Instant;
  readonly status: 'active' | 'paused' | 'left' | 'completed';
  /** Nothing of it is sent before, and nothing is made up for afterwards. */
  readonly mutedUntil?: Instant;
}

/** Arguments that the dialog `programme` is begun with when staff or an import enrolled the person. */
export interface ProgrammeStart {
  readonly kind: 'start';
  readonly enrolment: Enrolment;
}

/** `mute` needs `until`. `leave` and `complete` are for good; the same programme may be begun again as a new enrolment. */
export type EnrolmentChange = 'pause' | 'resume' | 'mute' | 'leave' | 'complete';

/** What holds all outreach to a person (`deceased`, `mute`, `not_now`) or to one address (`wrong_number`). */
export type HoldKind = 'not_now' | 'mute' | 'wrong_number' | 'deceased';

/** The reason that every timer of a programme carries. */
export function enrolmentReason(programme: string): string {
  return `programme:${programme}`;
}
