import type { Activity, Address, ChannelAdapter, TurnEvent } from '../contracts';
import type { Claimed } from '../store/claim';
import type { OutboxPart, Said, TurnResult } from '../store/commit';
import type { TimerPayload } from '../store/timers';
import type { Vault } from '../store/vault';
import { apply } from './apply';
import type { Applied } from './apply/context';
import type { Engine } from './engine';
import { mergeSayings } from './merge';
import type { Turn } from './run-turn';
import { parseState } from './state';

/** A turn as rows to commit, and the topics to ring when it is, besides the conversation itself. */
export interface Prepared {
  readonly result: TurnResult;
  readonly rings: readonly string[];
}

export interface Preparing {
  readonly engine: Engine;
  readonly vault: Vault;
  addressOf(contactPointId: string): Promise<Address>;
}

/** Runs middleware over what is said, renders it for the channel, and turns every decision into rows. */
export async function prepare(preparing: Preparing, claimed: Claimed, turn: Turn): Promise<Prepared> {
  const { engine, vault } = preparing;
  const { conversation, event } = claimed;
  const said = await sayings(preparing, claimed, turn);
  const context = {
    conversation,
    state: turn.state,
    now: engine.clock.now(),
    ids: engine.ids,
    clock: engine.clock,
    content: engine.content,
    seal: (value: unknown) => vault.seal(JSON.stringify(value), conversation.id),
    sealFor: (id: string, value: unknown) => vault.seal(JSON.stringify(value), id),
  };
  const applied = turn.decisions.map((decision: TurnEvent): Applied => apply(decision, context));
  const patientId = applied.findLast((one) => one.patientId !== undefined)?.patientId;
  return {
    result: {
      conversation,
      event,
      worker: claimed.lease,
      state: JSON.stringify(turn.state),
      locale: turn.state.locale,
      said,
      writes: applied.flatMap((one) => one.writes),
      acts: applied.flatMap((one) => one.acts ?? []),
      ...(patientId === undefined ? {} : { patientId }),
      audit: applied.flatMap((one) => one.audit),
      release: turn.release,
    },
    rings: [
      ...(said.some((one) => one.parts.length > 0) ? ['outbox'] : []),
      ...(turn.release ? ['flags'] : []),
      ...applied.flatMap((one) => one.rings),
    ],
  };
}

async function sayings(preparing: Preparing, { conversation }: Claimed, turn: Turn): Promise<Said[]> {
  const { engine } = preparing;
  const activities: { activity: Activity; role: Said['role'] }[] = [
    ...turn.staffSaid.map((activity) => ({ activity, role: 'staff' as const })),
    ...turn.presented.map(({ activity }) => ({ activity, role: 'bot' as const })),
  ];
  if (activities.length === 0) return [];
  const adapter = engine.adapters.get(conversation.channel);
  const to = adapter?.limits.delivery === 'outbox' ? await preparing.addressOf(conversation.contactPointId) : undefined;
  const parts = new Map<number, OutboxPart[]>();
  if (adapter !== undefined && to !== undefined) {
    for (const { activity, last } of mergeSayings(activities.map((one) => one.activity)))
      parts.set(last, partsOf(preparing, adapter, activity, to, conversation.lastInboundAt, turn));
  }
  return activities.map(({ activity, role }, index) => ({
    activityId: engine.ids.next('a'),
    role,
    activity,
    parts: parts.get(index) ?? [],
  }));
}

function partsOf(
  { engine }: Preparing,
  adapter: ChannelAdapter,
  activity: Activity,
  to: Address,
  lastInboundAt: number | undefined,
  { state: { locale }, outreach }: Turn,
): OutboxPart[] {
  const sathi = activity.channelData?.sathi;
  // Nothing of ours leaves in quiet hours because a provider was away when it was said.
  const ours = outreach !== undefined && sathi?.safety !== true ? outreach : undefined;
  const expiresAt = earliest(sathi?.expiresAt, ours?.until);
  return adapter
    .render(activity, to, {
      now: engine.clock.now(),
      locale,
      ...(lastInboundAt === undefined ? {} : { lastInboundAt }),
    })
    .map((part) => ({
      id: engine.ids.next('o'),
      payload: { to: part.to, body: part.body, ...(sathi?.promptId === undefined ? {} : { promptId: sathi.promptId }) },
      safety: sathi?.safety === true,
      purpose: sathi?.purpose ?? 'conversation',
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(ours === undefined ? {} : { outreachId: ours.id }),
    }));
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}

/** What the patient hears, and staff see, when an event was given up: never silence. */
export async function prepareDeadLetter(preparing: Preparing, claimed: Claimed, code: string): Promise<Prepared> {
  const { engine } = preparing;
  const { conversation, event } = claimed;
  const state = parseState(conversation.state, conversation.locale ?? 'en');
  const fromPatient = event.activity.type === 'message';
  const activity: Activity = {
    type: 'message',
    text: engine.content.text('wording/safe.reply', state.locale),
    textFormat: 'plain',
    from: { id: 'bot', role: 'bot' },
    channelData: { sathi: { author: 'bot', safety: true, purpose: 'safety', refs: ['wording/safe.reply'] } },
  };
  const turn: Turn = {
    // The running dialog may be what broke: the next message begins afresh.
    state: { ...state, stack: [], prompts: [], history: [] },
    presented: fromPatient ? [{ activity, say: { type: 'say', wording: 'wording/safe.reply' } }] : [],
    staffSaid: [],
    decisions: [
      {
        type: 'flag',
        severity: fromPatient ? 2 : 3,
        reason: 'dead-letter',
        summary: engine.content.text('wording/staff.dead-letter', 'en'),
        detail: { inbox: event.id, code },
      },
      ...unsaid(event.activity),
    ],
    release: false,
  };
  const prepared = await prepare(preparing, claimed, turn);
  return { ...prepared, result: { ...prepared.result, dead: code } };
}

/** A due message whose turn was given up was not sent. */
function unsaid(activity: Activity): readonly TurnEvent[] {
  const id = activity.name === 'sathi/timer' ? (activity.value as TimerPayload).outreach?.id : undefined;
  return id === undefined ? [] : [{ type: 'outreachFate', id, status: 'not_sent', why: 'failed' }];
}
