import { language } from '../library.fixture';

/**
 * The ambulance or the emergency department: what is stable comes by own way (D1), the same finding with a grave sign is
 * for the emergency number (D0), and a grave sign that is not quite sure counts.
 */
const LEVELS = {
  en: [
    ['i am six weeks pregnant with light brown spotting', 'RF19-PREG-BLEED-PAIN', 'D1'],
    ['9 weeks pregnant, pain on the left side low down and a little bleeding', 'RF19-PREG-BLEED-PAIN', 'D1'],
    ['9 weeks pregnant, bleeding and i nearly passed out', 'RF19-PREG-BLEED-PAIN', 'D0'],
    ['7 weeks pregnant, spotting and my shoulder tip hurts', 'RF19-PREG-BLEED-PAIN', 'D0'],
    ['10 weeks pregnant and soaking a pad every half hour', 'RF19-PREG-BLEED-PAIN', 'D0'],
    ['i am 33 weeks pregnant and bleeding', 'RF19-PREG-BLEED-PAIN', 'D0'],
    ['10 weeks pregnant, some bleeding, feeling a bit dizzy maybe', 'RF19-PREG-BLEED-PAIN', 'D0'],
    ['more breathless and getting worse over days, can talk in full sentences', 'RF04-BREATHLESS-SEVERE', 'D1'],
    ['short of breath climbing stairs with a fever of 38.5', 'RF04-BREATHLESS-SEVERE', 'D1'],
    ['short of breath going up the stairs and my chest hurts', 'RF04-BREATHLESS-SEVERE', 'D0'],
    ['breathless and getting worse', 'RF04-BREATHLESS-SEVERE', 'D0'],
    ['cant breathe at rest, was only on the stairs before', 'RF04-BREATHLESS-SEVERE', 'D0'],
    ['he hit his head on the shelf and takes apixaban, he is fine', 'RF30-HEAD-INJURY', 'D1'],
    ['dad banged his head, he is on warfarin and has vomited twice', 'RF30-HEAD-INJURY', 'D0'],
    ['dad banged his head, he is on warfarin and very drowsy', 'RF30-HEAD-INJURY', 'D0'],
    ['my poo has been black and tarry since yesterday', 'RF16-GI-BLEED', 'D1'],
    ['black tarry stools and i feel faint', 'RF16-GI-BLEED', 'D0'],
    ['black tarry stools and i take warfarin', 'RF16-GI-BLEED', 'D0'],
    ['the toilet bowl is full of blood', 'RF16-GI-BLEED', 'D0'],
    ['my wrist is bent like a fork after a fall, fingers are fine', 'RF32-MAJOR-TRAUMA', 'D1'],
    ['his shoulder popped out playing rugby', 'RF32-MAJOR-TRAUMA', 'D1'],
    ['her wrist is bent and her fingers are white and cold', 'RF32-MAJOR-TRAUMA', 'D0'],
    ['the bone is sticking out of his arm', 'RF32-MAJOR-TRAUMA', 'D0'],
    ['my leg is bent the wrong way', 'RF32-MAJOR-TRAUMA', 'D0'],
    ['back pain and both legs tingling', 'RF31-SPINE', 'D1'],
    ['back pain and i cannot move my legs', 'RF31-SPINE', 'D0'],
    ['fell off the roof, back pain, both legs tingling', 'RF31-SPINE', 'D0'],
    ['i took 24 paracetamol five hours ago and feel fine', 'RF27-OVERDOSE-POISON', 'D1'],
    ['i took 24 paracetamol five hours ago and keep vomiting', 'RF27-OVERDOSE-POISON', 'D0'],
    ['i took 24 paracetamol last night and feel fine', 'RF27-OVERDOSE-POISON', 'D0'],
    ['i have just taken 24 paracetamol', 'RF27-OVERDOSE-POISON', 'D0'],
    ['nosebleed will not stop, on warfarin', 'RF15-BLEED-SEVERE', 'D1'],
    ['nosebleed will not stop and i feel faint', 'RF15-BLEED-SEVERE', 'D0'],
    ['nose is pouring blood everywhere and wont stop', 'RF15-BLEED-SEVERE', 'D0'],
    ['spilled boiling water on my forearm', 'RF33-BURN-ELECTRIC', 'D1'],
    ['boiling water all over my face and arm', 'RF33-BURN-ELECTRIC', 'D0'],
    ['hot tea spilled over my toddlers arm', 'RF33-BURN-ELECTRIC', 'D0'],
  ],
  es: [
    ['tengo seis semanas de embarazo y mancho un poco de sangre', 'RF19-PREG-BLEED-PAIN', 'D1'],
    ['embarazada de 8 semanas, sangro y me desmayé', 'RF19-PREG-BLEED-PAIN', 'D0'],
    ['me falta el aliento al subir escaleras y voy peor', 'RF04-BREATHLESS-SEVERE', 'D0'],
    ['se golpeó la cabeza y toma warfarina, está bien', 'RF30-HEAD-INJURY', 'D1'],
    ['se golpeó la cabeza, toma warfarina y está vomitando', 'RF30-HEAD-INJURY', 'D0'],
    ['hago popó negro como alquitrán desde ayer', 'RF16-GI-BLEED', 'D1'],
    ['popó negro como alquitrán y me siento desmayar', 'RF16-GI-BLEED', 'D0'],
    ['me caí y la muñeca está chueca, muevo los dedos bien', 'RF32-MAJOR-TRAUMA', 'D1'],
    ['se le salió el hombro jugando', 'RF32-MAJOR-TRAUMA', 'D1'],
    ['tiene la muñeca chueca y los dedos fríos y blancos', 'RF32-MAJOR-TRAUMA', 'D0'],
    ['tomé 24 pastillas de paracetamol hace seis horas y me siento bien', 'RF27-OVERDOSE-POISON', 'D1'],
    ['tomé 24 pastillas de paracetamol hace seis horas y vomito', 'RF27-OVERDOSE-POISON', 'D0'],
    ['no para de sangrar la nariz', 'RF15-BLEED-SEVERE', 'D1'],
    ['no para de sangrar la nariz, sale a chorro', 'RF15-BLEED-SEVERE', 'D0'],
    ['me cayó agua hirviendo en el brazo', 'RF33-BURN-ELECTRIC', 'D1'],
    ['le cayó agua hirviendo en la cara', 'RF33-BURN-ELECTRIC', 'D0'],
  ],
} as const;

describe.each(Object.entries(LEVELS))('how urgent, in %s', (locale, cases) => {
  it.each(cases)('%s', (text, flag, level) => {
    const { hits } = language.screen(language.read(text, locale, {}), { locale, facts: {}, raised: [] });
    const hit = hits.find((one) => one.flag === flag);
    expect([hit?.outcome, hit?.level]).toEqual(['fire', level]);
  });
});
