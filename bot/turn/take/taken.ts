import type { Activity, Purpose } from '../../contracts';
import type { Progress } from '../converse';

/** A due message of ours that this turn says. */
export interface Saying {
  readonly id: string;
  /** It must have left by then: quiet hours or the end of its window. */
  readonly until: number;
  readonly purpose: Purpose;
}

/** What one event came to, before it is said in the patient's language. */
export interface Taken {
  readonly progress: Progress;
  readonly staffSaid?: readonly Activity[];
  /** The member of staff who owned the thread gives it back. */
  readonly release?: boolean;
  readonly outreach?: Saying;
}
