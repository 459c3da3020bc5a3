import type { Activity, AdapterDeps, HttpRequest, Socket, SocketRoute } from '../../bot/contracts';
import type { WebChat } from './context';
import { toClient } from './outbound';
import type { Ticket } from './tokens';
import { transcriptReader } from './transcript';

/** Bytes a client may leave unread before it is dropped; it comes back by watermark and misses nothing. */
const MAX_BUFFERED = 1024 * 1024;
/**
 * Looks without a sign of life before a socket is taken for dead. The client sends an empty frame every 20 seconds,
 * a hidden tab every minute at worst: six looks of 25 seconds are two and a half minutes.
 */
const SILENT_LOOKS = 6;
const LOOK_MS = 25_000;

interface Stream {
  push(activities: readonly Activity[]): void;
  close(code: number, reason: string): void;
}

/** The open streams of this process, oldest first per conversation. */
export interface StreamRegistry {
  /** Adds a stream; when there are too many the oldest gives way, so a phone that lost its network can always return. */
  add(conversationId: string, stream: Stream): () => void;
  /** Shows something that is not part of the transcript (typing, page events) to whoever is connected here. */
  pass(conversationId: string, activity: Activity): void;
  count(): number;
}

export function createStreamRegistry(max: number): StreamRegistry {
  const open = new Map<string, Set<Stream>>();
  let count = 0;
  return {
    add(conversationId, stream) {
      const streams = open.get(conversationId) ?? new Set<Stream>();
      open.set(conversationId, streams);
      streams.add(stream);
      count++;
      if (streams.size > max) [...streams][0]!.close(1013, 'replaced');
      return () => {
        if (!streams.delete(stream)) return;
        count--;
        if (streams.size === 0 && open.get(conversationId) === streams) open.delete(conversationId);
      };
    },
    pass(conversationId, activity) {
      const shown = toClient(activity, conversationId, new Set());
      for (const stream of open.get(conversationId) ?? []) stream.push([shown]);
    },
    count: () => count,
  };
}

const PATH = /^\/v3\/directline\/conversations\/([^/]+)\/stream$/;

/** The WebSocket a `streamUrl` points to. Without a fresh ticket for this very conversation there is no upgrade. */
export function streamRoute(chat: WebChat): SocketRoute {
  return {
    prefix: '/v3/directline/conversations/',
    maxPayload: 1024,
    accept(request) {
      const ticket = readTicket(chat, request);
      return ticket === undefined ? { refuse: 403 } : { open: (socket) => attach(chat, ticket, socket) };
    },
  };
}

function readTicket({ tokens }: WebChat, request: HttpRequest): Ticket | undefined {
  const id = PATH.exec(request.path)?.[1];
  const ticket = tokens.readTicket(request.query.get('t') ?? '');
  return id !== undefined && ticket?.conversationId === decodeURIComponent(id) ? ticket : undefined;
}

/**
 * How long a patient's own line waits for its answer, so that both leave as one frame. The page shows what was written
 * at once by itself; the echo only marks it as sent.
 */
const ECHO_MS = 25;

/** Replays everything after the ticket's watermark, then follows the transcript until the socket closes. */
function attach({ deps, options, streams }: WebChat, ticket: Ticket, socket: Socket): void {
  const reader = transcriptReader(deps.conversations, ticket.conversationId, ticket.watermark, options.files?.link);
  let closed = false;
  let silent = 0;
  /** Read, and not yet written. */
  let held: Activity[] = [];
  let holding: NodeJS.Timeout | undefined;

  const drop = (code: number, reason: string) => {
    if (closed) return;
    stop();
    socket.close(code, reason);
  };
  const write = (text: string) => {
    if (closed) return;
    if (socket.buffered > MAX_BUFFERED) {
      deps.log.warn('webchat.slow_reader', { conversation: ticket.conversationId });
      drop(1013, 'slow');
    } else socket.send(text);
  };
  const push = (activities: readonly Activity[], watermark?: number) =>
    write(JSON.stringify({ activities, ...(watermark === undefined ? {} : { watermark: `${watermark}` }) }));
  const flush = () => {
    clearTimeout(holding);
    holding = undefined;
    if (held.length === 0) return;
    const activities = held;
    held = [];
    push(activities, reader.watermark);
  };

  const read = coalesced(async () => {
    for (let more = true; more && !closed; ) {
      const page = await reader.next();
      // A frame without activities is legal but useless; the next one carries the watermark further.
      held.push(...page.activities);
      flush();
      more = page.full;
    }
  }, deps);

  const timer = setInterval(() => {
    if (++silent > SILENT_LOOKS) return drop(1001, 'silent');
    // An empty frame keeps proxies from closing the line; the client ignores it.
    write('');
    read.run();
  }, options.lookMs ?? LOOK_MS);
  timer.unref();
  const forget = deps.conversations.follow(ticket.conversationId, (lines) => {
    // What is being read may hold these lines or not: it looks once more when it is done.
    const page = read.running() ? undefined : reader.take(lines);
    if (page === undefined) return read.run();
    held.push(...page.activities);
    if (held.some((one) => one.from?.role !== 'user')) flush();
    else holding ??= setTimeout(flush, ECHO_MS);
  });
  const deaf = deps.bell.listen(`conversation:${ticket.conversationId}`, (position) => {
    if (position === undefined || position > reader.watermark) read.run();
  });
  const remove = streams.add(ticket.conversationId, { push, close: drop });
  function stop() {
    closed = true;
    clearInterval(timer);
    clearTimeout(holding);
    forget();
    deaf();
    remove();
  }
  socket.onMessage(() => {
    silent = 0;
  });
  socket.onClose(stop);
  read.run();
}

interface Coalesced {
  run(): void;
  running(): boolean;
}

/** Runs one at a time; a call during a run makes one more run after it. A failure waits for the next look. */
function coalesced(run: () => Promise<void>, { log }: AdapterDeps): Coalesced {
  let running = false;
  let again = false;
  const go = async () => {
    running = true;
    do {
      again = false;
      try {
        await run();
      } catch (error) {
        log.warn('webchat.stream_read_failed', { error: error instanceof Error ? error.name : 'unknown' });
      }
    } while (again);
    running = false;
  };
  return {
    run() {
      if (running) again = true;
      else void go();
    },
    running: () => running,
  };
}
