import { type EnrolledBy, type Enrolment, enrolmentReason, type ProgrammeStart } from '../../contracts';
import type { ProgrammeRef } from '../../outreach/programmes';
import type { Row } from '../rows';
import type { Vault } from '../vault';

/** Whose enrolment it is. */
export interface Enrolled {
  readonly conversationId: string;
  readonly contactPointId: string;
  readonly patientId: string | null;
}

export function newEnrolment(
  id: string,
  programme: Pick<ProgrammeRef, 'id' | 'version'>,
  arm: string,
  anchorAt: number,
  now: number,
): Enrolment {
  return { id, programme: programme.id, version: programme.version, arm, anchorAt, joinedAt: now, status: 'active' };
}

/** The row of an enrolment that staff or a list made; `joinedAt` is when. */
export function enrolmentRow(
  enrolment: Enrolment,
  whose: Enrolled,
  how: { readonly by: EnrolledBy; readonly actor: string; readonly stratum?: string | null },
): Row {
  const now = enrolment.joinedAt ?? 0;
  return {
    id: enrolment.id,
    conversation_id: whose.conversationId,
    contact_point_id: whose.contactPointId,
    patient_id: whose.patientId,
    programme: enrolment.programme,
    version: enrolment.version,
    arm: enrolment.arm,
    stratum: how.stratum ?? null,
    anchor_at: enrolment.anchorAt,
    status: 'active',
    enrolled_by: how.by,
    actor: how.actor,
    created_at: now,
    updated_at: now,
  };
}

/** The programme begins as a due message like every other: planned, with consent, hours and caps. */
export function startTimer(id: string, vault: Vault, enrolment: Enrolment, conversationId: string, now: number): Row {
  const args: ProgrammeStart = { kind: 'start', enrolment };
  return {
    id,
    conversation_id: conversationId,
    key: `programme-start:${enrolment.programme}`,
    due_at: now,
    first_due_at: now,
    dialog: 'programme',
    payload: vault.seal(JSON.stringify(args), conversationId),
    purpose: 'programme',
    meets: 'wait',
    reason: enrolmentReason(enrolment.programme),
    chosen: 0,
    chain: 1,
    created_at: now,
  };
}
