import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { countingIds, localEngine, manualClock, PLAYED_CHANNELS } from './local-engine';
import { createPlayedVisits } from './played-visits';
import { createPlayer, PLAYED_CONVERSATION, type PlayedTurn } from './player';
import { type Exchange, milliseconds, playExchange, printTranscript } from './transcript';

const HELP = `Write as a patient. Besides that:
  /press ID      press a button            /wait 2h       let time pass (m, h, d)
  /claim         a nurse takes the thread  /back NOTE     ... and hands it back
  /elsewhere DID what others do meanwhile: missed, late 40, fills dental, frees dental, clinic-cancels
  /events        show decisions on or off  /transcript [FILE]   print this conversation as a test
  /quit
`;

/** `npm run chat -- [--channel webchat|whatsapp|sms] [--locale en|es]`: one conversation in the terminal. */
async function main(argv: readonly string[]): Promise<void> {
  const option = (name: string, otherwise: string) => argv[argv.indexOf(`--${name}`) + 1] ?? otherwise;
  const channel = argv.includes('--channel') ? option('channel', 'webchat') : 'webchat';
  const locale = argv.includes('--locale') ? option('locale', 'en') : 'en';
  if (!(PLAYED_CHANNELS as readonly string[]).includes(channel))
    throw new Error(`There is no channel "${channel}"; choose ${PLAYED_CHANNELS.join(', ')}.`);
  const start = Date.now();
  const clock = manualClock(start);
  const ids = countingIds();
  const engine = localEngine(clock, ids);
  const visits = createPlayedVisits(engine.content.hospital.zone);
  const conversationId = PLAYED_CONVERSATION;
  visits.start({ conversationId, channel, locale, person: 'registered', remote: false, clock, ids });
  const player = createPlayer({ engine, channel, locale, advance: clock.advance, visits });
  const turns: Exchange[] = [];
  let showEvents = false;

  const play = async (did: Partial<Exchange>) => {
    const turn = await playExchange(player, did as Exchange);
    turns.push({
      ...did,
      bot: turn.bot.map((line) => ({ ...line, ...(line.choices === undefined ? {} : { choices: [...line.choices] }) })),
      events: [...turn.events],
    } as Exchange);
    show(turn, showEvents);
  };

  process.stdout.write(HELP);
  await play({ open: true });
  const terminal = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  terminal.prompt();
  for await (const typed of terminal) {
    const [command, ...rest] = typed.trim().split(' ');
    const argument = rest.join(' ');
    try {
      if (command === '/quit') break;
      else if (command === '/events') showEvents = !showEvents;
      else if (command === '/press') await play({ press: argument });
      else if (command === '/wait') {
        milliseconds(argument);
        await play({ wait: argument });
      } else if (command === '/claim') await play({ claim: true });
      else if (command === '/elsewhere') await play({ elsewhere: argument });
      else if (command === '/back') await play({ handBack: argument });
      else if (command === '/transcript') {
        const text = printTranscript({
          name: 'Played in the terminal',
          locale,
          at: new Date(start).toISOString(),
          patient_known: false,
          patient_registered: true,
          booking_elsewhere: false,
          turns,
        });
        if (argument === '') process.stdout.write(text);
        else writeFileSync(argument, text);
      } else if (command?.startsWith('/') === true) process.stdout.write(HELP);
      else if (typed.trim() !== '') await play({ patient: typed });
    } catch (error) {
      process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
    terminal.prompt();
  }
  terminal.close();
  await visits.close();
}

function show(turn: PlayedTurn, events: boolean): void {
  for (const line of turn.bot) {
    process.stdout.write(`\n${line.text}\n`);
    line.choices?.forEach((choice, index) => {
      process.stdout.write(`   ${index + 1} [${choice}]\n`);
    });
  }
  if (events) for (const event of turn.events) process.stdout.write(`   * ${event}\n`);
  process.stdout.write('\n');
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
