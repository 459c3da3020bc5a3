import {
  BotAdapter,
  type Middleware,
  type ResourceResponse,
  type Activity as SdkActivity,
  TurnContext,
} from 'botbuilder-core';
import type { Activity } from '../contracts';
import { complete, type Host, isForPatients } from './host';

/**
 * Runs each turn in a Bot Framework `TurnContext` under a `BotAdapter` with its middleware. Together with `adapters/` the
 * only place that loads the SDK.
 */
export function createFrameworkHost(middleware: readonly Middleware[]): Host {
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
    // Copies: the SDK writes the ids it is answered with into its own.
    collected.push(...(activities as Activity[]).filter(isForPatients).map((activity) => ({ ...activity })));
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
