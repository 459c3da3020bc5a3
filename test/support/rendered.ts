import { CHANNELS } from '../../adapters';
import { pressValue } from '../../adapters/shared/choices';
import type { Fetch } from '../../adapters/shared/provider-call';
import { insteadOf, keywordsToType } from '../../adapters/sms/carrier-keywords';
import { MAX_SEGMENTS } from '../../adapters/sms/compose';
import { isGsm7, plainPunctuation } from '../../adapters/sms/gsm7';
import { segmentsOf } from '../../adapters/sms/segments';
import { readPosted } from '../../adapters/webchat/inbound';
import { isShown, toClient } from '../../adapters/webchat/outbound';
import { WHATSAPP, type WhatsAppMessage } from '../../adapters/whatsapp/message';
import type { Activity, ChannelAdapter, ConversationState, Language, Part } from '../../bot/contracts';
import { mergeSayings } from '../../bot/turn/merge';
import { bindReply } from '../../bot/turn/prompts';
import type { Turn } from '../../bot/turn/run-turn';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { type Harness, PUBLIC_URL } from '../conformance/harness';
import { smsHarnesses } from '../conformance/harnesses/sms';
import { whatsappHarnesses } from '../conformance/harnesses/whatsapp';

const noCalls: Fetch = async () => {
  throw new Error('Rendering must not call a provider.');
};

/** A phone channel as the product makes it from the settings of one provider's harness. */
export function channelOf(harness: Harness, content: ContentLibrary): ChannelAdapter {
  const read = CHANNELS[harness.channel]!({ env: harness.env, publicUrl: PUBLIC_URL, content, fetch: noCalls });
  if (read.state !== 'ready') throw new Error(`${harness.provider} is ${JSON.stringify(read)}`);
  return read.settings;
}

/** What comes back when one choice is taken in the way the channel showed it. */
interface Way {
  readonly choice: string;
  readonly reply: Activity;
}

/** What a channel made of one activity: everything that is wrong with it, and how its choices are taken. */
interface Shown {
  readonly problems: readonly string[];
  readonly ways: readonly Way[];
}

type Show = (activity: Activity, now: number, locale: string) => Shown;

/**
 * Shows what a turn says on the channel's real renderers, as the product does it, and says what is wrong: a limit
 * exceeded, a choice that cannot be taken from what was shown, a carrier's word to type.
 */
export function createShowing(content: ContentLibrary, language: Language) {
  const phones = [...smsHarnesses.slice(0, 1), ...whatsappHarnesses].map((harness) => channelOf(harness, content));
  const [sms, cloud, twilio] = phones as [ChannelAdapter, ChannelAdapter, ChannelAdapter];
  const shows: Readonly<Record<string, readonly Show[]>> = {
    webchat: [onWeb],
    sms: [onPhone(sms, smsProblems)],
    whatsapp: [onPhone(cloud, whatsappProblems), onPhone(twilio, whatsappProblems)],
  };
  return (channel: string, turn: Pick<Turn, 'presented' | 'state'>, now: number): readonly string[] => {
    const said = turn.presented.map(({ activity }) => activity);
    const sent = channel === 'webchat' ? said : mergeSayings(said).map(({ activity }) => activity);
    return shows[channel]!.flatMap((show) =>
      sent.flatMap((activity) => {
        const { problems, ways } = show(activity, now, turn.state.locale);
        const answers = ways.flatMap((way) => notTaken(way, activity, turn.state, language, now));
        return [...problems, ...answers].map((problem) => `${channel}: ${problem} in ${JSON.stringify(activity.text)}`);
      }),
    );
  };
}

/** A reply must come back as the choice it was shown for, or, where two questions wait, as an answer to either. */
function notTaken(
  { choice, reply }: Way,
  asked: Activity,
  state: ConversationState,
  language: Language,
  now: number,
): string[] {
  const promptId = asked.channelData?.sathi?.promptId;
  const prompt = state.prompts.find((one) => one.id === promptId);
  // Asked and overtaken within the same turn: its buttons are old ones.
  if (prompt === undefined || prompt.closedAt !== undefined) return [];
  const binding = bindReply(reply, reply.text ?? '', state, language, now);
  if (binding.kind === 'ambiguous' && binding.prompts.some((one) => one.id === promptId)) return [];
  // "Yes" is an answer to what was asked last.
  const overtaken = asked.channelData?.sathi?.overtaken === true && reply.value === undefined;
  if (overtaken && language.yesNo(reply.text ?? '', state.locale) !== undefined) return [];
  if (binding.kind === 'bound' && binding.bound.prompt.id === promptId && binding.bound.choiceId === choice) return [];
  return [`${JSON.stringify(reply.value ?? reply.text)} does not choose "${choice}"`];
}

function onWeb(activity: Activity): Shown {
  if (!isShown(activity)) return { problems: ['is not shown'], ways: [] };
  const client = toClient(activity, 'c_1', new Set());
  const choices = activity.channelData?.sathi?.choices ?? [];
  const actions = client.suggestedActions?.actions ?? [];
  const posted = actions.map((action) =>
    readPosted(
      { type: 'message', text: action.text ?? action.title, value: action.value, channelData: {} },
      {
        conversationId: 'c_1',
        userId: 'u_1',
      },
    ),
  );
  return {
    problems: [
      ...((client.text ?? '').trim() === '' ? ['nothing is said'] : []),
      ...(choices.length === actions.length ? [] : [`${choices.length} choices, ${actions.length} buttons`]),
    ],
    ways: posted.flatMap((one, index) =>
      one.kind === 'message' ? [{ choice: choices[index]?.id ?? '', reply: one.activity }] : [],
    ),
  };
}

