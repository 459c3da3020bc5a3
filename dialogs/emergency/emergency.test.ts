import type { PatientInput, Services, TurnEvent } from '../../bot/contracts';
import { language, shipped } from '../../bot/language/library.fixture';
import { emergency, redFlagConfirm, respondToScreen } from '.';

const NOW = Date.UTC(2027, 0, 5, 12);
const services: Services = {
  clock: { now: () => NOW },
  ids: { next: (prefix) => `${prefix}_1` },
  content: shipped,
  language,
  locale: 'en',
  facts: {},
  conversation: { id: 'c_1', channel: 'test', size: 'normal', identityProven: false },
};

function input(more: Partial<PatientInput>): PatientInput {
  const text = more.text ?? '';
  return {
    kind: 'message',
    at: NOW,
    text,
    reading: language.read(text, 'en', {}),
    intents: [],
    attachments: [],
    ...more,
  };
}
const chosen = (id: string) => input({ choice: { promptId: 'p_1', id, how: 'number' } });
const kinds = (events: readonly TurnEvent[]) =>
  events.map((event) =>
    event.type === 'say' ? `say ${event.wording}` : event.type === 'begin' ? `begin ${event.dialog}` : event.type,
  );

function reply(text: string) {
  const result = language.screen(language.read(text, 'en', {}), { locale: 'en', facts: {}, raised: [] });
  return respondToScreen(result, { locale: 'en', size: 'normal', facts: {}, content: shipped });
}

describe('the reply to what the screen found', () => {
  it('gives the instruction first, records, tells staff and stays', () => {
    expect(kinds(reply('he stopped breathing'))).toEqual([
      'say red-flag/RF01-NOT-BREATHING@1#reply',
      'assess',
      'flag',
      'begin emergency',
    ]);
  });

  it('tells staff the words, and only in the flag', () => {
    const flag = reply('he stopped breathing').find((event) => event.type === 'flag');
    expect(flag).toEqual({
      type: 'flag',
      severity: 1,
      reason: 'red-flag/RF01-NOT-BREATHING@1',
      summary: 'Not breathing or no pulse: "stopped breathing" (emergency advice given)',
      detail: { outcome: 'fire', level: 'D0', mentions: [{ concept: 'not-breathing', words: 'stopped breathing' }] },
    });
  });

  it('asks one question that carries the instruction', () => {
    const events = reply('chest pain');
    expect(kinds(events)).toEqual(['say red-flag/RF07-CHEST-PAIN@1#confirm', 'flag', 'begin red-flag-confirm']);
    expect(shipped.text('red-flag/RF07-CHEST-PAIN#confirm', 'en')).toContain(shipped.hospital.numbers.emergency);
  });

  it('speaks in passing of what only reads like danger, and goes on with what was written', () => {
    const text = 'she went the colour of putty';
    const words = [{ ...language.read('putty', 'en', {}).mentions[0]!, concept: 'like-examples', words: 'putty' }];
    const hit = {
      flag: 'RF72-LOOKS-SERIOUS',
      version: '1',
      level: 'D0',
      outcome: 'confirm',
      byExample: true,
      inPassing: true,
    } as const;
    const result = { outcome: 'confirm', hits: [{ ...hit, mentions: words, because: [] }] } as const;
    expect(respondToScreen(result, { locale: 'en', size: 'normal', facts: {}, content: shipped, text })).toEqual([
      { type: 'say', wording: 'wording/emergency.looks-serious', safety: true, purpose: 'safety' },
      {
        type: 'flag',
        severity: 3,
        reason: 'red-flag/RF72-LOOKS-SERIOUS@1',
        summary: 'May be serious: "putty" (reads like danger; emergency number given)',
        detail: { outcome: 'confirm', level: 'D0', mentions: [{ concept: 'like-examples', words: 'putty' }] },
      },
      { type: 'takeUp', text, orElse: { dialog: 'triage', args: { protocol: 'generic_unmatched' } } },
    ]);
    expect(shipped.text('wording/emergency.looks-serious', 'en')).toContain(shipped.hospital.numbers.emergency);
  });

  it('sends a stable case by own way, and stays with that', async () => {
    const events = reply('9 weeks pregnant with light bleeding');
    expect(kinds(events)).toEqual([
      'say red-flag/RF19-PREG-BLEED-PAIN@1#own_way.reply',
      'assess',
      'flag',
      'begin emergency',
    ]);
    const begun = events.find((event) => event.type === 'begin');
    expect(begun?.args).toEqual({ flag: 'RF19-PREG-BLEED-PAIN', version: '1', level: 'D1' });
    const step = await emergency.start(begun!.args, services);
    expect(kinds(step.events)[0]).toBe('say red-flag/RF19-PREG-BLEED-PAIN@1#own_way.waiting');
    expect(kinds((await emergency.step(step.next as never, input({ text: 'what' }), services)).events)[0]).toBe(
      'say red-flag/RF19-PREG-BLEED-PAIN@1#own_way.reply',
    );
  });

  it('says nothing for a note', () => {
    expect(reply('chest pain two years ago, all normal')).toEqual([]);
  });

  it('has a person look where the words call for an instruction and the message reads harmless', () => {
    const [hit] = language.screen(language.read('he stopped breathing', 'en', {}), {
      locale: 'en',
      facts: {},
      raised: [],
    }).hits;
    const result = { outcome: 'note', hits: [{ ...hit!, outcome: 'note', calmed: true }] } as const;
    expect(respondToScreen(result, { locale: 'en', size: 'normal', facts: {}, content: shipped })).toEqual([
      {
        type: 'flag',
        severity: 3,
        reason: 'red-flag/RF01-NOT-BREATHING@1',
        summary:
          'Not breathing or no pulse: "stopped breathing" (reads harmless; nothing was said to the patient, please look)',
        detail: { outcome: 'note', level: 'D0', mentions: [{ concept: 'not-breathing', words: 'stopped breathing' }] },
      },
    ]);
  });
});

