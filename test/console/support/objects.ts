import { taskRow } from '../../../bot/store/console/tasks';
import { taskKindsOf } from '../../../console/api/access/objects';
import type { Permission } from '../../../console/api/access/roles';
import { draftFrom } from '../../../console/api/content/articles';
import { addStaff } from './caller';
import { patientWrites, raiseFlag, type Site } from './site';

export interface ObjectPair {
  readonly own: string;
  readonly foreign: string;
}

interface ObjectRule {
  /** Makes one object this person may use and one they may not, unless `foreignFor` says so. */
  seed(site: Site, staffId: string, permissions: ReadonlySet<Permission>): Promise<ObjectPair>;
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

async function sessionOf(site: Site, staffId: string): Promise<string> {
  const [id, at] = [fresh('ses'), site.clock.now()];
  const session = {
    id,
    staffId,
    stage: 'ready',
    csrf: 'x',
    createdAt: at,
    lastSeenAt: at,
    expiresAt: at + 1e9,
    agent: '',
  } as const;
  await site.deps.store.sessions.create(session, id);
  return id;
}

async function viewOf(site: Site, staffId: string): Promise<string> {
  const id = fresh('vie');
  await site.deps.store.views.save({ id, name: 'Mine', filters: {} }, staffId, site.clock.now());
  return id;
}

async function cannedOf(site: Site, staffId: string): Promise<string> {
  const id = fresh('can');
  await site.deps.store.canned.save({ id, locale: 'en', title: 'Hello', text: 'Hello.' }, staffId, site.clock.now());
  return id;
}

export async function taskOf(site: Site, kind: string, conversationId?: string): Promise<string> {
  const id = fresh('tsk');
  const conversation = conversationId ?? (await conversationOf(site, 'triage'));
  await site.db
    .write('task')
    .insert(
      taskRow(site.vault, { id, kind, conversationId: conversation, summary: 'A question.', at: site.clock.now() }),
    );
  return id;
}

async function revisionOf(site: Site, staffId: string): Promise<string> {
  const draft = { ...draftFrom(site.deps.content.all('article')[0]!), id: fresh('article') };
  const actor = { staffId, name: staffId };
  return (await site.deps.store.content.articles.create(draft, '1', actor, site.clock.now()))!;
}

async function requestOf(site: Site, team: string): Promise<string> {
  const conversationId = await conversationOf(site, team);
  const actor = { staffId: 'stf_other', name: 'Other' };
  return site.deps.store.privacy.open({ conversationId, kind: 'know', note: 'Asked.' }, actor, site.clock.now());
}

async function broadcastOf(site: Site, staffId: string): Promise<string> {
  const segment = { channels: ['sms'] };
  const draft = {
    title: 'T',
    texts: { en: 'Hello.' },
    purpose: 'care',
    segment,
    perMinute: 1,
    windowHours: 1,
  } as const;
  return site.deps.store.outreach.broadcasts.create(draft, { staffId, name: staffId });
}

async function recallOf(site: Site): Promise<string> {
  const [id, conversation_id] = [fresh('rcl'), await conversationOf(site, 'triage')];
  const row = { id, conversation_id, kind: 'lapsed', subject: '', since: 0, status: 'open', created_at: 0 };
  await site.db.write('recall').insert(row);
  return id;
}

async function enrolmentOf(site: Site): Promise<string> {
  const conversation = await conversationOf(site, 'triage');
  const actor = { staffId: 'stf_other', name: 'Other' };
  await site.deps.store.outreach.enrolments.enrol(conversation, { id: 'p', version: '1', arms: [] }, 0, 'paper', actor);
  return (await site.db.read('enrolment').where({ conversation_id: conversation }).first('id')).id;
}

export async function deadLetter(site: Site): Promise<string> {
  const conversation = fresh('c');
  await patientWrites(site, conversation, ['hello']);
  await site.db
    .write('inbox')
    .where({ conversation_id: conversation })
    .update({ status: 2, error_code: 'turn_failed' });
  const row = await site.db.read('inbox').where({ conversation_id: conversation }).first('id');
  return String(row.id);
}

/** A visit of a conversation; visits and blocked times belong to the whole hospital. */
async function visitOf(site: Site): Promise<string> {
  const [id, at] = [fresh('ap'), site.clock.now() + 3_600_000];
  await site.db.write('appointment').insert({
    id,
    patient_id: fresh('pat'),
    conversation_id: await conversationOf(site, 'triage'),
    service_id: 'family-visit',
    practitioner_id: 'dr-vargas',
    location_id: 'river-road',
    slot_id: 'gone',
    start_at: at,
    end_at: at + 1_200_000,
    status: 'booked',
    created_at: at,
    updated_at: at,
  });
  return id;
}

async function blockOf(site: Site): Promise<string> {
  const [id, at] = [fresh('ab'), site.clock.now()];
  const span = { practitioner_id: 'dr-vargas', from_at: at, to_at: at + 3_600_000 };
  await site.db.write('booking_absence').insert({ id, ...span, kind: 'block', staff_id: 'stf_other', created_at: at });
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
  staff: {
    // Never the caller: resetting oneself would end the session the test goes on with.
    seed: async (site) => ({ own: await addStaff(site, fresh('person'), ['agent']), foreign: 'stf_missing' }),
    foreignFor: () => false,
  },
  own_session: {
    seed: async (site, staffId) => ({
      own: await sessionOf(site, staffId),
      foreign: await sessionOf(site, 'stf_other'),
    }),
    foreignFor: () => false,
  },
  view: {
    seed: async (site, staffId) => ({ own: await viewOf(site, staffId), foreign: await viewOf(site, 'stf_other') }),
    foreignFor: () => false,
  },
  canned: {
    seed: async (site, staffId) => ({ own: await cannedOf(site, staffId), foreign: 'can_missing' }),
    foreignFor: () => false,
  },
  task: {
    // Own work is of a kind one's roles do; a kind that nobody does stands for everybody else's.
    seed: async (site, _staffId, permissions) => ({
      own: await taskOf(site, taskKindsOf(permissions)[0] ?? 'nobodys'),
      foreign: await taskOf(site, 'nobodys'),
    }),
    foreignFor: () => false,
  },
  content: {
    seed: async () => ({ own: 'protocol:sore_throat', foreign: 'protocol:missing' }),
    foreignFor: () => false,
  },
  revision: {
    seed: async (site, staffId) => ({ own: await revisionOf(site, staffId), foreign: 'rev_missing' }),
    foreignFor: () => false,
  },
  patient_request: {
    seed: async (site) => ({ own: await requestOf(site, 'triage'), foreign: await requestOf(site, 'cardiology') }),
    foreignFor: (permissions) => permissions.has('conversation.all_teams'),
  },
  visit: {
    seed: async (site) => ({ own: await visitOf(site), foreign: 'ap_missing' }),
    foreignFor: () => false,
  },
  block: {
    seed: async (site) => ({ own: await blockOf(site), foreign: 'ab_missing' }),
    foreignFor: () => false,
  },
  broadcast: {
    seed: async (site, staffId) => ({ own: await broadcastOf(site, staffId), foreign: 'bc_missing' }),
    foreignFor: () => false,
  },
  recall: {
    seed: async (site) => ({ own: await recallOf(site), foreign: 'rcl_missing' }),
    foreignFor: () => false,
  },
  enrolment: {
    seed: async (site) => ({ own: await enrolmentOf(site), foreign: 'en_missing' }),
    foreignFor: () => false,
  },
  dead_letter: {
    seed: async (site) => ({ own: await deadLetter(site), foreign: '999999' }),
    foreignFor: () => false,
  },
};

export async function seedObjects(
  site: Site,
  kind: string,
  staffId: string,
  permissions: ReadonlySet<Permission>,
): Promise<ObjectPair> {
  const rule = OBJECTS[kind];
  if (!rule) throw new Error(`No rule for objects of kind "${kind}": add one to OBJECTS.`);
  return rule.seed(site, staffId, permissions);
}