type Look = (parts: readonly Part[], activity: Activity) => Shown;

function onPhone(adapter: ChannelAdapter, look: Look): Show {
  return (activity, now, locale) =>
    look(
      // Inside the window: what stands in a template outside it is content of its own.
      adapter.render(activity, { channel: adapter.id, value: '+15550000001' }, { now, locale, lastInboundAt: now }),
      activity,
    );
}

const QUOTED_KEYWORD = /["“«'‘](?:stop|stopall|unsubscribe|cancel|end|quit|revoke|optout|start|unstop|yes)["”»'’]/i;

function smsProblems(parts: readonly Part[], activity: Activity): Shown {
  const texts = parts.map((part) => String(part.body.text));
  const whole = texts.join('\n');
  const numbered = numberedWays(whole, activity);
  return {
    problems: [
      ...(texts.some((text) => text.trim() === '') || texts.length === 0 ? ['nothing is sent'] : []),
      ...texts.flatMap((text, index) => {
        const { segments, encoding } = segmentsOf(text);
        return [
          ...(segments > MAX_SEGMENTS ? [`${segments} segments`] : []),
          ...(encoding === parts[index]!.body.encoding ? [] : [`said to be ${String(parts[index]!.body.encoding)}`]),
          ...(encoding === 'ucs2' && isGsm7(plainPunctuation(text)) ? ['UCS-2 where GSM-7 loses nothing'] : []),
        ];
      }),
      ...keywordsToType(whole).map((word) => `asks to type ${word}`),
      ...(QUOTED_KEYWORD.test(whole) ? ["quotes a carrier's word"] : []),
      ...numbered.labels.filter((label) => insteadOf(label) !== undefined).map((label) => `offers ${label}`),
      ...numbered.problems,
    ],
    ways: numbered.ways,
  };
}

function whatsappProblems(parts: readonly Part[], activity: Activity): Shown {
  const messages = parts.map((part) => part.body as unknown as WhatsAppMessage);
  const choices = activity.channelData?.sathi?.choices ?? [];
  const pressed = messages.flatMap((message) => {
    if (message.kind === 'buttons') return message.buttons;
    return message.kind === 'list' ? message.rows : [];
  });
  const numbers =
    pressed.length > 0
      ? undefined
      : numberedWays(messages.map((one) => ('text' in one ? one.text : '')).join('\n'), activity);
  return {
    problems: [
      ...(messages.length === 0 ? ['nothing is sent'] : []),
      ...messages.flatMap(overLimit),
      ...(pressed.length > 0 && pressed.length !== choices.length ? ['choices are missing'] : []),
      ...(numbers?.problems ?? []),
    ],
    ways:
      numbers?.ways ??
      pressed.map((button, index) => ({
        choice: choices[index]?.id ?? '',
        reply: { type: 'message', text: button.title, value: pressValue(button.id) },
      })),
  };
}

function overLimit(message: WhatsAppMessage): string[] {
  switch (message.kind) {
    case 'text':
      return tooLong('text', message.text, WHATSAPP.text);
    case 'buttons':
      return [
        ...tooLong('body', message.text, WHATSAPP.interactiveBody),
        ...(message.buttons.length > WHATSAPP.buttons ? [`${message.buttons.length} buttons`] : []),
        ...message.buttons.flatMap(({ id, title }) => [
          ...tooLong('button', title, WHATSAPP.buttonTitle),
          ...tooLong('button id', id, WHATSAPP.rowId),
        ]),
      ];
    case 'list':
      return [
        ...tooLong('body', message.text, WHATSAPP.interactiveBody),
        ...tooLong('list button', message.open, WHATSAPP.listOpen),
        ...tooLong('section', message.section, WHATSAPP.listTitle),
        ...(message.rows.length > WHATSAPP.listRows ? [`${message.rows.length} rows`] : []),
        ...message.rows.flatMap(({ id, title, description }) => [
          ...tooLong('row', title, WHATSAPP.listTitle),
          ...tooLong('row id', id, WHATSAPP.rowId),
          ...(description === undefined ? [] : tooLong('description', description, WHATSAPP.listDescription)),
        ]),
      ];
    default:
      return [`${message.kind} inside the window`];
  }
}

function tooLong(what: string, text: string, most: number): string[] {
  if (text.trim() === '') return [`empty ${what}`];
  return text.length > most ? [`${what} of ${text.length} characters`] : [];
}

/** The menu of a text, each line as what a person would type for it: its number, or its words where it has none. */
function numberedWays(text: string, activity: Activity): Shown & { readonly labels: readonly string[] } {
  const choices = activity.channelData?.sathi?.choices ?? [];
  if (choices.length === 0) return { problems: [], labels: [], ways: [] };
  const overtaken = activity.channelData?.sathi?.overtaken === true;
  const lines = text.split('\n').flatMap((line) => {
    const found = (overtaken ? /^(-) (.+)$/ : /^(\d+) (.+)$/).exec(line.trim());
    return found === null ? [] : [{ mark: found[1]!, label: found[2]! }];
  });
  const menu = lines.slice(Math.max(0, lines.length - choices.length));
  const right = menu.length === choices.length && menu.every(({ mark }, n) => mark === (overtaken ? '-' : `${n + 1}`));
  return {
    problems: right ? [] : [`${choices.length} choices, shown as ${menu.map(({ mark }) => mark).join(' ')}`],
    labels: menu.map(({ label }) => label),
    ways: menu.map(({ mark, label }, n) => ({
      choice: choices[n]!.id,
      reply: { type: 'message', text: overtaken ? label : mark },
    })),
  };
}
