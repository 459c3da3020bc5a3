import type { BookingPort, DateReading, Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { askWhen, pass } from './again';
import { book, firstOffer, pick, withPerson } from './finish';
import { beginPerson, stepPerson } from './person';
import { today } from './query';
import { type BookingState, state, type Want } from './state';
import { takeTalk, waitlist } from './talk';
import { givesUp, type Heard, hear, namesLast } from './understand';
import { wishText } from './wish-text';
import { dayText, question, say, sayAsked, serviceText, YES_NO } from './words';

type Result = Step<BookingState>;

export interface BookingArgs {
  readonly task?: string;
  readonly text?: string;
  /** A triage route, a protocol's service or a service id. */
  readonly service?: string;
  readonly urgency?: 'routine' | 'soon' | 'urgent';
  readonly disposition?: string;
  /** With `soon`: hours within which triage wants the person seen. */
  readonly withinHours?: number;
  /** Moves this visit. */
  readonly move?: string;
}

/** Finds a time and books it: a wish in the patient's words, times offered, kept while they answer, said once more, booked. */
export const booking: Dialog<BookingState> = {
  id: 'booking',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const port = services.booking;
    if (port === undefined || !(await port.ready())) return notHere();
    return begin((args ?? {}) as BookingArgs, services, port);
  },
  async step(current, input, services) {
    const port = services.booking;
    if (port === undefined) return notHere();
    if (input.kind !== 'message') return { events: [], next: current };
    if (input.choice === undefined && givesUp(input.text, services)) return givenUp(current);
    if (leaves(input) && !(await namesAnotherTime(input, services, port))) return { events: [], next: 'unclear' };
    return (await take(current, input, services, port)) ?? { events: [], next: 'unclear' };
  },
  returning: (current) => [say('back'), sayAsked(current.asked)],
};

function notHere(): Result {
  return { events: [say('not-here')], next: 'done' };
}

function givenUp(current: BookingState): Result {
  const release: TurnEvent[] = current.slot === undefined ? [] : [{ type: 'releaseHold' }];
  return { events: [...release, say('left')], next: 'done' };
}

/** Words that are for another skill, said in the middle of a booking. */
const OTHERS = new Set(['cancel_appointment', 'move_appointment', 'view_appointments']);
function leaves(input: PatientInput): boolean {
  const [best] = input.intents;
  return input.choice === undefined && best !== undefined && OTHERS.has(best.intent) && best.confidence >= 0.75;
}

/** "Monday but not too early" sounds like moving a visit; while a time is being chosen it is about the time. */
async function namesAnotherTime(input: PatientInput, services: Services, port: BookingPort): Promise<boolean> {
  return (
    input.intents[0]?.intent === 'move_appointment' && (await readDate(input.text, services, port)).kind !== 'none'
  );
}

async function begin(args: BookingArgs, services: Services, port: BookingPort): Promise<Result> {
  const heard = await hear(args.text ?? '', services, port);
  const urgency = args.urgency ?? 'routine';
  const routed = args.service === undefined ? undefined : await port.serviceFor(args.service, urgency);
  const moving = args.move === undefined ? undefined : await port.appointment(args.move);
  const child = heard.child ?? services.facts.about === 'child';
  const want: Want = {
    urgency,
    wish: {},
    ...(args.disposition === undefined ? {} : { disposition: args.disposition }),
    ...(urgency !== 'soon' || args.withinHours === undefined
      ? {}
      : { by: today(services.clock.now() + args.withinHours * 3_600_000, port.zone) }),
    ...(routed === undefined ? {} : { service: routed.id }),
    ...(moving === undefined ? {} : { service: moving.service, practitioners: [moving.practitioner], move: moving.id }),
    ...(child && moving === undefined ? { child: true } : {}),
  };
  const blank: BookingState = {
    at: 'when',
    want: mixed(want, heard),
    shown: [],
    passed: [],
    asked: question('when', 'date'),
  };
  const known = moving === undefined ? blank : { ...blank, patient: moving.patientId };
  return heardSomething(known, args.text ?? '', heard, services, port, { first: true });
}

