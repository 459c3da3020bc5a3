import { useQuery } from '@tanstack/react-query';
import type { CalendarView } from '../../../../api/schema/visits';
import { useI18n } from '../../i18n';
import { api } from '../../lib/api';

/** Places, practitioners and services of the hospital, with names in the reader's language. */
export function useCalendar() {
  const { locale } = useI18n();
  const query = useQuery({
    queryKey: ['calendar'],
    queryFn: () => api<CalendarView>('GET', '/visits/calendar'),
    staleTime: 5 * 60_000,
  });
  const named = (list: readonly { id: string; name: Record<string, string> }[] | undefined, id: string): string => {
    const name = list?.find((one) => one.id === id)?.name;
    return name?.[locale] ?? name?.en ?? id;
  };
  return {
    query,
    place: (id: string) => named(query.data?.locations, id),
    service: (id: string) => named(query.data?.services, id),
    practitioner: (id: string) => query.data?.practitioners.find((one) => one.id === id)?.name ?? id,
  };
}

/** A calendar day some days away: `2026-11-26`, 1 is `2026-11-27`. */
export function shiftDay(day: string, by: number): string {
  const moved = new Date(`${day}T12:00:00Z`);
  moved.setUTCDate(moved.getUTCDate() + by);
  return moved.toISOString().slice(0, 10);
}

/**
 * The instant of a wall-clock time in a zone: what a person at the hospital means by "9:00 on that day". Found by asking
 * what the zone's clock shows at a guess and correcting once more, which also holds on the days the clock changes.
 * @param local `2026-11-26T09:00`
 */
export function instantOf(local: string, zone: string): number {
  const wanted = Date.parse(`${local}:00Z`);
  const shown = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const offset = (at: number): number => {
    const parts = Object.fromEntries(shown.formatToParts(at).map(({ type, value }) => [type, value]));
    return Date.parse(`${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:00Z`) - at;
  };
  const guess = wanted - offset(wanted);
  return wanted - offset(guess);
}
