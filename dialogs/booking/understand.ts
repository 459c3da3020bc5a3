import type { BookingPort, Gender, PractitionerInfo, ServiceInfo, Services } from '../../bot/contracts';
import type { BookingWords } from '../../knowledge/schema/booking-words';

/** What a message says about the visit, besides its date. */
export interface Heard {
  readonly service?: string;
  readonly practitioners?: readonly string[];
  /** A doctor's name that nobody here has, and the nearest names there are. */
  readonly unknownDoctor?: { readonly said: string; readonly near: readonly PractitionerInfo[] };
  readonly gender?: Gender;
  readonly language?: string;
  readonly usual?: true;
  readonly child?: true;
  readonly anybody?: true;
  readonly talk?: 'earlier' | 'later' | 'none';
}

const fold = (text: string) =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’.]/g, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();

/** Words of the conversation's language; the other languages help, as people mix them. */
function wordsOf(services: Services): readonly BookingWords[] {
  const all = services.content.all('booking-words');
  return [
    ...all.filter((one) => one.locale === services.locale),
    ...all.filter((one) => one.locale !== services.locale),
  ];
}

export async function hear(text: string, services: Services, booking: BookingPort): Promise<Heard> {
  const said = ` ${fold(text)} `;
  const files = wordsOf(services);
  const has = (list: readonly string[]) => list.some((phrase) => said.includes(` ${fold(phrase)} `));
  const any = (pick: (words: BookingWords) => readonly string[]) => files.some((words) => has(pick(words)));
  const own = files[0];
  const language = Object.entries(own?.languages ?? {}).find(([, list]) => has(list))?.[0];
  const [offered, people] = await Promise.all([booking.services(), booking.practitioners()]);
  const doctor = doctorIn(said, people, files);
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
    ...(talk === undefined ? {} : { talk }),
  };
}

function talkIn(words: BookingWords, has: (list: readonly string[]) => boolean): Heard['talk'] {
  if (has(words.none)) return 'none';
  if (has(words.earlier)) return 'earlier';
  return has(words.later) ? 'later' : undefined;
}

/** The service whose name or everyday word is the longest found. */
function serviceIn(said: string, offered: readonly ServiceInfo[]): string | undefined {
  const found = offered.flatMap((service) =>
    [...Object.values(service.name), ...Object.values(service.alsoCalled).flat()]
      .map(fold)
      .filter((phrase) => said.includes(` ${phrase} `))
      .map((phrase) => ({ id: service.id, length: phrase.length })),
  );
  return found.sort((a, b) => b.length - a.length)[0]?.id;
}

/** A practitioner named in the text; spelling is forgiven, and a name nobody has brings the nearest ones. */
function doctorIn(
  said: string,
  people: readonly PractitionerInfo[],
  files: readonly BookingWords[],
): Pick<Heard, 'practitioners' | 'unknownDoctor'> | undefined {
  const words = said.trim().split(' ');
  const titles = new Set(files.flatMap((file) => file.title.map(fold)));
  const exact = people.filter((one) => words.includes(fold(one.family)));
  if (exact.length > 0) return { practitioners: exact.map((one) => one.id) };
  const behind = words.flatMap((word, n) => (titles.has(word) && words[n + 1] !== undefined ? [words[n + 1]!] : []));
  const scored = people
    .map((one) => ({
      one,
      away: Math.min(...words.filter((word) => word.length > 3).map((word) => distance(word, fold(one.family))), 9),
    }))
    .sort((a, b) => a.away - b.away);
  const close = scored.filter(({ one, away }) => away === 1 && one.family.length > 4);
  if (close.length === 1) return { practitioners: [close[0]!.one.id] };
  const [name] = behind.filter((word) => word.length > 2 && !COMMON.has(word) && isName(word, files));
  if (name === undefined) return undefined;
  const near = [...people].sort((a, b) => distance(name, fold(a.family)) - distance(name, fold(b.family))).slice(0, 3);
  return { unknownDoctor: { said: name, near } };
}

/** Small words that follow "doctor" without being a name. */
const COMMON = new Set(
  'for and the who that this next tomorrow today please soon now visit appointment on at in with about who speaks asap por para que hable habla manana hoy el la los las de del con cita mujer hombre pronto siempre de general'.split(
    ' ',
  ),
);

function isName(word: string, files: readonly BookingWords[]): boolean {
  const listed = files.flatMap((file) => [...file.usual, ...file.female, ...file.male, ...file.anybody].map(fold));
  return !listed.some((phrase) => phrase.split(' ').includes(word)) && !/^\d/.test(word) && !WEEKDAY.test(word);
}
const WEEKDAY =
  /^(mon|tue|wed|thu|fri|sat|sun|lun|mar|mie|jue|vie|sab|dom|first|last|early|morning|afternoon|evening|tarde|manana|noche|when|where|because|i|my|a|to|is|as)/;

/** Optimal string alignment without a bound; names are short. */
function distance(a: string, b: string): number {
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++)
      row.push(Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    last = row;
  }
  return last[b.length]!;
}
