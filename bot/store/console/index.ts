import type { ConsoleStore } from '../../../console/api/ports';
import { type ActionTools, createActions } from './actions';
import { isVisible, readConversation, readHappenings, readMessages } from './conversations';
import { createPresenceStore } from './presence';
import { createQueueStore } from './queue';
import { createAttemptStore, createSessionStore } from './sessions';
import { createStaffStore } from './staff';

/** Everything the console keeps and reads. */
export function createConsoleStore(tools: ActionTools): ConsoleStore {
  const { db, vault } = tools;
  return {
    staff: createStaffStore(db, vault),
    sessions: createSessionStore(db, vault),
    attempts: createAttemptStore(db),
    queue: createQueueStore(db, vault),
    presence: createPresenceStore(db, vault),
    conversations: {
      visible: (id, scope, now) => isVisible(db, id, scope, now),
      get: (id) => readConversation(db, vault, id),
      transcript: (id, range) => readMessages(db, vault, id, range),
      happenings: (id) => readHappenings(db, vault, id),
      ...createActions(tools),
    },
  };
}
