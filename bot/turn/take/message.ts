import type { Activity, Command, ConversationState, PatientInput } from '../../contracts';
import type { ConversationRow, InboxEvent } from '../../store/claim';
import { begin, type Conversing, follow, hasAnswer, leaveAll, type Progress, resume, services } from '../converse';
import type { Engine } from '../engine';
import { CONFIRMED, obey } from '../obey';
import { optWord } from '../opt-words';
import { answersOutreach, outreachMeaning } from '../outreach-words';
import { type Binding, bindReply, closePrompts, openQuestion } from '../prompts';
import { commandMeant, route } from '../route';
import { topFrame } from '../state';
import { answerWithoutWords, LATE_MS, mediaFlag } from '../wordless';
import { questionOfOurs } from './own-words';
import { takeReply } from './reply';
import { noteForStaff, sayDanger, screen } from './screen';
import { secondReading } from './second-reading';

/** The way of one message of the patient: read, screen, obey, or converse. */
export async function takeMessage(
  conversing: Conversing,
  start: Progress,
  row: ConversationRow,
  event: InboxEvent,
): Promise<Progress> {
  const { engine } = conversing;
  const text = (event.activity.text ?? '').trim();
  const recognised = recogniseLanguage(conversing, start, text);
  const binding = bindReply(event.activity, text, recognised.state, engine.language, conversing.now);
  const input = readInput(conversing, recognised.state, event, text, binding);

  const screened = screen(conversing, recognised, input, binding, row.ownerId !== undefined);
  if (screened !== undefined && screened.result.outcome !== 'note')
    return takeUp(conversing, await sayDanger(conversing, screened, text, row), event);
  const heard = screened === undefined ? recognised : await noteForStaff(conversing, screened);

  const about = aboutOutreach(conversing, heard, row, input, binding);
  if (about !== undefined) return about;

  const command =
    commandOf(engine, event.activity, text, heard.state.locale, binding) ??
    (binding.kind === 'bound' ? undefined : commandMeant(engine, input, openQuestion(heard.state)));
  if (command !== undefined && (row.ownerId === undefined || command.command === 'stop')) {
    return obey(conversing, heard, command, input);
  }
  const raised = await secondReading(conversing, heard, input, binding, row);
  if (raised?.begun === true) return raised.progress;
  const understood = raised?.progress ?? heard;
  // A person of the care team owns the thread: the bot is silent.
  if (row.ownerId !== undefined) return understood;
  if (conversing.now - event.at > LATE_MS)
    return follow(conversing, understood, [{ type: 'say', wording: 'wording/channels.late' }]);
  const wordless =
    binding.kind === 'none' ? answerWithoutWords(event.activity, understood.state, conversing.now) : undefined;
  const flagged = await follow(
    conversing,
    understood,
    mediaFlag(event.activity, understood.state, engine.content, conversing.now),
  );
  if (wordless !== undefined)
    return wordless.length === 0 ? flagged : askedOnce(conversing, await follow(conversing, flagged, wordless));
  if (binding.kind === 'ambiguous')
    return begin(conversing, understood, 'which-prompt', {
      promptIds: binding.prompts.map(({ id, about, dialog }) => ({ id, about, dialog })),
      text,
    });
  const language = binding.kind === 'none' ? otherLanguage(conversing, flagged.state, text) : undefined;
  if (language !== undefined)
    return begin(conversing, { ...flagged, state: { ...flagged.state, welcomed: true } }, 'other-language', {
      language,
    });
  return takeUp(conversing, await takeReply(conversing, flagged, input, binding), event);
}

/** What was written is answered now for what it says: a danger was denied, or only spoken of in passing. */
async function takeUp(conversing: Conversing, progress: Progress, event: InboxEvent): Promise<Progress> {
  const taken = progress.decisions.find((decision) => decision.type === 'takeUp');
  if (taken === undefined) return progress;
  const { engine, now } = conversing;
  const { text, orElse } = taken;
  const activity: Activity = { ...event.activity, text, value: undefined, attachments: [] };
  const binding = bindReply(activity, text, progress.state, engine.language, now);
  const input = readInput(conversing, progress.state, { ...event, activity }, text, binding);
  const known = orElse === undefined || topFrame(progress.state) !== undefined || isKnown(conversing, progress, input);
  return known
    ? takeReply(conversing, progress, input, binding)
    : begin(conversing, progress, orElse.dialog, orElse.args);
}

