import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { language } from '../library.fixture';

/** What people write on ordinary days: small complaints, questions, bookings, bills, idioms. Nothing here is an emergency. */
const ordinary = (locale: string) =>
  readFileSync(join(__dirname, `ordinary-${locale}.txt`), 'utf8')
    .trimEnd()
    .split('\n');

/**
 * Every part of the body that may ache in every way people say so, and ordinary messages, said plainly and with something
 * before and after: the screen stays quiet. A pattern that is loose enough for one of these is loose for thousands.
 */
const PARTS = {
  en: (
    'back,lower back,knee,tummy,stomach,shoulder,neck,ankle,foot,hip,elbow,wrist,ear,tooth,throat,arm,hand,finger,toe,' +
    'heel,jaw,gum,eye,head,muscles,thumb,skin,scalp,nose,belly'
  ).split(','),
  es: (
    'la espalda,la rodilla,la barriga,el estomago,el hombro,el cuello,el tobillo,el pie,la cadera,el codo,la muñeca,' +
    'el oido,la muela,la garganta,la pierna,el brazo,la mano,el dedo,la mandibula,la encia,las costillas,la nariz'
  ).split(','),
};
const SAID = {
  en: [
    'my X has been hurting',
    'my X has been hurting since yesterday',
    'my X is sore',
    'my X hurts a lot',
    'my X is aching',
    'my X has been bothering me for a week',
    'my X is itchy',
    'my X is a bit swollen',
    'my X hurts when i move it',
    'my X is killing me',
    'my X been hurting',
    'my X is painful',
    'my X is hurting me',
    'my sons X hurts',
    'my mum says her X is hurting her',
  ],
  es: [
    'me duele X',
    'me duele X desde ayer',
    'me ha estado doliendo X',
    'me pica X',
    'me molesta X hace una semana',
    'me duele mucho X',
    'a mi hijo le duele X',
    'mi mama dice que le duele X',
    'me sigue doliendo X',
  ],
};

function spoken(locale: 'en' | 'es', text: string): string[] {
  const reading = language.read(text, locale, {});
  return language
    .screen(reading, { locale, facts: {}, raised: [] })
    .hits.filter(({ outcome }) => outcome !== 'note')
    .map(({ flag, outcome }) => `${text}: ${outcome} ${flag}`);
}

for (const locale of ['en', 'es'] as const) {
  test(`an aching part of the body raises no alarm (${locale})`, () => {
    const all = SAID[locale].flatMap((said) => PARTS[locale].map((part) => said.replace('X', part)));
    expect(all.flatMap((text) => spoken(locale, text))).toEqual([]);
  });

  test(`ordinary messages raise no alarm (${locale})`, () => {
    const around = { en: ['hi, ', ' since yesterday'], es: ['hola, ', ' desde ayer'] }[locale];
    const all = ordinary(locale).flatMap((text) => [text, around[0] + text, text + around[1]]);
    expect(all.flatMap((text) => spoken(locale, text))).toEqual([]);
  });
}
