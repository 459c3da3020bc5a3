import type { ContentLibrary } from '../../knowledge/schema/library';
import type { ArticleSearch } from '../../knowledge/schema/search';
import type { BookingPort } from './booking';
import type { DateReader } from './dates';
import type { Language, Mention, Reading } from './language';
import type { TextModel } from './model';
import type { OpinionReader } from './opinion';
import type { Enrolment } from './outreach';
import type { PatientFacts } from './state';
import type { Clock, Ids } from './time';

/** Read-only helpers of a turn; each can be replaced in a test. Ports of single skills are added as fields. */
export interface Services {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly content: ContentLibrary;
  readonly language: Language;
  readonly locale: string;
  readonly facts: PatientFacts;
  readonly conversation: ConversationFacts;
  /** Programmes this conversation is or was in, the newest of each. Absent: none. */
  readonly enrolments?: readonly Enrolment[];
  /** IANA zone of the patient, where it differs from the hospital's. */
  readonly zone?: string;
  /** Whether a dialog with this id is there to be begun. Absent: unknown, treated as not. */
  readonly installed?: (dialog: string) => boolean;
  /** Reads what only triage needs: the lay phrases of protocols and how people talk about going. Absent: the lexicon alone. */
  readonly saidInTriage?: (text: string, locale: string) => readonly Mention[];
  /**
   * How much a text reads like what people write who are best asked a protocol's questions: shares by protocol id, which
   * sum to 1 with that of `NO_COMPLAINT`. Absent: only the words of the protocols' entries choose.
   */
  readonly complaintsLike?: ((text: string, locale: string) => ReadonlyMap<string, number>) | undefined;
  /** How much a story reads like those which needed a visit, 0 to 1 as learnt. Absent: the rules alone decide. */
  readonly readsLikeVisits?: ((reading: Reading, locale: string) => number) | undefined;
  /** Search over the reviewed articles; absent where a test needs none. */
  readonly articles?: ArticleSearch;
  /** Our own numbers that patients can write to, by channel. */
  readonly phones?: readonly { readonly channel: string; readonly number: string }[];
  /** Appointments; absent where a test needs none. */
  readonly booking?: BookingPort;
  /** Invitations to get a patient's medicine reminders; absent where a test needs none. */
  readonly caregivers?: CaregiverPort;
  /** Reads days and times where one is owed; absent where a test needs none. */
  readonly dates?: DateReader;
  /** Reads what a comment says about care; absent where a test needs none. */
  readonly opinion?: OpinionReader;
  /** A language model, when the hospital allows one for anything. */
  readonly model?: TextModel;
}

/** Stands for no complaint at all: an errand, a wish, a question about the hospital. */
export const NO_COMPLAINT = '-';

/** What a dialog may know about the conversation it runs in: opaque ids only. */
export interface ConversationFacts {
  readonly id: string;
  readonly channel: string;
  readonly size: 'short' | 'normal' | 'rich';
  /** Set once identity is proven or the contact is known. */
  readonly patientId?: string;
  /** Proven by possession plus a second fact; nothing personal is shown otherwise. */
  readonly identityProven: boolean;
}

/** Who invited the bearer of a code to be their caregiver. */
export interface CaregiverPort {
  /** The patient's conversation, while the code is unused and not too old. */
  invitedBy(code: string): Promise<string | undefined>;
}
