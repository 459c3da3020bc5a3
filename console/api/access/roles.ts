/** Roles, and the least each needs. The API decides by permission; the web app only hides what would be refused. */
export const ROLES = [
  'agent',
  'nurse',
  'pharmacist',
  'scheduler',
  'supervisor',
  'clinical_author',
  'administrator',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

export const PERMISSIONS = [
  'queue.read',
  'conversation.read',
  'conversation.act',
  /** Take over from, or assign to, somebody else. */
  'conversation.assign',
  /** See conversations of every team. */
  'conversation.all_teams',
  /** Open a conversation outside one's teams, with a reason. */
  'conversation.break_glass',
  /** Day lists and what patients told before a visit. */
  'visit.read',
  /** Mark visits, block times, say that a clinic runs late. */
  'visit.act',
  /** Book beside what is booked. */
  'visit.overbook',
  'task.clinical',
  'task.pharmacy',
  'task.scheduling',
  'task.service',
  'canned.write',
  'insight.read',
  'insight.export',
  'operations.read',
  'operations.act',
  'staff.manage',
  'audit.read',
  'content.review',
  /** Write articles; approving them is reviewing. */
  'content.write',
  /** Answer patients’ own requests about their data, within the conversations one may see. */
  'privacy.act',
  /** Set how long data is kept. */
  'retention.write',
  /** Broadcasts, lists, programmes, recalls. */
  'outreach.read',
  'outreach.act',
  /** Let a broadcast somebody else wrote go out. */
  'outreach.approve',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const CARE: readonly Permission[] = ['queue.read', 'conversation.read', 'conversation.act', 'conversation.break_glass'];

const GRANTS: Readonly<Record<Role, readonly Permission[]>> = {
  agent: ['queue.read', 'conversation.read', 'conversation.act', 'task.service'],
  nurse: [...CARE, 'visit.read', 'visit.act', 'task.clinical', 'task.service'],
  pharmacist: [...CARE, 'task.pharmacy'],
  scheduler: ['queue.read', 'conversation.read', 'conversation.act', 'visit.read', 'visit.act', 'task.scheduling'],
  supervisor: [
    ...CARE,
    'conversation.assign',
    'conversation.all_teams',
    'visit.read',
    'visit.act',
    'visit.overbook',
    'task.clinical',
    'task.pharmacy',
    'task.scheduling',
    'task.service',
    'canned.write',
    'insight.read',
    'insight.export',
    'operations.read',
    'privacy.act',
    'outreach.read',
    'outreach.act',
    'outreach.approve',
  ],
  clinical_author: ['content.review', 'content.write', 'insight.read'],
  administrator: [
    'outreach.read',
    'outreach.approve',
    'staff.manage',
    'operations.read',
    'operations.act',
    'retention.write',
  ],
  auditor: ['audit.read'],
};

/** Everything the roles together allow. */
export function permissionsOf(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => GRANTS[role]));
}
