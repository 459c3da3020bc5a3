import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScreenContext } from '../../contracts/language';
import { projectRoot } from '../../places';
import { createLanguage } from '..';
import { shipped } from '../library.fixture';
import { type Readers, secondLook } from './second-look';

const [rules] = shipped.all('second-look');
const plain = createLanguage(shipped, { intents: () => [] });
const twice = createLanguage(shipped, { intents: () => [], secondLook: { cache: join(projectRoot(), '.cache') } });
const NEW: ScreenContext = { locale: 'en', facts: {}, raised: [] };

/** The second look at a text the screen found nothing in, with a likeness of our own choosing. */
function looked(danger: number, context: Partial<ScreenContext> = {}, ask = 'RF72-LOOKS-SERIOUS') {
  const text = 'she went the colour of putty';
  const reading = { ...plain.read(text, 'en', {}), mentions: [] };
  const words = [{ word: 'putty', start: 23, end: 28 }];
  const result = secondLook(
    shipped,
    rules!,
    { danger: () => ({ danger, ask, words }) },
    reading,
    { ...NEW, ...context },
    { outcome: 'none', hits: [] },
  );
  return {
    outcome: result.outcome,
    flag: result.hits[0]?.flag,
    words: result.hits[0]?.mentions.map((one) => one.words),
  };
}
const nothing = { outcome: 'none', flag: undefined, words: undefined };
const asks = (flag: string) => ({ outcome: 'confirm', flag, words: ['putty'] });

describe('a message the screen is silent about', () => {
  it('is asked about when it reads like danger, and never fires', () => {
    expect(looked(0.999)).toEqual(asks('RF72-LOOKS-SERIOUS'));
    expect(looked(rules!.ask_from - 0.01)).toEqual(nothing);
  });

  it('is asked about sooner when it reads like suicide or violence', () => {
    expect(looked(rules!.ask_crisis_from + 0.01, {}, 'RF44-SUICIDE')).toEqual(asks('RF44-SUICIDE'));
  });

  it('must be clearer in the middle of something', () => {
    const raised = [{ id: 'RF10-SEIZURE', outcome: 'confirm', at: 0 }] as const;
    expect(looked(rules!.ask_from_later - 0.01, { raised })).toEqual(nothing);
    expect(looked(rules!.ask_from_later + 0.01, { raised })).toEqual(asks('RF72-LOOKS-SERIOUS'));
  });

  it('is not asked about twice, and not while a person reads along', () => {
    const raised = [{ id: 'RF72-LOOKS-SERIOUS', outcome: 'confirm', at: 0, answer: 'no' }] as const;
    expect(looked(0.999, { raised })).toEqual(nothing);
    expect(looked(0.999, { attended: true })).toEqual(nothing);
  });
});

describe('what the screen found in a message that reads harmless', () => {
  /** `whole` for the message, `part` for its sentences. */
  const judge = (text: string, whole: number, part = whole, context: Partial<ScreenContext> = {}) => {
    const reading = plain.read(text, 'en', {});
    const reader = (read: string) => ({ danger: read === text ? whole : part, ask: 'RF72-LOOKS-SERIOUS', words: [] });
    const found = plain.screen(reading, NEW);
    return secondLook(shipped, rules!, { danger: reader }, reading, { ...NEW, ...context }, found).outcome;
  };
  const parking = 'crushing chest pain. i am writing to ask where to park and what the clinic costs me';
  const asked = 'my chest hurts. i am writing to ask where to park and what the clinic costs me';
  const { calm_below: calm, silent_below: beyond, calm_crisis_below: silent } = rules!;

  it('becomes calmer, the instruction a question, the question a note', () => {
    expect(judge(parking, calm)).toBe('fire');
    expect(judge(parking, (calm + beyond) / 2)).toBe('confirm');
    expect(judge(parking, beyond / 2)).toBe('note');
    expect(judge(asked, calm)).toBe('confirm');
    expect(judge(asked, calm / 2)).toBe('note');
  });

  it('is calmed more readily when it has been there for weeks and nothing is new', () => {
    const { calm_standing_below: longer } = rules!;
    const between = (calm + longer) / 2;
    const weeks = (told: string) => `crushing chest pain ${told} and i am writing to ask what the clinic costs me`;
    expect(judge(weeks('for six weeks'), between)).toBe('confirm');
    expect(judge(weeks('for months'), between)).toBe('confirm');
    expect(judge(weeks('for six weeks'), longer)).toBe('fire');
    expect(judge(weeks('for three days'), between)).toBe('fire');
    expect(judge(weeks('for six weeks, suddenly worse today'), between)).toBe('fire');
  });

  it('stays when its own sentence does not read harmless', () => {
    expect(judge(parking, silent / 2, 0.5)).toBe('fire');
  });

  it('stays in a short message, and in the middle of something', () => {
    expect(judge('crushing chest pain', silent / 2)).toBe('fire');
    const raised = [{ id: 'RF10-SEIZURE', outcome: 'confirm', at: 0 }] as const;
    expect(judge(parking, silent / 2, silent / 2, { raised })).toBe('fire');
    const owed = { id: 'q', kind: 'choice', dialog: 'triage', choices: [], askedAt: 0 } as const;
    expect(judge(parking, silent / 2, silent / 2, { owed })).toBe('fire');
    // "Is there anything else?" asks for a story, as a first message is one.
    expect(judge(parking, silent / 2, silent / 2, { owed: { ...owed, kind: 'text' } })).toBe('note');
  });

  it('stays when it instructs about poison, suicide or danger from a person', () => {
    const more = ' and i am writing to ask where to park and what the clinic costs me';
    expect(judge(`i drank bleach${more}`, silent / 2)).toBe('fire');
    expect(judge(`i want to kill myself${more}`, silent / 2)).toBe('fire');
    expect(judge(`my husband is hitting me right now${more}`, silent / 2)).toBe('fire');
    expect(judge(`nothing matters any more${more}`, silent)).toBe('confirm');
    expect(judge(`nothing matters any more${more}`, silent / 2)).toBe('note');
  });
});

