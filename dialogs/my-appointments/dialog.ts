import { z } from 'zod';
import type { Appointment, BookingPort, Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { beginPerson, type PersonStep, stepPerson } from '../booking/person';
import { asked, person } from '../booking/state';
import { question, say, sayAsked, shown, whenText } from '../booking/words';

const TASKS = ['view', 'move', 'cancel', 'late', 'waitlist'] as const;
type Task = (typeof TASKS)[number];

const state = z.strictObject({
  at: z.enum(['person', 'which', 'one', 'reason']),
  task: z.enum(TASKS),
  appointment: z.string().optional(),
  person: person.optional(),
  asked,
});
type State = z.infer<typeof state>;
type Result = Step<State>;

const OVER = new Set(['cancelled', 'fulfilled', 'noshow', 'entered-in-error']);

/** A patient's own visits: shown once it is proven whose they are, moved, cancelled with a reason, several or one. */
export const myAppointments: Dialog<State> = {
  id: 'my-appointments',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const port = services.booking;
    if (port === undefined || !(await port.ready())) return { events: [say('not-here')], next: 'done' };
    const given = (args ?? {}) as { task?: string; appointment?: string };
    const task = TASKS.find((one) => one === given.task) ?? 'view';
    if (given.appointment !== undefined) return withOne(given.appointment, task, services, port);
    const step = await beginPerson('self', services, port);
    return personStep(task, step, services, port);
  },
  async step(current, input, services) {
    const port = services.booking;
    if (port === undefined) return { events: [say('not-here')], next: 'done' };
    if (input.kind !== 'message') return { events: [], next: current };
    if (current.at === 'person') {
      return personStep(current.task, await stepPerson(current.person!, input, services, port), services, port);
    }
    return (await take(current, input, services, port)) ?? { events: [], next: 'unclear' };
  },
  returning: (current) => [say('back'), sayAsked(current.asked)],
};

async function personStep(task: Task, step: PersonStep, services: Services, port: BookingPort): Promise<Result> {
  if ('unclear' in step) return { events: [], next: 'unclear' };
  if ('ended' in step) return { events: step.events, next: 'done' };
  if ('person' in step) {
    // Somebody new has no visits to look up: they may book one.
    if (step.person.at === 'name')
      return { events: [say('no-visits-new'), { type: 'begin', dialog: 'menu' }], next: 'done' };
    return { events: step.events, next: { at: 'person', task, person: step.person, asked: step.person.asked } };
  }
  return list(task, services, port, step.events);
}

async function upcoming(port: BookingPort): Promise<readonly Appointment[]> {
  return (await port.appointments()).filter((one) => !OVER.has(one.status));
}

async function list(
  task: Task,
  services: Services,
  port: BookingPort,
  lead: readonly TurnEvent[] = [],
): Promise<Result> {
  const all = await upcoming(port);
  const [only, second] = all;
  if (only === undefined) return { events: [...lead, say('no-visits')], next: 'done' };
  if (second === undefined) return withOne(only.id, task, services, port, lead);
  const choices = await Promise.all(
    all.slice(0, 9).map(async (one) => ({ id: one.id, text: await label(one, services, port) })),
  );
  const which = question(task === 'view' ? 'your-visits' : 'which-visit', 'choice', choices, { count: all.length });
  return { events: [...lead, sayAsked(which)], next: { at: 'which', task, asked: which } };
}

/** When, for whom (where there are several people) and with whom. */
async function label(one: Appointment, services: Services, port: BookingPort): Promise<string> {
  const people = await port.people();
  const { doctor } = await shown(one, services, port);
  const whose = people.length > 1 ? people.find((who) => who.id === one.patientId)?.profile.name?.given : undefined;
  return [whenText(one.start, services, port.zone), whose, doctor]
    .filter((part) => part !== undefined && part !== '')
    .join(', ');
}

