import type { BookingPort, Gender, ServiceInfo, Services } from '../../bot/contracts';
import type { BookingWords } from '../../knowledge/schema/booking-words';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { doctorIn, type NamedDoctor } from './doctor';
import { fold } from './folded';

/** What a message says about the visit, besides its date. */
export interface Heard extends NamedDoctor {
  readonly service?: string;
  readonly gender?: Gender;
  readonly language?: string;
  readonly usual?: true;
  readonly child?: true;
  readonly anybody?: true;
  /** The whole message says that any will do; of what depends on the question. */
  readonly anybodyAlone?: true;
  readonly talk?: 'earlier' | 'later' | 'none';
}

/** Words of the conversation's language; the other languages help, as people mix them. */
export function wordsOf({ content, locale }: Pick<Services, 'content' | 'locale'>): readonly BookingWords[] {
  const all = content.all('booking-words');
  return [...all.filter((one) => one.locale === locale), ...all.filter((one) => one.locale !== locale)];
}

/** "The last one", as the whole answer. */
export function namesLast(text: string, services: Pick<Services, 'content' | 'locale'>): boolean {
  return (wordsOf(services)[0]?.last_one ?? []).some((phrase) => fold(phrase) === fold(text));
}

/** Words around a "never mind" that change nothing of it: more of them may be another wish. */
const WORDS_AROUND = 2;

/**
 * "Actually cancel that": nothing is to be booked after all. Said of this booking, as no visit is named; one word has to be
 * all that was said ("cancel", not "cancel my visit").
 */
export function givesUp(text: string, services: Pick<Services, 'content' | 'locale'>): boolean {
  const said = fold(text);
  return (wordsOf(services)[0]?.give_up ?? []).some((phrase) => {
    const folded = fold(phrase);
    if (!folded.includes(' ')) return said === folded;
    const around = said.split(' ').length - folded.split(' ').length;
    return ` ${said} `.includes(` ${folded} `) && around <= WORDS_AROUND;
  });
}

/** Reads a message for service, doctor, language and what it makes of offered times, by the words of the content. */
export async function hear(
  text: string,
  services: Pick<Services, 'content' | 'locale'>,
  booking: Pick<BookingPort, 'services' | 'practitioners'>,
): Promise<Heard> {
  const said = ` ${fold(text)} `;
  const files = wordsOf(services);
  const has = (list: readonly string[]) => list.some((phrase) => said.includes(` ${fold(phrase)} `));
  const any = (pick: (words: BookingWords) => readonly string[]) => files.some((words) => has(pick(words)));
  const own = files[0];
  const language = Object.entries(own?.languages ?? {}).find(([, list]) => has(list))?.[0];
  const [offered, people] = await Promise.all([booking.services(), booking.practitioners()]);
  const others = otherWords(services.content, offered);
  const doctor = doctorIn(text, { people, words: files, isOther: (word) => others.has(word) });
  const service = serviceIn(said, offered);
  const usual = any((words) => words.usual) && doctor?.practitioners === undefined;
  const talk = own === undefined ? undefined : talkIn(own, has);
  return {
    ...(service === undefined ? {} : { service }),
    ...doctor,
    ...(any((words) => words.female)
      ? { gender: 'female' as const }
      : has(own?.male ?? [])
        ? { gender: 'male' as const }
        : {}),
    ...(language === undefined ? {} : { language }),
    ...(usual ? { usual: true as const } : {}),
    ...(any((words) => words.child) ? { child: true as const } : {}),
    ...(has(own?.anybody ?? []) ? { anybody: true as const } : {}),
    ...(own?.anybody_alone.some((phrase) => fold(phrase) === said.trim()) ? { anybodyAlone: true as const } : {}),
    ...(talk === undefined ? {} : { talk }),
  };
}

function talkIn(words: BookingWords, has: (list: readonly string[]) => boolean): Heard['talk'] {
  if (has(words.none)) return 'none';
  if (has(words.earlier)) return 'earlier';
  return has(words.later) ? 'later' : undefined;
}

const namesOf = (service: ServiceInfo) => [...Object.values(service.name), ...Object.values(service.alsoCalled).flat()];

/** The service whose name or everyday word is the longest found. */
function serviceIn(said: string, offered: readonly ServiceInfo[]): string | undefined {
  const found = offered.flatMap((service) =>
    namesOf(service)
      .map(fold)
      .filter((phrase) => said.includes(` ${phrase} `))
      .map((phrase) => ({ id: service.id, length: phrase.length })),
  );
  return found.sort((a, b) => b.length - a.length)[0]?.id;
}

/** Words of services, days and times: none of them is a doctor's name. Months are not among them, as people have such names. */
function otherWords(content: ContentLibrary, offered: readonly ServiceInfo[]): ReadonlySet<string> {
  const dates = content
    .all('dates')
    .flatMap((file) => [file.weekdays, file.every_weekday ?? {}, file.parts, file.words, file.numbers])
    .flatMap((lists) => Object.values(lists).flat());
  return new Set([...offered.flatMap(namesOf), ...dates].flatMap((phrase) => fold(phrase).split(' ')));
}
