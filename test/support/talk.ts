import { join } from 'node:path';
import type {
  Dialog,
  Language,
  OwedChoice,
  PatientFacts,
  PatientInput,
  Say,
  Schedule,
  Services,
  TurnEvent,
} from '../../bot/contracts';
import { createLanguage } from '../../bot/language';
import { contentPlaces, projectRoot } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import { medicineKnowledge } from '../../knowledge/medicines';
import type { ContentLibrary } from '../../knowledge/schema/library';

let loaded: ContentLibrary | undefined;

/** The shipped content, read once per test file. */
export function shippedContent(): ContentLibrary {
  if (loaded === undefined) {
    loaded = loadContent(contentPlaces({}));
    medicineKnowledge(loaded, { cache: join(projectRoot(), '.cache') });
  }
  return loaded;
}

const languages = new WeakMap<ContentLibrary, Language>();

/** Pure, and slow to build: once a content, not once a conversation. */
function languageOf(content: ContentLibrary): Language {
  const known = languages.get(content) ?? createLanguage(content, { intents: () => [] });
  languages.set(content, known);
  return known;
}

/** One conversation with dialogs driven directly: facts learnt, dialogs begun, states stored and read between steps. */
export interface Talk {
  /** Begins a dialog as the engine does; what was said. */
  begin(dialog: string, args?: unknown): Promise<readonly string[]>;
  /** The patient writes; bound to the open question like a reply on any channel. */
  says(text: string): Promise<readonly string[]>;
  /** A timer of the conversation comes due. */
  due(key: string): Promise<readonly string[]>;
  /** An outreach question is answered after its dialog is gone. */
  answers(choiceId: string): Promise<readonly string[]>;
  readonly events: readonly TurnEvent[];
  readonly facts: PatientFacts;
  readonly timers: ReadonlyMap<string, Schedule>;
  /** Labels offered by the last question. */
  readonly offered: readonly string[];
  readonly place: string | undefined;
  now: number;
}

export function talk(
  dialogs: readonly Dialog[],
  given: { locale?: string; facts?: PatientFacts; now?: number; content?: ContentLibrary } = {},
): Talk {
  const content = given.content ?? shippedContent();
  const language = languageOf(content);
  const locale = given.locale ?? 'en';
  const byId = new Map(dialogs.map((one) => [one.id, one]));
  const events: TurnEvent[] = [];
  const timers = new Map<string, Schedule>();
  let facts: PatientFacts = given.facts ?? {};
  let frame: { dialog: Dialog; state: string } | undefined;
  let owed: { choices: readonly OwedChoice[]; outlives?: NonNullable<Say['ask']>['outlives'] } | undefined;
  let now = given.now ?? Date.UTC(2026, 10, 23, 15);

  const services = (): Services => ({
    clock: { now: () => now },
    ids: { next: (prefix) => `${prefix}_1` },
    content,
    language,
    locale,
    facts,
    conversation: { id: 'c_1', channel: 'sms', size: 'normal', identityProven: true },
  });
  const render = (say: Say): string => content.text(say.wording, locale, say.values);

  async function take(dialog: Dialog, step: { events: readonly TurnEvent[]; next: unknown }): Promise<string[]> {
    if (step.next === 'unclear') return ['(unclear)'];
    frame = step.next === 'done' ? undefined : { dialog, state: JSON.stringify(dialog.state.parse(step.next)) };
    const said: string[] = [];
    for (const event of step.events) {
      events.push(event);
      if (event.type === 'say') {
        said.push(render(event));
        if (event.ask !== undefined)
          owed = {
            choices: (event.ask.choices ?? []).map((one) => ({
              id: one.id,
              label: typeof one.label === 'string' ? content.text(one.label, locale) : one.label.literal,
            })),
            ...(event.ask.outlives === undefined ? {} : { outlives: event.ask.outlives }),
          };
      }
      if (event.type === 'learn') facts = { ...facts, ...event.facts };
      if (event.type === 'schedule') timers.set(event.key, event);
      if (event.type === 'unschedule') timers.delete(event.key);
      if (event.type === 'begin') said.push(...(await start(event.dialog, event.args)));
    }
    return said;
  }

  async function start(id: string, args: unknown): Promise<string[]> {
    const dialog = byId.get(id);
    if (dialog === undefined) return [`(begins ${id})`];
    return take(dialog, await dialog.start(JSON.parse(JSON.stringify(args ?? {})), services()));
  }

  return {
    begin: start,
    async says(text) {
      if (frame === undefined) throw new Error('No dialog is running.');
      const chosen = owed === undefined ? undefined : language.choose(text, owed.choices, locale);
      const yesNo = language.yesNo(text, locale);
      const input: PatientInput = {
        kind: 'message',
        at: now,
        text,
        reading: language.read(text, locale, facts),
        intents: [],
        attachments: [],
        ...(chosen === undefined ? {} : { choice: { promptId: 'p', id: chosen.id, how: chosen.how } }),
        ...(yesNo === undefined ? {} : { yesNo }),
      };
      const { dialog, state } = frame;
      return take(dialog, await dialog.step(dialog.state.parse(JSON.parse(state)), input, services()));
    },
    async due(key) {
      const timer = timers.get(key);
      if (timer === undefined) throw new Error(`No timer ${key}; there are ${[...timers.keys()].join(', ')}.`);
      timers.delete(key);
      now = Math.max(now, timer.at);
      return start(timer.dialog, timer.args);
    },
    async answers(choiceId) {
      const outlives = owed?.outlives;
      if (outlives === undefined) throw new Error('Nothing asked outlives its dialog.');
      return start(outlives.dialog, { ...(outlives.args as object), answer: choiceId });
    },
    events,
    get facts() {
      return facts;
    },
    timers,
    get offered() {
      return owed?.choices.map((one) => one.label) ?? [];
    },
    get place() {
      return frame === undefined ? undefined : (JSON.parse(frame.state) as { at: string }).at;
    },
    get now() {
      return now;
    },
    set now(moment) {
      now = moment;
    },
  };
}
