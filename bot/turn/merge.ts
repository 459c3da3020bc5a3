import type { Activity } from '../contracts';

/** Consecutive sayings that leave as one message; `last` is the position of the one that carries them. */
export interface Merged {
  readonly activity: Activity;
  readonly last: number;
}

/**
 * Joins what one turn says into as few messages as possible: SMS and WhatsApp are billed and paced by the message.
 * Questions end a message, since nothing may stand between them and their answers. Urgent text always stands alone, and
 * so does what has a template, an end or a purpose of its own.
 */
export function mergeSayings(activities: readonly Activity[]): readonly Merged[] {
  const merged: Merged[] = [];
  for (const [index, activity] of markOvertaken(activities).entries()) {
    const before = merged.at(-1);
    if (before !== undefined && joins(before.activity, activity)) {
      const text = `${before.activity.text}\n\n${activity.text}`;
      merged[merged.length - 1] = { activity: { ...activity, text }, last: index };
    } else merged.push({ activity, last: index });
  }
  return merged;
}

/** "1" answers the last question of a turn (see prompts.ts), so an earlier one must not offer numbers. */
function markOvertaken(activities: readonly Activity[]): readonly Activity[] {
  const last = activities.findLastIndex((one) => one.channelData?.sathi?.promptId !== undefined);
  return activities.map((activity, index) => {
    const sathi = activity.channelData?.sathi;
    if (index >= last || sathi?.choices === undefined || sathi.choices.length === 0) return activity;
    return { ...activity, channelData: { ...activity.channelData, sathi: { ...sathi, overtaken: true } } };
  });
}

function joins(before: Activity, after: Activity): boolean {
  const [a, b] = [before.channelData?.sathi, after.channelData?.sathi];
  return (
    before.type === 'message' &&
    after.type === 'message' &&
    plain(before) &&
    (before.text ?? '') !== '' &&
    (after.text ?? '') !== '' &&
    a?.choices === undefined &&
    a?.promptId === undefined &&
    a?.short === undefined &&
    b?.short === undefined &&
    a?.safety !== true &&
    b?.safety !== true &&
    a?.template === undefined &&
    b?.template === undefined &&
    a?.expiresAt === b?.expiresAt &&
    a?.purpose === b?.purpose &&
    JSON.stringify(a?.author) === JSON.stringify(b?.author)
  );
}

function plain(activity: Activity): boolean {
  return (activity.attachments ?? []).length === 0 && (activity.suggestedActions?.actions ?? []).length === 0;
}