describe('confirming', () => {
  const about = { flag: 'RF07-CHEST-PAIN', version: '1' };
  const asked = async () => (await redFlagConfirm.start(about, services)).next as never;

  it.each(['yes', 'unsure'] as const)('%s is the emergency', async (answer) => {
    const step = await redFlagConfirm.step(await asked(), input({ yesNo: answer }), services);
    expect([kinds(step.events), step.next]).toEqual([
      ['record', 'say red-flag/RF07-CHEST-PAIN@1#reply', 'assess', 'flag', 'begin emergency'],
      'done',
    ]);
  });

  it('asked in a milder case, yes is that level', async () => {
    const milder = { flag: 'RF43-SYNCOPE-CARDIAC', version: '1', level: 'D1' };
    const { next } = await redFlagConfirm.start(milder, services);
    const step = await redFlagConfirm.step(next as never, input({ yesNo: 'yes' }), services);
    expect(kinds(step.events)[1]).toBe('say red-flag/RF43-SYNCOPE-CARDIAC@1#own_way.reply');
    expect(step.events.find((event) => event.type === 'assess')).toMatchObject({ disposition: 'D1', route: 'ed' });
  });

  it('no goes on with the protocol that fits', async () => {
    const step = await redFlagConfirm.step(await asked(), input({ yesNo: 'no' }), services);
    expect(kinds(step.events)).toEqual(['record', 'say wording/emergency.noted', 'begin triage']);
  });

  it('no takes up what was written, where no protocol fits', async () => {
    const help = { flag: 'RF70-HELP-GENERIC', wrote: 'help me book a visit' };
    const { next } = await redFlagConfirm.start(help, services);
    const step = await redFlagConfirm.step(next as never, input({ yesNo: 'no' }), services);
    expect(step.events.slice(1)).toEqual([
      { type: 'say', wording: 'wording/emergency.noted' },
      { type: 'takeUp', text: 'help me book a visit' },
    ]);
  });

  it('an answer that cannot be understood twice counts as not sure', async () => {
    const once = await redFlagConfirm.step(await asked(), input({ text: 'what do you mean' }), services);
    expect(once.next).toEqual({ at: 'asked', flag: 'RF07-CHEST-PAIN', version: '1', tries: 1 });
    const twice = await redFlagConfirm.step(once.next as never, input({ text: 'bananas' }), services);
    expect(kinds(twice.events)).toContain('begin emergency');
  });
});

describe('after the instruction', () => {
  const start = async (flag: string) => (await emergency.start({ flag }, services)).next as never;

  it.each([
    [
      'RF04-BREATHLESS-SEVERE',
      'called',
      ['unschedule', 'record', 'say wording/emergency.called-said', 'say wording/emergency.stay-ask'],
    ],
    [
      'RF04-BREATHLESS-SEVERE',
      'cannot',
      ['unschedule', 'record', 'say wording/emergency.cannot-said', 'flag', 'say wording/emergency.stay-ask'],
    ],
    [
      'RF04-BREATHLESS-SEVERE',
      'mistake',
      ['unschedule', 'record', 'say wording/emergency.mistake-said', 'begin triage'],
    ],
    [
      'RF44-SUICIDE',
      'alone',
      ['unschedule', 'record', 'say wording/emergency.alone-said', 'flag', 'say wording/emergency.stay-ask'],
    ],
    ['RF44-SUICIDE', 'person', ['unschedule', 'record', 'say wording/emergency.person-said', 'handOver']],
    [
      'RF48-VIOLENCE-NOW',
      'watched',
      ['unschedule', 'record', 'say wording/emergency.watched-said', 'flag', 'say wording/emergency.stay-ask'],
    ],
  ])('%s, %s', async (flag, answer, expected) => {
    const step = await emergency.step(await start(flag), chosen(answer), services);
    expect(kinds(step.events)).toEqual(expected);
  });

  it('does not end by itself: only the person goes on', async () => {
    const called = await emergency.step(await start('RF09-STROKE'), chosen('called'), services);
    expect(called.next).toEqual({ at: 'stay', flag: 'RF09-STROKE', version: '1', tries: 0 });
    const on = await emergency.step(called.next as never, chosen('goon'), services);
    expect(on.next).toBe('done');
  });

  it('tells staff again when nothing is heard', async () => {
    const step = await emergency.step(await start('RF44-SUICIDE'), input({ kind: 'timer' }), services);
    expect(kinds(step.events)).toEqual([
      'say wording/emergency.crisis-silence',
      'flag',
      'say wording/emergency.crisis-ask',
    ]);
  });

  it('has every sentence in both languages', () => {
    for (const flag of shipped.all('red-flag'))
      for (const locale of ['en', 'es'])
        for (const name of [`${flag.kind}-ask`, `${flag.kind}-silence`])
          expect(shipped.text(`wording/emergency.${name}`, locale).length).toBeGreaterThan(5);
  });
});
