import { DEFAULT_SETTINGS } from '../../../console/api/clock/due';
import type { ConsoleStore } from '../../../console/api/ports';
import { createVisitStore } from '../booking/staff';
import { createOutreachStore } from '../outreach/office';
import { type ActionTools, createActions } from './actions';
import { createCareStore } from './care';
import { createContentStores } from './content';
import { isVisible, readConversation, readHappenings, readMessages } from './conversations';
import { createCounsellingStore } from './counselling';
import { createEscalationStore } from './escalation';
import { createInsightStore, type ModelPrices } from './insight';
import { createMentionStore } from './mentions';
import { createOperationsStore } from './operations';
import { createPresenceStore } from './presence';
import { createPrivacyStore } from './privacy';
import { createQueueStore } from './queue';
import { createRetentionStore } from './retention';
import { createAttemptStore, createSessionStore } from './sessions';
import { createSettingsStore } from './settings';
import { createCannedStore, createViewStore } from './shelf';
import { createStaffStore } from './staff';
import { createSurveyStore } from './surveys';
import { createTaskStore } from './tasks';
import { nextVisit, readTimeline } from './timeline';
import { createTrailStore } from './trail';

/** Everything the console keeps and reads. */
export function createConsoleStore(tools: ActionTools & { readonly modelPrices?: ModelPrices }): ConsoleStore {
  const { db, vault } = tools;
  return {
    staff: createStaffStore(db, vault),
    sessions: createSessionStore(db, vault),
    attempts: createAttemptStore(db),
    queue: createQueueStore(db, vault),
    presence: createPresenceStore(db, vault),
    mentions: createMentionStore(db, vault),
    care: createCareStore(tools),
    counselling: createCounsellingStore(tools),
    escalation: createEscalationStore(tools),
    canned: createCannedStore(db),
    views: createViewStore(db, vault),
    tasks: createTaskStore(tools),
    surveys: createSurveyStore(db),
    insight: createInsightStore(db, vault, tools.modelPrices),
    operations: createOperationsStore(tools),
    outreach: createOutreachStore(tools),
    trail: createTrailStore(db, vault),
    content: createContentStores(tools),
    privacy: createPrivacyStore(tools),
    visits: createVisitStore(tools),
    retention: createRetentionStore(tools),
    settings: createSettingsStore(tools, DEFAULT_SETTINGS),
    conversations: {
      visible: (id, scope, now) => isVisible(db, id, scope, now),
      get: (id) => readConversation(db, vault, id),
      transcript: (id, range) => readMessages(db, vault, id, range),
      timeline: (id) => readTimeline(db, id),
      nextVisit: (id, now) => nextVisit(db, id, now),
      happenings: (id) => readHappenings(db, vault, id),
      ...createActions(tools),
    },
  };
}
