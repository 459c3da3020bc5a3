import type { BookingPort, PatientInput, Person, Services, TurnEvent } from '../../../bot/contracts';
import type { PersonState } from '../state';
import { birthText, question, say, sayAsked, YES_NO } from '../words';
import { birthDate } from './birth';
import { readName } from './name';
import { takePhone } from './phone';

/** Either it goes on with a question, or it is known who it is, or it cannot be known here. */
export type PersonStep =
  | { readonly events: readonly TurnEvent[]; readonly person: PersonState }
  | {
      readonly events: readonly TurnEvent[];
      readonly done: { readonly patientId: string; readonly name?: string; readonly fresh: boolean };
    }
  | { readonly events: readonly TurnEvent[]; readonly ended: true }
  | { readonly unclear: true };

type Whom = PersonState['whom'];
type Asking = Extract<PersonStep, { person: PersonState }>;
const TRIES = 3;

const ask = (
  person: Omit<PersonState, 'asked' | 'tries'> & { tries?: number },
  asked: PersonState['asked'],
  events: readonly TurnEvent[] = [],
): Asking => ({
  events: [...events, sayAsked(asked)],
  person: { tries: 0, ...person, asked },
});

/**
 * Finds out whose visit it is. Nothing personal is shown before it is proven: by the phone somebody writes from and a birth
 * date, or on the web by a code sent to the phone. Somebody new is asked for the least that is needed, saved as it comes.
 */
export async function beginPerson(whom: Whom, services: Services, booking: BookingPort): Promise<PersonStep> {
  const people = await booking.people();
  const holder = people[0];
  if (holder === undefined) return ask({ at: 'been-before', whom }, question('been-before', 'yesNo', YES_NO));
  if (!holder.complete) return goOn(whom, holder, services, booking);
  if (whom === 'child') return chooseChild(people, holder);
  return done(holder, false);
}

/** "Has anything changed since last time?" instead of a form, for somebody on file. */
export function askChanged(person: { patientId: string; name?: string }, whom: Whom): Asking {
  return ask(
    { at: 'changed', whom, patientId: person.patientId, ...(person.name === undefined ? {} : { name: person.name }) },
    question('changed', 'yesNo', YES_NO),
  );
}

function done(person: Person, fresh: boolean, events: readonly TurnEvent[] = []): PersonStep {
  const name = person.profile.name?.given;
  return { events, done: { patientId: person.id, fresh, ...(name === undefined ? {} : { name }) } };
}

/** A registration that was left half-way goes on where it stopped. */
function goOn(whom: Whom, holder: Person, services: Services, booking: BookingPort): PersonStep {
  const base = {
    whom,
    patientId: holder.id,
    ...(holder.profile.name?.given === undefined ? {} : { name: holder.profile.name.given }),
  };
  const resumed = [say('register-resumed')];
  if (holder.profile.name?.given === undefined)
    return ask({ ...base, at: 'name' }, question('register-name', 'text'), resumed);
  if (holder.profile.birthDate === undefined)
    return ask({ ...base, at: 'new-birth' }, question('register-birth', 'date'), resumed);
  return afterBirth({ ...base, at: 'new-birth', birthDate: holder.profile.birthDate }, services, booking, resumed);
}

function chooseChild(people: readonly Person[], holder: Person): PersonStep {
  const children = people.filter((one) => one.relation === 'child');
  if (children.length === 0)
    return ask({ at: 'child-name', whom: 'child', holder: holder.id }, question('child-name', 'text'));
  const choices = children.map((one) => ({ id: one.id, text: one.profile.name?.given ?? '?' }));
  return ask(
    { at: 'child', whom: 'child', holder: holder.id },
    question('which-child', 'choice', [...choices, 'another_child']),
  );
}