/** New wishes take the place of older ones of their kind. */
function mixed(want: Want, heard: Heard): Want {
  const free = heard.anybody === true || want.preferred === true;
  const { practitioners: _practitioners, usual: _usual, preferred: _preferred, anybody: _anybody, ...open } = want;
  const base = free || heard.practitioners !== undefined || heard.usual === true ? open : want;
  return {
    ...base,
    ...(heard.service === undefined || want.move !== undefined ? {} : { service: heard.service }),
    ...(heard.practitioners === undefined ? {} : { practitioners: [...heard.practitioners] }),
    ...(heard.anybody === undefined ? {} : { anybody: true }),
    ...(heard.gender === undefined ? {} : { gender: heard.gender }),
    ...(heard.language === undefined ? {} : { language: heard.language }),
    ...(heard.usual === undefined ? {} : { usual: true }),
    ...(heard.child === undefined ? {} : { child: true }),
  };
}

/** A message about doctors, services and dates: what it adds, and then the next question or the times. */
async function heardSomething(
  current: BookingState,
  text: string,
  heard: Heard,
  services: Services,
  port: BookingPort,
  how: { first: boolean },
): Promise<Result> {
  const reading = await readDate(text, services, port);
  const wished =
    reading.kind === 'wish' ? { ...current, want: { ...current.want, wish: reading.wish as Want['wish'] } } : current;
  if (heard.unknownDoctor !== undefined && heard.practitioners === undefined)
    return unknownDoctor(wished, heard.unknownDoctor, cannotBe(reading, services, port));
  const trouble = await dateTrouble(wished, reading, services, port, how.first);
  if (trouble !== undefined) return trouble;
  const next = await proceed(wished, services, port, onlyToday(wished, reading, services, port));
  // The service is asked first; that the day was heard is said before.
  const noted = reading.kind === 'wish' && asksService(next) && reading.wish.soonest !== true;
  if (!noted) return next;
  return {
    ...next,
    events: [say('wish-noted', { date: wishText(reading.wish, services, port.zone) }), ...next.events],
  };
}

async function readDate(text: string, services: Services, port: BookingPort): Promise<DateReading> {
  if (text === '' || services.dates === undefined) return { kind: 'none' };
  return services.dates.read(text, services.locale, { now: services.clock.now(), zone: port.zone });
}

/** Triage said today: another day is not looked at, and that is said. */
function onlyToday(
  { want }: BookingState,
  reading: DateReading,
  services: Services,
  port: BookingPort,
): readonly TurnEvent[] {
  const day = reading.kind === 'wish' ? reading.wish.from : undefined;
  const other = want.urgency === 'urgent' && day !== undefined && day > today(services.clock.now(), port.zone);
  return other ? [say('only-today', undefined, { safety: true })] : [];
}

const asksService = ({ next }: Result) => typeof next === 'object' && next.at === 'service';

/** What is said of a date that is over or does not exist. */
function cannotBe(reading: DateReading, services: Services, port: BookingPort): readonly TurnEvent[] {
  if (reading.kind === 'past') return [say('date-past', { day: dayText(reading.day, services, port.zone) })];
  if (reading.kind !== 'impossible') return [];
  return [say(reading.what === 'day' ? 'date-impossible' : 'time-impossible')];
}

/** A date that is over, cannot be, or can be meant in two ways gets a clear answer. */
async function dateTrouble(
  current: BookingState,
  reading: DateReading,
  services: Services,
  port: BookingPort,
  first: boolean,
): Promise<Result | undefined> {
  const never = cannotBe(reading, services, port);
  if (never.length > 0) return askWhen(current, never);
  if (reading.kind !== 'ask' || (first && reading.why === 'day-or-hour')) return undefined;
  const candidates = reading.candidates.slice(0, 3);
  if (candidates.length === 0) return askWhen(current, reading.why === 'not-all' ? [] : [say('date-impossible')]);
  const [only, other] = candidates;
  if (only !== undefined && other === undefined) {
    const mean = question('mean-date', 'yesNo', YES_NO, { date: wishText(only, services, port.zone) });
    return {
      events: [sayAsked(mean)],
      next: { ...current, at: 'which-date', dates: [{ ...only } as Want['wish']], asked: mean },
    };
  }
  const choices = candidates.map((one, n) => ({ id: `date_${n + 1}`, text: wishText(one, services, port.zone) }));
  const asked = question('which-date', 'choice', [...choices, 'other_times']);
  return {
    events: [sayAsked(asked)],
    next: { ...current, at: 'which-date', dates: candidates.map((one) => ({ ...one }) as Want['wish']), asked },
  };
}

