import type { Mention, PatientInput, Services, Step } from '../../bot/contracts';
import { absorb, mentionsIn, YOUNGEST_WRITER_MONTHS } from './absorb';
import { askWho, text } from './ask';
import { chooseProtocol } from './begin';
import { EMPTY, type TriageState } from './state';

type About = NonNullable<TriageState['about']>;

/** Characters between "actually it is" and "my son" in one breath: a space, or a comma and a space. */
const ONE_BREATH = 2;
/** A correction comes first ("no, it's for …") or after a pause; "the pills are for my son" is a story. */
const EARLY = 12;

/** Whom a message corrects it to: "actually it is my son", "no, it's for my mother", "es para mí". */
export function meantInstead(said: string, mentions: readonly Mention[]): About | undefined {
  const people = mentions.filter((one) => one.concept === 'about-child' || one.concept === 'about-other');
  const frames = mentions.filter(
    (one) => one.concept === 'about-instead' && (one.start <= EARLY || /[,.;:!?-]\s*$/.test(said.slice(0, one.start))),
  );
  const meant = people.find((person) =>
    frames.some((frame) => person.start >= frame.end && person.start - frame.end <= ONE_BREATH),
  );
  if (meant !== undefined) return people.some((one) => one.concept === 'about-child') ? 'child' : 'other';
  return people.length === 0 && mentions.some((one) => one.concept === 'about-me-instead') ? 'self' : undefined;
}

/**
 * The questions are about somebody else than was understood: what was known and answered of the one person is dropped, the
 * complaint stays, and the questions for the age of the other begin. Undefined when the person stays the same.
 */
export function otherPerson(
  state: TriageState,
  input: PatientInput,
  services: Services,
): Step<TriageState> | undefined {
  const known = state.runs.length > 0 || state.ageMonths !== undefined || state.sex !== undefined;
  if (!known || input.choice !== undefined) return undefined;
  const mentions = mentionsIn(input.reading, services);
  const meant = meantInstead(input.text, mentions);
  if (meant === undefined) return undefined;
  const complaint = openingOf(state, services);
  const told = absorb({ ...EMPTY, about: meant, at: 'who' }, input.reading, services);
  const { ageMonths } = told;
  const about =
    meant === 'other' && typeof ageMonths === 'number' && ageMonths < YOUNGEST_WRITER_MONTHS ? 'child' : meant;
  if (isSame(state, { ...told, about })) return undefined;
  const story = absorb(
    { ...EMPTY, about, ageMonths: 'unknown', sex: 'unknown' },
    services.language.read(complaint, services.locale, services.facts),
    services,
  );
  const heard = [...story.heard.filter((one) => !/^(about|sex)-/.test(one.concept)), ...told.heard];
  const now: TriageState = { ...told, about, at: 'who', opening: complaint, heard, measures: story.measures };
  const lead = text(`wording/triage.person-${about}`, services);
  return ageMonths === undefined
    ? { events: askWho(now, services, lead), next: now }
    : chooseProtocol(now, services, lead);
}

/** The complaint in words: the patient's own, or the names of the complaints that were chosen without any. */
function openingOf(state: TriageState, services: Services): string {
  if (state.opening !== '') return state.opening;
  return state.runs.map((run) => text(`protocol/${run.protocol}#complaint`, services)).join('. ');
}

function isSame(before: TriageState, now: TriageState): boolean {
  const differs = <K extends 'ageMonths' | 'sex'>(key: K) =>
    now[key] !== undefined && before[key] !== undefined && before[key] !== 'unknown' && now[key] !== before[key];
  return (before.about ?? 'self') === now.about && !differs('ageMonths') && !differs('sex');
}