export async function stepPerson(
  person: PersonState,
  input: PatientInput,
  services: Services,
  booking: BookingPort,
): Promise<PersonStep> {
  const picked = input.choice?.id ?? (person.asked.kind === 'yesNo' ? input.yesNo : undefined);
  switch (person.at) {
    case 'been-before':
      return beenBefore(person, picked, services);
    case 'phone': {
      const phone = takePhone(input.text, services);
      if (phone === undefined) return again(person, 'bad-phone');
      return ask({ ...strip(person), at: 'birth', phone }, question('identity-birth', 'date'));
    }
    case 'birth':
    case 'new-birth':
    case 'child-birth':
      return takeBirth(person, person.at, input, services, booking);
    case 'which-birth': {
      const day = person.days?.find((one) => one === picked);
      return day === undefined
        ? { unclear: true }
        : withBirth({ ...person, at: person.asking ?? 'birth' }, day, services, booking);
    }
    case 'code':
      return takeCode(person, input.text, booking);
    case 'name':
      return takeName(person, input, services);
    case 'new-phone': {
      const phone = takePhone(input.text, services);
      if (phone === undefined) return again(person, 'bad-phone');
      return finish(person, { phone });
    }
    case 'child':
      return takeChild(person, picked, booking);
    case 'child-name':
      return childName(person, input, services, booking);
    case 'changed':
      if (picked === 'no') return known(person);
      return picked === 'yes'
        ? ask({ ...strip(person), at: 'what-changed' }, question('what-changed', 'text'))
        : { unclear: true };
    case 'what-changed':
      return known(person, [
        {
          type: 'flag',
          severity: 4,
          reason: 'details-changed',
          summary: `Says their details changed: ${input.text.slice(0, 500)}`,
        },
        say('change-noted'),
      ]);
  }
}

function known(person: PersonState, events: readonly TurnEvent[] = []): PersonStep {
  return {
    events,
    done: { patientId: person.patientId!, fresh: true, ...(person.name === undefined ? {} : { name: person.name }) },
  };
}

function strip({ asked: _asked, tries: _tries, ...rest }: PersonState): Omit<PersonState, 'asked' | 'tries'> {
  return rest;
}

/** Asks once more, saying what was wrong; after three tries a person helps. */
function again(person: PersonState, why: string): PersonStep {
  if (person.tries + 1 >= TRIES) return { events: [say('register-stuck'), ...handOver()], ended: true };
  return { events: [say(why), sayAsked(person.asked)], person: { ...person, tries: person.tries + 1 } };
}

export function handOver(): TurnEvent[] {
  return [{ type: 'handOver', reason: 'asked-for-person', summary: 'wording/staff.asked-for-person' }];
}

const onWeb = (services: Services) => services.conversation.channel === 'webchat';

function beenBefore(person: PersonState, picked: string | undefined, services: Services): PersonStep {
  if (picked === 'no')
    return ask(
      { ...strip(person), at: 'name', patientId: services.ids.next('pat') },
      question('register-name', 'text'),
      [say('register-intro')],
    );
  if (picked !== 'yes') return { unclear: true };
  if (onWeb(services)) return ask({ ...strip(person), at: 'phone' }, question('identity-phone', 'text'));
  return ask({ ...strip(person), at: 'birth' }, question('identity-birth', 'date'));
}

async function takeName(person: PersonState, input: PatientInput, services: Services): Promise<PersonStep> {
  const name = await readName(input.text, services);
  if (name === undefined) return again(person, 'bad-name');
  const saved: TurnEvent = {
    type: 'registerPatient',
    patientId: person.patientId!,
    relation: 'self',
    profile: { name, locale: services.locale },
    complete: false,
  };
  return ask(
    { ...strip(person), at: 'new-birth', name: name.given },
    question('register-birth', 'date', [], { name: name.given }),
    [saved],
  );
}

async function takeBirth(
  person: PersonState,
  at: 'birth' | 'new-birth' | 'child-birth',
  input: PatientInput,
  services: Services,
  booking: BookingPort,
): Promise<PersonStep> {
  const days = await birthDate(input.text, services, booking.zone);
  const [day, other] = days;
  if (day === undefined) return again(person, 'bad-birth');
  if (other === undefined) return withBirth(person, day, services, booking);
  const choices = days.map((one) => ({ id: one, text: birthText(one, services) }));
  return ask(
    { ...strip(person), at: 'which-birth', asking: at, days: [...days] },
    question('which-birth', 'choice', choices),
  );
}

async function withBirth(
  person: PersonState,
  day: string,
  services: Services,
  booking: BookingPort,
): Promise<PersonStep> {
  if (person.at === 'new-birth') return afterBirth({ ...strip(person), birthDate: day }, services, booking, []);
  if (person.at === 'child-birth') {
    const saved: TurnEvent = {
      type: 'registerPatient',
      patientId: person.patientId!,
      relation: 'child',
      profile: { birthDate: day },
      complete: true,
    };
    return known(person, [saved]);
  }
  if (onWeb(services)) {
    const sent: TurnEvent = { type: 'sendCode', phone: person.phone!, birthDate: day };
    return ask({ ...strip(person), at: 'code', birthDate: day }, question('identity-code', 'text'), [sent]);
  }
  const answer = await booking.identify({ birthDate: day });
  return proven(person, answer, 'identity-wrong', booking);
}

