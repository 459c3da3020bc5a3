import type { Services, Step, TurnEvent } from '../../bot/contracts';

/** Which answer is spoken of, and the question it was given to. */
export interface Feedback {
  readonly article: string;
  readonly question: string;
}

/** "Did this help?" was answered: kept for the authors; a "no" is a question without an answer. */
export function feedback(about: Feedback, answer: string | undefined, services: Services): Step<never> {
  if (answer?.startsWith('do:'))
    return { events: followAction(answer.slice('do:'.length), about, services), next: 'done' };
  const helped = answer === 'yes';
  const record: TurnEvent = {
    type: 'record',
    kind: 'article-feedback',
    subject: about.article,
    data: { helped },
  };
  if (helped) return { events: [record, { type: 'say', wording: 'wording/answers.glad' }], next: 'done' };
  return {
    events: [
      record,
      { type: 'record', kind: 'unanswered-question', subject: about.article, data: { text: about.question } },
      { type: 'say', wording: 'wording/answers.sorry' },
      { type: 'begin', dialog: 'menu', args: {} },
    ],
    next: 'done',
  };
}

/** A related action is an intent of the content: its dialog begins as if the patient had asked for it. */
function followAction(id: string, about: Feedback, services: Services): TurnEvent[] {
  if (!services.content.has('intent', id)) return [{ type: 'begin', dialog: 'menu', args: {} }];
  const intent = services.content.get('intent', id);
  if (intent.command === 'human')
    return [
      { type: 'handOver', reason: 'asked-for-person', summary: 'wording/staff.asked-for-person' },
      { type: 'say', wording: 'wording/handover.asked' },
    ];
  if (intent.dialog === undefined) return [{ type: 'begin', dialog: 'menu', args: {} }];
  return [{ type: 'begin', dialog: intent.dialog, args: { ...intent.args, intent: id, from: about.article } }];
}
