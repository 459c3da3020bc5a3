import { z } from 'zod';
import type { Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { countMiss, countTaken } from '../adherence/reminders';
import { nameOf } from '../medication/words';
import { newCode } from './code';
import { caredFor, caregiverOf, type Told, tell } from './tell';
import { ask, askYesNo, choice, record, say } from './words';

const state = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('offer') }),
  z.strictObject({ at: z.literal('manage') }),
  z.strictObject({ at: z.literal('leave') }),
  z.strictObject({ at: z.literal('consent'), code: z.string(), patient: z.string() }),
]);
type CaregiverState = z.infer<typeof state>;
type Steps = Step<CaregiverState>;

/** How long a code waits for the person it was given to. */
const LIVES_MS = 24 * 3_600_000;

type Args = { kind?: undefined } | { kind: 'code'; code: string } | Told;

/**
 * Somebody who helps a patient with medicines gets the reminders as well. The patient gives them a code; they write it
 * from their own phone and are asked. We never write to a person who has not written to us and agreed. Either side ends
 * it at any time.
 */
export const caregiver: Dialog<CaregiverState> = {
  id: 'caregiver',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const given = (args ?? {}) as Args;
    if (given.kind === 'code') return codeWritten(services, given.code);
    return given.kind === undefined ? asked(services) : told(services, given);
  },
  async step(current, input, services) {
    if (input.kind === 'timer') return { events: told(services, input.value as Told).events, next: current };
    return take(services, current, input) ?? { events: [], next: 'unclear' };
  },
  returning: (current) => [say('back'), question(current)],
};

function question(current: CaregiverState): TurnEvent {
  switch (current.at) {
    case 'consent':
      return askYesNo('consent');
    case 'manage':
      return ask('manage', ['end', 'keep']);
    case 'leave':
      return ask('leave', ['end', 'keep']);
    default:
      return askYesNo('offer');
  }
}

/** Asked for by name: what there is to do depends on which side this is, and whether anybody agreed. */
function asked(services: Services): Steps {
  const at = caredFor(services).length > 0 ? 'leave' : caregiverOf(services) !== undefined ? 'manage' : 'offer';
  if (at === 'offer' && (services.phones ?? []).length === 0) return { events: [say('impossible')], next: 'done' };
  return { events: [question({ at })], next: { at } };
}

async function codeWritten(services: Services, code: string): Promise<Steps> {
  const patient = await services.caregivers?.invitedBy(code);
  if (patient === undefined) return { events: [say('code-unknown')], next: 'done' };
  // The patient's own phone proves nothing about another person.
  if (patient === services.conversation.id) return { events: [say('code-own')], next: 'done' };
  const next = { at: 'consent', code, patient } as const;
  return { events: [question(next)], next };
}

function take(services: Services, current: CaregiverState, input: PatientInput): Steps | undefined {
  const picked = input.choice?.id ?? input.yesNo;
  switch (current.at) {
    case 'offer':
      if (picked === 'yes') return invite(services);
      return picked === 'no' ? { events: [say('not-now')], next: 'done' } : undefined;
    case 'consent':
      if (picked === 'yes' || picked === 'no') return consented(services, current, picked === 'yes');
      return isWho(input.text) ? { events: [say('about'), question(current)], next: current } : undefined;
    case 'manage':
    case 'leave':
      if (picked === 'end' || picked === 'yes') return end(services, current.at);
      return picked === 'keep' || picked === 'no' ? { events: [say('kept')], next: 'done' } : undefined;
  }
}

/** Somebody who does not know us yet asks who writes, or what this is, before they say yes. */
const SHORT_QUESTION = 40;

function isWho(text: string): boolean {
  return text.length <= SHORT_QUESTION && /[?¿]/.test(text);
}

function invite(services: Services): Steps {
  const code = newCode(services);
  const shown = `${code.slice(0, 4)} ${code.slice(4)}`;
  return {
    events: [
      { type: 'inviteCaregiver', code, expiresAt: services.clock.now() + LIVES_MS },
      record('invited', 'patient'),
      ...(services.phones ?? []).map(({ channel, number }) =>
        say(channel === 'whatsapp' ? 'give-whatsapp' : 'give-sms', { code: shown, number }),
      ),
      say('give-note'),
    ],
    next: 'done',
  };
}

