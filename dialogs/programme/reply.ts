import type { Services, Step, TurnEvent } from '../../bot/contracts';
import type { Programme, ProgrammeOption, ProgrammeStep } from '../../knowledge/schema/programme';
import { branchTo } from './calendar';
import { silenceKey } from './silence';
import { refOf, say } from './words';

/** Working minutes until somebody looks at what a programme heard. */
const TASK_MINUTES = 480;

/** An answer to a message: said something back, counted, passed on. */
export function takeReply(services: Services, programme: Programme, step: ProgrammeStep, answer: string): Step<never> {
  const option = step.options.find((one) => one.id === answer);
  if (option === undefined) return { events: [], next: 'done' };
  const events: TurnEvent[] = [
    { type: 'unschedule', key: silenceKey(programme.id) },
    { type: 'record', kind: 'programme-answer', subject: programme.id, data: { step: step.id, answer } },
    ...(option.outcome === undefined ? [] : [{ type: 'outcome' as const, programme: programme.id, ...option.outcome }]),
    option.reply === undefined
      ? say('thanks')
      : { type: 'say', wording: refOf(programme, `steps.${step.id}.options.${option.id}.reply`) },
    ...(option.branch === undefined
      ? []
      : [branchTo(services, programme, option.branch.step, option.branch.after_days)]),
    ...passOn(services, programme, option),
  ];
  return { events, next: 'done' };
}

function passOn(services: Services, programme: Programme, option: ProgrammeOption): TurnEvent[] {
  const summary = option.task ?? '';
  const task: TurnEvent[] =
    option.task === undefined || option.leads_to === 'help' || option.leads_to === 'person'
      ? []
      : [{ type: 'task', kind: 'clinical', summary, withinMinutes: TASK_MINUTES }];
  return [...task, ...follow(services, programme, option.leads_to, summary)];
}

/** Where an answer or a keyword leads. */
export function follow(
  services: Services,
  programme: Programme,
  path: ProgrammeOption['leads_to'],
  summary: string,
): TurnEvent[] {
  switch (path) {
    case 'help':
      return [
        { type: 'flag', severity: 2, reason: `programme/${programme.id}`, team: 'nurse', summary },
        { type: 'begin', dialog: 'triage', args: {} },
      ];
    case 'triage':
      return [{ type: 'begin', dialog: 'triage', args: {} }];
    case 'person':
      return [
        { type: 'handOver', reason: `programme/${programme.id}`, summary },
        { type: 'say', wording: 'wording/handover.asked' },
      ];
    case 'booking':
      return services.installed?.('booking') === true
        ? [{ type: 'begin', dialog: 'booking', args: {} }]
        : [
            {
              type: 'task',
              kind: 'scheduling',
              summary: `${programme.title.en}: wants a visit.`,
              withinMinutes: TASK_MINUTES,
            },
            say('visit-asked'),
          ];
    case 'leave':
      return [{ type: 'enrolment', programme: programme.id, change: 'leave', why: 'bereavement' }];
    default:
      return [];
  }
}
