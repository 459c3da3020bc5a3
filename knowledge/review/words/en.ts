/** What changed between two versions of content, as sentences for a reviewer who reads English. */
export const reviewEn = {
  condition: {
    and: ' and ',
    or: ' or ',
    not: (what: string) => `not ${what}`,
    atLeast: (n: number, of: string) => `at least ${n} of (${of})`,
    ageFrom: (years: number | string) => `age >= ${years}`,
    ageUnder: (years: number | string) => `age < ${years}`,
    sex: (sex: string) => `sex is ${sex}`,
    fact: (id: string) => `fact ${id}`,
    sign: (id: string) => `sign ${id}`,
    otherwise: 'nothing else does',
    asked: (when: string | undefined) => (when === undefined ? 'always' : `if ${when}`),
    byLevel: 'the level',
    oneLower: 'one step lower',
  },
  ruleGone: (id: string, level: string) => `Rule "${id}" (${level}) is gone.`,
  ruleLevel: (id: string, now: string, was: string, milder: boolean) =>
    `Rule "${id}" is now ${now} instead of ${was}${milder ? ' (milder)' : ' (more urgent)'}.`,
  ruleRoute: (id: string, now: string, was: string) => `Rule "${id}" now leads to ${now} instead of ${was}.`,
  ruleDeadline: (id: string, now: string, was: string) =>
    `Rule "${id}" has a deadline of ${now} instead of ${was} hours.`,
  ruleWhen: (id: string, now: string, was: string) => `Rule "${id}" fires when ${now} (before: ${was}).`,
  ruleSays: (id: string, locale: string, now: string) => `Rule "${id}" says (${locale}): "${now}".`,
  ruleNew: (id: string, level: string, route: string, when: string) =>
    `New rule "${id}" (${level}, ${route}) when ${when}.`,
  questionGone: (id: string, about: string) => `Question "${id}" (${about}) is not asked any more.`,
  questionType: (id: string, now: string, was: string) => `Question "${id}" is now ${now} instead of ${was}.`,
  unsureHarmless: (id: string) => `"Not sure" to question "${id}" no longer counts as danger.`,
  unsureLevel: (id: string, now: string, was: string) =>
    `"Not sure" to question "${id}" counts as ${now} instead of ${was}.`,
  questionAsked: (id: string, now: string, was: string) => `Question "${id}" is asked ${now} (before: ${was}).`,
  optionGone: (id: string, option: string) => `Question "${id}" lost the option "${option}".`,
  optionNew: (id: string, option: string) => `Question "${id}" has the new option "${option}".`,
  questionReads: (id: string, locale: string, now: string) => `Question "${id}" reads (${locale}): "${now}".`,
  questionNew: (id: string, about: string) => `New question "${id}" (${about}).`,
  adviceGone: (id: string, text: string) => `Advice "${id}" is gone: "${text}"`,
  adviceNew: (id: string, text: string) => `New advice "${id}": "${text}"`,
  adviceReads: (id: string, text: string) => `Advice "${id}" reads: "${text}"`,
  fieldGone: (place: string, text: string) => `${place} is gone: “${text}”`,
  fieldReads: (place: string, now: string, was: string) => `${place} reads “${now}” instead of “${was}”`,
  fieldNew: (place: string, text: string) => `${place} is new: “${text}”`,
};
export type ReviewWords = typeof reviewEn;
