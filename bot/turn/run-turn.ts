import type { Activity, ChangeEnrolment, ConversationFacts, ConversationState, Say, TurnEvent } from '../contracts';
import type { ConversationRow, InboxEvent } from '../store/claim';
import type { StaffAction } from '../store/staff-event';
import type { TimerPayload } from '../store/timers';
import { type Conversing, follow, type Progress } from './converse';
import type { Engine } from './engine';
import { type Presented, present } from './present';
import { parseState } from './state';
import { takeMessage } from './take/message';
import { takeStaff } from './take/staff';
import type { Saying, Taken } from './take/taken';
import { takeTimer } from './take/timer';
import { welcome } from './take/welcome';
import { windowNudge } from './window-nudge';

/** What one event came to, before it is turned into rows. */
export interface Turn {
  readonly state: ConversationState;
  readonly presented: readonly Presented[];
  /** A reply of staff, said in the patient's conversation under their name. */
  readonly staffSaid: readonly Activity[];
  readonly decisions: readonly TurnEvent[];
  readonly release: boolean;
  /** The due message of ours that is said here. */
  readonly outreach?: Saying;
}

/**
 * One event is one turn: load, take (by its kind, see `take/`), present. Pure but for the clock, ids and read-only
 * services of the engine; writes and sends nothing.
 */
export async function runTurn(engine: Engine, row: ConversationRow, event: InboxEvent): Promise<Turn> {
  const adapter = engine.adapters.get(row.channel);
  const now = engine.clock.now();
  const loaded = parseState(row.state, row.locale ?? engine.content.hospital.locales[0] ?? 'en');
  const conversation: ConversationFacts = {
    id: row.id,
    channel: row.channel,
    size: adapter?.limits.size ?? 'normal',
    identityProven: row.patientId !== undefined,
    ...(row.patientId === undefined ? {} : { patientId: row.patientId }),
  };
  const model = engine.modelForTurn?.();
  const conversing: Conversing = { engine, conversation, now, ...(model === undefined ? {} : { model }) };
  const start: Progress = { state: loaded, utterances: [], decisions: [] };
  const taken = await take(conversing, start, row, event);
  const window = event.activity.type === 'message' ? adapter?.limits.windowMs : undefined;
  return finish(conversing, taken, event, { windowMs: window, lastInboundAt: row.lastInboundAt });
}

/** Which kind of event it is, and who takes it. */
async function take(conversing: Conversing, start: Progress, row: ConversationRow, event: InboxEvent): Promise<Taken> {
  const { activity } = event;
  if (activity.type === 'message') return { progress: await takeMessage(conversing, start, row, event) };
  if (activity.type === 'conversationUpdate') return { progress: await welcome(conversing, start) };
  if (activity.type !== 'event') return { progress: start };
  if (activity.name === 'sathi/timer') return takeTimer(conversing, start, row, activity.value as TimerPayload);
  if (activity.name === 'sathi/enrolment')
    return {
      progress: await follow(conversing, start, [
        { type: 'enrolment', ...(activity.value as Omit<ChangeEnrolment, 'type'>) },
      ]),
    };
  if (activity.name?.startsWith('sathi/staff.') === true)
    return takeStaff(conversing, start, activity.value as StaffAction);
  if (activity.name === 'webchat/join') return { progress: await welcome(conversing, start) };
  return { progress: start };
}

async function finish(
  conversing: Conversing,
  taken: Taken,
  event: InboxEvent,
  window: { windowMs: number | undefined; lastInboundAt: number | undefined },
): Promise<Turn> {
  const { engine, conversation, now } = conversing;
  const { progress } = taken;
  // A parent the client never saw makes Web Chat hold the answer back for seconds.
  const replyToId = event.activity.type === 'message' ? event.activityId : undefined;
  const shown = present(engine, progress.state, progress.utterances, {
    size: conversation.size,
    now,
    ...(replyToId === undefined ? {} : { replyToId }),
    ...(taken.outreach === undefined ? {} : { purpose: taken.outreach.purpose }),
  });
  const said: readonly Say[] = shown.presented.map((one) => one.say);
  return {
    state: said.length === 0 ? shown.state : { ...shown.state, lastSaid: said },
    presented: shown.presented,
    staffSaid: taken.staffSaid ?? [],
    decisions: [...progress.decisions, ...windowNudge(shown.state, window.windowMs, window.lastInboundAt, now)],
    release: taken.release === true,
    ...(taken.outreach === undefined ? {} : { outreach: taken.outreach }),
  };
}
