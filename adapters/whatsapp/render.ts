import type { Activity, Address, Part, RenderContext } from '../../bot/contracts';
import { choicesOf, linkLines, menuLines, pressId, type ShownChoice } from '../shared/choices';
import { filesOf, type OutgoingFile } from '../shared/files';
import { splitText } from '../shared/split';
import type { ChannelWords } from '../shared/words';
import { isClinical } from './clinical';
import { whatsappText } from './markdown';
import { type Media, mediaOf } from './media';
import { WHATSAPP, type WhatsAppMessage, WINDOW_MS } from './message';
import { type TemplateSource, templateMessage } from './templates';

export interface WhatsAppRendering {
  readonly words: ChannelWords;
  readonly templates: TemplateSource;
  /** False: buttons and lists are not available (Twilio without content resources), choices are numbered. */
  readonly interactive: boolean;
  /** Whether stored files can be sent at all. */
  readonly files: boolean;
  /** Kinds of files that can carry words. */
  readonly captions: readonly Media[];
  /** False: questions about health are not asked here; the patient is shown the way to the web chat. */
  readonly clinical: boolean;
  /** Address of the patient page. */
  readonly webChatUrl: string;
}

/** An activity as WhatsApp messages, in order. Safety text is never held back by the clinical switch. */
export function renderWhatsApp(
  activity: Activity,
  to: Address,
  context: RenderContext,
  options: WhatsAppRendering,
): readonly Part[] {
  const safety = activity.channelData?.sathi?.safety;
  return messagesOf(activity, to, context, options).map((message) => ({
    to,
    body: { ...message },
    ...(safety === undefined ? {} : { safety }),
  }));
}

function messagesOf(
  activity: Activity,
  to: Address,
  context: RenderContext,
  options: WhatsAppRendering,
): readonly WhatsAppMessage[] {
  if (activity.type === 'typing') {
    const messageId = to.reference?.messageId;
    return typeof messageId === 'string' ? [{ kind: 'typing', messageId }] : [];
  }
  if (activity.type !== 'message') return [];
  const open = windowOpen(context);
  if (!open) {
    const template = templateMessage(activity.channelData?.sathi?.template, context.locale, options.templates);
    if (template !== undefined) return [template];
  }
  const messages = freeMessages(activity, context.locale, options);
  return open ? messages : messages.map((whenOpen) => ({ kind: 'closed', whenOpen }));
}

function freeMessages(activity: Activity, locale: string, options: WhatsAppRendering): readonly WhatsAppMessage[] {
  if (!options.clinical && isClinical(activity)) {
    return [{ kind: 'text', text: options.words('clinical_elsewhere', locale, { link: options.webChatUrl }) }];
  }
  const text = whatsappText([activity.text ?? '', ...linkLines(activity)].filter((one) => one !== '').join('\n'));
  const files = options.files ? filesOf(activity) : [];
  if (files.length > 0 && choicesOf(activity).length === 0) return withFiles(text, files, options);
  return [...mediaMessages(files), ...withChoices(text, activity, locale, options)];
}

/** Words go as the caption of the first file where it can carry them, else ahead. */
function withFiles(
  text: string,
  files: readonly OutgoingFile[],
  { captions }: WhatsAppRendering,
): readonly WhatsAppMessage[] {
  const [first, ...others] = mediaMessages(files);
  const carries = first?.kind === 'media' && captions.includes(first.media) && text.length <= WHATSAPP.caption;
  if (text === '' || !carries) return [...texts(text), ...mediaMessages(files)];
  return [{ ...first, caption: text }, ...others];
}

function mediaMessages(files: readonly OutgoingFile[]): readonly WhatsAppMessage[] {
  return files.map((file) => ({ kind: 'media', media: mediaOf(file), file }));
}

/** Whether free text may be sent: the patient wrote within the last 24 hours, with a margin. */
export function windowOpen(context: Pick<RenderContext, 'now' | 'lastInboundAt'>): boolean {
  return context.lastInboundAt !== undefined && context.now - context.lastInboundAt < WINDOW_MS;
}

function withChoices(
  text: string,
  activity: Activity,
  locale: string,
  options: WhatsAppRendering,
): readonly WhatsAppMessage[] {
  const choices = choicesOf(activity);
  if (choices.length === 0) return texts(text);
  const promptId = activity.channelData?.sathi?.promptId;
  const rows = choices.map((choice) => ({ ...choice, id: pressId(promptId, choice.id) }));
  // A button or a row is pressed once: where several may be true, the text's own numbers are what is answered.
  const pressable = options.interactive && activity.channelData?.sathi?.several !== true;
  if (pressable && fitsButtons(rows)) {
    return interactive(text, options.words('list_section', locale), (body) => ({
      kind: 'buttons',
      text: body,
      buttons: rows.map(({ id, label }) => ({ id, title: label })),
    }));
  }
  if (pressable && fitsList(rows)) {
    return interactive(text, options.words('list_section', locale), (body) => ({
      kind: 'list',
      text: body,
      open: options.words('list_button', locale).slice(0, WHATSAPP.listOpen),
      section: options.words('list_section', locale).slice(0, WHATSAPP.listTitle),
      rows: rows.map(({ id, label, description }) => ({
        id,
        title: label,
        ...(description === undefined || description === '' ? {} : { description }),
      })),
    }));
  }
  return texts(
    [text, ...menuLines(activity, choices, options.words('menu_hint', locale))]
      .filter((one) => one !== '')
      .join('\n\n'),
  );
}

function texts(text: string): readonly WhatsAppMessage[] {
  return splitText(text, (piece) => piece.length <= WHATSAPP.text).map((piece) => ({ kind: 'text', text: piece }));
}

/** Long texts go ahead as plain messages; the last piece carries the choices. */
function interactive(
  text: string,
  whenEmpty: string,
  last: (body: string) => WhatsAppMessage,
): readonly WhatsAppMessage[] {
  const pieces = splitText(text, (piece) => piece.length <= WHATSAPP.interactiveBody);
  const body = pieces.at(-1) ?? whenEmpty;
  return [...pieces.slice(0, -1).map((piece): WhatsAppMessage => ({ kind: 'text', text: piece })), last(body)];
}

function fitsButtons(rows: readonly ShownChoice[]): boolean {
  return (
    rows.length <= WHATSAPP.buttons &&
    rows.every((row) => row.label.length <= WHATSAPP.buttonTitle && row.id.length <= WHATSAPP.rowId) &&
    rows.every((row) => row.description === undefined || row.description === '') &&
    distinct(rows)
  );
}

function fitsList(rows: readonly ShownChoice[]): boolean {
  return (
    rows.length <= WHATSAPP.listRows &&
    rows.every(
      (row) =>
        row.label.length <= WHATSAPP.listTitle &&
        (row.description ?? '').length <= WHATSAPP.listDescription &&
        row.id.length <= WHATSAPP.rowId,
    ) &&
    distinct(rows)
  );
}

function distinct(rows: readonly ShownChoice[]): boolean {
  return (
    rows.every((row) => row.label.trim() !== '') &&
    new Set(rows.map((row) => row.label)).size === rows.length &&
    new Set(rows.map((row) => row.id)).size === rows.length
  );
}
