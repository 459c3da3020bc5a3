import { calendarOf } from '../endpoints/queue';
import type { ConsoleDeps, EscalationLevel } from '../ports';
import type { Severity } from '../schema/common';
import type { ClockMinutes } from '../schema/settings';
import { clockRules, lateBefore } from './due';

/** Who hears of a flag that nobody answered: first after its clock, then after as much time again. */
const CHAIN = ['supervisor', 'on_call'] as const;
const SEVERITIES: readonly Severity[] = [1, 2, 3, 4];
const EVERY_MS = 5_000;

export type EscalationDeps = Pick<ConsoleDeps, 'clock' | 'content' | 'bell' | 'log'> & {
  readonly store: Pick<ConsoleDeps['store'], 'escalation' | 'settings'>;
};

/** The escalation as a loop's work: `work` raises what is late, `next` says when to look again. */
export function createEscalation(deps: EscalationDeps): { work(): Promise<number>; next(): Promise<number> } {
  let looked = Number.NEGATIVE_INFINITY;
  return {
    async work() {
      const now = deps.clock.now();
      if (now - looked < EVERY_MS) return 0;
      looked = now;
      const raised = await deps.store.escalation.escalate(
        levelsAt(deps, now, (await deps.store.settings.read(now)).clocks),
        now,
      );
      if (raised > 0) {
        deps.log.warn('console.escalated', { flags: raised });
        deps.bell.ring('flags');
      }
      return raised;
    },
    next: async () => looked + EVERY_MS,
  };
}

function levelsAt(deps: EscalationDeps, now: number, minutes: ClockMinutes): EscalationLevel[] {
  const calendar = calendarOf(deps);
  return SEVERITIES.flatMap((severity) =>
    CHAIN.map((to, index) => {
      const level = index + 1;
      const own = clockRules(minutes);
      const rule = own[severity];
      const rules = { ...own, [severity]: { ...rule, minutes: rule.minutes * level } };
      return { level, severity, to, raisedUpTo: lateBefore(now, severity, calendar, rules) };
    }),
  );
}
