import type { NotSent, OutreachPriority, PatientInput, Purpose, Schedule, TurnEvent } from '../../contracts';
import type { ConversationRow } from '../../store/claim';
import type { PlannedTimer, TimerPayload } from '../../store/timers';
import { begin, type Conversing, dropTop, follow, type Progress, services, stepTop } from '../converse';
import { topFrame } from '../state';
import type { Taken } from './taken';

/** A timer that could not meet its conversation now comes again after this long. */
const WAIT_MS = 10 * 60_000;

/** A timer came due: its dialog goes on or begins, waits for a better moment, or is left out. */
export async function takeTimer(
  conversing: Conversing,
  start: Progress,
  row: ConversationRow,
  timer: TimerPayload,
): Promise<Taken> {
  const { now } = conversing;
  const { outreach } = timer;
  if (outreach?.missed !== undefined) return { progress: await afterMissed(conversing, start, timer, outreach.missed) };
  if (outreach === undefined && timer.expiresAt !== undefined && timer.expiresAt <= now)
    return { progress: await follow(conversing, start, [note('timer.expired', timer)]) };
  // The hours in which it may leave are over, or its window is: the planner looks at it again.
  if (outreach !== undefined && outreach.until <= now)
    return { progress: await follow(conversing, start, putOff(timer, now)) };

  const meeting = meets(row, start, timer, now);
  if (meeting === 'skip') return { progress: await skip(conversing, start, timer) };
  if (meeting === 'wait') return { progress: await follow(conversing, start, putOff(timer, now + WAIT_MS)) };
  const taken =
    meeting === 'step'
      ? (await stepTop(conversing, start, timerInput(timer, now))).progress
      : await beginUnasked(conversing, start, row, timer);
  return outreach === undefined ? { progress: taken } : said(conversing, start, taken, timer, outreach);
}

/** How it meets what is running: nobody is thrown out of a dialog by a message of ours that can wait. */
function meets(
  row: ConversationRow,
  start: Progress,
  timer: TimerPayload,
  now: number,
): 'begin' | 'step' | 'wait' | 'skip' {
  const top = topFrame(start.state);
  const own = top?.dialog === timer.dialog && row.ownerId === undefined;
  const gentle = timer.outreach !== undefined && timer.meets !== 'interrupt' && !idle(row, now);
  if (own && !gentle) return 'step';
  const busy = row.ownerId !== undefined || top !== undefined;
  if (busy && timer.meets === 'skip') return 'skip';
  return row.ownerId !== undefined || (busy && timer.meets === 'wait' && !idle(row, now)) ? 'wait' : 'begin';
}

/**
 * A dialog that nobody asked for. Where it says nothing, everything stands as it stood, an open menu too. What was left
 * hours ago keeps its place but is not asked again after it: two questions at once get one answer.
 */
async function beginUnasked(
  conversing: Conversing,
  start: Progress,
  row: ConversationRow,
  timer: TimerPayload,
): Promise<Progress> {
  const asksAgain = idle(row, conversing.now) ? ('never' as const) : ('said' as const);
  const unasked = { ...conversing, unasked: { asksAgain } };
  const under = withoutOffer(conversing, start);
  const begun = await begin(unasked, under, timer.dialog, timer.args);
  const silent = begun.utterances.length === start.utterances.length;
  return silent && under !== start ? begin(unasked, start, timer.dialog, timer.args) : begun;
}

/** A menu nobody chose from is over when something of ours comes: it is not asked again after it. */
function withoutOffer({ engine, now }: Conversing, start: Progress): Progress {
  const top = topFrame(start.state);
  return top !== undefined && engine.dialogs.get(top.dialog)?.offer === true ? dropTop(start, now) : start;
}

/** Nobody has written for so long that the running dialog may be interrupted. */
function idle(row: ConversationRow, now: number): boolean {
  return now - (row.lastInboundAt ?? 0) > 3 * WAIT_MS;
}

/** The same message, later. Where it was planned, its window is still that of its first due time. */
function putOff(timer: TimerPayload, at: number): readonly TurnEvent[] {
  const { outreach } = timer;
  const again: Schedule = {
    type: 'schedule',
    key: timer.key,
    at,
    dialog: timer.dialog,
    args: timer.args,
    meets: timer.meets,
    purpose: timer.purpose as Purpose,
    ...(timer.expiresAt === undefined ? {} : { expiresAt: timer.expiresAt }),
    ...(outreach === undefined ? {} : kept(outreach)),
  };
  return outreach === undefined
    ? [again]
    : [again, { type: 'outreachFate', id: outreach.id, status: 'waiting', why: 'busy' }];
}

function kept(outreach: PlannedTimer) {
  return {
    timer: { id: outreach.id, firstDueAt: outreach.firstDueAt },
    chosen: outreach.chosen,
    chain: outreach.chain,
    ...(outreach.priority === undefined ? {} : { priority: outreach.priority as OutreachPriority }),
    ...(outreach.reason === undefined ? {} : { reason: outreach.reason }),
  };
}

async function skip(conversing: Conversing, start: Progress, timer: TimerPayload): Promise<Progress> {
  const skipped = await follow(conversing, start, [note('timer.skipped', timer)]);
  const { outreach } = timer;
  if (outreach === undefined) return skipped;
  const told = await follow(conversing, skipped, [
    { type: 'outreachFate', id: outreach.id, status: 'not_sent', why: 'busy' },
  ]);
  return outreach.chain ? afterMissed(conversing, told, timer, 'busy') : told;
}

/** The dialog sets what comes next; whatever it would say is not heard. */
async function afterMissed(
  conversing: Conversing,
  start: Progress,
  timer: TimerPayload,
  why: NotSent,
): Promise<Progress> {
  const dialog = conversing.engine.dialogs.get(timer.dialog);
  const next = dialog?.missed?.(timer.args, why, services(conversing, start.state)) ?? [];
  const silent = next.filter((event) => event.type !== 'say' && event.type !== 'typing' && event.type !== 'begin');
  return follow(conversing, start, silent);
}

async function said(
  conversing: Conversing,
  start: Progress,
  taken: Progress,
  timer: TimerPayload,
  outreach: PlannedTimer,
): Promise<Taken> {
  const spoke = taken.utterances.length > start.utterances.length;
  const told = await follow(conversing, taken, [
    { type: 'outreachFate', id: outreach.id, status: spoke ? 'said' : 'quiet' },
  ]);
  return {
    progress: spoke ? { ...told, state: { ...told.state, outreachAt: conversing.now } } : told,
    ...(spoke ? { outreach: { id: outreach.id, until: outreach.until, purpose: timer.purpose as Purpose } } : {}),
  };
}

function note(action: string, timer: TimerPayload): TurnEvent {
  return { type: 'audit', action, detail: { key: timer.key, dueAt: timer.dueAt } };
}

function timerInput(timer: TimerPayload, now: number): PatientInput {
  return {
    kind: 'timer',
    at: now,
    text: '',
    reading: EMPTY_READING,
    intents: [],
    attachments: [],
    name: timer.key,
    value: timer.args,
  };
}

const EMPTY_READING = { text: '', normalised: '', locale: 'und', mentions: [], measures: [] };
