import type { ZodType } from 'zod';
import type { Attachment } from './activity';
import type { TurnEvent } from './events';
import type { IntentGuess, Reading } from './language';
import type { NotSent } from './outreach';
import type { Services } from './services';
import type { Instant } from './time';

/** One conversation skill: a step function over named places. It touches no database, network or clock of its own. */
// biome-ignore lint/suspicious/noExplicitAny: a registry holds dialogs of every state; each reads its own back through `state`.
export interface Dialog<S extends { at: string } = any> {
  readonly id: string;
  /** Version of the state's shape. A deploy in mid-conversation migrates older states instead of losing the place. */
  readonly version: number;
  readonly state: ZodType<S>;
  /** From version n to n + 1, for each older n still stored. */
  readonly migrate: Readonly<Record<number, (old: unknown) => unknown>>;
  start(args: unknown, services: Services): Promise<Step<S>>;
  step(state: S, input: PatientInput, services: Services): Promise<Step<S>>;
  /**
   * A mere offer (menu, "which did you mean?"): anything else the patient writes leaves it for good instead of being an
   * answer that did not fit.
   */
  readonly offer?: true;
  /** What to say when the patient comes back after a digression: a short bridge, then the open question again. */
  returning(state: S, services: Services): readonly TurnEvent[];
  /**
   * A message of a chain (`schedule` with `chain`) was not sent: what is scheduled next. The patient did not hear it and
   * hears nothing now; anything said here is dropped.
   */
  missed?(args: unknown, why: NotSent, services: Services): readonly TurnEvent[];
}

/** The result of one step: what was decided, and where the dialog is now. */
export interface Step<S = unknown> {
  readonly events: readonly TurnEvent[];
  /** `done` leaves the dialog; `unclear` says the input did not fit (the engine may digress, then re-asks). */
  readonly next: S | 'done' | 'unclear';
}

/** What the patient did, already read. */
export interface PatientInput {
  readonly kind: 'message' | 'timer' | 'event';
  readonly at: Instant;
  /** The text as written; empty for buttons without text and for media. */
  readonly text: string;
  readonly reading: Reading;
  /** The choice of the bound prompt, when the reply is one. */
  readonly choice?: { promptId: string; id: string; how: string };
  readonly yesNo?: 'yes' | 'no' | 'unsure';
  readonly intents: readonly IntentGuess[];
  readonly attachments: readonly Attachment[];
  /** Timer key and payload, or event name and value. */
  readonly name?: string;
  readonly value?: unknown;
}
