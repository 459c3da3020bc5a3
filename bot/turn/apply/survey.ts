import type { SurveyAnswered, SurveyEnded, SurveyInvited } from '../../contracts';
import { type Applied, type ApplyContext, NOTHING, patientOf } from './context';

/** Who was asked about what. The reminder of an asking is the same row. */
export function applyInvited(event: SurveyInvited, context: ApplyContext): Applied {
  const { response, survey, version, trigger, about } = event;
  const row = {
    id: response,
    conversation_id: context.conversation.id,
    patient_id: patientOf(context),
    survey,
    version,
    trigger_kind: trigger,
    visit: about.visit ?? null,
    service: about.service ?? null,
    practitioner: about.practitioner ?? null,
    channel: context.conversation.channel,
    locale: context.state.locale,
    invited_at: context.now,
    recovery: 0,
    mistreatment: 0,
  };
  return {
    writes: [{ op: 'insert', table: 'survey_response', row, onConflict: 'ignore' }],
    audit: [{ actor: 'bot', action: 'survey.invited', detail: { response, survey, version, trigger } }],
    rings: [],
  };
}

/** An answer given twice is the later one. */
export function applyAnswered(event: SurveyAnswered, context: ApplyContext): Applied {
  const { response, question, method, code, box } = event;
  const row = { response_id: response, question, method, code, box: box ?? null, at: context.now };
  const merge = { key: ['response_id', 'question'], merge: ['method', 'code', 'box', 'at'] };
  return {
    ...NOTHING,
    writes: [
      { op: 'insert', table: 'survey_answer', row, onConflict: merge },
      { op: 'update', table: 'survey_response', where: { id: response }, set: { answered_at: context.now } },
    ],
  };
}

export function applyEnded(event: SurveyEnded, context: ApplyContext): Applied {
  const { response, how, sentiment, topics, recovery, mistreatment } = event;
  const set = {
    ended_at: context.now,
    ended_how: how,
    sentiment: sentiment ?? null,
    topics: topics === undefined || topics.length === 0 ? null : `,${topics.join(',')},`,
    recovery: recovery ? 1 : 0,
    mistreatment: mistreatment ? 1 : 0,
  };
  return {
    writes: [{ op: 'update', table: 'survey_response', where: { id: response }, set }],
    audit: [{ actor: 'bot', action: `survey.${how}`, detail: { response, recovery, mistreatment } }],
    rings: ['surveys'],
  };
}
