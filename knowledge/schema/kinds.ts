import type { ZodType } from 'zod';
import { type Article, article } from './article';
import { type BookingWords, bookingWords } from './booking-words';
import { type ClinicalTerms, clinicalTerms } from './clinical-terms';
import { type DangerExamples, dangerExamples, type SecondLookRules, secondLook } from './danger-examples';
import { type DateWords, dateWords } from './date-words';
import { type Intent, intent } from './intent';
import { type Interactions, interactions } from './interaction';
import { type Levels, levels } from './levels';
import { type Lexicon, lexicon } from './lexicon';
import { type Lookalikes, lookalikes } from './lookalike';
import {
  type Medicine,
  type MedicineRules,
  type MedicineText,
  type MedicineTopics,
  medicine,
  medicineRules,
  medicineText,
  medicineTopics,
} from './medicine';
import { type Allergy, allergy, type MedicineClass, medicineClass } from './medicine-class';
import { type MessageTemplate, messageTemplate } from './message-template';
import { type Modifier, modifier } from './modifier';
import { type OpeningRules, type Openings, openingRules, openings } from './openings';
import { type OptWords, optWords } from './opt-words';
import { type OutreachReplies, outreachReplies } from './outreach-replies';
import { type Phrases, phrases } from './phrases';
import { type Programme, programme } from './programme';
import { type Prompt, prompt } from './prompt';
import { type Protocol, protocol } from './protocol';
import { type RedFlag, redFlag } from './red-flag';
import { type SentimentWords, sentiment } from './sentiment';
import { type CheckInRules, checkInRules, type Survey, survey } from './survey';
import { type Synonym, synonym } from './synonym';
import { type ToldCases, toldCases } from './told-cases';
import { type Wording, wording } from './wording';

/** Every kind of content: its folder below `content/`, and what one file must look like. */
export interface ContentKinds {
  article: Article;
  intent: Intent;
  'message-template': MessageTemplate;
  'opt-words': OptWords;
  'outreach-replies': OutreachReplies;
  sentiment: SentimentWords;
  programme: Programme;
  survey: Survey;
  'check-in-rules': CheckInRules;
  synonym: Synonym;
  levels: Levels;
  modifier: Modifier;
  prompt: Prompt;
  protocol: Protocol;
  wording: Wording;
  lexicon: Lexicon;
  talk: Lexicon;
  phrases: Phrases;
  dates: DateWords;
  'booking-words': BookingWords;
  'red-flag': RedFlag;
  'danger-examples': DangerExamples;
  'told-cases': ToldCases;
  'clinical-terms': ClinicalTerms;
  'second-look': SecondLookRules;
  openings: Openings;
  'opening-rules': OpeningRules;
  medicine: Medicine;
  'medicine-class': MedicineClass;
  'medicine-text': MedicineText;
  'medicine-topics': MedicineTopics;
  'medicine-rules': MedicineRules;
  interaction: Interactions;
  lookalike: Lookalikes;
  allergy: Allergy;
}
export type Kind = keyof ContentKinds;

export const KINDS: { readonly [K in Kind]: { readonly folder: string; readonly schema: ZodType<ContentKinds[K]> } } = {
  article: { folder: 'articles', schema: article },
  intent: { folder: 'intents', schema: intent },
  'message-template': { folder: 'templates', schema: messageTemplate },
  'outreach-replies': { folder: 'outreach-replies', schema: outreachReplies },
  'opt-words': { folder: 'opt-words', schema: optWords },
  sentiment: { folder: 'sentiment', schema: sentiment },
  programme: { folder: 'programmes', schema: programme },
  survey: { folder: 'surveys', schema: survey },
  'check-in-rules': { folder: 'check-in-rules', schema: checkInRules },
  synonym: { folder: 'synonyms', schema: synonym },
  levels: { folder: 'levels', schema: levels },
  modifier: { folder: 'modifiers', schema: modifier },
  prompt: { folder: 'prompts', schema: prompt },
  protocol: { folder: 'protocols', schema: protocol },
  wording: { folder: 'wording', schema: wording },
  lexicon: { folder: 'lexicon', schema: lexicon },
  /** How people say things inside one skill; read there only, so that it never routes a message. */
  talk: { folder: 'talk', schema: lexicon },
  phrases: { folder: 'phrases', schema: phrases },
  'booking-words': { folder: 'booking-words', schema: bookingWords },
  dates: { folder: 'dates', schema: dateWords },
  'red-flag': { folder: 'red-flags', schema: redFlag },
  'danger-examples': { folder: 'danger-examples', schema: dangerExamples },
  'clinical-terms': { folder: 'clinical-terms', schema: clinicalTerms },
  'told-cases': { folder: 'told-cases', schema: toldCases },
  'second-look': { folder: 'second-look', schema: secondLook },
  openings: { folder: 'openings', schema: openings },
  'opening-rules': { folder: 'opening-rules', schema: openingRules },
  medicine: { folder: 'medicines', schema: medicine },
  'medicine-class': { folder: 'medicine-classes', schema: medicineClass },
  'medicine-text': { folder: 'medicine-texts', schema: medicineText },
  'medicine-topics': { folder: 'medicine-topics', schema: medicineTopics },
  'medicine-rules': { folder: 'medicine-rules', schema: medicineRules },
  interaction: { folder: 'interactions', schema: interactions },
  lookalike: { folder: 'lookalikes', schema: lookalikes },
  allergy: { folder: 'allergies', schema: allergy },
};
