import type { Localized } from '../schema/common';
import type { Protocol } from '../schema/protocol';

/** Longest texts that still work on a phone: WhatsApp list rows 24 + 72 characters, SMS two segments of 153. */
const LONGEST = { question: 300, short: 300, label: 60, shortLabel: 24, reason: 300 };

/** Words carriers act on; never offered as something to type. */
const CARRIER = /^(cancel|end|quit|stop|stopall|unsubscribe|revoke|optout|yes|start|help|info)$/i;

/** One sentence varies widely on the formula (a medicine's name alone adds two grades); the whole protocol must not. */
const GRADE_LIMIT = 11;
const GRADE_LIMIT_WHOLE = 7;

/** What makes a protocol hard to read or to send, one sentence each. */
export function readingProblems(protocol: Protocol): readonly string[] {
  const problems: string[] = [];
  const say = (where: string, text: Localized, longest: number) => {
    for (const locale of ['en', 'es']) {
      const full = text[locale] ?? '';
      if (full.length > longest && (text[`${locale}_short`] ?? full).length > longest)
        problems.push(`${where}.${locale} has ${full.length} characters; at most ${longest}`);
      if (/\{(?!hospital\.)/.test(full)) problems.push(`${where}.${locale} has a place that nothing fills`);
    }
    const level = grade(text.en);
    if (text.en.split(/\s+/).length > 8 && level > GRADE_LIMIT)
      problems.push(
        `${where}.en reads at grade ${level.toFixed(1)}; use shorter words and sentences (at most ${GRADE_LIMIT})`,
      );
  };
  for (const question of protocol.questions) {
    say(`questions.${question.id}.text`, question.text, LONGEST.question);
    if (question.type !== 'choice' && question.type !== 'ticks') continue;
    for (const option of question.options) {
      const where = `questions.${question.id}.options.${option.id}.label`;
      say(where, option.label, LONGEST.label);
      for (const locale of ['en', 'es']) {
        const short = option.label[`${locale}_short`] ?? option.label[locale] ?? '';
        if (short.length > LONGEST.label) problems.push(`${where}.${locale} needs a ${locale}_short`);
        if (CARRIER.test(short)) problems.push(`${where}.${locale} is a word that phone carriers act on`);
      }
    }
  }
  for (const rule of protocol.rules) say(`rules.${rule.id}.reason.patient`, rule.reason.patient, LONGEST.reason);
  for (const advice of protocol.advice) say(`advice.${advice.id}.text`, advice.text, LONGEST.reason);
  const whole = grade(everyEnglishText(protocol).join('. '));
  if (whole > GRADE_LIMIT_WHOLE)
    problems.push(`reads at grade ${whole.toFixed(1)} as a whole; at most ${GRADE_LIMIT_WHOLE}`);
  return problems;
}

function everyEnglishText(protocol: Protocol): string[] {
  return [
    ...protocol.questions.map((question) => question.text.en),
    ...protocol.rules.map((rule) => rule.reason.patient.en),
    ...protocol.advice.map((advice) => advice.text.en),
  ];
}

/** Medicines are named as the packet names them, however long the word. */
const MEDICINES =
  /\b(paracetamol|acetaminophen|ibuprofen|naproxen|diclofenac|aspirin|carbimazole|methimazole|clozapine|methotrexate|chemotherapy|sulfonylureas?|gliclazide|glipizide|glimepiride|glibenclamide|glyburide|insulin|apixaban|rivaroxaban|warfarin|clopidogrel|amoxicillin|antibiotics?|antihistamines?|allopurinol|colchicine|metformin|empagliflozin|dapagliflozin|lithium|amphetamines?|emergency|diarrhoea|diarrhea|diabetes|asthma)\b/g;

/** Flesch-Kincaid grade: 0.39 words/sentence + 11.8 syllables/word - 15.59 (Kincaid 1975). Texts of a few words vary. */
export function grade(text: string): number {
  const sentences = text.split(/[.!?:;]+/).filter((part) => /[a-z]/i.test(part)).length || 1;
  const words =
    text
      .toLowerCase()
      .replace(MEDICINES, 'pill')
      .match(/[a-z']+/g) ?? [];
  if (words.length === 0) return 0;
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return (0.39 * words.length) / sentences + (11.8 * syllables) / words.length - 15.59;
}

function syllablesOf(word: string): number {
  const groups = word.replace(/(?:[^laeiouy]es|[^lt]ed|[^laeiouy]e)$/, '').match(/[aeiouy]{1,2}/g);
  return Math.max(1, groups?.length ?? 1);
}
