import type { ConversationState, Dialog, Frame, PatientFacts } from '../contracts';
import { dialogOf, type Engine } from './engine';

/** Where a conversation begins. */
export function initialState(locale: string): ConversationState {
  return {
    shape: 1,
    locale,
    localeChosen: false,
    welcomed: false,
    stack: [],
    prompts: [],
    facts: {},
    raised: [],
    history: [],
    lastSaid: [],
    misses: 0,
  };
}

/** Shapes of the envelope itself; dialogs migrate their own states. */
const ENVELOPE_MIGRATIONS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {};
const CURRENT_SHAPE = 1;

/** Reads a stored state, bringing older shapes up to date. */
export function parseState(text: string | undefined, locale: string): ConversationState {
  if (text === undefined) return initialState(locale);
  let stored = JSON.parse(text) as Record<string, unknown>;
  for (let shape = Number(stored.shape); shape < CURRENT_SHAPE; shape++) {
    const migrate = ENVELOPE_MIGRATIONS[shape];
    if (migrate === undefined)
      throw new Error(`A conversation is stored in shape ${shape} and there is no migration from it.`);
    stored = migrate(stored);
  }
  return stored as unknown as ConversationState;
}

/**
 * The dialog's state of a frame, migrated to the dialog's version and checked. A frame that cannot be read is not a
 * reason to lose the conversation: the caller ends the dialog kindly.
 */
export function readFrame(engine: Engine, frame: Frame): { dialog: Dialog; state: { at: string } } | undefined {
  const dialog = dialogOf(engine, frame.dialog);
  let state = frame.state;
  for (let version = frame.version; version < dialog.version; version++) {
    const migrate = dialog.migrate[version];
    if (migrate === undefined) return undefined;
    state = migrate(state);
  }
  const parsed = dialog.state.safeParse(state);
  return parsed.success ? { dialog, state: parsed.data } : undefined;
}

export function topFrame(state: ConversationState): Frame | undefined {
  return state.stack[state.stack.length - 1];
}

/** States kept for `back`. More is memory without use: nobody goes back further than this in a chat. */
const HISTORY = 10;

/** Remembers the place before a patient's answer, so that `back` can return to it. */
export function remember(state: ConversationState): ConversationState {
  return { ...state, history: [...state.history, { stack: state.stack, facts: state.facts }].slice(-HISTORY) };
}

export function learn(state: ConversationState, facts: Partial<PatientFacts>): ConversationState {
  return { ...state, facts: { ...state.facts, ...facts } };
}
