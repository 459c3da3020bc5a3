import type { TurnEvent } from '../../contracts';
import { type Applied, NOTHING } from './context';

/** What came of a due message: only what was said counts towards what a person gets. */
export function applyFate(event: Extract<TurnEvent, { type: 'outreachFate' }>): Applied {
  const { id, status, why } = event;
  const set = { status, why: why ?? null, ...(status === 'said' ? {} : { counts: 0 }) };
  return { ...NOTHING, writes: [{ op: 'update', table: 'outreach', where: { id }, set }] };
}
