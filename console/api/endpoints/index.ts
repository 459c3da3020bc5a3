import type { Endpoint } from '../http/endpoint';
import { accountEndpoints } from './account';
import { articleEndpoints } from './articles';
import { broadcastEndpoints } from './broadcasts';
import { careEndpoints } from './care';
import { contentEndpoints } from './content';
import { conversationEndpoints } from './conversation';
import { counsellingEndpoints } from './counselling';
import { draftEndpoints } from './drafts';
import { fileEndpoints } from './files';
import { insightEndpoints } from './insight';
import { liveEndpoints } from './live';
import { mentionEndpoints } from './mentions';
import { officeEndpoints } from './office';
import { outreachEndpoints } from './outreach';
import { peopleEndpoints } from './people';
import { privacyEndpoints } from './privacy';
import { queueEndpoints } from './queue';
import { sessionEndpoints } from './session';
import { shelfEndpoints } from './shelf';
import { ssoEndpoints } from './sso';
import { surveyEndpoints } from './surveys';
import { templateEndpoints } from './templates';
import { visitEndpoints } from './visits';

/** Every operation of the console's API: a new group of operations is one line. */
export const endpoints: readonly Endpoint[] = [
  ...sessionEndpoints,
  ...ssoEndpoints,
  ...accountEndpoints,
  ...queueEndpoints,
  ...conversationEndpoints,
  ...fileEndpoints,
  ...templateEndpoints,
  ...careEndpoints,
  ...counsellingEndpoints,
  ...draftEndpoints,
  ...mentionEndpoints,
  ...shelfEndpoints,
  ...liveEndpoints,
  ...peopleEndpoints,
  ...officeEndpoints,
  ...insightEndpoints,
  ...surveyEndpoints,
  ...broadcastEndpoints,
  ...outreachEndpoints,
  ...contentEndpoints,
  ...articleEndpoints,
  ...privacyEndpoints,
  ...visitEndpoints,
];
