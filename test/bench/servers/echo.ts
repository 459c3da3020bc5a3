import type { AddressInfo } from 'node:net';
import { type Activity, type ActivityHandler, BotAdapter, type ResourceResponse, TurnContext } from 'botbuilder-core';
import restify from 'restify';
import { serve } from './report';

/** Runs a Bot Framework bot and gives back what it says. */
class ReplyingAdapter extends BotAdapter {
  async receive(
    activity: Partial<Activity>,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<Partial<Activity>[]> {
    const said: Partial<Activity>[] = [];
    const context = new TurnContext(this, activity);
    context.turnState.set('said', said);
    await this.runMiddleware(context, logic);
    return said;
  }
  async sendActivities(context: TurnContext, activities: Partial<Activity>[]): Promise<ResourceResponse[]> {
    (context.turnState.get('said') as Partial<Activity>[]).push(...activities);
    return activities.map(() => ({ id: '' }));
  }
  async updateActivity(): Promise<void> {}
  async deleteActivity(): Promise<void> {}
  async continueConversation(): Promise<void> {}
}

function completed(body: { text: string; conversation: string }): Partial<Activity> {
  return {
    type: 'message',
    id: String(Math.random()),
    text: body.text,
    channelId: 'directline',
    serviceUrl: '',
    conversation: { id: body.conversation } as Activity['conversation'],
    from: { id: 'u', name: '' },
    recipient: { id: 'bot', name: '' },
  };
}

/** restify in front of a bot; what it says first is the HTTP response. */
export function serveBot(bot: ActivityHandler): void {
  const adapter = new ReplyingAdapter();
  const server = restify.createServer();
  server.use(restify.plugins.bodyParser());
  server.post('/messages', (req: restify.Request, res: restify.Response, next: restify.Next) => {
    adapter
      .receive(completed(req.body), (context) => bot.run(context))
      .then(
        (said) => {
          res.send(200, said[0]);
          next();
        },
        (error: unknown) => next(error),
      );
  });
  server.listen(0, '127.0.0.1', () => serve((server.server.address() as AddressInfo).port));
}
