import {
  type Activity,
  type AdapterDeps,
  type Bell,
  type Clock,
  type Ids,
  type InboundEvent,
  type LogFields,
  StoreUnavailable,
} from '../../bot/contracts';

/**
 * What the engine promises to adapters, kept in memory, for tests of an adapter alone: duplicates are ignored by their
 * external id, a message is in the transcript before `receive` resolves, timestamps only grow, a ring follows a commit.
 */
export interface MemoryEngine {
  readonly deps: AdapterDeps;
  readonly store: MemoryStore;
  readonly logged: { level: string; event: string; fields?: LogFields }[];
  /** Adds an activity of the bot or a nurse, as a committed turn does. */
  say(conversationId: string, activity: Partial<Activity>): void;
}

/** The part that outlives a restart of the server. */
export interface MemoryStore {
  readonly conversations: Map<string, MemoryConversation>;
  readonly inbox: Map<string, { event: InboundEvent; activityId: string }>;
  /** While true every call is refused, as with a locked or full database. */
  away: boolean;
}
export interface MemoryConversation {
  readonly userId: string;
  readonly locale?: string;
  readonly rows: { seq: number; activity: Activity }[];
  lastAt: number;
}

export const emptyStore = (): MemoryStore => ({ conversations: new Map(), inbox: new Map(), away: false });

export interface MemoryOptions {
  readonly publicUrl: string;
  readonly clock?: Clock;
  readonly store?: MemoryStore;
  /** What the bot answers to an event; committed some time after `receive` has resolved. */
  readonly reply?: (event: InboundEvent, activityId: string) => Partial<Activity>[];
}

export function memoryEngine(options: MemoryOptions): MemoryEngine {
  const { clock = { now: () => Date.now() }, store = emptyStore() } = options;
  const logged: MemoryEngine['logged'] = [];
  const bell = memoryBell();
  const ids = countingIds();
  const log = (level: string) => (event: string, fields?: LogFields) => {
    logged.push({ level, event, fields });
  };
  const there = () => {
    if (store.away) throw new StoreUnavailable('The memory store is away.');
  };
  const conversation = (id: string): MemoryConversation => {
    const found = store.conversations.get(id);
    if (found === undefined) throw Object.assign(new Error('unknown'), { name: 'UnknownConversation' });
    return found;
  };
  const append = (id: string, activity: Activity): number => {
    const target = conversation(id);
    const seq = target.rows.length + 1;
    target.lastAt = Math.max(target.lastAt + 1, clock.now());
    const timestamp = new Date(target.lastAt).toISOString();
    target.rows.push({ seq, activity: { ...activity, id: activity.id ?? ids.next('a'), timestamp } });
    return seq;
  };
  const say = (id: string, activity: Partial<Activity>) => {
    append(id, { type: 'message', from: { id: 'bot', role: 'bot' }, ...activity });
    bell.ring(`conversation:${id}`);
  };

  const deps: AdapterDeps = {
    clock,
    ids,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    publicUrl: options.publicUrl,
    bell,
    async receive(events) {
      there();
      return events.map((event) => {
        const id = event.conversationId!;
        conversation(id);
        const known = store.inbox.get(event.externalId);
        if (known !== undefined) return { conversationId: id, activityId: known.activityId, duplicate: true };
        const activityId = event.activity.id ?? ids.next('a');
        store.inbox.set(event.externalId, { event, activityId });
        const shown = event.activity.type === 'message';
        const seq = shown ? append(id, { ...event.activity, id: activityId }) : undefined;
        bell.ring(`conversation:${id}`);
        setImmediate(() => {
          for (const answer of options.reply?.(event, activityId) ?? []) say(id, { replyToId: activityId, ...answer });
        });
        return { conversationId: id, activityId, duplicate: false, ...(seq === undefined ? {} : { seq }) };
      });
    },
    async reports() {},
    async contacts() {},
    conversations: {
      async open({ id, address, locale }) {
        there();
        if (store.conversations.has(id)) return { created: false };
        store.conversations.set(id, { userId: address.value, locale, rows: [], lastAt: 0 });
        return { created: true };
      },
      async exists(id) {
        there();
        return store.conversations.has(id);
      },
      async after(id, seq, limit) {
        there();
        return (store.conversations.get(id)?.rows ?? []).filter((row) => row.seq > seq).slice(0, limit);
      },
      // As in another process: only the bell is heard.
      follow: () => () => {},
    },
  };
  return { deps, store, logged, say };
}

let counter = 0;
/** Ids that differ across restarts of the same test. */
function countingIds(): Ids {
  return { next: (prefix) => `${prefix}_${(++counter).toString(36).padStart(6, '0')}` };
}

function memoryBell(): Bell {
  const listeners = new Map<string, Set<() => void>>();
  return {
    ring(topic) {
      for (const heard of [...(listeners.get(topic) ?? [])]) heard();
    },
    listen(topic, heard) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set);
      set.add(heard);
      return () => set.delete(heard);
    },
    async close() {},
  };
}
