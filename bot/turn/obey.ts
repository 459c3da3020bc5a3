import type { Command, PatientInput, TurnEvent } from '../contracts';
import { begin, type Conversing, digress, dropTop, follow, leaveAll, type Progress, resume } from './converse';
import { answersOutreach } from './outreach-words';
import { topFrame } from './state';

/** STOP whose confirmation the carrier has sent itself: a second one would be refused. */
export const CONFIRMED = 'confirmed';

/** Commands that work everywhere. A command is the whole message; a sentence that contains one is not. */
export async function obey(
  conversing: Conversing,
  progress: Progress,
  command: { command: Command; argument?: string },
  input: PatientInput,
): Promise<Progress> {
  const { now } = conversing;
  switch (command.command) {
    case 'stop':
      return follow(conversing, leaveAll(progress, now), [
        { type: 'optOut', scope: 'all' },
        ...(command.argument === CONFIRMED ? [] : [say('wording/consent.stopped')]),
      ]);
    case 'start':
      return begin(
        conversing,
        await follow(conversing, progress, [{ type: 'optIn', scope: 'all' }, say('wording/consent.started')]),
        'menu',
        {},
      );
    case 'help':
      return resume(conversing, await follow(conversing, progress, [say('wording/menu.help')]));
    case 'menu':
      return begin(conversing, leaveAll(progress, now), 'menu', {});
    case 'restart':
      return begin(conversing, forget(leaveAll(progress, now)), 'welcome', { again: true });
    case 'exit':
      return leave(conversing, progress);
    case 'back':
      return goBack(conversing, progress);
    case 'repeat':
      return repeat(conversing, progress);
    case 'human':
      return resume(conversing, await follow(conversing, progress, askForPerson()));
    case 'language':
      return begin(
        conversing,
        progress,
        'language',
        command.argument === undefined ? {} : { locale: command.argument },
      );
    case 'skip':
      return digress(conversing, progress, input);
  }
}

function say(wording: string): TurnEvent {
  return { type: 'say', wording };
}

/** A person was asked for: staff get a flag, the patient hears when somebody will answer. */
export function askForPerson(): TurnEvent[] {
  return [
    { type: 'handOver', reason: 'asked-for-person', summary: 'wording/staff.asked-for-person' },
    say('wording/handover.asked'),
  ];
}

async function leave(conversing: Conversing, progress: Progress): Promise<Progress> {
  if (topFrame(progress.state) === undefined) return leaveWhatWeSend(conversing, progress);
  const left = await follow(conversing, dropTop(progress, conversing.now), [say('wording/repair.left')]);
  return topFrame(left.state) === undefined ? begin(conversing, left, 'menu', {}) : resume(conversing, left);
}

/** Nothing runs that could be left, but messages come: "leave" means those. */
async function leaveWhatWeSend(conversing: Conversing, progress: Progress): Promise<Progress> {
  const { engine, now } = conversing;
  const { enrolments = [] } = progress.state;
  const comes = enrolments.some((one) => one.status === 'active' || one.status === 'paused');
  const ours = answersOutreach(progress.state, now, engine.content.hospital.outreach.answer_days);
  return comes && ours && engine.dialogs.has('programme')
    ? begin(conversing, progress, 'programme', { task: 'leave' })
    : begin(conversing, progress, 'menu', {});
}

/** Restores the place before the last answer. Nothing that was booked or flagged is undone by it. */
async function goBack(conversing: Conversing, progress: Progress): Promise<Progress> {
  const { state } = progress;
  const [earlier, ...rest] = [...state.history].reverse();
  if (earlier === undefined)
    return resume(conversing, await follow(conversing, progress, [say('wording/repair.nothing-before')]));
  const restored = {
    ...progress,
    state: {
      ...leaveAll(progress, conversing.now).state,
      stack: earlier.stack,
      facts: earlier.facts,
      history: rest.reverse(),
    },
  };
  if (earlier.stack.length === 0) return begin(conversing, restored, 'menu', {});
  return resume(conversing, restored);
}

/** Says the last thing again, with its question. */
async function repeat(conversing: Conversing, progress: Progress): Promise<Progress> {
  const frame = topFrame(progress.state);
  const said = progress.state.lastSaid;
  if (said.length === 0) return resume(conversing, progress);
  return follow(conversing, progress, said, frame);
}

function forget(progress: Progress): Progress {
  return { ...progress, state: { ...progress.state, facts: {}, history: [], misses: 0 } };
}
