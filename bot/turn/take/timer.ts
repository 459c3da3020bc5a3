import type { PatientInput, TurnEvent } from '../../contracts';
import type { ConversationRow } from '../../store/claim';
import type { TimerPayload } from '../../store/timers';
import { begin, type Conversing, follow, type Progress, stepTop } from '../converse';
import { topFrame } from '../state';

/** A timer that could not meet its conversation now comes again after this long. */
const WAIT_MS = 10 * 60_000;

/** A timer came due: its dialog goes on or begins, waits for a better moment, or is left out. */
export async function takeTimer(
  conversing: Conversing,
  start: Progress,
  row: ConversationRow,
  timer: TimerPayload,
): Promise<Progress> {
  const { now } = conversing;
  const note = (action: string): TurnEvent => ({
    type: 'audit',
    action,
    detail: { key: timer.key, dueAt: timer.dueAt },
  });
  if (timer.expiresAt !== undefined && timer.expiresAt <= now)
    return follow(conversing, start, [note('timer.expired')]);
  const top = topFrame(start.state);
  if (top?.dialog === timer.dialog && row.ownerId === undefined) {
    const input: PatientInput = {
      kind: 'timer',
      at: now,
      text: '',
      reading: EMPTY_READING,
      intents: [],
      attachments: [],
      name: timer.key,
      value: timer.args,
    };
    const { progress } = await stepTop(conversing, start, input);
    return progress;
  }
  const busy = row.ownerId !== undefined || top !== undefined;
  if (busy && timer.meets === 'skip') return follow(conversing, start, [note('timer.skipped')]);
  if (row.ownerId !== undefined || (busy && timer.meets === 'wait' && !idle(row, now))) {
    return follow(conversing, start, [
      {
        type: 'schedule',
        key: timer.key,
        at: now + WAIT_MS,
        dialog: timer.dialog,
        args: timer.args,
        meets: timer.meets,
        ...(timer.expiresAt === undefined ? {} : { expiresAt: timer.expiresAt }),
      },
    ]);
  }
  return begin(conversing, start, timer.dialog, timer.args);
}

/** Nobody has written for so long that the running dialog may be interrupted. */
function idle(row: ConversationRow, now: number): boolean {
  return now - (row.lastInboundAt ?? 0) > 3 * WAIT_MS;
}

const EMPTY_READING = { text: '', normalised: '', locale: 'und', mentions: [], measures: [] };
