import type { Opinion, Services, TurnEvent } from '../../bot/contracts';
import { type Asking, rulesOf, say } from './asking';

const DAY = 24 * 3_600_000;

/** What a comment leads to. */
export interface CommentResult {
  readonly events: readonly TurnEvent[];
  readonly opinion: Opinion;
  /** Somebody should look into it. */
  readonly recover: boolean;
  readonly mistreatment: boolean;
}

const UNREAD: Opinion = {
  sentiment: 'neutral',
  confidence: 0,
  topics: [],
  mistreatment: false,
  safety: false,
  complaint: false,
  bargain: false,
};

/**
 * Reads a comment and does what it asks for: praise is kept for the team, mistreatment goes at once to the named role,
 * harm to the safety team; a score is never taken in exchange for a medicine. Red flags were looked for before.
 */
export function readComment(services: Services, asking: Asking, text: string, low: boolean): CommentResult {
  const read = services.opinion?.(text, services.locale) ?? UNREAD;
  // The same words after a good score are more often said in passing; said on purpose they are reported all the same.
  const mistreatment = read.mistreatment && read.sentiment !== 'positive';
  const safety = read.safety && read.sentiment !== 'positive';
  const recover = low || mistreatment || safety || read.complaint || read.sentiment === 'negative';
  const kind = mistreatment
    ? 'mistreatment'
    : recover
      ? 'complaint'
      : read.sentiment === 'positive'
        ? 'praise'
        : 'comment';
  const events: TurnEvent[] = [
    {
      type: 'record',
      kind,
      subject: asking.survey,
      data: { text, response: asking.response, about: asking.about, sentiment: read.sentiment, topics: read.topics },
    },
    ...(mistreatment ? report(services, asking, 'mistreatment') : []),
    ...(safety && !mistreatment ? report(services, asking, 'safety') : []),
    ...(read.bargain ? [say('no-trade')] : []),
  ];
  return { events, opinion: read, recover, mistreatment };
}

function report(services: Services, asking: Asking, what: 'mistreatment' | 'safety'): TurnEvent[] {
  const rules = rulesOf(services);
  return [
    {
      type: 'flag',
      severity: 2,
      reason: `check-in-${what}`,
      team: what === 'mistreatment' ? rules.mistreatment_team : rules.safety_team,
      summary: services.content.text(`wording/check-in.staff-${what}`, 'en'),
      detail: { survey: asking.survey, ...asking.about },
    },
    { type: 'learn', facts: { surveysQuietUntil: services.clock.now() + rules.quiet_days_after_report * DAY } },
    say(what),
  ];
}

/** A service-recovery case with its own clock. */
export function recoveryCase(services: Services, asking: Asking, why: string): TurnEvent[] {
  const summary = services.content.text('wording/check-in.staff-recovery', 'en', {
    survey: services.content.text(`survey/${asking.survey}#title`, 'en'),
    why,
  });
  return [{ type: 'task', kind: 'service_recovery', summary, withinMinutes: rulesOf(services).recovery_minutes }];
}
