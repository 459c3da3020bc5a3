import { readStored, storage } from './session.mjs';

/**
 * What the patient has written and the server has not yet confirmed. Kept in localStorage and sent in order, again and
 * again, with the same client id: the server stores a message once however often it comes.
 */
const KEY = 'sathi.outbox';
const DELAYS = [1000, 2000, 4000, 8000, 15000];
/** Statuses that say the message itself is not acceptable; every other failure is worth another try. */
const REFUSED = new Set([400, 413, 415]);

const clientId = (activity) => activity.channelData.clientActivityID;

/** Read and written entry by entry: another tab of the same conversation keeps its own messages in the same place. */
const stored = () => readStored(KEY) ?? [];
const store = (entries) => storage.set(KEY, JSON.stringify(entries));

export function createOutbox({ conversationId, onPending, onRefused, onExpired }) {
  // What was written in a conversation that is over is not sent into another one.
  let entries = stored().filter((entry) => entry.conversationId === conversationId);
  store(entries);
  const waiters = new Map();
  let post;
  let busy = false;
  let attempt = 0;
  let timer;

  const settle = (id, how, value) => {
    if (!entries.some(({ activity }) => clientId(activity) === id)) return;
    const others = ({ activity }) => clientId(activity) !== id;
    entries = entries.filter(others);
    store(stored().filter(others));
    onPending(entries.length);
    attempt = 0;
    waiters.get(id)?.[how](value);
    waiters.delete(id);
  };

  /** Messages another tab left behind when it was closed; sent by both, the server stores them once. */
  const adopt = () => {
    const mine = new Set(entries.map(({ activity }) => clientId(activity)));
    const left = stored().filter((one) => one.conversationId === conversationId && !mine.has(clientId(one.activity)));
    entries = [...entries, ...left];
  };

  /** Sends the oldest; the next follows when it is settled. */
  async function pump() {
    clearTimeout(timer);
    if (busy || post === undefined) return;
    adopt();
    if (entries.length === 0) return;
    busy = true;
    const { activity } = entries[0];
    const result = await post(activity);
    busy = false;
    if (result.id !== undefined) settle(clientId(activity), 'next', result.id);
    else if (REFUSED.has(result.status)) {
      settle(clientId(activity), 'error', new Error(`refused: ${result.status}`));
      onRefused(activity);
    } else {
      if (result.status === 401 || result.status === 403) onExpired();
      timer = setTimeout(pump, DELAYS[Math.min(attempt++, DELAYS.length - 1)]);
      return;
    }
    void pump();
  }
  addEventListener('online', () => {
    attempt = 0;
    void pump();
  });

  return {
    /** Makes a Direct Line object send its messages through here. */
    wrap(directLine) {
      const direct = directLine.postActivity.bind(directLine);
      directLine.postActivity = (activity) => {
        if (activity.type !== 'message') return direct(activity);
        return observable((observer) => {
          waiters.set(clientId(activity), observer);
          entries.push({ conversationId, activity });
          store([...stored(), { conversationId, activity }]);
          onPending(entries.length);
          void pump();
        });
      };
      return directLine;
    },
    /** From now on, messages leave by this function; what was left over goes first. */
    open(sender) {
      post = sender;
      attempt = 0;
      void pump();
    },
    /** The server showed us our own message: it has it, whatever became of the answer. */
    echoed(activity) {
      const id = activity.channelData?.clientActivityID;
      if (id !== undefined) settle(id, 'next', activity.id);
    },
    clear() {
      entries = [];
      clearTimeout(timer);
      storage.remove(KEY);
    },
    pending: () => entries.length,
  };
}

/** Posts one activity by itself; the result is `{id}` or `{status}` (0 when the network is gone). */
export function createSender({ base, session }) {
  return async (activity) => {
    const { conversationId, token } = session();
    const controller = new AbortController();
    const timeout = setTimeout(() => controller.abort(), 20000);
    try {
      const response = await fetch(
        `${base}/v3/directline/conversations/${encodeURIComponent(conversationId)}/activities`,
        {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify(activity),
          signal: controller.signal,
        },
      );
      if (!response.ok) return { status: response.status };
      const { id } = await response.json();
      return { id };
    } catch {
      return { status: 0 };
    } finally {
      clearTimeout(timeout);
    }
  };
}

/** The little of an Observable that Web Chat needs of `postActivity`. */
function observable(begin) {
  return {
    subscribe(observer) {
      begin({
        next: (value) => {
          observer.next?.(value);
          observer.complete?.();
        },
        error: (error) => observer.error?.(error),
      });
      return { unsubscribe() {} };
    },
  };
}
