import type { ConversationState, TurnEvent } from '../contracts';
import { openPrompts } from './prompts';

const KEY = 'window-nudge';
/** How long before the channel's window closes the reminder is sent. */
const BEFORE_MS = 60 * 60_000;

/**
 * Where free text may only be sent for some hours after the patient wrote (WhatsApp), an answer that is still owed is
 * asked for once more shortly before. Nothing is owed: the reminder is taken back.
 */
export function windowNudge(
  state: ConversationState,
  windowMs: number | undefined,
  lastInboundAt: number | undefined,
  now: number,
): readonly TurnEvent[] {
  if (windowMs === undefined || lastInboundAt === undefined) return [];
  const at = lastInboundAt + windowMs - BEFORE_MS;
  const owed = openPrompts(state, now).some((prompt) => prompt.frameId !== undefined && prompt.dialog !== 'menu');
  if (!owed || at <= now) return [{ type: 'unschedule', key: KEY }];
  return [
    {
      type: 'schedule',
      key: KEY,
      at,
      dialog: KEY,
      meets: 'wait',
      purpose: 'conversation',
      expiresAt: at + BEFORE_MS / 2,
    },
  ];
}
