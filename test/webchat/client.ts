import { type Activity, DirectLine } from 'botframework-directlinejs';
import { WebSocket } from 'ws';

/**
 * The real `botframework-directlinejs`, as Web Chat carries it. It needs the two browser globals below; `timeout` and
 * `random` only shorten its waits.
 */
Object.assign(globalThis, { XMLHttpRequest: require('xhr2'), WebSocket });

/** Connection states as the library numbers them. */
export const ONLINE = 2;
export const EXPIRED = 3;

export interface Seen {
  readonly activities: Activity[];
  readonly texts: string[];
  readonly ids: string[];
  readonly times: string[];
  readonly states: number[];
  /** The stream ended, with an error or without: nothing arrives any more. */
  readonly ended: unknown[];
}

export interface Client {
  readonly client: DirectLine;
  readonly seen: Seen;
  /** Posts a message; resolves to its id, or to `retry` as the library does when it does not know. */
  send(text: string): Promise<string>;
}

export function connectClient(url: string, options: Record<string, unknown>): Client {
  const given = { domain: `${url}/v3/directline`, timeout: 600, random: () => 0, ...options };
  const client = new DirectLine(given as never);
  const seen: Seen = { activities: [], texts: [], ids: [], times: [], states: [], ended: [] };
  client.connectionStatus$.subscribe((state) => seen.states.push(state));
  client.activity$.subscribe({
    next: (activity) => {
      seen.activities.push(activity);
      seen.texts.push((activity as { text?: string }).text ?? activity.type);
      seen.ids.push(activity.id!);
      seen.times.push(activity.timestamp!);
    },
    error: (error: unknown) => seen.ended.push(error),
    complete: () => seen.ended.push('complete'),
  });
  const send = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const activity = { type: 'message', text, from: { id: 'forged' }, channelData: { clientActivityID: text } };
      client.postActivity(activity as never).subscribe(resolve, reject);
    });
  return { client, seen, send };
}
