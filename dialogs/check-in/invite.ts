import type { CareEnded, Choice, Services, TurnEvent } from '../../bot/contracts';
import { type Asking, choicesOf, refOf, rulesOf, say, surveyFor, surveyOf, textOf } from './asking';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** What a due check-in is begun with. */
export interface InviteArgs {
  readonly kind: 'invite';
  readonly asking: Asking;
  readonly reminder?: boolean;
}

/** Everything scheduled for one asking; gone as soon as it is answered. */
export function askingReason(response: string): string {
  return `survey:${response}`;
}

/**
 * Plans the check-in that follows a visit, a conversation or a discharge. When and whether it is said is the planner's:
 * quiet hours, consent, caps. After a visit or a conversation nobody is asked again before the rules' days of rest are
 * over; after a discharge everybody is, since it asks who needs help.
 * @returns nothing when no instrument is meant for it, within the days of rest, or after a report of harm.
 */
export function planCheckIn(services: Services, ended: CareEnded): readonly TurnEvent[] {
  const { trigger, about, endedAt } = ended;
  const survey = instrumentFor(services, ended);
  const asksForHelp = trigger === 'discharge' || ended.survey !== undefined;
  if (survey === undefined || quiet(services) || (!asksForHelp && rested(services) > services.clock.now())) return [];
  const asking: Asking = {
    response: services.ids.next('sr'),
    survey: survey.id,
    version: survey.version,
    trigger,
    about: { ...about },
  };
  const at = ended.survey === undefined ? endedAt + survey.delay_hours * HOUR : services.clock.now();
  return [
    {
      type: 'schedule',
      key: `check-in:${trigger}:${about.visit ?? ''}`,
      at,
      dialog: 'check-in',
      args: { kind: 'invite', asking } satisfies InviteArgs,
      meets: 'wait',
      purpose: 'survey',
      reason: about.visit === undefined ? askingReason(asking.response) : `visit:${about.visit}`,
      expiresAt: at + survey.window_hours * HOUR,
    },
    { type: 'learn', facts: { surveysRestUntil: services.clock.now() + rulesOf(services).rest_days * DAY } },
  ];
}

function instrumentFor(services: Services, { trigger, survey }: CareEnded) {
  if (survey === undefined) return surveyFor(services, trigger);
  return services.content.has('survey', survey) ? services.content.get('survey', survey) : undefined;
}

function rested(services: Services): number {
  const until = services.facts.surveysRestUntil;
  return typeof until === 'number' ? until : 0;
}

/** Nobody who reported harm is asked for a score while it is looked into. */
export function quiet(services: Services): boolean {
  const until = services.facts.surveysQuietUntil;
  return typeof until === 'number' && until > services.clock.now();
}

/** The invitation with its first question, and one reminder. */
export function invite(services: Services, { asking, reminder }: InviteArgs): readonly TurnEvent[] {
  if (quiet(services)) return [{ type: 'audit', action: 'survey.quiet', detail: { response: asking.response } }];
  const now = services.clock.now();
  const rules = rulesOf(services);
  const survey = surveyOf(services, asking);
  const [first] = survey.questions;
  const choices: readonly Choice[] =
    first!.type === 'text'
      ? ['write', 'skip'].map((id) => ({ id, label: `wording/check-in.choice-${id}` }))
      : choicesOf(services, survey, first!);
  const expiresAt = now + rules.open_days * DAY;
  const events: TurnEvent[] = [
    { type: 'surveyInvited', ...asking, about: asking.about },
    say(
      reminder === true ? 'reminded' : 'invited',
      { invite: textOf(services, survey, 'invite'), question: textOf(services, survey, `questions.${first!.id}.text`) },
      {
        purpose: 'survey',
        template: { id: 'survey', values: { hospital: services.content.hospital.short_name } },
        ask: {
          kind: first!.type === 'text' ? 'choice' : first!.type,
          choices,
          outlives: {
            dialog: 'check-in',
            args: { kind: 'answer', asking },
            about: refOf(survey, 'about'),
            expiresAt,
            takesWords: true,
          },
        },
      },
    ),
  ];
  if (reminder === true || rules.remind_after_hours === 0) return events;
  return [
    ...events,
    {
      type: 'schedule',
      key: `check-in-reminder:${asking.response}`,
      at: now + rules.remind_after_hours * HOUR,
      dialog: 'check-in',
      args: { kind: 'invite', asking, reminder: true } satisfies InviteArgs,
      meets: 'skip',
      purpose: 'survey',
      reason: askingReason(asking.response),
      expiresAt,
    },
  ];
}
