import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gatherClasses } from '../../bot/language/match/lexicon-index';
import { parsePattern, type WordClass } from '../../bot/language/match/pattern';
import { contentPlaces, projectRoot } from '../../bot/places';
import { countingIds, localEngine, manualClock } from '../../bot/tools/local-engine';
import { createPlayedVisits } from '../../bot/tools/played-visits';
import { createPlayer, PLAYED_CONVERSATION, type Player } from '../../bot/tools/player';
import { type Exchange, parseTranscript, playExchange } from '../../bot/tools/transcript';
import { loadContent } from '../../knowledge/load';
import type { ContentLibrary } from '../../knowledge/schema/library';
import type { RedFlag } from '../../knowledge/schema/red-flag';

/**
 * Whatever the bot is doing, an emergency is heard. Every red flag is said in the words of its own rules, in English
 * and Spanish, in the middle of conversations of every dialog: each flag in several places, each place by many flags.
 */
const LOCALES = ['en', 'es'] as const;
type Locale = (typeof LOCALES)[number];

/** In how many places each flag is said, in each language; the places rotate, so that all are used. */
const PLACES_EACH = 3;

const content = loadContent(contentPlaces({}));
const engine = localEngine(manualClock(0), countingIds(), content);
const visits = createPlayedVisits(content.hospital.zone);
afterAll(() => visits.close());
const flags = content.all('red-flag');
const concepts = new Map(content.all('lexicon').flatMap((file) => file.concepts.map((one) => [one.id, one] as const)));

interface Place {
  readonly name: string;
  readonly at: string;
  readonly person: 'known' | 'registered' | 'nobody';
  readonly remote: boolean;
  readonly channel: string;
  /** Brings the conversation there. */
  readonly turns: readonly Partial<Exchange>[];
  /** A dialog in which this flag was raised already does not raise it again. */
  readonly raised: string;
}

/** A place reached by these turns. */
const inside = (name: string, ...turns: Partial<Exchange>[]): Place => ({
  name,
  at: '2026-11-23T15:00:00Z',
  person: 'nobody',
  remote: false,
  channel: 'webchat',
  turns,
  raised: '',
});

/** Places that no transcript stops at. */
const NAMED: Readonly<Record<Locale, readonly Place[]>> = {
  en: [
    inside('first message'),
    inside('menu', { open: true }),
    inside('triage, mid-question', { patient: 'I have a sore throat' }),
    inside('medication', { patient: 'can I drink alcohol with metronidazole' }),
    inside('answers', { patient: 'where can I park' }),
    inside('smalltalk', { patient: 'thank you' }),
    inside('owned by staff', { open: true }, { claim: true }),
  ],
  es: [
    inside('primer mensaje'),
    inside('menú', { open: true }),
    inside('triage, a media pregunta', { patient: 'me duele la garganta' }),
    inside('medicamentos', { patient: 'puedo tomar alcohol con metronidazol' }),
    inside('respuestas', { patient: '¿dónde está el estacionamiento?' }),
    inside('plática', { patient: 'gracias' }),
    inside('con el equipo', { open: true }, { claim: true }),
  ],
};

/** Emergency of another flag, and the question before one. */
const OTHERS: Readonly<Record<Locale, readonly Place[]>> = {
  en: [
    { ...inside('emergency of a burn', { patient: 'boiling oil spilled on my face' }), raised: 'RF33-BURN-ELECTRIC' },
    { ...inside('question about fainting', { patient: 'I fainted' }), raised: 'RF43-SYNCOPE-CARDIAC' },
    { ...inside('crisis', { patient: 'I want to kill myself' }), raised: 'RF44-SUICIDE' },
  ],
  es: [
    { ...inside('emergencia de quemadura', { patient: 'quemadura grave en la cara' }), raised: 'RF33-BURN-ELECTRIC' },
    { ...inside('pregunta por desmayo', { patient: 'me desmayé' }), raised: 'RF43-SYNCOPE-CARDIAC' },
    { ...inside('crisis', { patient: 'quiero matarme' }), raised: 'RF44-SUICIDE' },
  ],
};

/** Half-way through each transcript of each dialog. */
function halfway(locale: Locale): Place[] {
  const root = join(projectRoot(), 'dialogs');
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => /transcripts\/.*\.yaml$/.test(name))
    .sort()
    .map((name) => ({ name: relative(root, join(root, name)), source: readFileSync(join(root, name), 'utf8') }))
    .map(({ name, source }) => ({ name, source, wanted: parseTranscript(source) }))
    .filter(({ wanted }) => wanted.locale === locale)
    .map(({ name, source, wanted }) => ({
      name,
      at: wanted.at,
      person: wanted.patient_known ? 'known' : wanted.patient_registered ? 'registered' : 'nobody',
      remote: wanted.booking_elsewhere,
      channel: wanted.channels?.[0] ?? 'webchat',
      turns: wanted.turns.slice(0, Math.ceil(wanted.turns.length / 2)),
      raised: source,
    }));
}

