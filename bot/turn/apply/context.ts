import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Clock, ConversationState, Ids } from '../../contracts';
import type { Act } from '../../store/act';
import type { AuditEntry } from '../../store/audit';
import type { ConversationRow } from '../../store/claim';
import type { Write } from '../../store/rows';

/** What an event needs to become rows. Pure: the same event and context give the same rows. */
export interface ApplyContext {
  readonly conversation: ConversationRow;
  readonly state: ConversationState;
  readonly now: number;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly content: ContentLibrary;
  /** Seals a value for this conversation's rows. */
  seal(value: unknown): string;
  /** Seals a value for the rows of another conversation. */
  sealFor(conversationId: string, value: unknown): string;
}

export interface Applied {
  readonly writes: readonly Write[];
  /** What only the database can decide, carried out in the commit after the writes. */
  readonly acts?: readonly Act[];
  /** The conversation is this person's from now on. */
  readonly patientId?: string;
  readonly audit: readonly AuditEntry[];
  /** Topics to ring after the commit. */
  readonly rings: readonly string[];
}

export const NOTHING: Applied = { writes: [], audit: [], rings: [] };

/** Whose record this is: the conversation's patient, unless the writer speaks for somebody else. */
export function patientOf({ conversation, state }: ApplyContext): string | null {
  const { about } = state.facts;
  return about === undefined || about === 'self' ? (conversation.patientId ?? null) : null;
}
