import { join } from 'node:path';
import type { Route } from '../../bot/contracts/http';
import { projectRoot } from '../../bot/places';
import { endpoints } from './endpoints';
import { openApi } from './http/openapi';
import { API_BASE, toRoute } from './http/pipeline';
import type { ConsoleDeps } from './ports';
import { webAppRoutes } from './static';

export { ensureFirstAdministrator } from './auth/first-administrator';
export { createSingleSignOn, ssoSettings } from './auth/sso';
export { createEscalation } from './clock/escalate';
export { publishedFiles } from './content/articles';
export type { ContentShelf, ContentStores } from './content/ports';
export { SSO_CALLBACK } from './endpoints/sso';
export type { ConsoleDeps, ConsoleStore } from './ports';
export { createRetention } from './privacy/run';

/** The care team's console: its API, the document that describes it, and the web app. */
export function createConsole(deps: ConsoleDeps): { routes: Route[] } {
  const document = JSON.stringify(openApi(endpoints));
  return {
    routes: [
      ...endpoints.map((endpoint) => toRoute(deps, endpoint)),
      {
        method: 'GET',
        path: `${API_BASE}/openapi.json`,
        maxBytes: 0,
        handle: async () => ({
          status: 200,
          headers: { 'content-type': 'application/json', 'x-content-type-options': 'nosniff' },
          body: document,
        }),
      },
      ...webAppRoutes(join(projectRoot(), 'console/web/dist'), deps.log),
    ],
  };
}
