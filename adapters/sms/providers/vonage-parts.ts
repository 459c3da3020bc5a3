/** One part of a long message as Vonage delivers it. */
export interface ConcatPart {
  /** Vonage's id of this part. */
  readonly id: string;
  /** Sender and concatenation reference: which message it belongs to. References are used again after a while. */
  readonly key: string;
  readonly total: number;
  /** 1-based. */
  readonly part: number;
  readonly text: string;
}

/** What one webhook call with a part has to do. */
export type Gathered =
  /** The first call of a message: store `text` under `id`, then call `settle`. */
  | { readonly role: 'stores'; readonly id: string; readonly text: string; settle(stored: boolean): void }
  /** Another call stores it: answer as that one ended. */
  | { readonly role: 'waits'; readonly stored: Promise<boolean> }
  /** Came again after it was stored. */
  | { readonly role: 'repeated' };

interface Waiting {
  readonly parts: Map<number, ConcatPart>;
  readonly complete: () => void;
  readonly stored: Promise<boolean>;
}

/** How many stored part ids are remembered against repeated deliveries. */
const REMEMBERED = 5_000;

/**
 * Puts the parts of a long message together. The webhook calls of all parts wait for each other, so none is answered
 * before the whole message is stored: a crash in between makes Vonage send them again. What has not come within
 * `waitMs` is not waited for: the rest is passed on, because half a cry for help must still be read.
 */
export class ConcatParts {
  private readonly waiting = new Map<string, Waiting>();
  private readonly stored = new Set<string>();

  constructor(
    private readonly waitMs: number,
    private readonly after: (ms: number, call: () => void) => void = (ms, call) => void setTimeout(call, ms).unref(),
  ) {}

  async gather(part: ConcatPart): Promise<Gathered> {
    if (this.stored.has(part.id)) return { role: 'repeated' };
    const known = this.waiting.get(part.key);
    if (known !== undefined) {
      known.parts.set(part.part, part);
      if (known.parts.size >= part.total) known.complete();
      return { role: 'waits', stored: known.stored };
    }
    const parts = new Map([[part.part, part]]);
    const { promise: ready, resolve: complete } = deferred<void>();
    const { promise: stored, resolve: ended } = deferred<boolean>();
    this.waiting.set(part.key, { parts, complete: () => complete(), stored });
    this.after(this.waitMs, () => complete());
    await ready;
    this.waiting.delete(part.key);
    const ordered = [...parts.values()].sort((a, b) => a.part - b.part);
    return {
      role: 'stores',
      id: ordered[0]!.id,
      text: ordered.map((one) => one.text).join(''),
      settle: (ok) => {
        if (ok) for (const one of ordered) this.remember(one.id);
        ended(ok);
      },
    };
  }

  private remember(id: string): void {
    this.stored.add(id);
    if (this.stored.size > REMEMBERED) this.stored.delete(this.stored.values().next().value!);
  }
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
