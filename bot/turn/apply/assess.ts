import type { Assess } from '../../contracts';
import { type Applied, type ApplyContext, patientOf } from './context';

/** Keeps an assessment whole, so that it can be explained, exported and replayed against a changed protocol. */
export function applyAssess(event: Assess, context: ApplyContext): Applied {
  const id = context.ids.next('as');
  const body = {
    answers: event.answers,
    because: event.because,
    facts: event.facts,
    content: context.content.fingerprint,
  };
  return {
    writes: [
      {
        op: 'insert',
        table: 'assessment',
        row: {
          id,
          conversation_id: context.conversation.id,
          patient_id: patientOf(context),
          protocol: event.protocol,
          disposition: event.disposition,
          rule: event.rule,
          route: event.route ?? null,
          deadline_hours: event.deadlineHours ?? null,
          body: context.seal(body),
          at: context.now,
        },
      },
    ],
    audit: [
      {
        actor: 'bot',
        action: 'assessed',
        detail: { assessment: id, protocol: event.protocol, disposition: event.disposition, rule: event.rule },
      },
    ],
    rings: [],
  };
}
