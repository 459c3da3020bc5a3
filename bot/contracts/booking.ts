import type { Instant } from './time';

/**
 * Appointments as dialogs see them: a read-only port, and decisions (`BookingEvent`) that the commit turns into rows.
 *
 * A decision is checked again inside T2. When what the dialog saw is no longer true (the slot went to somebody else, the
 * hold ran out, the offer passed on), nothing of the turn is written and the same message runs again on what is true
 * now: the dialog sees it in the port (`slot(id).free`, `offer(id).state`) and says so. So a dialog always asks the port
 * before it decides, also directly before `book`.
 */
export interface BookingPort {
  /** IANA zone of the hospital; every wall-clock time a patient says or sees is in it. */
  readonly zone: string;
  /** `later`: another system decides; a booking is `pending` and the visit notice `confirmed` or `refused` follows. */
  readonly confirms: 'at-once' | 'later';
  readonly policy: BookingPolicy;
  /** False until a hospital calendar was imported. */
  ready(): Promise<boolean>;
  services(): Promise<readonly ServiceInfo[]>;
  practitioners(): Promise<readonly PractitionerInfo[]>;
  locations(): Promise<readonly LocationInfo[]>;
  /** The service a triage route or protocol names (`gp_sameday`, `eye_sameday`, a service id) leads to. */
  serviceFor(route: string, urgency: Urgency): Promise<ServiceInfo | undefined>;
  /** Free slots in order of time; expired holds count as free, the caller's own hold too. */
  search(query: SlotQuery): Promise<readonly Slot[]>;
  /** Days (`YYYY-MM-DD`) with free slots and how many, for "which days in May". */
  freeDays(query: SlotQuery): Promise<readonly { day: string; free: number }[]>;
  /** Why a day has nothing: for a clear answer to a bad wish. `closed` also covers days without a clinic. */
  dayKind(day: string, service?: string): Promise<'past' | 'open' | 'closed' | 'holiday' | 'too-far'>;
  /** The slot as it is now; undefined when it is not there any more. `free` counts the caller's own hold as free. */
  slot(id: string): Promise<(Slot & { readonly free: boolean }) | undefined>;
  /** The hold of this conversation that has not run out. */
  hold(): Promise<Hold | undefined>;
  /** The patient's appointment that overlaps with the slot: nobody is in two places at once. */
  clash(slotId: string, patientId: string): Promise<Appointment | undefined>;

  /** People this conversation may book for: the holder first, then children and others. Empty before identity is proven. */
  people(): Promise<readonly Person[]>;
  /** Appointments of all of them from `since` on (default now), by time. Empty before identity is proven. */
  appointments(since?: Instant): Promise<readonly Appointment[]>;
  /**
   * One appointment of this conversation's people, or one a notice to this conversation was about; undefined for
   * anybody else's, exactly as for one that never was.
   */
  appointment(id: string): Promise<Appointment | undefined>;
  /** Where the `.ics` file of an appointment is, also of one booked in this very turn. */
  calendarLink(appointmentId: string): Promise<string>;
  /** The practitioner most often seen by this person, latest first on a tie. */
  usual(patientId: string): Promise<PractitionerInfo | undefined>;
  waiting(): Promise<readonly WaitlistEntry[]>;
  offer(id: string): Promise<WaitlistOffer | undefined>;
  /** What was answered before this visit, or before an earlier one (`from: 'earlier'`) to be confirmed. */
  previsit(appointmentId: string): Promise<{ from: 'this' | 'earlier'; answers: PrevisitAnswers } | undefined>;

  /**
   * Whether a birth date belongs to somebody whose proven phone this conversation is on. A wrong guess, nobody known
   * and a web chat (no phone) are the same answer, `no`. After a `yes` the port answers as that person for this message.
   */
  identify(claim: { birthDate: string }): Promise<IdentityAnswer>;
  /** Whether this is the code that was sent for this conversation. */
  checkCode(code: string): Promise<IdentityAnswer>;
}

export type Urgency = 'routine' | 'soon' | 'urgent';
export type Gender = 'female' | 'male' | 'other';
/** In the hospital's words: from `BookingPolicy.dayParts`. */
export type DayPart = 'morning' | 'afternoon' | 'evening';
/** A text per locale; `en` is always there. */
export type Names = Readonly<Record<string, string>>;

