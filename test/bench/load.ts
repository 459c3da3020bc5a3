import { WebSocket } from 'ws';
import { post } from './http';

/** Latencies in milliseconds of one measured stretch, and how long it took. */
export interface Measured {
  readonly turns: number;
  readonly seconds: number;
  readonly latencies: readonly number[];
}

export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

/** One patient who sends, waits for the answer, and sends the next. */
export interface Talker {
  turn(text: string): Promise<void>;
  close(): void;
}

/** Talks to an echo bot whose answer is the HTTP response. */
export function echoTalker(url: string, conversation: string): Talker {
  return {
    async turn(text) {
      const { status } = await post(`${url}/messages`, { text, conversation });
      if (status !== 200) throw new Error(`The echo answered ${status}.`);
    },
    close: () => {},
  };
}

/** Talks to Sathi as Web Chat does: posts over Direct Line, hears the answer on the stream. */
export async function directLineTalker(url: string): Promise<Talker> {
  const { token } = JSON.parse((await post(`${url}/api/webchat/token`, {})).body) as { token: string };
  const headers = { authorization: `Bearer ${token}` };
  const opened = JSON.parse(
    (await post(`${url}/v3/directline/conversations`, { user: {}, locale: 'en' }, headers)).body,
  ) as { conversationId: string; streamUrl: string };
  const target = new URL(opened.streamUrl);
  target.host = new URL(url).host;
  const socket = new WebSocket(target);
  const waiting = new Map<string, () => void>();
  let greeted: () => void = () => {};
  const greeting = new Promise<void>((resolve) => {
    greeted = resolve;
  });
  socket.on('message', (data) => {
    const text = data.toString();
    if (text === '') return;
    for (const activity of (JSON.parse(text) as { activities: { replyToId?: string; from?: { role?: string } }[] })
      .activities) {
      if (activity.from?.role === 'bot') greeted();
      if (activity.replyToId !== undefined) {
        waiting.get(activity.replyToId)?.();
        waiting.delete(activity.replyToId);
        early.add(activity.replyToId);
      }
    }
  });
  const early = new Set<string>();
  await new Promise((resolve, reject) => {
    socket.on('open', resolve);
    socket.on('error', reject);
  });
  await greeting;
  return {
    async turn(text) {
      const { status, body } = await post(
        `${url}/v3/directline/conversations/${opened.conversationId}/activities`,
        { type: 'message', text, from: { id: 'x' } },
        headers,
      );
      if (status !== 200) throw new Error(`Direct Line answered ${status}.`);
      const { id } = JSON.parse(body) as { id: string };
      if (early.delete(id)) return;
      await new Promise<void>((resolve) => waiting.set(id, resolve));
      early.delete(id);
    },
    close: () => socket.terminate(),
  };
}

/** All talkers at once, each waiting for its answer, until the time is over. */
export async function closedLoop(
  talkers: readonly Talker[],
  seconds: number,
  text: (n: number) => string,
): Promise<Measured> {
  const latencies: number[] = [];
  const end = performance.now() + seconds * 1000;
  const started = performance.now();
  await Promise.all(
    talkers.map(async (talker, index) => {
      for (let n = 0; performance.now() < end; n++) {
        const from = performance.now();
        await talker.turn(text(index * 100_000 + n));
        latencies.push(performance.now() - from);
      }
    }),
  );
  const took = (performance.now() - started) / 1000;
  return { turns: latencies.length, seconds: took, latencies: latencies.sort((a, b) => a - b) };
}

/** A given rate, spread evenly over the talkers: what waiting feels like below the limit. */
export async function openLoop(
  talkers: readonly Talker[],
  perSecond: number,
  seconds: number,
  text: (n: number) => string,
): Promise<Measured> {
  const latencies: number[] = [];
  const started = performance.now();
  const total = Math.floor(perSecond * seconds);
  const busy: Promise<void>[] = [];
  for (let n = 0; n < total; n++) {
    const due = started + (n * 1000) / perSecond;
    // Asleep, not spinning: the server under load needs this processor.
    for (let left = due - performance.now(); left > 0; left = due - performance.now())
      await new Promise((resolve) => setTimeout(resolve, left));
    const from = performance.now();
    busy.push(
      talkers[n % talkers.length]!.turn(text(n)).then(() => {
        latencies.push(performance.now() - from);
      }),
    );
  }
  await Promise.all(busy);
  return { turns: total, seconds: (performance.now() - started) / 1000, latencies: latencies.sort((a, b) => a - b) };
}
