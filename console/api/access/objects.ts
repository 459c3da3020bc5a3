import { fileOf } from '../content/review';
import type { Who } from '../http/endpoint';
import type { ConsoleDeps } from '../ports';
import type { Permission } from './roles';

/** What a person may see: every team, or their own teams and what belongs to none. */
export interface Scope {
  readonly staffId: string;
  readonly allTeams: boolean;
  readonly teams: readonly string[];
}

export function scopeOf(who: Who): Scope {
  return { staffId: who.staff.id, allTeams: who.permissions.has('conversation.all_teams'), teams: who.staff.teams };
}

const TASKS: Readonly<Partial<Record<Permission, readonly string[]>>> = {
  'task.pharmacy': ['pharmacist', 'refill'],
  'task.clinical': ['clinical'],
  'task.scheduling': ['scheduling'],
  'task.service': ['service_recovery'],
};

/** The kinds of work somebody may see and do. */
export function taskKindsOf(permissions: ReadonlySet<Permission>): string[] {
  return [...permissions].flatMap((permission) => TASKS[permission] ?? []);
}

type Rule = (call: { deps: ConsoleDeps; who: Who; id: string; now: number }) => Promise<boolean>;

/** Whether somebody may use the very object of this kind. A new kind is one line here and one in the tests' seeds. */
const RULES = {
  conversation: ({ deps, who, id, now }) => deps.store.conversations.visible(id, scopeOf(who), now),
  staff: async ({ deps, who, id }) =>
    who.permissions.has('staff.manage') && (await deps.store.staff.byId(id)) !== undefined,
  own_session: ({ deps, who, id }) => deps.store.sessions.belongsTo(id, who.staff.id),
  view: ({ deps, who, id }) => deps.store.views.belongsTo(id, who.staff.id),
  canned: ({ deps, id }) => deps.store.canned.exists(id),
  dead_letter: ({ deps, id }) => deps.store.operations.isDeadLetter(id),
  content: async ({ deps, id }) => fileOf(deps.shelf.files, id) !== undefined,
  revision: async ({ deps, id }) => (await deps.store.content.articles.get(id)) !== undefined,
  patient_request: async ({ deps, who, id, now }) => {
    const request = await deps.store.privacy.requestOf(id);
    return request !== undefined && deps.store.conversations.visible(request.conversationId, scopeOf(who), now);
  },
  visit: ({ deps, id }) => deps.store.visits.exists(id),
  block: ({ deps, id }) => deps.store.visits.blockExists(id),
  broadcast: async ({ deps, id }) => (await deps.store.outreach.broadcasts.get(id)) !== undefined,
  recall: ({ deps, id }) => deps.store.outreach.recalls.has(id),
  enrolment: ({ deps, id }) => deps.store.outreach.enrolments.has(id),
  task: async ({ deps, who, id }) => {
    const kind = await deps.store.tasks.kindOf(id);
    return kind !== undefined && taskKindsOf(who.permissions).includes(kind);
  },
} satisfies Record<string, Rule>;

export type ObjectKind = keyof typeof RULES;

/** Object-level authorisation: one place, for every endpoint. */
export function mayUse(deps: ConsoleDeps, who: Who, kind: ObjectKind, id: string): Promise<boolean> {
  return RULES[kind]({ deps, who, id, now: deps.clock.now() });
}