/** The hospital's own rules, from its calendar file. */
export interface BookingPolicy {
  readonly holdMinutes: number;
  readonly offerMinutes: number;
  readonly codeMinutes: number;
  /** Wrong guesses before identity is locked for a day. */
  readonly identityAttempts: number;
  /** How far ahead slots exist, in days. */
  readonly horizonDays: number;
  /** `HH:mm` from (inclusive) and to (exclusive). */
  readonly dayParts: Readonly<Record<DayPart, { readonly from: string; readonly to: string }>>;
  /** Codes offered as reasons; wording is `wording/booking.cancel-reason-<code>`, `wording/booking.missed-reason-<code>`. */
  readonly cancelReasons: readonly string[];
  readonly missedReasons: readonly string[];
}

export interface ServiceInfo {
  readonly id: string;
  readonly name: Names;
  /** Other words patients use, per locale. */
  readonly alsoCalled: Readonly<Record<string, readonly string[]>>;
  readonly minutes: number;
  /** `referral`: only with a referral; `staff`: only the clinic books it. */
  readonly bookableBy: 'patient' | 'known-patient' | 'referral' | 'staff';
  readonly urgency: readonly Urgency[];
  readonly ageMonths?: { readonly min?: number; readonly max?: number };
  readonly sex?: 'female' | 'male';
  /** Wording id of the preparation text, such as `wording/booking.prepare-fasting`. */
  readonly preparation?: string;
  readonly locations: readonly string[];
}

export interface PractitionerInfo {
  readonly id: string;
  /** As it is shown: `Dr. Elena Vargas`. */
  readonly name: string;
  readonly family: string;
  readonly gender: Gender;
  readonly languages: readonly string[];
  readonly services: readonly string[];
}

export interface LocationInfo {
  readonly id: string;
  readonly name: Names;
  readonly address: string;
}

export interface SlotQuery {
  readonly service: string;
  /** Any of these; none given: anybody. */
  readonly practitioners?: readonly string[];
  readonly language?: string;
  readonly gender?: Gender;
  readonly location?: string;
  /** Start at or after `from` (never before now) and before `to` (default: the horizon). */
  readonly from?: Instant;
  readonly to?: Instant;
  /** ISO weekdays, 1 Monday to 7 Sunday. */
  readonly weekdays?: readonly number[];
  readonly parts?: readonly DayPart[];
  /** Wall clock `HH:mm`: start not before, start before. */
  readonly earliest?: string;
  readonly latest?: string;
  /** Slots already shown and refused. */
  readonly except?: readonly string[];
  /** `spread`: at most one per practitioner and half day, so that a list is a choice and not three neighbours. */
  readonly pick?: 'first' | 'spread';
  /** The nearest to this moment instead of the first, still listed by time. */
  readonly near?: Instant;
  /** At most this many (default 3, at most 50). */
  readonly limit?: number;
}

export interface Slot {
  readonly id: string;
  readonly service: string;
  readonly practitioner: string;
  readonly location: string;
  readonly start: Instant;
  readonly end: Instant;
}

export interface Hold {
  readonly slot: Slot;
  readonly expiresAt: Instant;
}

/** FHIR R4 AppointmentStatus. */
export type AppointmentStatus =
  | 'proposed'
  | 'pending'
  | 'booked'
  | 'arrived'
  | 'fulfilled'
  | 'cancelled'
  | 'noshow'
  | 'entered-in-error'
  | 'checked-in'
  | 'waitlist';

/** How a visit goes on once its day has come. */
export type VisitStep = 'arrived' | 'in_room' | 'done' | 'missed';

export interface Appointment {
  readonly id: string;
  readonly patientId: string;
  readonly status: AppointmentStatus;
  readonly service: string;
  readonly practitioner: string;
  readonly location: string;
  readonly start: Instant;
  readonly end: Instant;
  /** The patient said they will come. */
  readonly confirmedAt?: Instant;
  /** The appointment this one took the place of, and the one that took its place. */
  readonly movedFrom?: string;
  readonly movedTo?: string;
  readonly cancelReason?: string;
  /** Who ended it. */
  readonly cancelledBy?: 'patient' | 'clinic' | 'system';
  /** Unguessable address of the `.ics` file. */
  readonly calendarLink: string;
}

export interface Person {
  readonly id: string;
  readonly relation: 'self' | 'child' | 'other';
  readonly profile: Profile;
  /** Registration was finished. */
  readonly complete: boolean;
}

/** What a hospital must know of a person before a first visit; everything is optional while it is being asked. */
export interface Profile {
  readonly name?: { readonly given?: string; readonly family?: string };
  /** `YYYY-MM-DD`. */
  readonly birthDate?: string;
  readonly sex?: 'female' | 'male' | 'other';
  /** E.164. */
  readonly phone?: string;
  readonly locale?: string;
  readonly address?: string;
  readonly insurance?: string;
}

