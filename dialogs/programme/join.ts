import { DateTime } from 'luxon';
import type { DateReading, EnrolledBy, Enrolment, Services, TurnEvent } from '../../bot/contracts';
import { armOf } from '../../bot/outreach/arms';
import type { Programme } from '../../knowledge/schema/programme';
import { next, zoneOf } from './calendar';
import { refOf, say, titleOf } from './words';

/** Agreement, the place in the programme, and its first message. */
export function enrol(services: Services, programme: Programme, anchorAt: number, by: EnrolledBy): TurnEvent[] {
  const unit = services.conversation.patientId ?? services.conversation.id;
  const enrolment: Enrolment = {
    id: services.ids.next('en'),
    programme: programme.id,
    version: programme.version,
    arm: armOf(programme, unit),
    anchorAt,
    joinedAt: services.clock.now(),
    status: 'active',
  };
  return [
    { type: 'optIn', scope: 'programme', wording: refOf(programme, 'offer') },
    { type: 'enrol', enrolment, by },
    next(services, enrolment, true),
    say('enrolled', { title: titleOf(services, programme) }),
  ];
}

export type AnchorReading = { kind: 'day'; at: number } | { kind: 'again' } | { kind: 'outside' };

/** The day a programme counts from, within what makes sense for it. Noon keeps it on its day in every zone's switch of time. */
export async function readAnchor(services: Services, programme: Programme, text: string): Promise<AnchorReading> {
  const zone = zoneOf(services);
  const now = services.clock.now();
  const reading: DateReading = (await services.dates?.read(text, services.locale, { now, zone })) ?? { kind: 'none' };
  const { earliest_days: earliest, latest_days: latest } = programme.anchor;
  const ahead = latest + earliest >= 0;
  const day = inPassing(reading, text) ? undefined : dayOf(reading, ahead);
  if (day === undefined) return { kind: 'again' };
  const at = DateTime.fromISO(day, { zone }).set({ hour: 12 });
  const days = Math.round(at.startOf('day').diff(DateTime.fromMillis(now, { zone }).startOf('day'), 'days').days);
  return days < earliest || days > latest ? { kind: 'outside' } : { kind: 'day', at: at.toMillis() };
}

/** "I had one this morning" tells a story; who answers with a day says the day, and not much more. */
function inPassing(reading: DateReading, text: string): boolean {
  return reading.kind === 'wish' && reading.wish.parts !== undefined && text.trim().split(/\s+/).length > 4;
}

/** @param ahead the programme counts from a day to come: "Monday", said on a Monday, is the next one. */
function dayOf(reading: DateReading, ahead: boolean): string | undefined {
  if (reading.kind === 'past') return reading.day;
  if (reading.kind === 'ask' && reading.why === 'which-week')
    return (ahead ? reading.candidates.at(-1) : reading.candidates[0])?.from;
  if (reading.kind === 'wish') {
    const { from, to } = reading.wish;
    return from !== undefined && (to === undefined || to === from) ? from : undefined;
  }
  return undefined;
}