function unknownDoctor(
  current: BookingState,
  { said, near }: NonNullable<Heard['unknownDoctor']>,
  lead: readonly TurnEvent[],
): Result {
  const choices = near.map((one) => ({ id: one.id, text: one.name }));
  const asked = question('unknown-doctor', 'choice', [...choices, 'any_doctor'], {
    name: said.charAt(0).toUpperCase() + said.slice(1),
  });
  return { events: [...lead, sayAsked(asked)], next: { ...current, at: 'doctor', asked } };
}

/** Asks for what is still missing, or offers times. */
async function proceed(
  current: BookingState,
  services: Services,
  port: BookingPort,
  lead: readonly TurnEvent[] = [],
): Promise<Result> {
  const { want } = current;
  if (want.usual === true && current.patient === undefined) {
    const step = await beginPerson(want.child === true ? 'child' : 'self', services, port);
    const next = await withPerson(current, step, services, port, 'person' in step ? [...lead, say('usual-who')] : lead);
    return next === 'unclear' ? { events: [], next: 'unclear' } : next;
  }
  const service = want.service ?? (await serviceOfDoctor(want, port));
  if (service === undefined && want.usual !== true) return askService(current, services, port, lead);
  const full = service === undefined ? current : { ...current, want: { ...want, service } };
  const offered = (await port.services()).find((one) => one.id === service);
  if (offered?.bookableBy === 'referral' || offered?.bookableBy === 'staff')
    return { events: [...lead, say('needs-referral', { service: serviceText(offered, services) })], next: 'done' };
  if (current.patient === undefined) {
    const [holder] = await port.people();
    if (holder?.complete === true && want.child !== true) {
      const name = holder.profile.name?.given;
      return firstOffer(
        { ...full, patient: holder.id, ...(name === undefined ? {} : { patientName: name }) },
        services,
        port,
        lead,
      );
    }
  }
  return firstOffer(full, services, port, lead);
}

async function serviceOfDoctor(want: Want, port: BookingPort): Promise<string | undefined> {
  const [first] = want.practitioners ?? [];
  if (first !== undefined) return (await port.practitioners()).find((one) => one.id === first)?.services[0];
  return want.child === true ? (await port.services()).find((one) => one.ageMonths?.max !== undefined)?.id : undefined;
}

async function askService(
  current: BookingState,
  services: Services,
  port: BookingPort,
  lead: readonly TurnEvent[],
): Promise<Result> {
  const open = (await port.services()).filter(
    (one) => one.bookableBy === 'patient' && (one.ageMonths?.max === undefined || current.want.child === true),
  );
  const choices = open.slice(0, 9).map((one) => ({ id: one.id, text: serviceText(one, services) }));
  const asked = question('which-service', 'choice', choices);
  return { events: [...lead, sayAsked(asked)], next: { ...current, at: 'service', asked } };
}

/** Questions that a refusal with another day answers. */
const REFUSABLE: ReadonlySet<BookingState['at']> = new Set(['slots', 'which-date', 'confirm']);

