import type { ContentLibrary } from '../../knowledge/schema/library';
import type { ArticleSearch } from '../../knowledge/schema/search';
import type { Language } from './language';
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
  /** Search over the reviewed articles; absent where a test needs none. */
  readonly articles?: ArticleSearch;
}

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
