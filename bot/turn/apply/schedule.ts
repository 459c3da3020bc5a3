import type { Schedule } from '../../contracts';
import { type Applied, type ApplyContext, NOTHING } from './context';

const KEY = ['conversation_id', 'key'] as const;
const MOVED = ['due_at', 'dialog', 'payload', 'purpose', 'meets', 'expires_at', 'created_at'] as const;

/** Sets a timer of the conversation; the same key again moves it. */
export function applySchedule(event: Schedule, context: ApplyContext): Applied {
  const row = {
    id: context.ids.next('t'),
    conversation_id: context.conversation.id,
    key: event.key,
    due_at: event.at,
    dialog: event.dialog,
    payload: event.args === undefined ? null : context.seal(event.args),
    purpose: event.purpose ?? 'conversation',
    meets: event.meets ?? 'wait',
    expires_at: event.expiresAt ?? null,
    created_at: context.now,
  };
  return {
    ...NOTHING,
    writes: [{ op: 'insert', table: 'timer', row, onConflict: { key: KEY, merge: MOVED } }],
    rings: ['timers'],
  };
}

export function applyUnschedule(key: string, context: ApplyContext): Applied {
  return {
    ...NOTHING,
    writes: [{ op: 'delete', table: 'timer', where: { conversation_id: context.conversation.id, key } }],
  };
}
