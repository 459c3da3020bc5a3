import type { Measure, Mention, Reading, Services } from '../../bot/contracts';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { factsOf } from '../../knowledge/triage/answers';
import { conditionsOf } from '../../knowledge/triage/conditions';
import { tellingConceptsOf } from '../../knowledge/triage/said';
import type { Heard, TriageState } from './state';

/** Below this age somebody else is writing. */
export const YOUNGEST_WRITER_MONTHS = 10 * 12;

/** Everything a message mentions: lexicon concepts, and the lay phrases and talk that only triage reads. */
export function mentionsIn(reading: Reading, services: Services): readonly Mention[] {
  return [...reading.mentions, ...(services.saidInTriage?.(reading.text, services.locale) ?? [])];
}

/** Whether a mention says something about the person now (or lately): not a topic, an idiom, somebody absent. */
export function isPresent(mention: Mention): boolean {
  const { temporality, experiencer, sense } = mention.context;
  return sense === 'literal' && experiencer !== 'other_absent' && temporality !== 'hypothetical';
}

export function saysYes(mention: Mention): boolean {
  return isPresent(mention) && mention.context.polarity !== 'negated' && mention.context.temporality !== 'historical';
}

function saysNo(mention: Mention): boolean {
  return isPresent(mention) && mention.context.polarity === 'negated';
}

/**
 * Takes over what a message says: findings, measures, who it is about, background facts. A finding once told stays told;
 * free text never turns a "yes" into a "no".
 */
export function absorb(state: TriageState, reading: Reading, services: Services): TriageState {
  const all = mentionsIn(reading, services);
  const known = [...timesOfConditions(reading, all, services.content), ...timesOfEarlier(reading, all)];
  const mentions = all.filter((one) => !known.some((time) => one.start < time.end && one.end >= time.end));
  const heard = mergeHeard(state.heard, mentions);
  const has = (concept: string) => mentions.some((mention) => mention.concept === concept);
  const herBaby = ageOfHerBaby(reading, mentions, services.content);
  const age =
    state.ageMonths ??
    reading.measures.find((measure) => measure.kind === 'age_months' && measure !== herBaby)?.value ??
    ageBySex(reading.text, mentions);
  const young = typeof age === 'number' && age < YOUNGEST_WRITER_MONTHS;
  const child = young || (has('about-child') && herBaby === undefined);
  const about = state.about ?? (child ? 'child' : has('about-other') ? 'other' : undefined);
  const named = sexIn(mentions, services.content);
  const facts = withFacts({ ...state, ...(about === undefined ? {} : { about }) }, heard, services);
  // Whoever is pregnant was born female, and need not be asked.
  const carries = facts.pregnant === 'yes' && has('pregnant') && about !== 'child';
  const sex = carries ? ('female' as const) : named;
  return {
    ...state,
    heard,
    measures: [
      ...reading.measures
        .filter((one) => !isAge(one, age) && !known.includes(one))
        .map(({ kind, value }) => ({ kind, value })),
      ...state.measures,
    ].slice(0, 20),
    facts,
    ...(about === undefined ? {} : { about }),
    ...(age === undefined ? {} : { ageMonths: age }),
    // "She" in a story about oneself is somebody else; the sex of the person ill is taken only from a word about them.
    ...(state.sex === undefined && sex !== undefined && (about !== undefined || state.at === 'who' || carries)
      ? { sex }
      : {}),
  };
}

const HOURS_IN_A_YEAR = 8760;

/** Words that may stand between a condition and its years: "diabetes for about 18 years". */
const MOST_BETWEEN = 2;

/** "Type 2 diabetes for 18 years": how long a condition has been known says nothing of how long somebody has been ill. */
function timesOfConditions(reading: Reading, mentions: readonly Mention[], content: ContentLibrary): Measure[] {
  const long = reading.measures.filter((one) => one.kind === 'duration_hours' && one.value >= HOURS_IN_A_YEAR);
  if (long.length === 0) return [];
  const conditions = conditionsOf(content);
  return long.filter((time) =>
    mentions.some(({ concept, end }) => {
      const between = reading.text.slice(end, time.start);
      const words = between.split(/\s+/).filter((word) => word !== '');
      return conditions.has(concept) && end <= time.start && !/[.,;!?]/.test(between) && words.length <= MOST_BETWEEN;
    }),
  );
}

/** "It happened two years ago and went in a week": the times of an earlier episode are none of this one. */
function timesOfEarlier(reading: Reading, mentions: readonly Mention[]): Measure[] {
  const earlier = mentions.filter((one) => one.concept === 'earlier-episode' && one.context.sense === 'literal');
  return reading.measures.filter(
    (time) => time.kind === 'duration_hours' && earlier.some((one) => one.start <= time.start && time.end <= one.end),
  );
}

/** What only a mother says of herself. */
const MOTHERS = ['said:breastfeeding', 'postpartum', 'pregnant'] as const;

/**
 * "I'm breastfeeding and my breast is hot, the baby is three weeks old": the age of a baby of whom nothing else is said. It is
 * neither the writer's age nor a sign that the child is ill.
 */
function ageOfHerBaby(reading: Reading, mentions: readonly Mention[], content: ContentLibrary): Measure | undefined {
  const says = (concept: string) => mentions.some((one) => one.concept === concept && saysYes(one));
  if (!says('about-self') || !MOTHERS.some(says) || mentions.some((one) => /^sex-/.test(one.concept))) return undefined;
  const conditions = conditionsOf(content);
  return reading.measures.find((age) => {
    if (age.kind !== 'age_months' || age.value >= YOUNGEST_WRITER_MONTHS) return false;
    const { start, end } = clauseAt(reading.text, age.start);
    const inside = mentions.filter((one) => one.start >= start && one.end <= end);
    const children = mentions.filter((one) => one.concept === 'about-child');
    const told = inside.filter((one) => !/^about-/.test(one.concept) && !conditions.has(one.concept));
    return (
      children.length > 0 &&
      children.every((one) => inside.includes(one)) &&
      told.every((one) => one.start < age.end && one.end > age.start)
    );
  });
}

