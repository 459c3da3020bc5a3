import type { Services } from '../../../bot/contracts';

const OLDEST = '1900-01-01';

/**
 * Days of birth a text can mean: one, two to choose between (`3/4/1985`), or none when it is no date or lies ahead. Two
 * figures of a year are in the past: `12 mar 85` is 1985.
 */
export async function birthDate(text: string, services: Services, zone: string): Promise<readonly string[]> {
  const now = services.clock.now();
  const reading = await services.dates?.read(wholeYear(text, now), services.locale, { now, zone });
  if (reading === undefined) return [];
  const days =
    reading.kind === 'past'
      ? [reading.day]
      : reading.kind === 'wish'
        ? [reading.wish.from]
        : reading.kind === 'ask' && reading.why !== 'day-or-hour'
          ? reading.candidates.map((one) => one.from)
          : [];
  const today = new Date(now).toISOString().slice(0, 10);
  const back = (day: string) => (day > today ? `${Number(day.slice(0, 4)) - 100}${day.slice(4)}` : day);
  const twoFigures = /(^|[^\d])\d{1,2}[/.-]\d{1,2}[/.-]\d{2}($|[^\d])/.test(text);
  return [...new Set(days.flatMap((day) => day ?? []).map((day) => (twoFigures ? back(day) : day)))].filter(
    (day) => day <= today && day >= OLDEST,
  );
}

/** "12 mar 45": behind a month in letters and a day, two figures are a year that is over. */
function wholeYear(text: string, now: number): string {
  const numbers = text.match(/\d+/g) ?? [];
  const [, year] = numbers;
  if (numbers.length !== 2 || year?.length !== 2 || !/\p{L}{3}/u.test(text)) return text;
  const century = Number(year) > new Date(now).getUTCFullYear() % 100 ? '19' : '20';
  return text.replace(/\d{2}(?!.*\d)/, `${century}${year}`);
}
