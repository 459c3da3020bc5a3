import type { Activity, Address, Part } from '../../bot/contracts';
import { choicesOf, linkLines, menuLines } from '../shared/choices';
import { filesOf } from '../shared/files';
import type { ChannelWords } from '../shared/words';
import { insteadOf } from './carrier-keywords';
import { composeSms, type SmsText } from './compose';

const WORDLESS: SmsText = { text: '', encoding: 'gsm7', segments: 1 };

/**
 * An activity as SMS: the text (its short form where there is one), links, a numbered menu and how to answer it.
 * Only messages are sent; a typing sign or an event has no form on SMS.
 */
export function renderSms(
  activity: Activity,
  to: Address,
  locale: string,
  words: ChannelWords,
  /** The provider carries files by MMS. */
  carriesFiles = false,
): readonly Part[] {
  if (activity.type !== 'message') return [];
  const choices = choicesOf(activity).map((choice) => {
    const instead = insteadOf(choice.label);
    return instead === undefined ? choice : { ...choice, label: words(instead, locale) };
  });
  const text = [
    activity.channelData?.sathi?.short ?? activity.text ?? '',
    ...linkLines(activity),
    ...menuLines(activity, choices, words('menu_hint', locale)),
  ]
    .filter((piece) => piece.trim() !== '')
    .join('\n');
  const safety = activity.channelData?.sathi?.safety;
  const files = carriesFiles ? filesOf(activity) : [];
  const composed = composeSms(plainMarkdown(text));
  // A picture without words is a message, too.
  const messages = composed.length === 0 && files.length > 0 ? [WORDLESS] : composed;
  return messages.map((message: SmsText, index) => ({
    to,
    // Files leave with the first message.
    body: { ...message, ...(index === 0 && files.length > 0 ? { files } : {}) },
    ...(safety === undefined ? {} : { safety }),
  }));
}

/** Markdown as plain text: emphasis marks go, links keep their address. */
export function plainMarkdown(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\((https?:\/\/[^)\s]+|tel:[^)\s]+)\)/g, (_whole, label: string, link: string) =>
      link.startsWith('tel:') ? `${label} ${link.slice(4)}` : `${label} ${link}`,
    )
    .replace(/(\*\*|__)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/^#{1,6}\s+/gm, '');
}
