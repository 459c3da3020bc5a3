import { type Activity, enrolmentReason, isOutreach, type Schedule, type TurnEvent } from '../contracts';
import type { PlayedTimer } from '../store/booking/played';
import type { ConversationRow } from '../store/claim';
import type { Engine } from '../turn/engine';
import { runTurn, type Turn } from '../turn/run-turn';
import type { PlayedVisits } from './played-visits';

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
  /** A photo or a voice note, without words. */
  send(what: 'photo' | 'voice'): Promise<PlayedTurn>;
  /** Opens the chat, as web chat does. */
  open(): Promise<PlayedTurn>;
  /** Time passes; timers that come due are turns. */
  wait(ms: number): Promise<PlayedTurn>;
  /** Something outside begins a dialog: a timer, a prescription that arrived, a visit that was done. */
  begin(dialog: string, args: unknown): Promise<PlayedTurn>;
  /** Something others do to this person's appointments: `takes-held-slot`, `fills dental`, `attended`, `missed`, `late 40` ... */
  elsewhere(what: string): Promise<PlayedTurn>;
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
  /** Appointments, already begun for this conversation. */
  readonly visits?: PlayedVisits;
  /** Told of every turn as it ended: what was said, before it takes a channel's form. */
  readonly heard?: (turn: Turn) => void;
}

export function createPlayer(parts: PlayerParts): Player {
  const { channel, locale, advance, patientId, visits } = parts;
  const engine = visits === undefined ? parts.engine : withVisits(parts.engine, visits);
  let row: ConversationRow = {
    id: PLAYED_CONVERSATION,
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
    const event = { id: n, activityId: `m${n}`, activity, at: now, receivedAt: now, attempts: 0, claims: 1 };
    let done = await runTurn(engine, row, event);
    let saved = await visits?.commit(done.decisions, row.patientId);
    // Somebody elsewhere was faster: nothing was written, and the turn runs again on what is true now.
    for (let again = 0; saved === 'conflict'; again++) {
      if (again === MOST_CONFLICTS) throw new Error('A turn decides again and again what cannot be done any more.');
      done = await runTurn(engine, row, event);
      saved = await visits?.commit(done.decisions, row.patientId);
    }
    if (saved !== undefined) row = { ...row, patientId: saved.holder };
    row = {
      ...row,
      state: JSON.stringify(done.state),
      locale: done.state.locale,
      ownerId: done.release ? undefined : row.ownerId,
    };
    for (const decision of done.decisions) remember(decision);
    parts.heard?.(done);
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

  /** Timers of visits that are due now. */
  async function fireVisits(): Promise<PlayedTurn> {
    let all: PlayedTurn = { bot: [], events: [] };
    for (let due = await visits?.takeDue(); due !== undefined; due = await visits?.takeDue())
      all = together(
        all,
        await turn({ type: 'event', name: 'sathi/timer', value: timerValue(due, engine.clock.now()) }),
      );
    return all;
  }

  return {
    async say(text) {
      // What stood in the text message to the patient's phone.
      const code = text.includes('{code}') ? await visits?.code() : undefined;
      return turn({ type: 'message', text: text.replace('{code}', code ?? '') });
    },
    press(choice) {
      const sathi = lastActivity?.channelData?.sathi;
      const found = sathi?.choices?.find((one) => one.id === choice || one.label === choice);
      if (found === undefined)
        throw new Error(
          `There is no choice "${choice}" to press; the last question offered ${(sathi?.choices ?? []).map((one) => one.id).join(', ') || 'none'}.`,
        );
      return turn({ type: 'message', text: found.label, value: { promptId: sathi?.promptId, choiceId: found.id } });
    },
    send: (what) => turn({ type: 'message', text: '', attachments: [{ contentType: MEDIA[what] }] }),
    open: () => turn({ type: 'conversationUpdate' }),
    async wait(ms) {
      const until = engine.clock.now() + ms;
      let all: PlayedTurn = { bot: [], events: [] };
      for (;;) {
        const own = [...timers.values()].filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        const visitsAt = await visits?.nextAt();
        if (visitsAt !== undefined && visitsAt <= until && visitsAt <= (own?.at ?? until)) {
          advance(Math.max(0, visitsAt - engine.clock.now()));
          all = together(all, await fireVisits());
          continue;
        }
        if (own === undefined) break;
        timers.delete(own.key);
        advance(Math.max(0, own.at - engine.clock.now()));
        const value = timerValue(own, engine.clock.now());
        const fired = await turn({ type: 'event', name: 'sathi/timer', value });
        all = together(all, fired);
      }
      advance(Math.max(0, until - engine.clock.now()));
      return all;
    },
    async elsewhere(what) {
      if (visits === undefined) throw new Error('This conversation is played without appointments.');
      await visits.elsewhere(what);
      return fireVisits();
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
          ...planned('care', 'played', engine.clock.now()),
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

const MEDIA = { photo: 'image/jpeg', voice: 'audio/ogg' } as const;
const MOST_CONFLICTS = 5;
export const PLAYED_CONVERSATION = 'c_played';

function withVisits(engine: Engine, visits: PlayedVisits): Engine {
  return { ...engine, ports: (base) => ({ ...engine.ports(base), booking: visits.port(base.conversation) }) };
}

function together(a: PlayedTurn, b: PlayedTurn): PlayedTurn {
  return { bot: [...a.bot, ...b.bot], events: [...a.events, ...b.events] };
}

function timerValue(due: Schedule | PlayedTimer, now: number) {
  return {
    key: due.key,
    dialog: due.dialog,
    args: due.args,
    meets: due.meets ?? 'wait',
    purpose: due.purpose ?? 'conversation',
    dueAt: due.at,
    ...(due.expiresAt === undefined ? {} : { expiresAt: due.expiresAt }),
    ...planned(due.purpose ?? 'conversation', due.key, now),
  };
}

/** A played conversation has no caps and no night: what is due is planned as if it may be sent. */
function planned(purpose: string, id: string, now: number) {
  return isOutreach(purpose)
    ? { outreach: { id, firstDueAt: now, until: now + 3_600_000, chosen: false, chain: false } }
    : {};
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
    case 'surveyInvited':
      return `survey ${event.survey}@${event.version} invited after ${event.trigger}`;
    case 'surveyAnswered':
      return `survey answer ${event.question}=${event.code}${event.box === undefined ? '' : ` (${event.box})`}`;
    case 'surveyEnded':
      return `survey ${event.how}${event.sentiment === undefined ? '' : ` ${event.sentiment}`}${event.recovery ? ' recovery' : ''}${event.mistreatment ? ' mistreatment' : ''}`;
    case 'task':
      return `task ${event.kind} within ${event.withinMinutes} working minutes`;
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
    case 'hold':
    case 'releaseHold':
    case 'joinWaitlist':
    case 'leaveWaitlist':
    case 'confirmAttendance':
    case 'sendCode':
      return `visit ${event.type}`;
    case 'book':
    case 'reschedule':
      return `visit ${event.type} ${event.slotId.split('.').slice(0, 2).join(' ')}`;
    case 'cancelAppointment':
    case 'missedReason':
      return `visit ${event.type} ${event.reason}`;
    case 'answerOffer':
      return `visit ${event.type} ${event.answer}`;
    case 'registerPatient':
      return `visit ${event.type} ${event.relation}${event.complete ? ' complete' : ''}`;
    case 'identityAttempt':
      return `visit ${event.type} ${event.patientId === undefined ? 'wrong' : 'right'}`;
    case 'previsitAnswers':
      return `visit ${event.type}${event.complete ? ' complete' : ''}`;
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
