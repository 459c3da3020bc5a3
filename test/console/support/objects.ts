import type { Permission } from '../../../console/api/access/roles';
import { patientWrites, raiseFlag, type Site } from './site';

export interface ObjectPair {
  readonly own: string;
  readonly foreign: string;
}

interface ObjectRule {
  /** Makes one object this person may use and one they may not, unless `foreignFor` says so. */
  seed(site: Site, staffId: string): Promise<ObjectPair>;
  /** Whether these permissions open everybody's objects of this kind. */
  foreignFor(permissions: ReadonlySet<Permission>): boolean;
}

let n = 0;
function fresh(kind: string): string {
  n += 1;
  return `${kind}_${n}`;
}

async function conversationOf(site: Site, team: string): Promise<string> {
  const id = fresh('c');
  await patientWrites(site, id, ['hello']);
  await raiseFlag(site, { conversationId: id, team });
  return id;
}

/** Own and foreign, for every kind of object an endpoint's path can name. */
export const OBJECTS: Readonly<Record<string, ObjectRule>> = {
  conversation: {
    seed: async (site) => ({
      own: await conversationOf(site, 'triage'),
      foreign: await conversationOf(site, 'cardiology'),
    }),
    foreignFor: (permissions) => permissions.has('conversation.all_teams'),
  },
};

export async function seedObjects(site: Site, kind: string, staffId: string): Promise<ObjectPair> {
  const rule = OBJECTS[kind];
  if (!rule) throw new Error(`No rule for objects of kind "${kind}": add one to OBJECTS.`);
  return rule.seed(site, staffId);
}
