import type { Disposition } from './disposition';
import type { OwedPrompt, PatientFacts, RaisedFlag } from './state';

/** ConText (Harkema 2009): who, when, whether and how a finding is meant. */
export interface Context {
  readonly polarity: 'affirmed' | 'negated' | 'unsure';
  readonly temporality: 'now' | 'recent' | 'historical' | 'hypothetical';
  readonly experiencer: 'self' | 'other_present' | 'other_absent';
  readonly sense: 'literal' | 'idiom' | 'topic';
}

/** A concept of the lexicon found in a text. */
export interface Mention {
  /** Concept id, such as `chest-pain`. */
  readonly concept: string;
  /** Where in the original text. */
  readonly start: number;
  readonly end: number;
  /** The words as written: shown to staff as the reason, never logged. */
  readonly words: string;
  readonly context: Context;
  /** 1 exact; lower when spelling or order had to be forgiven. */
  readonly confidence: number;
}

/** A number with a meaning: temperature, age, duration, glucose, blood pressure, weeks pregnant, dose. */
export interface Measure {
  readonly kind:
    | 'temperature_c'
    | 'age_months'
    | 'duration_hours'
    | 'glucose_mgdl'
    | 'systolic'
    | 'diastolic'
    | 'weeks_pregnant'
    | 'spo2'
    | 'ketones_mmol'
    | 'heart_rate'
    | 'dose_mg'
    | 'count'
    | 'pain';
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

/** What a text says, before anyone decides what to do about it. */
export interface Reading {
  readonly text: string;
  readonly normalised: string;
  /** Best guess of the language, `und` when it cannot be told. */
  readonly locale: string;
  readonly mentions: readonly Mention[];
  readonly measures: readonly Measure[];
}

export type ScreenOutcome = 'fire' | 'confirm' | 'note' | 'none';

/** Why the red-flag screen spoke: shown to staff and by `npm run explain`. */
export interface ScreenHit {
  /** Red-flag id, such as `RF07-CHEST-PAIN`, and the content version that fired. */
  readonly flag: string;
  readonly version: string;
  readonly outcome: Exclude<ScreenOutcome, 'none'>;
  readonly level: Disposition;
  readonly mentions: readonly Mention[];
  readonly because: readonly string[];
  /** Found by likeness to examples, not by words of the lexicon: the weaker evidence. */
  readonly byExample?: true;
  /** Weak evidence of bodily danger: the number and what to call it for are said in passing, and triage asks on. */
  readonly inPassing?: true;
  /** Words that call for an instruction, in a message that reads harmless: a person looks, the patient hears nothing. */
  readonly calmed?: true;
}

export interface ScreenResult {
  /** The strongest outcome of all hits. */
  readonly outcome: ScreenOutcome;
  /** Strongest first. */
  readonly hits: readonly ScreenHit[];
}

export interface ScreenContext {
  readonly locale: string;
  readonly facts: PatientFacts;
  /** The question the text answers, if one is owed: "no" to "any chest pain?" is not chest pain. */
  readonly owed?: OwedPrompt;
  readonly raised: readonly RaisedFlag[];
  /** A person of the care team reads along: a vague likeness to danger is theirs to judge. */
  readonly attended?: boolean;
}

/** The intent for what is clearly no business of a hospital's. */
export const OUTSIDE_INTENT = 'out_of_scope';

export interface IntentGuess {
  readonly intent: string;
  /** 0 to 1, calibrated: 0.7 is right seven times in ten. */
  readonly confidence: number;
}

/** Commands that work in every dialog. */
export type Command =
  | 'stop'
  | 'start'
  | 'help'
  | 'menu'
  | 'back'
  | 'repeat'
  | 'restart'
  | 'human'
  | 'language'
  | 'skip'
  | 'exit';

/** Understanding, deterministic and local. A model may add to it, never take away. */
export interface Language {
  read(text: string, locale: string, facts: PatientFacts): Reading;
  screen(reading: Reading, context: ScreenContext): ScreenResult;
  /** The whole message is a command ("menu", "atrás", "STOP."); a sentence that merely contains one is not. */
  command(text: string, locale: string): { command: Command; argument?: string } | undefined;
  yesNo(text: string, locale: string): 'yes' | 'no' | 'unsure' | undefined;
  /** Best first; empty when nothing fits. */
  intents(text: string, locale: string): readonly IntentGuess[];
  /** The message cut where one wish may end and the next begin; the whole message when there is nothing to cut. */
  clauses?(text: string): readonly string[];
  /** Locale of a text long enough to tell; undefined otherwise. */
  detect(text: string): string | undefined;
  /** Binds a reply to one of the choices by number, label, ordinal, emoji digit, synonym or near spelling. */
  choose(
    text: string,
    choices: readonly { id: string; label: string; synonyms?: readonly string[] }[],
    locale: string,
  ): { id: string; how: 'number' | 'label' | 'ordinal' | 'synonym' | 'fuzzy' } | undefined;
}
