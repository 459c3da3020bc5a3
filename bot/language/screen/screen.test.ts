import type { PatientFacts, RaisedFlag } from '../../contracts';
import { language, screened } from '../library.fixture';

const outcome = (text: string) => screened(text).outcome;

describe('what context makes of the same words', () => {
  it.each([
    ['I have no chest pain, only a runny nose', 'none'],
    ['no wheezing today but I cannot breathe when I lie back', 'fire'],
    ['not bleeding any more, but he is convulsing', 'fire'],
    ['my knee pain is not getting better and now my chest hurts and I am sweating', 'fire'],
    ['I do not have fever, cough or chest pain', 'none'],
    ['my uncle had a stroke in 2009, do I need tests', 'none'],
    ['chest pain two years ago, everything was normal', 'note'],
    ['chest pain since two years ago, much worse today', 'fire'],
    ['what are the warning signs of a heart attack', 'none'],
    ['if I get chest pain after the stent, whom do I call', 'note'],
    ['I am not sure whether this is a stroke', 'confirm'],
    ['kind of a bit of crushing pressure on my chest, surely nothing', 'fire'],
    ['I saw a programme about meningitis and worry about getting it', 'note'],
    ['my neighbour is lying on the floor and does not respond', 'fire'],
    ['what is wrong with him he is not breathing', 'fire'],
    ['what is the number, what is happening to my mum her face dropped', 'fire'],
    ['what are these purple spots that do not fade with a glass, fever 39', 'fire'],
    ['do you have a first aid course? my son is choking', 'fire'],
    ['is there a first aid course for choking and burns', 'none'],
    ['how is appendicitis diagnosed', 'none'],
    ['at what temperature is heat stroke likely', 'none'],
    ['my late father had a stroke, his death certificate says so', 'none'],
    ['¿qué diferencia hay entre un infarto y un ataque de pánico?', 'none'],
    ['es para una tarea de biología: cuánto dura una persona sin oxígeno', 'none'],
    ['hay cursos para saber qué hacer cuando alguien se atraganta', 'none'],
    ['por suerte no tengo dolor de pecho, solo tos', 'none'],
    ['no tiene fiebre pero no puede respirar', 'fire'],
    ['a mi tío le dio un infarto hace diez años', 'none'],
  ])('%s: %s', (text, expected) => {
    const got = outcome(text);
    // A note is as quiet as nothing: both leave the floor to the dialogs.
    expect(expected === 'none' || expected === 'note' ? ['none', 'note'].includes(got) : got === expected).toBe(true);
  });

  it.each([
    'this queue is killing me',
    'I nearly had a heart attack when the bill came',
    'she was fit as a fiddle after the check-up',
    'by a stroke of luck there was a free slot',
    'estoy muerta de hambre, ¿hasta qué hora hay cafetería?',
    'my tooth and my flu shot are on the same day',
  ])('an idiom says nothing: %s', (text) => {
    expect(['none', 'note']).toContain(outcome(text));
  });

  it.each([
    'I would never kill myself, do not worry',
    'I do not want to die',
    'years ago I thought about suicide',
    'what would happen if I wanted to end my life',
    'nunca me voy a matar',
  ])('a crisis is never cancelled, only asked about: %s', (text) => {
    expect(['confirm', 'fire']).toContain(outcome(text));
  });

  it('answers danger in a message that also says STOP', () => {
    expect(screened('STOP. I am going to kill myself')).toEqual({ outcome: 'fire', flags: ['RF44-SUICIDE'] });
  });
});

describe('combinations', () => {
  const strongest = (text: string, facts: PatientFacts = {}) =>
    language.screen(language.read(text, 'en', facts), { locale: 'en', facts, raised: [] }).hits[0]?.flag;

  it.each([
    ['she is 35 weeks pregnant with a headache and her hands are swollen', 'RF20-PREECLAMPSIA'],
    ['my 6 week old has 38.3', 'RF24-INFANT-FEVER'],
    ['temperature of 100.9 in my 2 month old', 'RF24-INFANT-FEVER'],
    ['my baby born last month, body is hot', 'RF24-INFANT-FEVER'],
    ['on warfarin and bumped my head on the door', 'RF30-HEAD-INJURY'],
    ['new hip ten days ago and now my calf is swollen', 'RF42-CLOT'],
    ['on chemo, temp 38.4, feel all right', 'RF52-NEUTROPENIC'],
    ['sugar 28 and throwing up', 'RF37-DKA-HHS'],
    ['sugar 41 mg and shaky', 'RF36-HYPO'],
    ['his oxygen says 86', 'RF04-BREATHLESS-SEVERE'],
    ['pressure 200/124 and a headache', 'RF71-BP-CRISIS'],
  ])('%s: %s', (text, flag) => {
    expect(strongest(text)).toBe(flag);
  });

  it('knows what the conversation knows', () => {
    expect(strongest('he has a fever of 38.5')).not.toBe('RF24-INFANT-FEVER');
    expect(strongest('he has a fever of 38.5', { ageMonths: 2 })).toBe('RF24-INFANT-FEVER');
    expect(strongest('a bad headache and my face is swollen', { pregnant: 'yes', weeksPregnant: 34 })).toBe(
      'RF20-PREECLAMPSIA',
    );
  });
});

describe('what was raised before', () => {
  const again = (text: string, raised: readonly RaisedFlag[]) =>
    language.screen(language.read(text, 'en', {}), { locale: 'en', facts: {}, raised }).outcome;

  it('does not interrupt its own triage with the same words, but does with stronger ones', () => {
    const asked: RaisedFlag[] = [{ id: 'RF07-CHEST-PAIN', outcome: 'confirm', at: 0 }];
    expect(again('chest pain', [])).toBe('confirm');
    expect(again('chest pain', asked)).toBe('note');
    expect(again('crushing chest pain and sweating', asked)).toBe('fire');
  });

  it('does when a graver sign comes to what was told to come by own way', () => {
    const toldToCome: RaisedFlag[] = [{ id: 'RF19-PREG-BLEED-PAIN', outcome: 'fire', level: 'D1', at: 0 }];
    expect(again('9 weeks pregnant with light bleeding', [])).toBe('fire');
    expect(again('9 weeks pregnant with light bleeding', toldToCome)).toBe('note');
    expect(again('9 weeks pregnant with bleeding and I fainted', toldToCome)).toBe('fire');
  });

  it('never quiets a crisis', () => {
    expect(again('I want to kill myself', [{ id: 'RF44-SUICIDE', outcome: 'fire', at: 0 }])).toBe('fire');
  });
});