function consented(services: Services, { code, patient }: { code: string; patient: string }, agreed: boolean): Steps {
  const used: TurnEvent = { type: 'useCaregiverInvite', code, patient, agreed };
  if (!agreed)
    return {
      events: [used, record('declined', 'caregiver'), tell(services, patient, { kind: 'declined' }), say('declined')],
      next: 'done',
    };
  return {
    events: [
      used,
      { type: 'optIn', scope: 'reminder', wording: 'wording/caregiver.consent' },
      { type: 'learn', facts: { caringFor: [...new Set([...caredFor(services), patient])] } },
      record('agreed', 'caregiver'),
      tell(services, patient, { kind: 'agreed', caregiver: services.conversation.id }),
      say('thanks'),
    ],
    next: 'done',
  };
}

function end(services: Services, at: 'manage' | 'leave'): Steps {
  const patient = at === 'manage';
  const caregiver = caregiverOf(services);
  const others = patient ? (caregiver === undefined ? [] : [caregiver]) : caredFor(services);
  const told: Told = patient ? { kind: 'ended', patient: services.conversation.id } : { kind: 'left' };
  return {
    events: [
      { type: 'learn', facts: patient ? { caregiver: undefined } : { caringFor: [] } },
      record('ended', patient ? 'patient' : 'caregiver'),
      ...others.map((other) => tell(services, other, told)),
      say(patient ? 'ended-by-you' : 'left-by-you'),
    ],
    next: 'done',
  };
}

/** What the other side did. A reminder of somebody who is not cared for here any more is not said. */
function told(services: Services, told: Told): Steps {
  switch (told.kind) {
    case 'agreed':
      return {
        events: [
          { type: 'learn', facts: { caregiver: told.caregiver } },
          record('agreed', 'caregiver'),
          say('joined', undefined, { purpose: 'reminder' }),
        ],
        next: 'done',
      };
    case 'declined':
      return {
        events: [record('declined', 'caregiver'), say('not-joined', undefined, { purpose: 'reminder' })],
        next: 'done',
      };
    case 'left':
      return {
        events: [
          { type: 'learn', facts: { caregiver: undefined } },
          record('ended', 'caregiver'),
          say('left', undefined, { purpose: 'reminder' }),
        ],
        next: 'done',
      };
    case 'ended':
      return caredFor(services).includes(told.patient)
        ? {
            events: [
              { type: 'learn', facts: { caringFor: caredFor(services).filter((one) => one !== told.patient) } },
              say('ended', undefined, { purpose: 'reminder' }),
            ],
            next: 'done',
          }
        : { events: [], next: 'done' };
    case 'dose':
      return { events: caredFor(services).includes(told.patient) ? dose(services, told) : [], next: 'done' };
    case 'silence':
      return {
        events: caredFor(services).includes(told.patient)
          ? [say('silence', { name: nameOf(services, told.medicine) }, { purpose: 'reminder' })]
          : [],
        next: 'done',
      };
    case 'answered':
      return {
        events:
          told.answer === 'taken'
            ? countTaken(services, told.medicine)
            : [
                { type: 'unschedule', key: `silence:${told.medicine}` },
                ...countMiss(services, told.medicine, 'caregiver said so'),
              ],
        next: 'done',
      };
  }
}

/** The reminder, or what was answered to it: that counts as if the patient had answered. */
function dose(services: Services, told: Extract<Told, { kind: 'dose' }>): TurnEvent[] {
  const { answer, medicine, patient, time, due } = told;
  const name = nameOf(services, medicine);
  if (answer === 'taken' || answer === 'not_taken')
    return [
      tell(services, patient, { kind: 'answered', medicine, answer }),
      say(answer === 'taken' ? 'answer-taken' : 'answer-not-taken', { name }),
    ];
  return [
    say(
      'dose',
      { name, time },
      {
        purpose: 'reminder',
        ask: {
          kind: 'choice',
          choices: ['taken', 'not_taken'].map(choice),
          outlives: {
            dialog: 'caregiver',
            args: { kind: 'dose', patient, medicine, time, due },
            about: 'wording/caregiver.about-dose',
            expiresAt: due + LIVES_MS,
          },
        },
      },
    ),
  ];
}
