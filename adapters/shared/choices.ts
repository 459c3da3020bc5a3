import type { Activity, CardAction } from '../../bot/contracts';

/** One answer as a channel shows it; `id` comes back when it is pressed. */
export interface ShownChoice {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
}

/** The choices of an outgoing activity, from Sathi's own data or, for staff and middleware, from suggested actions. */
export function choicesOf(activity: Activity): readonly ShownChoice[] {
  const own = activity.channelData?.sathi?.choices;
  if (own !== undefined && own.length > 0) return own;
  return (activity.suggestedActions?.actions ?? [])
    .filter((action) => action.type === 'imBack' || action.type === 'postBack' || action.type === 'messageBack')
    .map((action: CardAction) => ({ id: choiceId(action.value), label: action.title }));
}

function choiceId(value: unknown): string {
  if (typeof value === 'string') return value;
  return String((value as { choiceId?: unknown } | undefined)?.choiceId ?? '');
}

/** What is sent when a choice is pressed: which prompt it belonged to, and which answer it is. */
export function pressId(promptId: string | undefined, choiceId: string): string {
  return `${promptId ?? ''}:${choiceId}`;
}

/** The value of an inbound press; a foreign id (a template's own payload) is kept as the choice. */
export function pressValue(id: string): { promptId?: string; choiceId: string } {
  const colon = id.indexOf(':');
  if (colon < 0) return { choiceId: id };
  const promptId = id.slice(0, colon);
  return { ...(promptId === '' ? {} : { promptId }), choiceId: id.slice(colon + 1) };
}

/** A numbered list, one answer per line: "1 Several days". */
export function numberedMenu(choices: readonly ShownChoice[]): string {
  return choices
    .map((choice, index) => `${index + 1} ${choice.label}${choice.description ? ` - ${choice.description}` : ''}`)
    .join('\n');
}

/**
 * The choices as lines of text: numbered, with how to answer; or, where a later question of the turn takes the numbers,
 * as a plain list to be answered in its own words.
 */
export function menuLines(activity: Activity, choices: readonly ShownChoice[], hint: string): readonly string[] {
  if (choices.length === 0) return [];
  if (activity.channelData?.sathi?.overtaken === true) return [choices.map(({ label }) => `- ${label}`).join('\n')];
  return [numberedMenu(choices), hint];
}

/** Attachments and links as lines of text, for channels that cannot show them: nothing is dropped silently. */
export function linkLines(activity: Activity): readonly string[] {
  const files = (activity.attachments ?? [])
    .filter((one) => one.contentUrl?.startsWith('https://') || one.contentUrl?.startsWith('http://'))
    .map((one) => [one.name, one.contentUrl].filter((part) => part !== undefined).join(': '));
  const links = (activity.suggestedActions?.actions ?? [])
    .filter((action) => action.type === 'openUrl' || action.type === 'call')
    .map((action) => `${action.title}: ${String(action.value).replace(/^tel:/, '')}`);
  return [...files, ...links];
}
