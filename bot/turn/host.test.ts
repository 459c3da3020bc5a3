import { expect, test } from '@jest/globals';
import type { Activity } from '../contracts';
import { createHost } from './host';

const SAID: readonly Activity[] = [
  { type: 'message', id: 'own', text: 'Hello', locale: 'es', replyToId: 'm0' },
  { type: 'trace', name: 'for developers' },
  { type: 'event', name: 'sathi/ended', value: { kept: true } },
];

const INCOMING: readonly Activity[] = [
  { type: 'message', id: 'm1', channelId: 'webchat', conversation: { id: 'c1' }, text: 'hi', locale: 'en' },
  { type: 'event', id: 'e1', channelId: 'sms', conversation: { id: 'c1' }, name: 'sathi/timer', from: { id: 'clock' } },
  { type: 'conversationUpdate', id: 'u1', channelId: 'webchat', conversation: { id: 'c1' } },
  { type: 'conversationUpdate', id: 'u2', channelId: 'sms', conversation: { id: 'c1' } },
];

// A stored line must not depend on whether a hospital has plugged something in.
test.each(INCOMING)(
  'without middleware a turn sees and says what it does inside Bot Framework: $type $channelId',
  async (incoming) => {
    const [plain, framework] = [createHost(), createHost([{ onTurn: (_context, next) => next() }])];
    const seen: Activity[] = [];
    const run = (host: ReturnType<typeof createHost>) =>
      host.run(incoming, async (activity) => {
        seen.push(activity);
        return SAID;
      });
    const [said, expected] = [await run(plain), await run(framework)];
    expect(JSON.parse(JSON.stringify(said))).toEqual(JSON.parse(JSON.stringify(expected)));
    expect(JSON.parse(JSON.stringify(seen[0]))).toEqual(JSON.parse(JSON.stringify(seen[1])));
  },
);

test('middleware sees what comes in and changes what goes out', async () => {
  const host = createHost([
    {
      async onTurn(context, next) {
        context.onSendActivities(async (_turn, activities, send) => {
          for (const one of activities) one.text = `${context.activity.text}: ${one.text}`;
          return send();
        });
        await next();
      },
    },
  ]);
  const said = await host.run(INCOMING[0]!, async () => [{ type: 'message', text: 'Hello' }]);
  expect(said.map((one) => one.text)).toEqual(['hi: Hello']);
});
