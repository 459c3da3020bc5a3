import type { ConversationState, Flag, TurnEvent } from '../../contracts';
import type { Applied, ApplyContext } from './context';

/** How long something only mentioned is still worth telling the care team with a flag: a day. */
const NOTED_MS = 24 * 60 * 60 * 1000;

/** Opens a flag for the care team's queue; what else was mentioned, not as happening now, goes with it. */
export function applyFlag(event: Flag, context: ApplyContext): Applied {
  const { conversation, now, ids } = context;
  const id = ids.next('fl');
  const noted = onlyMentioned(context.state, now);
  const detail = noted.length === 0 ? event.detail : { ...event.detail, noted };
  return {
    writes: [
      {
        op: 'insert',
        table: 'flag',
        row: {
          id,
          conversation_id: conversation.id,
          patient_id: conversation.patientId ?? null,
          severity: event.severity,
          reason: event.reason,
          team: event.team ?? null,
          summary: context.seal(event.summary),
          detail: detail === undefined ? null : context.seal(detail),
          status: 'open',
          opened_at: now,
        },
      },
    ],
    audit: [
      { actor: 'bot', action: 'flag.opened', detail: { flag: id, severity: event.severity, reason: event.reason } },
    ],
    rings: ['flags'],
  };
}

/** Red flags that were mentioned and never raised, each once. */
function onlyMentioned({ raised }: ConversationState, now: number): readonly string[] {
  const spoke = new Set(raised.filter((one) => one.outcome !== 'note').map((one) => one.id));
  const noted = raised.filter((one) => one.outcome === 'note' && now - one.at < NOTED_MS && !spoke.has(one.id));
  return [...new Set(noted.map((one) => one.id))];
}

/** Asking for a person is a flag of severity 3: today, in the order of the queue. */
export function applyHandOver(event: Extract<TurnEvent, { type: 'handOver' }>, context: ApplyContext): Applied {
  const summary = event.summary.startsWith('wording/') ? context.content.text(event.summary, 'en') : event.summary;
  return applyFlag(
    {
      type: 'flag',
      severity: 3,
      reason: event.reason,
      summary,
      ...(event.team === undefined ? {} : { team: event.team }),
    },
    context,
  );
}
