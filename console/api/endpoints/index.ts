import type { Endpoint } from '../http/endpoint';
import { conversationEndpoints } from './conversation';
import { liveEndpoints } from './live';
import { queueEndpoints } from './queue';
import { sessionEndpoints } from './session';

/** Every operation of the console's API. */
export const endpoints: readonly Endpoint[] = [
  ...sessionEndpoints,
  ...queueEndpoints,
  ...conversationEndpoints,
  ...liveEndpoints,
];