async function takeCode(person: PersonState, text: string, booking: BookingPort): Promise<PersonStep> {
  if (!/\d/.test(text)) return { unclear: true };
  return proven(person, await booking.checkCode(text.replace(/\D/g, '')), 'identity-wrong-code', booking);
}

/** A wrong guess is counted and tells nothing; when there were too many a person has to help. */
async function proven(
  person: PersonState,
  answer: Awaited<ReturnType<BookingPort['checkCode']>>,
  wrong: string,
  booking: BookingPort,
): Promise<PersonStep> {
  if (answer.answer === 'yes') {
    const events: TurnEvent[] = [{ type: 'identityAttempt', patientId: answer.patientId }, say('identity-proven')];
    const people = await booking.people();
    const [holder] = people;
    if (holder === undefined) return { events, done: { patientId: answer.patientId, fresh: false } };
    const next = person.whom === 'child' ? chooseChild(people, holder) : done(holder, false);
    return 'unclear' in next ? next : { ...next, events: [...events, ...next.events] };
  }
  if (answer.answer === 'locked') return { events: [say('identity-locked'), ...handOver()], ended: true };
  if (answer.left <= 0)
    return { events: [{ type: 'identityAttempt' }, say('identity-locked'), ...handOver()], ended: true };
  return { events: [{ type: 'identityAttempt' }, say(wrong), sayAsked(person.asked)], person };
}

function afterBirth(
  person: Omit<PersonState, 'asked' | 'tries'>,
  services: Services,
  _booking: BookingPort,
  lead: readonly TurnEvent[],
): PersonStep {
  const saved: TurnEvent = {
    type: 'registerPatient',
    patientId: person.patientId!,
    relation: 'self',
    profile: { birthDate: person.birthDate! },
    complete: false,
  };
  if (onWeb(services)) return ask({ ...person, at: 'new-phone' }, question('register-phone', 'text'), [...lead, saved]);
  return finish({ ...person, tries: 0, asked: question('register-birth', 'date') }, {}, lead, person.birthDate);
}

/** Everything that is needed is there. A parent is then asked about the child. */
function finish(
  person: PersonState,
  more: { phone?: string },
  lead: readonly TurnEvent[] = [],
  born?: string,
): PersonStep {
  const profile = { ...more, ...(born === undefined ? {} : { birthDate: born }) };
  const saved: TurnEvent = {
    type: 'registerPatient',
    patientId: person.patientId!,
    relation: 'self',
    profile,
    complete: true,
  };
  const events = [...lead, saved, say('registered', { name: person.name ?? '' })];
  if (person.whom === 'child')
    return ask({ at: 'child-name', whom: 'child', holder: person.patientId! }, question('child-name', 'text'), events);
  return known(person, events);
}

async function takeChild(person: PersonState, picked: string | undefined, booking: BookingPort): Promise<PersonStep> {
  if (picked === 'another_child') return ask({ ...strip(person), at: 'child-name' }, question('child-name', 'text'));
  const child = (await booking.people()).find((one) => one.id === picked);
  return child === undefined ? { unclear: true } : done(child, false);
}

/** A child already on file is found by the first name; the rest is asked. */
async function childName(
  person: PersonState,
  input: PatientInput,
  services: Services,
  booking: BookingPort,
): Promise<PersonStep> {
  const name = await readName(input.text, services);
  if (name === undefined) return again(person, 'bad-name');
  const same = (await booking.people()).find(
    (one) => one.relation === 'child' && one.profile.name?.given?.toLowerCase() === name.given.toLowerCase(),
  );
  if (same !== undefined) return done(same, false);
  const patientId = services.ids.next('pat');
  const saved: TurnEvent = {
    type: 'registerPatient',
    patientId,
    relation: 'child',
    profile: { name },
    complete: false,
  };
  return ask(
    { ...strip(person), at: 'child-birth', patientId, name: name.given },
    question('child-birth', 'date', [], { name: name.given }),
    [saved],
  );
}