/** Whether a skill is for it, or an article answers it. */
function isKnown(conversing: Conversing, { state }: Progress, input: PatientInput): boolean {
  const { why } = route(conversing.engine, input);
  if (why === 'question') return hasAnswer(services(conversing, state), input.text);
  return why !== 'fallback' && why !== 'outside';
}

/** What waits for an answer is asked again: a question of ours that was asked last, else that of the running dialog. */
async function askedOnce(conversing: Conversing, progress: Progress): Promise<Progress> {
  const ours = questionOfOurs(conversing, progress);
  return ours === undefined ? resume(conversing, progress) : follow(conversing, progress, [ours]);
}

/** "Wrong number" and the like, said to a message of ours; a person who owns the thread reads it themselves. */
function aboutOutreach(
  conversing: Conversing,
  progress: Progress,
  row: ConversationRow,
  input: PatientInput,
  binding: Binding,
): Promise<Progress> | undefined {
  const { engine, now } = conversing;
  const { content } = engine;
  if (row.ownerId !== undefined) return undefined;
  const kind = outreachMeaning(input.text, content);
  // "No more surveys" says by itself what it is about.
  if (kind !== 'no_surveys' && !answersOutreach(progress.state, now, content.hospital.outreach.answer_days))
    return undefined;
  // "Not now, my back hurts" is about the back.
  if (kind === 'not_now' && input.reading.mentions.length > 0) return undefined;
  if (
    kind === undefined ||
    (binding.kind === 'bound' && (kind === 'not_now' || kind === 'no_surveys' || binding.bound.how === 'button'))
  )
    return undefined;
  const left = leaveAll(progress, now);
  // A stranger, or the family, is not asked how the visit was.
  const state =
    kind === 'not_now' || kind === 'no_surveys'
      ? left.state
      : // Nor are they told who the assistant is, as if they had come to it.
        { ...closePrompts(left.state, now, () => true), welcomed: true };
  return begin(conversing, { ...left, state }, 'outreach-reply', { kind });
}

/** What the carrier has already acted on is obeyed whatever was asked, and not confirmed a second time. */
function commandOf(
  engine: Engine,
  activity: Activity,
  text: string,
  locale: string,
  binding: Binding,
): { command: Command; argument?: string } | undefined {
  if (activity.channelData?.carrierKeyword === 'stop') return { command: 'stop', argument: CONFIRMED };
  if (binding.kind === 'bound') return undefined;
  const word = optWord(text, engine.content);
  return engine.language.command(text, locale) ?? (word === undefined ? undefined : { command: word });
}

/** A language the hospital speaks, recognised before one was chosen. */
function recogniseLanguage({ engine }: Conversing, progress: Progress, text: string): Progress {
  const { state } = progress;
  if (state.localeChosen) return progress;
  const detected = engine.language.detect(text);
  if (detected === undefined || detected === state.locale || !engine.content.hospital.locales.includes(detected))
    return progress;
  return { ...progress, state: { ...state, locale: detected } };
}

/** A language the hospital does not speak but can greet in, unless that was said already. */
function otherLanguage({ engine }: Conversing, state: ConversationState, text: string): string | undefined {
  const detected = engine.language.detect(text);
  if (detected === undefined || engine.content.hospital.locales.includes(detected)) return undefined;
  if (topFrame(state)?.dialog === 'other-language' || !engine.dialogs.has('other-language')) return undefined;
  const id = `${state.locale.slice(0, 2)}/languages`;
  const greetings = engine.content.has('wording', id) ? engine.content.get('wording', id).texts : {};
  return `said-${detected}` in greetings ? detected : undefined;
}

function readInput(
  { engine, now }: Conversing,
  state: ConversationState,
  event: InboxEvent,
  text: string,
  binding: Binding,
): PatientInput {
  const bound = binding.kind === 'bound' ? binding.bound : undefined;
  const yesNo = engine.language.yesNo(text, state.locale);
  let guesses: PatientInput['intents'] | undefined;
  return {
    kind: 'message',
    at: now,
    text,
    reading: engine.language.read(text, state.locale, state.facts),
    // Guessed only when somebody asks: an answer to a question seldom needs it, and it costs as much as the rest.
    get intents() {
      guesses ??= text === '' ? [] : engine.language.intents(text, state.locale);
      return guesses;
    },
    attachments: event.activity.attachments ?? [],
    ...(yesNo === undefined ? {} : { yesNo }),
    ...(bound?.choiceId === undefined
      ? {}
      : { choice: { promptId: bound.prompt.id, id: bound.choiceId, how: bound.how } }),
    ...(event.activity.value === undefined ? {} : { value: event.activity.value }),
  };
}
