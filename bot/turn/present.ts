import type { Activity, Choice, ConversationState, OwedPrompt, Purpose, Say } from '../contracts';
import type { Engine } from './engine';
import { owe } from './prompts';

/** A decision to say something, with the frame it came from. */
export interface Utterance {
  readonly say: Say;
  readonly frameId?: string;
  readonly dialog?: string;
}

export interface Presented {
  readonly activity: Activity;
  readonly say: Say;
}

/** Turns decisions into activities in the patient's language, and notes what is owed. */
export function present(
  engine: Engine,
  state: ConversationState,
  utterances: readonly Utterance[],
  given: {
    size: 'short' | 'normal' | 'rich';
    now: number;
    replyToId?: string;
    /** What the turn is for, where a sentence does not say it itself. */
    purpose?: Purpose;
  },
): { presented: readonly Presented[]; state: ConversationState } {
  let next = state;
  const presented = utterances.map((utterance) => {
    const { say } = utterance;
    const text = engine.content.text(say.wording, next.locale, say.values, given.size);
    const prompt = say.ask === undefined ? undefined : owedPrompt(engine, next, utterance, given.now);
    if (prompt !== undefined) next = owe(next, prompt);
    return { activity: toActivity(engine, next.locale, utterance, text, prompt, given), say };
  });
  return { presented, state: next };
}

function owedPrompt(
  engine: Engine,
  state: ConversationState,
  { say, frameId, dialog }: Utterance,
  now: number,
): OwedPrompt {
  const ask = say.ask!;
  const outlives = ask.outlives;
  return {
    id: engine.ids.next('q'),
    kind: ask.kind,
    dialog: outlives?.dialog ?? dialog ?? 'menu',
    ...(outlives === undefined && frameId !== undefined ? { frameId } : {}),
    ...(outlives?.args === undefined ? {} : { args: outlives.args }),
    ...(outlives === undefined ? {} : { about: engine.content.text(outlives.about, state.locale) }),
    ...(outlives?.group === undefined ? {} : { group: outlives.group }),
    ...(outlives?.takesWords === true ? { takesWords: true } : {}),
    ...(outlives?.expiresAt === undefined ? {} : { expiresAt: outlives.expiresAt }),
    choices: (ask.choices ?? []).map((choice) => ({
      id: choice.id,
      label: label(engine, state.locale, choice.label),
      ...(choice.synonyms === undefined ? {} : { synonyms: choice.synonyms }),
    })),
    askedAt: now,
  };
}

function label(engine: Engine, locale: string, from: Choice['label']): string {
  return typeof from === 'string' ? engine.content.text(from, locale) : from.literal;
}

function toActivity(
  engine: Engine,
  locale: string,
  { say }: Utterance,
  text: string,
  prompt: OwedPrompt | undefined,
  given: { replyToId?: string; purpose?: Purpose },
): Activity {
  // A scale is answered with its number; eleven buttons or a numbered list of numbers would mislead.
  const choices = say.ask?.kind === 'scale' ? [] : (say.ask?.choices ?? []);
  return {
    type: 'message',
    text,
    textFormat: 'plain',
    locale,
    from: { id: 'bot', role: 'bot' },
    inputHint: say.ask === undefined ? 'acceptingInput' : 'expectingInput',
    ...(given.replyToId === undefined ? {} : { replyToId: given.replyToId }),
    ...(prompt === undefined || choices.length === 0
      ? {}
      : {
          suggestedActions: {
            actions: prompt.choices.map((choice, index) => ({
              type: 'messageBack',
              title: say.ask?.several === true ? `${index + 1} ${choice.label}` : choice.label,
              text: choice.label,
              displayText: choice.label,
              value: { promptId: prompt.id, choiceId: choice.id },
            })),
          },
        }),
    channelData: {
      sathi: {
        author: 'bot',
        refs: [say.wording],
        purpose: say.purpose ?? (say.safety === true ? 'safety' : (given.purpose ?? 'conversation')),
        ...(say.safety === true ? { safety: true } : {}),
        ...(say.expiresAt === undefined ? {} : { expiresAt: say.expiresAt }),
        ...(say.template === undefined ? {} : { template: say.template }),
        ...(prompt === undefined
          ? {}
          : {
              promptId: prompt.id,
              ...(say.ask?.several === true ? { several: true } : {}),
              choices: choices.map((choice, index) => ({
                id: choice.id,
                label: prompt.choices[index]!.label,
                ...(choice.description === undefined ? {} : { description: label(engine, locale, choice.description) }),
              })),
            }),
      },
    },
  };
}
