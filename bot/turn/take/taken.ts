import type { Activity } from '../../contracts';
import type { Progress } from '../converse';

/** What one event came to, before it is said in the patient's language. */
export interface Taken {
  readonly progress: Progress;
  readonly staffSaid?: readonly Activity[];
  /** The member of staff who owned the thread gives it back. */
  readonly release?: boolean;
}