async function bringTo(place: Place, locale: Locale): Promise<Player> {
  const clock = manualClock(Date.parse(place.at));
  const ids = countingIds();
  const { channel, person, remote } = place;
  visits.start({ conversationId: PLAYED_CONVERSATION, channel, locale, person, remote, clock, ids });
  const player = createPlayer({
    engine: { ...engine, clock, ids },
    visits,
    channel,
    locale,
    advance: clock.advance,
    ...(person === 'known' ? { patientId: 'pat_1' } : {}),
  });
  for (const turn of place.turns) await playExchange(player, turn as Exchange);
  return player;
}

/** Word classes of one language, so that phrases are said in it. */
function classesOf(locale: Locale): ReadonlyMap<string, WordClass> {
  const files = content.all('lexicon').map((file) => ({
    ...file,
    classes: Object.fromEntries(
      Object.entries(file.classes).map(([name, lists]) => {
        const own = Object.entries(lists).find(([key]) => key === locale)?.[1] ?? Object.values(lists)[0] ?? [];
        return [name, { en: own }];
      }),
    ),
  }));
  return gatherClasses({ all: () => files } as unknown as ContentLibrary);
}
const CLASSES = { en: classesOf('en'), es: classesOf('es') };

/** The first phrase of a concept, with the first word of every slot; `undefined` when it is known by numbers alone. */
function clearest(concept: string, locale: Locale): string | undefined {
  const phrases = concepts.get(concept)?.phrases;
  const phrase = (phrases?.[locale] ?? phrases?.any ?? [])[0];
  if (phrase === undefined) return undefined;
  const [first] = parsePattern(phrase, CLASSES[locale]);
  return first!.parts
    .map((part) => part.map(({ words, rows }) => words[0]?.word ?? rows![0]!.join(' ')).join(' '))
    .join(' ');
}

/** What raises a flag in the words of its own rules; the first rule that speaks and whose words this language has. */
function words(flag: RedFlag, locale: Locale): string {
  for (const rule of flag.rules.filter((one) => one.outcome !== 'note')) {
    const all = rule.all.map((concept) => clearest(concept, locale));
    const any = rule.any.map((options) =>
      options.map((concept) => clearest(concept, locale)).find((one) => one !== undefined),
    );
    const said = [...all, ...any];
    if (said.every((one) => one !== undefined) && raises(said.join('. '), locale).includes(flag.id))
      return said.join('. ');
  }
  throw new Error(`No rule of ${flag.id} can be said in "${locale}"; give one of its concepts a phrase there.`);
}

/** The flags a first message raises. */
function raises(text: string, locale: Locale): string[] {
  const { hits } = engine.language.screen(engine.language.read(text, locale, {}), { locale, facts: {}, raised: [] });
  return hits.filter((hit) => hit.outcome !== 'note').map((hit) => hit.flag);
}

describe.each(LOCALES)('in %s', (locale) => {
  const places = [...NAMED[locale], ...OTHERS[locale], ...halfway(locale)];
  const used = new Set<string>();

  test.each(flags.map((flag, i) => [flag.id, flag, i] as const))('%s is heard everywhere', async (id, flag, i) => {
    const text = words(flag, locale);
    const expected = raises(text, locale);
    const open = places.filter((place) => !expected.some((one) => place.raised.includes(one)));
    const unheard: string[] = [];
    for (let n = 0; n < PLACES_EACH; n++) {
      // Places nobody was at yet come first; which are open differs by flag, so counting on would leave some out.
      const place = open.find((one) => !used.has(one.name)) ?? open[(i * PLACES_EACH + n) % open.length]!;
      used.add(place.name);
      const player = await bringTo(place, locale);
      const { bot } = await player.say(text);
      const said = bot.map((line) => /^red-flag\/(.+)@.*#(?:own_way\.)?(?:reply|confirm)$/.exec(line.ref)?.[1]);
      if (!said.some((one) => one !== undefined && expected.includes(one)))
        unheard.push(`${place.name}: "${text}" was answered ${bot.map((line) => line.ref).join(', ') || 'nothing'}`);
    }
    expect(expected).toContain(id);
    expect(unheard).toEqual([]);
  });

  test('every place was used', () => {
    expect(places.filter((place) => !used.has(place.name)).map((place) => place.name)).toEqual([]);
  });
});
