import { type Activity, enrolmentReason, isOutreach, type Schedule, type TurnEvent } from '../contracts';
import type { ConversationRow } from '../store/claim';
import type { Engine } from '../turn/engine';
import { runTurn, type Turn } from '../turn/run-turn';

/** One thing the bot said, as a transcript shows it. */
export interface PlayedLine {
  readonly ref: string;
  readonly text: string;
  readonly choices?: readonly string[];
}

export interface PlayedTurn {
  readonly bot: readonly PlayedLine[];
  /** Decisions besides saying, one short line each: `assess protocol/sore_throat@1 D5 by default`. */
  readonly events: readonly string[];
}

/** Plays one conversation on the real engine without a database: state is written to text and read back each turn. */
export interface Player {
  say(text: string): Promise<PlayedTurn>;
  /** Presses the n-th choice (from 1) of the last question, as a button. */
  press(choice: string): Promise<PlayedTurn>;
  /** Opens the chat, as web chat does. */
  open(): Promise<PlayedTurn>;
  /** Time passes; timers that come due are turns. */
  wait(ms: number): Promise<PlayedTurn>;
  /** Something outside begins a dialog: a timer, a prescription that arrived, a visit that was done. */
  begin(dialog: string, args: unknown): Promise<PlayedTurn>;
  /** A person of the care team takes the thread, answers, hands it back. */
  staff(action: 'claim' | 'handBack', note?: string): Promise<PlayedTurn>;
}

export interface PlayerParts {
  readonly engine: Engine;
  readonly channel: string;
  readonly locale: string;
  /** Moves the engine's clock. */
  readonly advance: (ms: number) => void;
  readonly patientId?: string;
}

export function createPlayer({ engine, channel, locale, advance, patientId }: PlayerParts): Player {
  let row: ConversationRow = {
    id: 'c_played',
    channel,
    contactPointId: 'cp_played',
    patientId,
    version: 0,
    state: undefined,
    ownerId: undefined,
    locale,
    lastInboundAt: undefined,
    auditN: 0,
    auditHash: '',
  };
  let lastActivity: Activity | undefined;
  let n = 0;
  const timers = new Map<string, Schedule>();

  async function turn(activity: Activity): Promise<PlayedTurn> {
    n += 1;
    const now = engine.clock.now();
    if (activity.type === 'message') row = { ...row, lastInboundAt: now };
    const done = await runTurn(engine, row, {
      id: n,
      activityId: `m${n}`,
      activity,
      at: now,
      receivedAt: now,
      attempts: 0,
      claims: 1,
    });
    row = {
      ...row,
      state: JSON.stringify(done.state),
      locale: done.state.locale,
      ownerId: done.release ? undefined : row.ownerId,
    };
    for (const decision of done.decisions) remember(decision);
    const asking = [...done.presented]
      .reverse()
      .find(({ activity: said }) => said.channelData?.sathi?.choices !== undefined);
    if (asking !== undefined) lastActivity = asking.activity;
    return played(done);
  }

  function remember(decision: TurnEvent): void {
    if (decision.type === 'schedule') timers.set(decision.key, decision);
    if (decision.type === 'unschedule') timers.delete(decision.key);
    const gone = goneReason(decision);
    if (gone !== undefined) for (const [key, timer] of timers) if (timer.reason === gone) timers.delete(key);
  }

  /** A played conversation has no caps and no night: what is due is planned as if it may be sent. */
  function planned(purpose: string, id: string) {
    const now = engine.clock.now();
    return isOutreach(purpose)
      ? { outreach: { id, firstDueAt: now, until: now + 3_600_000, chosen: false, chain: false } }
      : {};
  }

  return {
    say: (text) => turn({ type: 'message', text }),
    press(choice) {
      const sathi = lastActivity?.channelData?.sathi;
      const found = sathi?.choices?.find((one) => one.id === choice || one.label === choice);
      if (found === undefined)
        throw new Error(
          `There is no choice "${choice}" to press; the last question offered ${(sathi?.choices ?? []).map((one) => one.id).join(', ') || 'none'}.`,
        );
      return turn({ type: 'message', text: found.label, value: { promptId: sathi?.promptId, choiceId: found.id } });
    },
    open: () => turn({ type: 'conversationUpdate' }),
    async wait(ms) {
      const until = engine.clock.now() + ms;
      let all: PlayedTurn = { bot: [], events: [] };
      for (;;) {
        const due = [...timers.values()].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers.delete(due.key);
        advance(Math.max(0, due.at - engine.clock.now()));
        const value = {
          key: due.key,
          dialog: due.dialog,
          args: due.args,
          meets: due.meets ?? 'wait',
          purpose: due.purpose ?? 'conversation',
          dueAt: due.at,
          ...(due.expiresAt === undefined ? {} : { expiresAt: due.expiresAt }),
          ...planned(due.purpose ?? 'conversation', due.key),
        };
        const fired = await turn({ type: 'event', name: 'sathi/timer', value });
        all = { bot: [...all.bot, ...fired.bot], events: [...all.events, ...fired.events] };
      }
      advance(Math.max(0, until - engine.clock.now()));
      return all;
    },
    begin: (dialog, args) =>
      turn({
        type: 'event',
        name: 'sathi/timer',
        value: {
          key: 'played',
          dialog,
          args,
          meets: 'interrupt',
          purpose: 'care',
          dueAt: engine.clock.now(),
          ...planned('care', 'played'),
        },
      }),
    async staff(action, note) {
      if (action === 'claim') {
        row = { ...row, ownerId: 'stf_played' };
        return { bot: [], events: [] };
      }
      return turn({
        type: 'event',
        name: 'sathi/staff.handBack',
        value: { action: 'handBack', staffId: 'stf_played', ...(note === undefined ? {} : { note }) },
      });
    },
  };
}

