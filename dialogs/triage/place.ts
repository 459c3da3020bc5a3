import type { Services } from '../../bot/contracts';
import { LEVEL_HOURS, type Outcome } from '../../knowledge/triage/dispose';
import { type Placed, placeFor } from '../../knowledge/triage/places';
import { whenText } from '../booking/words';
import { text } from './ask';

/** The decision laid over the hospital's opening hours: where somebody can really be seen in time. */
export function withPlace(outcome: Outcome, services: Services): { outcome: Outcome; placed: Placed } {
  const placed = placeFor(outcome, services.clock.now(), services.content.hospital);
  const { level, route, raised } = placed;
  const { deadline_hours: _later, ...rest } = outcome;
  const at = raised ? { ...rest, hours: LEVEL_HOURS[level] } : outcome;
  return { outcome: { ...at, level, route }, placed };
}

/** The way there: why it is another place than usual, the place, and when it opens. */
export function placeText(placed: Placed, services: Services): string {
  const { zone } = services.content.hospital;
  return [
    placed.raised
      ? text('wording/triage.place-none-open', services)
      : placed.instead
        ? text('wording/triage.place-closed', services)
        : '',
    text(`wording/triage.route-${placed.route}`, services),
    placed.opensAt === undefined
      ? ''
      : text('wording/triage.place-opens', services, { when: whenText(placed.opensAt, services, zone) }),
  ]
    .filter((one) => one !== '')
    .join(' ');
}
