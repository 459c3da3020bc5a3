import type { Activity, ChannelAdapter } from '../contracts';

/** A text as it would leave on a channel. */
export interface Composed {
  readonly parts: string[];
  /** Billed SMS segments; null where the channel has none. */
  readonly segments: number | null;
}

/** Shows what a channel would make of a text, without sending: nobody's address, an open window. */
export function createCompose(
  adapters: ReadonlyMap<string, ChannelAdapter>,
): (channel: string, locale: string, text: string) => Composed {
  return (channel, locale, text) => {
    const adapter = adapters.get(channel);
    if (adapter === undefined || adapter.limits.delivery === 'transcript') return { parts: [text], segments: null };
    const activity: Activity = { type: 'message', text, textFormat: 'plain', locale };
    const now = 0;
    const bodies = adapter
      .render(activity, { channel, value: '' }, { now, locale, lastInboundAt: now })
      .map((part) => part.body);
    const segments = bodies.map((body) => body.segments);
    return {
      parts: bodies.map((body) => (typeof body.text === 'string' ? body.text : text)),
      segments: segments.every((one) => typeof one === 'number') ? segments.reduce((sum, one) => sum + one, 0) : null,
    };
  };
}
