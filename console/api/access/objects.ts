import type { ObjectKind, Who } from '../http/endpoint';
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

/** Object-level authorisation: whether this person may use this very object. One place, for every endpoint. */
export async function mayUse(deps: ConsoleDeps, who: Who, kind: ObjectKind, id: string): Promise<boolean> {
  const has = (permission: Permission) => who.permissions.has(permission);
  switch (kind) {
    case 'conversation':
      return deps.store.conversations.visible(id, scopeOf(who), deps.clock.now());
    case 'staff':
      return has('staff.manage') && (await deps.store.staff.byId(id)) !== undefined;
    case 'own_session':
      return deps.store.sessions.belongsTo(id, who.staff.id);
    case 'view':
      return deps.store.views.belongsTo(id, who.staff.id);
    case 'canned':
      return deps.store.canned.exists(id);
    case 'dead_letter':
      return deps.store.operations.isDeadLetter(id);
    case 'task': {
      const kind = await deps.store.tasks.kindOf(id);
      return kind !== undefined && taskKindsOf(who.permissions).includes(kind);
    }
  }
}
