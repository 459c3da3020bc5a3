import type { Mention, PatientInput, Services, Step } from '../../bot/contracts';
import { questionOf } from '../../knowledge/triage/answers';
import { saysYes } from './absorb';
import { askPlaces, text } from './ask';
import { caseOf } from './case';
import type { TriageState } from './state';

/** How people talk about what is in the way: ids of `content/talk/triage.yaml`. */
export const BARRIERS = ['barrier-cost', 'barrier-transport', 'barrier-fear'] as const;

/** Body temperatures as people write them, in °C and in °F. */
const CELSIUS = { from: 34, to: 43 } as const;
const FAHRENHEIT = { from: 94, to: 110 } as const;

/** "?", "I don't understand": the open question is put more simply, and that is no failed answer. */
export function explained(
  state: TriageState,
  input: PatientInput,
  mentions: readonly Mention[],
  services: Services,
): Step<TriageState> | undefined {
  if (input.choice?.how === 'button') return undefined;
  const asks =
    /^[\s?¿!]*[?¿][\s?¿!]*$/.test(input.text) || mentions.some((one) => one.concept === 'about-the-question');
  if (!asks) return undefined;
  const lead = text(`wording/triage.explain-${kindOf(state, services)}`, services);
  return { events: askPlaces(state, services, lead), next: state };
}

function kindOf(state: TriageState, services: Services): 'yes_no' | 'choice' | 'ticks' | 'number' {
  const [first = ''] = state.places;
  if (first.startsWith('fact:')) return state.places.length === 1 ? 'yes_no' : 'ticks';
  return questionOf(caseOf(state.runs[state.current]!, state, services).protocol, first)!.type;
}

/** Cost, distance or fear while the questions run: nobody is turned away for it, and the question stays open. */
export function barrierNoted(
  state: TriageState,
  mentions: readonly Mention[],
  services: Services,
): Step<TriageState> | undefined {
  const barrier = BARRIERS.find((one) => mentions.some((mention) => mention.concept === one && saysYes(mention)));
  if (barrier === undefined) return undefined;
  const [asked, ...rest] = askPlaces(state, services, text('wording/triage.barrier-noted', services));
  return { events: [{ type: 'record', kind: 'triage.barrier', data: { barrier } }, asked!, ...rest], next: state };
}

/** A bare "39" or "102" where no number was asked: kept as the temperature, and the question stays open. */
export function temperatureNoted(
  state: TriageState,
  input: PatientInput,
  services: Services,
): Step<TriageState> | undefined {
  const written = /^\s*(\d{2,3}(?:[.,]\d)?)\s*$/.exec(input.text)?.[1];
  const value = written === undefined ? undefined : celsius(Number(written.replace(',', '.')));
  if (value === undefined) return undefined;
  const next = { ...state, measures: [{ kind: 'temperature_c', value }, ...state.measures] };
  return { events: askPlaces(next, services, text('wording/triage.noted-temperature', services, { value })), next };
}

function celsius(value: number): number | undefined {
  if (value >= CELSIUS.from && value <= CELSIUS.to) return value;
  if (value < FAHRENHEIT.from || value > FAHRENHEIT.to) return undefined;
  return Math.round(((value - 32) * 50) / 9) / 10;
}
