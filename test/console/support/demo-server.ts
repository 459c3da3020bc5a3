import type { Route } from '../../../bot/contracts/http';
import { startServer } from '../../../bot/server';
import { createConsole } from '../../../console/api';
import type { MessageTemplate } from '../../../knowledge/schema/message-template';
import { addStaff } from './caller';
import { openSite } from './site';
import { seedWard } from './ward';

/** A console with a busy ward behind the product's own server, for browser tests and pictures. */
export async function startWard(options: { empty?: boolean; templates?: readonly MessageTemplate[] } = {}) {
  // The ward's flags were raised in the past; afterwards its clock runs with the wall's.
  let shift = 0;
  const clock = {
    now: () => Date.now() + shift,
    set(at: number) {
      shift = at - Date.now();
    },
    pass(ms: number) {
      shift += ms;
    },
  };
  const site = await openSite(undefined, { clock, ...options });
  await addStaff(site, 'ana', ['nurse', 'supervisor', 'administrator', 'auditor', 'clinical_author'], {
    name: 'Ana Ruiz',
    teams: ['triage'],
  });
  await addStaff(site, 'ben', ['nurse', 'supervisor'], { name: 'Ben Okafor' });
  if (!options.empty) await seedWard(site);
  shift = 0;
  // Requests under way when a window closes must end before their database does.
  let underWay = 0;
  const counted = (route: Route): Route => ({
    ...route,
    async handle(request) {
      underWay += 1;
      try {
        return await route.handle(request);
      } finally {
        underWay -= 1;
      }
    },
  });
  const server = await startServer({
    routes: createConsole(site.deps).routes.map(counted),
    sockets: [],
    log: site.deps.log,
    port: 0,
    host: '127.0.0.1',
  });
  return {
    site,
    url: `http://127.0.0.1:${server.port}`,
    async close() {
      await server.close();
      while (underWay > 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await site.close();
    },
  };
}
