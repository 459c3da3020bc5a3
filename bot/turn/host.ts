import {
  BotAdapter,
  type Middleware,
  type ResourceResponse,
  type Activity as SdkActivity,
  TurnContext,
} from 'botbuilder-core';
import type { Activity } from '../contracts';

/**
 * Runs each turn in a Bot Framework `TurnContext` under a `BotAdapter`, so that Bot Framework middleware plugs in. It
 * sends nothing: what the turn says is collected and committed first (Bot Framework itself sends before it saves).
 * Together with `adapters/` the only place that knows the SDK.
 */
export interface Host {
  /**
   * @param incoming the activity of the event; `id`, `channelId` and `conversation.id` set.
   * @param logic decides what to say; what it returns passes the middleware's `onSendActivities`.
   * @returns what is to be said after middleware.
   */
  run(incoming: Activity, logic: (incoming: Activity) => Promise<readonly Activity[]>): Promise<readonly Activity[]>;
}

export function createHost(middleware: readonly Middleware[] = []): Host {
  const adapter = new CollectingAdapter();
  for (const one of middleware) adapter.use(one);
  return {
    async run(incoming, logic) {
      const context = new TurnContext(adapter, complete(incoming) as Partial<SdkActivity>);
      const collected: Activity[] = [];
      context.turnState.set(COLLECTED, collected);
      await adapter.receive(context, async (turn) => {
        const said = await logic(turn.activity as unknown as Activity);
        if (said.length > 0) await turn.sendActivities(said as Partial<SdkActivity>[]);
      });
      return collected;
    },
  };
}

const COLLECTED = Symbol('collected');

class CollectingAdapter extends BotAdapter {
  async receive(context: TurnContext, logic: (context: TurnContext) => Promise<void>): Promise<void> {
    await this.runMiddleware(context, logic);
  }

  async sendActivities(context: TurnContext, activities: Partial<SdkActivity>[]): Promise<ResourceResponse[]> {
    const collected = context.turnState.get(COLLECTED) as Activity[];
    for (const activity of activities) {
      // Delays and traces of middleware are not for patients.
      if (activity.type === 'message' || activity.type === 'typing' || activity.type === 'event')
        collected.push(activity as Activity);
    }
    return activities.map(() => ({ id: '' }));
  }

  async updateActivity(): Promise<void> {
    throw new Error('Sathi keeps what was said: updateActivity is not supported.');
  }

  async deleteActivity(): Promise<void> {
    throw new Error('Sathi keeps what was said: deleteActivity is not supported.');
  }

  async continueConversation(): Promise<void> {
    throw new Error('Proactive turns are timers and staff events in the inbox; schedule one instead.');
  }
}

/** The fields the SDK relies on. Source: Bot Framework reference, section D.3. */
function complete(activity: Activity): Activity {
  return {
    ...activity,
    serviceUrl: activity.serviceUrl ?? '',
    from: activity.from ?? { id: 'patient', role: 'user' },
    recipient: activity.recipient ?? { id: 'bot', role: 'bot' },
  };
}
