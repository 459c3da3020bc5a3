import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../../bot/places';
import { countingIds, localEngine, manualClock, PLAYED_CHANNELS } from '../../bot/tools/local-engine';
import { createPlayedVisits } from '../../bot/tools/played-visits';
import { createPlayer, PLAYED_CONVERSATION } from '../../bot/tools/player';
import {
  type Exchange,
  parseTranscript,
  playExchange,
  printTranscript,
  type Transcript,
} from '../../bot/tools/transcript';
import { createDialogs } from '../../dialogs';
import { createShowing } from '../support/rendered';

/**
 * Every transcript of every dialog, on every channel: the same refs, choices and decisions everywhere; the text itself
 * is compared on the first (web chat, where it names none). What is said is shown by the channel's real renderers: no
 * limit is exceeded and every choice can be taken from what was shown. `UPDATE_TRANSCRIPTS=1` rewrites them: a changed
 * golden is explained in its commit.
 */
const root = projectRoot();
const engine = localEngine(manualClock(0), countingIds());
const problemsOf = createShowing(engine.content, engine.language);
const visits = createPlayedVisits(engine.content.hospital.zone);
afterAll(() => visits.close());
const files = readdirSync(join(root, 'dialogs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /transcripts\/.*\.yaml$/.test(name))
  .map((name) => join(root, 'dialogs', name))
  .sort();

const LOCALES = ['en', 'es'];
/** What a transcript's `flows` may name: the loop of an appointment, whole. */
const FLOWS = [
  'new-patient',
  'registration-resumed',
  'returning-patient',
  'child',
  'move',
  'cancel',
  'waitlist-accepted',
  'waitlist-expired',
  'reminder-answered',
  'no-show',
  'hold-expired',
  'system-down',
  'red-flag-inside',
  'several-visits',
  'bad-wishes',
  'other-wishes',
  'clinic-cancels',
  'change-of-mind',
  'given-up',
  'same-day',
  'same-day-full',
];

async function play(wanted: Transcript, channel: string): Promise<Exchange[]> {
  const problems: string[] = [];
  const clock = manualClock(Date.parse(wanted.at));
  const ids = countingIds();
  visits.start({
    conversationId: PLAYED_CONVERSATION,
    channel,
    locale: wanted.locale,
    person: wanted.patient_known ? 'known' : wanted.patient_registered ? 'registered' : 'nobody',
    remote: wanted.booking_elsewhere,
    clock,
    ids,
  });
  const player = createPlayer({
    engine: { ...engine, clock, ids },
    visits,
    channel,
    locale: wanted.locale,
    advance: clock.advance,
    heard: (turn) => problems.push(...problemsOf(channel, turn, clock.now())),
    ...(wanted.patient_known ? { patientId: 'pat_1' } : {}),
  });
  const got: Exchange[] = [];
  for (const { bot: _bot, events: _events, ...did } of wanted.turns) {
    const turn = await playExchange(player, did as Exchange);
    got.push({
      ...did,
      bot: turn.bot.map((line) => ({ ...line, ...(line.choices === undefined ? {} : { choices: [...line.choices] }) })),
      events: [...turn.events],
    } as Exchange);
  }
  expect(problems).toEqual([]);
  return got;
}

const withoutText = (turns: readonly Exchange[]) =>
  turns.map((turn) => ({ ...turn, bot: turn.bot.map(({ text: _text, ...line }) => line) }));

describe('transcripts', () => {
  test.each(files.map((file) => [relative(root, file), file]))('%s', async (_name, file) => {
    const wanted = parseTranscript(readFileSync(file, 'utf8'));
    const [first = 'webchat'] = wanted.channels ?? [];
    const onFirst = await play(wanted, first);
    if (process.env.UPDATE_TRANSCRIPTS === '1') {
      writeFileSync(file, printTranscript({ ...wanted, turns: onFirst }));
      return;
    }
    expect(onFirst).toEqual(wanted.turns);
    for (const channel of (wanted.channels ?? PLAYED_CHANNELS).filter((one) => one !== first))
      expect(withoutText(await play(wanted, channel))).toEqual(withoutText(wanted.turns));
  });

  test('the flows of appointments are shown in both languages on every channel', () => {
    const shown = new Set(
      files
        .map((file) => parseTranscript(readFileSync(file, 'utf8')))
        .flatMap(({ flows = [], locale, channels = PLAYED_CHANNELS }) =>
          flows.flatMap((flow) => channels.map((channel) => `${flow} ${locale} ${channel}`)),
        ),
    );
    const wanted = FLOWS.flatMap((flow) =>
      LOCALES.flatMap((locale) => PLAYED_CHANNELS.map((channel) => `${flow} ${locale} ${channel}`)),
    );
    expect([...shown].sort()).toEqual(wanted.sort());
  });

  test('every dialog has some', () => {
    const folders = new Set(files.map((file) => relative(join(root, 'dialogs'), file).split('/')[0]));
    const skills = readdirSync(join(root, 'dialogs'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(createDialogs().size).toBeGreaterThan(0);
    expect(skills.filter((skill) => !folders.has(skill))).toEqual([]);
  });
});