/** The part of a text, between marks, that a letter stands in. */
function clauseAt(text: string, at: number): { start: number; end: number } {
  const before = text.slice(0, at).search(/[^.,;!?]*$/);
  const after = text.slice(at).search(/[.,;!?]|$/);
  return { start: before, end: at + after };
}

const HOURS_IN_A_MONTH = 730;

/** "63 years", "he's 11 months" say how old somebody is, and nothing about how long they have been ill. */
export function isAge(measure: { kind: string; value: number }, age: number | 'unknown' | undefined): boolean {
  if (measure.kind !== 'duration_hours' || typeof age !== 'number') return false;
  return Math.abs(measure.value / HOURS_IN_A_MONTH - age) <= 0.02 * age;
}

/** A new complaint that names somebody: the age and sex known so far are those of the writer, not of this person. */
export function notTheWriter(state: TriageState, mentions: readonly Mention[]): TriageState {
  const others = mentions.some((one) => one.concept === 'about-child' || one.concept === 'about-other');
  if (!others || state.runs.length > 0 || (state.about !== undefined && state.about !== 'self')) return state;
  const { about: _about, ageMonths: _age, sex: _sex, ...rest } = state;
  return { ...rest, facts: {} };
}

/** The sex a message names; undefined when it names none, or both. */
export function sexIn(mentions: readonly Mention[], content: ContentLibrary): 'female' | 'male' | undefined {
  const written = wordsForSex(content);
  const named = (concept: string) =>
    mentions.some(
      (mention) => mention.concept === concept && written.get(concept)?.has(folded(mention.words)) === true,
    );
  return named('sex-female') === named('sex-male') ? undefined : named('sex-female') ? 'female' : 'male';
}

/** One letter makes "hijo" of "hija" and "male" of "mal": forgiven spelling cannot tell the sexes apart. */
function wordsForSex(content: ContentLibrary): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    content
      .all('talk')
      .flatMap((file) => file.concepts)
      .filter((one) => one.id === 'sex-female' || one.id === 'sex-male')
      .map((one) => [one.id, new Set(Object.values(one.phrases).flatMap((list) => (list ?? []).map(folded)))]),
  );
}

function folded(words: string): string {
  return words
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\s]/gu, '')
    .trim()
    .toLowerCase();
}

/** "58 man", "F 34": a bare number beside a word for woman or man is the age in years. */
function ageBySex(text: string, mentions: readonly Mention[]): number | undefined {
  for (const mention of mentions) {
    if (mention.concept !== 'sex-female' && mention.concept !== 'sex-male') continue;
    const before = text.slice(0, mention.start);
    const years = CLOCK.test(before) ? undefined : /(?:^|[^\d.,])(\d{1,3})[\s,/-]*$/.exec(before)?.[1];
    const after = /^[\s,/-]*(\d{1,3})(?![\d.,]*\d|\s*(?:week|month|day|mo|wk|sem|mes|d[ií]a))/i.exec(
      text.slice(mention.end),
    )?.[1];
    const found = Number(years ?? after);
    if (Number.isFinite(found) && found <= 110) return found * 12;
  }
  return undefined;
}

/** "From 6 to 10 she screams", "a las 8 ella ...": a time of day, and no age. */
const CLOCK = /\b(?:at|to|till|until|by|around|las|hasta)\s\d{1,3}[\s,/-]*$/i;

function mergeHeard(before: readonly Heard[], mentions: readonly Mention[]): Heard[] {
  const heard = new Map(before.map((one) => [one.concept, one]));
  for (const { concept, words, ...mention } of mentions) {
    if (saysYes({ concept, words, ...mention })) {
      const earlier = heard.get(concept);
      const said = [earlier?.is === 'yes' ? earlier.words : undefined, words].filter((one) => one !== undefined);
      heard.set(concept, { concept, is: 'yes', words: said.join('; ').slice(0, MOST_WORDS) });
    } else if (saysNo({ concept, words, ...mention }) && !heard.has(concept)) heard.set(concept, { concept, is: 'no' });
  }
  return [...heard.values()];
}

/** Letters kept of what was said about one concept. */
const MOST_WORDS = 200;

/** Background facts told in passing ("I take warfarin"), or known to the record. Only "yes" is taken from free text. */
function withFacts(state: TriageState, heard: readonly Heard[], services: Services): TriageState['facts'] {
  const yes = new Set(heard.filter((one) => one.is === 'yes').map((one) => one.concept));
  // The record is one person's: what it knows of the writer says nothing about the child or mother written about.
  const own = (state.about ?? 'self') === (services.facts.about ?? 'self');
  const record = new Set(own ? [...(services.facts.conditions ?? []), ...(services.facts.medicines ?? [])] : []);
  const facts = { ...state.facts };
  for (const [id, fact] of factsOf(services.content.all('modifier'))) {
    const told = [...tellingConceptsOf(fact, services.content)].some((concept) => yes.has(concept));
    if (told || fact.known_as.some((name) => record.has(name))) facts[id] = 'yes';
  }
  if (own && services.facts.pregnant === 'yes' && facts.pregnant === undefined) facts.pregnant = 'yes';
  return facts;
}