export interface WaitlistEntry {
  readonly id: string;
  readonly patientId: string;
  readonly service: string;
  readonly practitioners: readonly string[];
  /** Wants something earlier than this appointment, which is given back when an offer is taken. */
  readonly appointment?: string;
  readonly since: Instant;
}

export interface WaitlistOffer {
  readonly id: string;
  readonly entry: WaitlistEntry;
  readonly slot: Slot;
  readonly expiresAt: Instant;
  readonly state: 'open' | 'accepted' | 'declined' | 'expired';
}

export interface PrevisitAnswers {
  readonly allergies?: string;
  readonly medicines?: string;
  readonly conditions?: string;
  readonly reason?: string;
  readonly questions?: string;
}

/** `no` tells nothing about why. After `locked` nothing is tried before `until`. */
export type IdentityAnswer =
  | { readonly answer: 'yes'; readonly patientId: string }
  | { readonly answer: 'no'; readonly left: number }
  | { readonly answer: 'locked'; readonly until: Instant };

/** Decisions about appointments. Ids of new things come from `services.ids` (`ap`, `wl`, `pat`). */
export type BookingEvent =
  /** Keeps a slot for this conversation for `policy.holdMinutes`; an earlier hold of it is given up. */
  | { type: 'hold'; slotId: string }
  | { type: 'releaseHold' }
  /** Books all resources or none; with or without a hold. Sets reminders and tells the waitlist nothing. */
  | { type: 'book'; appointmentId: string; slotId: string; patientId: string; reason?: string; disposition?: string }
  /** Books the new slot and gives the old one back in one step; `newId` is linked to the original. */
  | { type: 'reschedule'; appointmentId: string; newId: string; slotId: string }
  /** `reason` is a code of `policy.cancelReasons`, `note` the patient's words. The freed slot goes to the waitlist. */
  | { type: 'cancelAppointment'; appointmentId: string; reason: string; note?: string }
  | { type: 'confirmAttendance'; appointmentId: string }
  | { type: 'missedReason'; appointmentId: string; reason: string }
  | {
      type: 'joinWaitlist';
      entryId: string;
      patientId: string;
      query: Pick<
        SlotQuery,
        'service' | 'practitioners' | 'weekdays' | 'parts' | 'earliest' | 'latest' | 'from' | 'to'
      >;
      appointment?: string;
    }
  | { type: 'leaveWaitlist'; entryId: string }
  /** Accepting books the offered slot as `appointmentId`; declining passes it on at once. */
  | { type: 'answerOffer'; offerId: string; answer: 'accept' | 'decline'; appointmentId: string }
  /**
   * Saves what is known of a person so far; fields not given stay. With `self` and nobody known yet, the conversation is
   * this person's from now on. `complete` ends the registration.
   */
  | {
      type: 'registerPatient';
      patientId: string;
      relation: Person['relation'];
      profile: Profile;
      complete: boolean;
    }
  /** Counts a guess. With a `patientId` (from `identify` or `checkCode`) the conversation is that person's from now on. */
  | { type: 'identityAttempt'; patientId?: string }
  /**
   * Sends a one-time code by text message to this phone when somebody with this birth date has it; the dialog is not
   * told whether. Counts as a guess.
   */
  | { type: 'sendCode'; phone: string; birthDate: string }
  /** Answers to the questionnaire before a visit; staff read them. Fields not given stay. */
  | { type: 'previsitAnswers'; appointmentId: string; answers: PrevisitAnswers; complete: boolean };

/** The dialog that is begun in a patient's conversation when something happens to a visit. Its args are a `VisitNotice`. */
export const VISIT_DIALOG = 'visit';
/** The dialog that says a one-time code on the phone it was sent to. Its args are `{ code }`. */
export const CODE_DIALOG = 'identity-code';

export type VisitNotice =
  /** `step` is the id of the reminder in the service's schedule; `reply` what it may be answered with. */
  | { notice: 'reminder'; appointmentId: string; step: string; reply: 'confirm-move-cancel' | 'none' }
  | { notice: 'prepare'; appointmentId: string }
  | { notice: 'previsit'; appointmentId: string }
  | { notice: 'offer'; offerId: string }
  /** The clock of an unanswered offer ran out; it went on to the next. */
  | { notice: 'offer-expired'; offerId: string }
  | { notice: 'missed'; appointmentId: string }
  | { notice: 'late'; appointmentId: string; minutes: number }
  /** The clinic had to give up this visit (leave, a blocked slot): offer others. */
  | { notice: 'clinic-cancelled'; appointmentId: string }
  /** The hospital's own system answered a `pending` booking. */
  | { notice: 'confirmed'; appointmentId: string }
  | { notice: 'refused'; appointmentId: string };
