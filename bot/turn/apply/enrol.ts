import { type ChangeEnrolment, type Enrol, enrolmentReason, type TurnEvent } from '../../contracts';
import { type Applied, type ApplyContext, patientOf } from './context';
import { applyUnscheduleReason } from './schedule';

/** A place in a programme. Staff or an import may have made the row already: the same id twice is one enrolment. */
export function applyEnrol({ enrolment, by, stratum }: Enrol, context: ApplyContext): Applied {
  const row = {
    id: enrolment.id,
    conversation_id: context.conversation.id,
    contact_point_id: context.conversation.contactPointId,
    patient_id: patientOf(context),
    programme: enrolment.programme,
    version: enrolment.version,
    arm: enrolment.arm,
    stratum: stratum ?? null,
    anchor_at: enrolment.anchorAt,
    status: enrolment.status,
    muted_until: enrolment.mutedUntil ?? null,
    enrolled_by: by,
    created_at: context.now,
    updated_at: context.now,
  };
  const { id, programme, arm } = enrolment;
  return {
    writes: [{ op: 'insert', table: 'enrolment', row, onConflict: 'ignore' }],
    audit: [{ actor: 'bot', action: 'programme.enrolled', detail: { enrolment: id, programme, arm, by } }],
    rings: [`enrolments:${programme}`],
  };
}

const STATUS = { pause: 'paused', resume: 'active', mute: undefined, leave: 'left', complete: 'completed' } as const;

/** The newest enrolment of the programme changes; whoever leaves or is done gets nothing more of it. */
export function applyChangeEnrolment(event: ChangeEnrolment, context: ApplyContext): Applied {
  const { programme, change, until, why } = event;
  const current = context.state.enrolments?.find((one) => one.programme === programme);
  const status = STATUS[change];
  const ends = change === 'leave' || change === 'complete';
  const gone = ends ? applyUnscheduleReason(enrolmentReason(programme), context) : undefined;
  const set = {
    ...(status === undefined ? {} : { status }),
    ...(change === 'mute' ? { muted_until: until ?? null } : {}),
    ...(change === 'resume' ? { muted_until: null } : {}),
    ...(why === undefined ? {} : { why }),
    updated_at: context.now,
  };
  return {
    writes: [
      ...(current === undefined ? [] : [{ op: 'update' as const, table: 'enrolment', where: { id: current.id }, set }]),
      ...(gone?.writes ?? []),
    ],
    audit: [
      { actor: 'bot', action: `programme.${change}`, detail: { programme, enrolment: current?.id ?? null } },
      ...(gone?.audit ?? []),
    ],
    rings: [`enrolments:${programme}`],
  };
}

/** What came of it, as a code. */
export function applyOutcome(event: Extract<TurnEvent, { type: 'outcome' }>, context: ApplyContext): Applied {
  const { programme, measure } = event;
  const row = {
    id: context.ids.next('eo'),
    conversation_id: context.conversation.id,
    programme,
    measure,
    value: String(event.value),
    at: context.now,
  };
  return {
    writes: [{ op: 'insert', table: 'enrolment_outcome', row }],
    audit: [{ actor: 'bot', action: 'programme.outcome', detail: { programme, measure } }],
    rings: [`enrolments:${programme}`],
  };
}
