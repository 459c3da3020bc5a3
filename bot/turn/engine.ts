import type { ContentLibrary } from '../../knowledge/schema/library';
import type {
  ChannelAdapter,
  Clock,
  Dialog,
  Ids,
  Language,
  ScreenResult,
  Services,
  TextModel,
  TurnEvent,
} from '../contracts';
import type { Host } from './host';

/** Everything a turn is made of besides the conversation itself. Built once in `main.ts`; replaced piecewise in tests. */
export interface Engine {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly content: ContentLibrary;
  readonly language: Language;
  readonly dialogs: ReadonlyMap<string, Dialog>;
  readonly adapters: ReadonlyMap<string, ChannelAdapter>;
  readonly host: Host;
  /** What to say and do about what the red-flag screen found. */
  respondToScreen(result: ScreenResult, context: ScreenReplyContext): readonly TurnEvent[];
  /** A whole message that is a keyword ("smoke free", "craving"): the dialog it stands for. */
  readonly keyword?: (text: string) => { dialog: string; args: unknown } | undefined;
  /** What is planned after a person of the care team has answered and handed back. */
  readonly afterConversation?: (services: Services) => readonly TurnEvent[];
  /** Whether a message names a medicine and asks something of it: such a question goes to counselling. */
  readonly asksAboutMedicine?: (text: string) => boolean;
  /** Whether a message reads like somebody ill, also where the lexicon has no word for it: such a message begins triage. */
  readonly readsIll?: (text: string, locale: string) => boolean;
  /** Loads what is slow to load and seldom needed. */
  readonly warm?: () => Promise<void>;
  /** A language model whose calls in this turn share one deadline, where the hospital allows one for anything. */
  readonly modelForTurn?: () => TextModel;
  /** Read-only ports of single skills (slots, medicines, ...), bound to a conversation. */
  ports(base: Services): Partial<Services>;
}

export interface ScreenReplyContext {
  readonly locale: string;
  readonly size: 'short' | 'normal' | 'rich';
  readonly facts: Services['facts'];
  /** What the patient wrote. */
  readonly text?: string;
  readonly content: ContentLibrary;
}

/** The dialog with this id; a missing one is a mistake in content or registration. */
export function dialogOf(engine: Engine, id: string): Dialog {
  const dialog = engine.dialogs.get(id);
  if (dialog === undefined)
    throw new Error(`There is no dialog "${id}"; register it in dialogs/index.ts or correct the reference to it.`);
  return dialog;
}