async function withOne(
  id: string,
  task: Task,
  services: Services,
  port: BookingPort,
  lead: readonly TurnEvent[] = [],
): Promise<Result> {
  const one = await port.appointment(id);
  // Another person's visit and one that never was are the same answer.
  if (one === undefined || OVER.has(one.status)) return { events: [...lead, say('no-such-visit')], next: 'done' };
  const values = { ...(await shown(one, services, port)) };
  switch (task) {
    case 'move':
      return {
        events: [...lead, say('moving', values), { type: 'begin', dialog: 'booking', args: { move: id } }],
        next: 'done',
      };
    case 'waitlist':
      return joinFor(one, services, lead);
    case 'cancel': {
      const reasons = port.policy.cancelReasons.map((code) => ({
        id: code,
        text: services.content.text(`wording/booking.cancel-reason-${code}`, services.locale),
      }));
      const why = question('cancel-why', 'choice', [...reasons, 'keep'], values);
      return { events: [...lead, sayAsked(why)], next: { at: 'reason', task, appointment: id, asked: why } };
    }
    case 'late':
      return {
        events: [...lead, lateFlag(), say('late-told', values)],
        next: 'done',
      };
    case 'view': {
      const status = one.status === 'pending' || one.status === 'proposed' ? 'visit-requested' : 'visit';
      const what = question(status, 'choice', ['move', 'cancel_visit', 'fine'], values);
      return { events: [...lead, sayAsked(what)], next: { at: 'one', task, appointment: id, asked: what } };
    }
  }
}

function lateFlag(): TurnEvent {
  return {
    type: 'flag',
    severity: 3,
    reason: 'running-late',
    summary: 'Says they will be late for a visit today, or missed it.',
  };
}

function joinFor(one: Appointment, services: Services, lead: readonly TurnEvent[]): Result {
  const join: TurnEvent = {
    type: 'joinWaitlist',
    entryId: services.ids.next('wl'),
    patientId: one.patientId,
    query: { service: one.service, to: one.start },
    appointment: one.id,
  };
  return { events: [...lead, join, say('waitlist-joined')], next: 'done' };
}

async function take(
  current: State,
  input: PatientInput,
  services: Services,
  port: BookingPort,
): Promise<Result | undefined> {
  const picked = input.choice?.id ?? (current.asked.kind === 'yesNo' ? input.yesNo : undefined);
  switch (current.at) {
    case 'which':
      return picked === undefined ? undefined : withOne(picked, current.task, services, port);
    case 'one': {
      const id = current.appointment!;
      const best = input.intents[0]?.intent;
      if (picked === 'move' || best === 'move_appointment') return withOne(id, 'move', services, port);
      if (picked === 'cancel_visit' || best === 'cancel_appointment') return withOne(id, 'cancel', services, port);
      return picked === 'fine' || input.yesNo !== undefined ? { events: [say('left-visit')], next: 'done' } : undefined;
    }
    case 'reason':
      return takeReason(current, picked, input, services, port);
    default:
      return undefined;
  }
}

/** A reason is asked once and never insisted on: whatever is written counts as one. */
async function takeReason(
  current: State,
  picked: string | undefined,
  input: PatientInput,
  services: Services,
  port: BookingPort,
): Promise<Result | undefined> {
  const id = current.appointment!;
  const one = await port.appointment(id);
  if (one === undefined || OVER.has(one.status)) return { events: [say('no-such-visit')], next: 'done' };
  if (picked === 'keep') return { events: [say('kept', { ...(await shown(one, services, port)) })], next: 'done' };
  if (input.intents[0]?.intent === 'move_appointment' && picked === undefined)
    return withOne(id, 'move', services, port);
  const known = port.policy.cancelReasons.find((code) => code === picked);
  if (known === undefined && input.text.trim() === '') return undefined;
  const values = { ...(await shown(one, services, port)) };
  return {
    events: [
      {
        type: 'cancelAppointment',
        appointmentId: id,
        reason: known ?? 'other',
        ...(known === undefined ? { note: input.text.slice(0, 500) } : {}),
      },
      say('cancelled', values),
    ],
    next: 'done',
  };
}
