import type { TurnEvent } from '../../contracts';
import { applyAssess } from './assess';
import { applyBooking } from './booking';
import { applyInvite, applyInviteUsed } from './caregiver';
import { applyConsent } from './consent';
import { type Applied, type ApplyContext, NOTHING } from './context';
import { applyChangeEnrolment, applyEnrol, applyOutcome } from './enrol';
import { applyFate } from './fate';
import { applyFlag, applyHandOver } from './flag';
import { applyHold, applyResume, applyZone } from './hold';
import { applyLinkCode } from './link';
import { applyRecord } from './record';
import { applySchedule, applyUnschedule, applyUnscheduleReason } from './schedule';
import { applyAnswered, applyEnded, applyInvited } from './survey';
import { applyTask } from './task';

/** Decisions as rows and audit entries; a new kind of decision is one case and one file. */
export function apply(event: TurnEvent, context: ApplyContext): Applied {
  switch (event.type) {
    case 'flag':
      return applyFlag(event, context);
    case 'handOver':
      return applyHandOver(event, context);
    case 'assess':
      return applyAssess(event, context);
    case 'schedule':
      return applySchedule(event, context);
    case 'unschedule':
      return applyUnschedule(event.key, context);
    case 'unscheduleReason':
      return applyUnscheduleReason(event.reason, context);
    case 'enrol':
      return applyEnrol(event, context);
    case 'enrolment':
      return applyChangeEnrolment(event, context);
    case 'outcome':
      return applyOutcome(event, context);
    case 'holdOutreach':
      return applyHold(event, context);
    case 'resumeOutreach':
      return applyResume(event, context);
    case 'outreachFate':
      return applyFate(event);
    case 'zone':
      return applyZone(event, context);
    case 'surveyInvited':
      return applyInvited(event, context);
    case 'surveyAnswered':
      return applyAnswered(event, context);
    case 'surveyEnded':
      return applyEnded(event, context);
    case 'task':
      return applyTask(event, context);
    case 'record':
      return applyRecord(event, context);
    case 'inviteCaregiver':
      return applyInvite(event, context);
    case 'useCaregiverInvite':
      return applyInviteUsed(event);
    case 'linkCode':
      return applyLinkCode(event, context);
    case 'optOut':
    case 'optIn':
      return applyConsent(event, context);
    case 'audit':
      return { ...NOTHING, audit: [{ actor: 'bot', action: event.action, detail: event.detail ?? {} }] };
    case 'hold':
    case 'releaseHold':
    case 'book':
    case 'reschedule':
    case 'cancelAppointment':
    case 'confirmAttendance':
    case 'missedReason':
    case 'joinWaitlist':
    case 'leaveWaitlist':
    case 'answerOffer':
    case 'registerPatient':
    case 'identityAttempt':
    case 'sendCode':
    case 'previsitAnswers':
      return applyBooking(event, context);
    // Already in the state or the transcript.
    case 'learn':
    case 'locale':
    case 'say':
    case 'typing':
    case 'begin':
    case 'answer':
    case 'takeUp':
    case 'answerFlag':
      return NOTHING;
  }
}
