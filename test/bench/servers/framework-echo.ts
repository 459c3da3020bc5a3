import { ActivityHandler, ConversationState, MemoryStorage } from 'botbuilder-core';
import { serveBot } from './echo';

/** The baseline: restify and a Bot Framework echo bot that counts in memory state. Answers in the HTTP response. */
const state = new ConversationState(new MemoryStorage());
const count = state.createProperty<number>('count');
const bot = new ActivityHandler();
bot.onMessage(async (context, next) => {
  const n = (await count.get(context, 0)) + 1;
  await count.set(context, n);
  await context.sendActivity(`${n}: ${context.activity.text}`);
  await state.saveChanges(context);
  await next();
});
serveBot(bot);
