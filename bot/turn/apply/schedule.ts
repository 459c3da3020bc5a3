import type { Schedule } from '../../contracts';
import { TIMER_AGAIN } from '../../store/set-timers';
import { type Applied, type ApplyContext, NOTHING } from './context';

/** Sets a timer of the conversation, or of one that agreed to hear of it; the same key again moves it. */
export function applySchedule(event: Schedule, context: ApplyContext): Applied {
  const conversationId = event.to ?? context.conversation.id;
  const row = {
    id: event.timer?.id ?? context.ids.next('t'),
    conversation_id: conversationId,
    key: event.key,
    due_at: event.at,
    first_due_at: event.timer?.firstDueAt ?? event.at,
    dialog: event.dialog,
    payload: event.args === undefined ? null : context.sealFor(conversationId, event.args),
    purpose: event.purpose ?? 'conversation',
    meets: event.meets ?? 'wait',
    expires_at: event.expiresAt ?? null,
    priority: event.priority ?? null,
    reason: event.reason ?? null,
    chosen: event.chosen === true ? 1 : 0,
    chain: event.chain === true ? 1 : 0,
    created_at: context.now,
  };
  return {
    ...NOTHING,
    writes: [{ op: 'insert', table: 'timer', row, onConflict: TIMER_AGAIN }],
    rings: ['timers'],
  };
}

export function applyUnschedule(key: string, context: ApplyContext): Applied {
  return {
    ...NOTHING,
    writes: [{ op: 'delete', table: 'timer', where: { conversation_id: context.conversation.id, key } }],
  };
}

/** Everything scheduled for a reason that is gone. */
export function applyUnscheduleReason(reason: string, context: ApplyContext): Applied {
  return {
    writes: [{ op: 'delete', table: 'timer', where: { conversation_id: context.conversation.id, reason } }],
    audit: [{ actor: 'bot', action: 'outreach.cancelled', detail: { reason } }],
    rings: [],
  };
}
