import type { ContentLibrary } from '../../knowledge/schema/library';
import type { Activity, ConversationState, Say, TurnEvent } from '../contracts';
import { openPrompts } from './prompts';

/** Skills in which a picture may show something that matters clinically. */
const CLINICAL = new Set(['triage', 'check-in', 'medication', 'programme', 'counselling', 'survey', 'emergency']);

/** Older than this when it arrives (after an outage) a message is no answer to what was asked. Source: reference C.7. */
export const LATE_MS = 24 * 60 * 60_000;

/** A skill of these runs, or asked something that still waits: a survey, a step of a programme. */
function isClinical(state: ConversationState, now: number): boolean {
  return (
    state.stack.some((frame) => CLINICAL.has(frame.dialog)) ||
    openPrompts(state, now).some((prompt) => prompt.frameId === undefined && CLINICAL.has(prompt.dialog))
  );
}

/** A picture, recording or file in a clinical dialog is for a person's eyes and ears. */
export function mediaFlag(
  activity: Activity,
  state: ConversationState,
  content: ContentLibrary,
  now: number,
): readonly TurnEvent[] {
  if (!isClinical(state, now) || (activity.attachments ?? []).length === 0) return [];
  const summary = content.text('wording/channels.staff_media', content.hospital.locales[0] ?? 'en');
  const types = activity.attachments!.map((one) => one.contentType).join(', ');
  return [{ type: 'flag', severity: 3, reason: 'media-received', summary, detail: { types } }];
}

/**
 * What to say to a message without words: a picture, a place, a sticker, something the channel could not read. Undefined
 * when it is an ordinary message, or when the open question asked for a picture. Said once in a row, not each time.
 */
export function answerWithoutWords(
  activity: Activity,
  state: ConversationState,
  now: number,
): readonly Say[] | undefined {
  if ((activity.text ?? '').trim() !== '') return undefined;
  const media = (activity.attachments ?? []).length > 0;
  if (media && openPrompts(state, now).some((prompt) => prompt.kind === 'media')) return undefined;
  const recorded = activity.attachments?.every((one) => one.contentType.startsWith('audio/')) === true;
  const received = recorded ? 'wording/channels.voice_received' : 'wording/channels.media_received';
  const wording =
    activity.channelData?.unsupported === 'edit'
      ? 'wording/channels.edited'
      : media && isClinical(state, now)
        ? received
        : 'wording/channels.only_text';
  const justSaid = state.lastSaid.some((one) => (one as Partial<Say>).wording === wording);
  return justSaid ? [] : [{ type: 'say', wording }];
}