/** The reason whose timers a decision takes back. */
function goneReason(decision: TurnEvent): string | undefined {
  if (decision.type === 'unscheduleReason') return decision.reason;
  const ends = decision.type === 'enrolment' && (decision.change === 'leave' || decision.change === 'complete');
  return ends ? enrolmentReason(decision.programme) : undefined;
}

function played(turn: Turn): PlayedTurn {
  return {
    bot: turn.presented.map(({ activity, say }) => {
      const choices = activity.channelData?.sathi?.choices?.map((choice) => choice.id);
      return { ref: say.wording, text: activity.text ?? '', ...(choices === undefined ? {} : { choices }) };
    }),
    events: turn.decisions.map(line).filter((one) => one !== undefined),
  };
}

/** Decisions in the words of a transcript; opaque ids and times stay out, so that goldens read well and hold. */
function line(event: TurnEvent): string | undefined {
  switch (event.type) {
    case 'assess':
      return `assess ${event.protocol} ${event.disposition} by ${event.rule}`;
    case 'flag':
      return `flag ${event.severity} ${event.reason}`;
    case 'handOver':
      return `handOver ${event.reason}`;
    case 'schedule':
      return `schedule ${event.key} for ${event.dialog}`;
    case 'unschedule':
      return `unschedule ${event.key}`;
    case 'unscheduleReason':
      return `unschedule all of ${event.reason}`;
    case 'enrol':
      return `enrol ${event.enrolment.programme} ${event.enrolment.arm} by ${event.by}`;
    case 'enrolment':
      return `enrolment ${event.programme} ${event.change}`;
    case 'outcome':
      return `outcome ${event.programme} ${event.measure}=${event.value}`;
    case 'holdOutreach':
      return `hold ${event.kind}`;
    case 'resumeOutreach':
      return `resume ${event.kind}`;
    case 'zone':
      return `zone ${event.zone}`;
    case 'record':
      return `record ${event.kind}${event.subject === undefined ? '' : ` ${event.subject}`}`;
    case 'locale':
      return `locale ${event.locale}`;
    case 'optOut':
    case 'optIn':
      return `${event.type} ${event.scope}`;
    case 'learn':
      return `learn ${Object.entries(event.facts)
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(' ')}`;
    default:
      return undefined;
  }
}
