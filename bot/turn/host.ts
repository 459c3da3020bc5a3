import type { Middleware } from 'botbuilder-core';
import type { Activity } from '../contracts';

/**
 * What a turn runs in, so that Bot Framework middleware plugs in. It sends nothing: what the turn says is collected and
 * committed first (Bot Framework itself sends before it saves).
 */
export interface Host {
  /**
   * @param incoming the activity of the event; `id`, `channelId` and `conversation.id` set.
   * @param logic decides what to say; what it returns passes the middleware's `onSendActivities`.
   * @returns what is to be said after middleware.
   */
  run(incoming: Activity, logic: (incoming: Activity) => Promise<readonly Activity[]>): Promise<readonly Activity[]>;
}

/**
 * With middleware, a Bot Framework `TurnContext` around each turn. Without, there is nobody to show one to: the turn sees
 * the same activities and answers alike, and the SDK (20 MB, a third of a second of the start) is not loaded.
 */
export function createHost(middleware: readonly Middleware[] = []): Host {
  if (middleware.length === 0) return plainHost;
  const { createFrameworkHost } = require('./framework-host') as typeof import('./framework-host');
  return createFrameworkHost(middleware);
}

const plainHost: Host = {
  async run(incoming, logic) {
    const turn = complete(incoming);
    const said = await logic(turn);
    return said.filter(isForPatients).map((activity) => addressed(activity, turn));
  },
};

/** Delays and traces of middleware are not for patients. */
export function isForPatients({ type }: { readonly type?: string }): boolean {
  return type === 'message' || type === 'typing' || type === 'event';
}

/** The fields the SDK relies on. Source: Bot Framework reference, section D.3. */
export function complete(activity: Activity): Activity {
  return {
    ...activity,
    serviceUrl: activity.serviceUrl ?? '',
    from: activity.from ?? { id: 'patient', role: 'user' },
    recipient: activity.recipient ?? { id: 'bot', role: 'bot' },
  };
}

/** What `TurnContext.sendActivities` sets: an answer goes back where the message came from. */
function addressed(said: Activity, incoming: Activity): Activity {
  const answer: Activity = { ...said };
  delete answer.id;
  answer.channelId = incoming.channelId;
  answer.locale ??= incoming.locale;
  answer.serviceUrl = incoming.serviceUrl;
  answer.conversation = incoming.conversation;
  answer.from = incoming.recipient;
  answer.recipient = incoming.from;
  const parent = parentOf(incoming);
  if (parent !== undefined) answer.replyToId = parent;
  return answer;
}

/** Web Chat never shows a `conversationUpdate`: an answer to one has no parent. Source: `TurnContext` of the SDK. */
function parentOf({ type, channelId, id }: Activity): string | undefined {
  const shown = type !== 'conversationUpdate' || (channelId !== 'directline' && channelId !== 'webchat');
  return shown && id !== '' ? id : undefined;
}
