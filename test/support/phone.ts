import { appendFileSync } from 'node:fs';
import type { ChannelAdapter, Part, SendResult } from '../../bot/contracts';

/** A channel that is sent to: what `send` was asked to do is written to a file, as a provider would act on it. */
export function phoneAdapter(
  file: string | undefined,
  answer: (part: Part) => SendResult | Promise<SendResult> = (part) => ({ ok: true, providerId: `p-${part.id}` }),
): ChannelAdapter {
  return {
    id: 'phone',
    limits: {
      text: 160,
      buttons: 0,
      buttonLabel: 0,
      listRows: 0,
      listTitle: 0,
      listDescription: 0,
      size: 'short',
      delivery: 'outbox',
    },
    routes: () => [],
    render: (activity, to) => [{ to, body: { text: activity.text ?? '' } }],
    async send(part) {
      const result = await answer(part);
      if (file !== undefined && (result.ok || result.code === 'unknown_outcome'))
        appendFileSync(file, `${JSON.stringify({ id: part.id, to: part.to.value, text: part.body.text })}\n`);
      return result;
    },
  };
}