describe('what the screen found where it was seldom right', () => {
  /** `whole` for all that was found, `part` for a hit in its own sentence. */
  const judge = (text: string, whole: number, part = whole, context: Partial<ScreenContext> = {}) => {
    const reading = plain.read(text, 'en', {});
    const length = text.split(' ').length;
    const readers: Readers = {
      danger: () => ({ danger: 0.5, ask: 'RF72-LOOKS-SERIOUS', words: [] }),
      hit: ({ words }) => (words.length === length ? whole : part),
    };
    const found = plain.screen(reading, NEW);
    const { outcome, hits } = secondLook(shipped, rules!, readers, reading, { ...NEW, ...context }, found);
    return hits[0]?.inPassing === true ? 'in passing' : outcome;
  };
  const fires = 'i had crushing chest pain. now i am writing to ask what the clinic costs me';
  const asks = 'my chest hurts. i am writing to ask where to park and what the clinic costs me';
  const { doubt_below: doubt, in_passing_below: rarely } = rules!;

  it('is asked about or said in passing, and never falls silent', () => {
    expect(judge(fires, doubt)).toBe('fire');
    expect(judge(fires, (doubt + rarely) / 2)).toBe('confirm');
    expect(judge(fires, rarely / 2)).toBe('in passing');
    expect(judge(fires, 0)).toBe('in passing');
    expect(judge(asks, rarely)).toBe('confirm');
    expect(judge(asks, 0)).toBe('in passing');
  });

  it('is still asked about when it may be true of its own sentence', () => {
    expect(judge(fires, 0, rarely)).toBe('confirm');
    expect(judge(asks, 0, rarely)).toBe('confirm');
  });

  it('stays in a short message, and in the middle of something', () => {
    expect(judge('crushing chest pain', 0)).toBe('fire');
    const raised = [{ id: 'RF10-SEIZURE', outcome: 'confirm', at: 0 }] as const;
    expect(judge(fires, 0, 0, { raised })).toBe('fire');
  });

  it('stays about poison, suicide and danger from a person', () => {
    const more = ' and i am writing to ask where to park and what the clinic costs me';
    expect(judge(`i drank bleach${more}`, 0)).toBe('fire');
    expect(judge(`i want to kill myself${more}`, 0)).toBe('fire');
    expect(judge(`my husband is hitting me right now${more}`, 0)).toBe('fire');
    expect(judge(`nothing matters any more${more}`, 0)).toBe('confirm');
  });
});

describe('the shipped examples', () => {
  const outcome = (text: string, locale: string) =>
    twice.screen(twice.read(text, locale, {}), { locale, facts: {}, raised: [] }).outcome;

  it.each(['en', 'es'])('few ordinary messages are asked about (%s)', (locale) => {
    const ordinary = readFileSync(join(__dirname, `../screen/ordinary-${locale}.txt`), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const asked = ordinary.filter((text) => ['fire', 'confirm'].includes(outcome(text, locale)));
    expect(asked.length / ordinary.length).toBeLessThan(0.05);
  });

  it.each([
    ['en', 'my father is lying on the kitchen floor, he is unconscious and he is not breathing at all'],
    ['en', 'i have crushing chest pain going down my left arm and i am sweating and feel sick'],
    ['en', 'my baby is turning blue and she can hardly breathe, please tell me what to do now'],
    ['en', 'mums face has dropped on one side and her words are coming out slurred since breakfast'],
    ['en', 'there is so much blood from his leg that it soaks every towel and will not stop'],
    ['es', 'mi papá está tirado en el piso de la cocina, está inconsciente y no respira para nada'],
    ['es', 'tengo un dolor que me aplasta el pecho y se va al brazo izquierdo, estoy sudando frío'],
    ['es', 'a mi mamá se le torció la cara de un lado y habla enredado desde el desayuno'],
  ])('leave plain words of danger to life their instruction (%s: %s)', (locale, text) => {
    expect(outcome(text, locale)).toBe('fire');
  });

  it('read a letter in pieces: an alarming part is not lost in a long harmless one', () => {
    const harmless = 'i would like to ask about the opening times of the pharmacy and the way to the car park. '.repeat(
      8,
    );
    const alarming = 'she was poured out like water on the floor and would not come round for me, lips like slate';
    expect(outcome(harmless, 'en')).toBe('none');
    expect(outcome(`${harmless}${alarming}. ${harmless}`, 'en')).not.toBe('none');
  });
});
