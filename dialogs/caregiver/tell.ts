import type { Schedule, Services } from '../../bot/contracts';

/** What one side of the care hears of the other, as an event of its conversation. */
export type Told =
  | { kind: 'agreed'; caregiver: string }
  | { kind: 'declined' }
  | { kind: 'left' }
  | { kind: 'ended'; patient: string }
  | { kind: 'dose'; patient: string; medicine: string; time: string; due: number; answer?: string }
  | { kind: 'silence'; patient: string; medicine: string }
  | { kind: 'answered'; medicine: string; answer: 'taken' | 'not_taken' };

/** The conversation that gets this one's medicine reminders as well, after that person agreed. */
export function caregiverOf(services: Services): string | undefined {
  const caregiver = services.facts.caregiver;
  return typeof caregiver === 'string' ? caregiver : undefined;
}

/** The conversations whose reminders come here: one may help several people. */
export function caredFor(services: Services): readonly string[] {
  const patients = services.facts.caringFor;
  return Array.isArray(patients) ? patients.filter((one): one is string => typeof one === 'string') : [];
}

/**
 * Tells the other side, now. What we begin by ourselves there (`purpose` "reminder") is planned like all of that: STOP
 * and agreement of that address decide.
 */
export function tell(
  services: Services,
  to: string,
  told: Told,
  more: Pick<Schedule, 'purpose' | 'expiresAt' | 'chosen'> = {},
): Schedule {
  const about = ['patient' in told ? told.patient : services.conversation.id, 'medicine' in told ? told.medicine : ''];
  return {
    type: 'schedule',
    to,
    key: `caregiver:${told.kind}:${about.join(':')}`,
    at: services.clock.now(),
    dialog: 'caregiver',
    args: told,
    meets: 'wait',
    ...more,
  };
}