async function take(
  current: BookingState,
  input: PatientInput,
  services: Services,
  port: BookingPort,
): Promise<Result | undefined> {
  const last = current.at === 'slots' && namesLast(input.text, services) ? current.shown.at(-1)?.id : undefined;
  const picked = last ?? input.choice?.id ?? (current.asked.kind === 'yesNo' ? input.yesNo : undefined);
  if (current.at === 'person') {
    const step = await stepPerson(current.person!, input, services, port);
    const next = await withPerson(current, step, services, port);
    return next === 'unclear' ? undefined : next;
  }
  // "No, I meant Friday" refuses what was offered and says what to offer instead.
  if (input.choice === undefined && input.yesNo === 'no' && REFUSABLE.has(current.at)) {
    const dated = (await readDate(input.text, services, port)).kind !== 'none';
    const instead = dated ? await takeWords(current, input, services, port) : undefined;
    if (instead !== undefined) return instead;
  }
  if (picked === undefined && input.yesNo === 'no' && (current.at === 'slots' || current.at === 'which-date'))
    return askWhen(pass(current), []);
  if (picked !== undefined) {
    const chosen = await takeChoice(current, picked, services, port);
    if (chosen !== undefined) return chosen;
    // "another time, Friday" says which.
    const more = picked === 'other_times' ? await readDate(input.text, services, port) : undefined;
    if (more?.kind === 'none') return askWhen(pass(current), []);
  }
  return input.text === '' ? undefined : takeWords(current, input, services, port);
}

async function takeChoice(
  current: BookingState,
  picked: string,
  services: Services,
  port: BookingPort,
): Promise<Result | undefined> {
  if (picked === 'other_times') return undefined;
  switch (current.at) {
    case 'slots':
      return current.shown.some((one) => one.id === picked) ? pick(current, picked, services, port) : undefined;
    case 'service':
      return proceed({ ...current, want: { ...current.want, service: picked } }, services, port);
    case 'doctor': {
      const { practitioners: _practitioners, ...open } = current.want;
      const want = picked === 'any_doctor' ? { ...open, anybody: true } : { ...open, practitioners: [picked] };
      return proceed({ ...current, want }, services, port);
    }
    case 'which-date': {
      const wish = current.dates?.[picked === 'yes' ? 0 : Number(picked.slice('date_'.length)) - 1];
      if (picked === 'no') return askWhen(pass(current), []);
      return wish === undefined ? undefined : proceed({ ...current, want: { ...current.want, wish } }, services, port);
    }
    case 'confirm':
      if (picked === 'yes') return book(current, services, port);
      return picked === 'no' ? askWhen(pass(current), [{ type: 'releaseHold' }]) : undefined;
    case 'double':
      if (picked === 'yes') return { events: [{ type: 'releaseHold' }, say('left')], next: 'done' };
      return picked === 'no' ? askWhen(pass(current), [{ type: 'releaseHold' }]) : undefined;
    case 'none':
      return picked === 'yes' ? waitlist(current, services) : { events: [say('left')], next: 'done' };
    default:
      return undefined;
  }
}

/** A new wish instead of a choice: another day, another doctor, earlier, none of these. */
async function takeWords(
  current: BookingState,
  input: PatientInput,
  services: Services,
  port: BookingPort,
): Promise<Result | undefined> {
  const said = await hear(input.text, services, port);
  const heard = current.at === 'doctor' && said.anybodyAlone ? { ...said, anybody: true as const } : said;
  const reading = await readDate(input.text, services, port);
  const dated =
    reading.kind !== 'none' && !(reading.kind === 'ask' && reading.why === 'day-or-hour' && current.at !== 'when');
  if (!dated && heard.talk !== undefined && current.shown.length > 0)
    return takeTalk(current, heard.talk, services, port);
  if (!dated && heard.talk === 'none' && current.at !== 'when') return askWhen(pass(current), []);
  const about =
    heard.practitioners ??
    heard.unknownDoctor ??
    heard.gender ??
    heard.language ??
    heard.usual ??
    heard.anybody ??
    heard.service ??
    heard.child;
  if (!dated && about === undefined) return undefined;
  const release: TurnEvent[] = current.slot === undefined ? [] : [{ type: 'releaseHold' }];
  const again = pass(current);
  const changed: BookingState = {
    ...again,
    want: mixed(current.want, heard),
    passed: dated || about !== undefined ? [] : again.passed,
  };
  const result = await heardSomething(changed, input.text, heard, services, port, { first: false });
  return { ...result, events: [...release, ...result.events] };
}
