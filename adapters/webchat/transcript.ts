import type { Activity, Conversations, Files, Line } from '../../bot/contracts';
import { isShown, toClient } from './outbound';

/** Rows read at once: a page that comes back after weeks gets its history in a few frames. */
export const PAGE = 100;
/** Parents remembered per stream; an answer comes soon after its question. */
const SHOWN = 200;

export interface Page {
  readonly activities: readonly Activity[];
  readonly watermark: number;
  /** There may be more at once. */
  readonly full: boolean;
}

/** A conversation read forward as one client sees it. */
export interface TranscriptReader {
  readonly watermark: number;
  /** The next page from the store. */
  next(): Promise<Page>;
  /** Lines that were just committed; undefined when they do not follow what was read, and the store must be asked. */
  take(lines: readonly Line[]): Page | undefined;
}

export function transcriptReader(
  conversations: Pick<Conversations, 'after'>,
  conversationId: string,
  from: number,
  link?: Files['link'],
): TranscriptReader {
  const shown = new Set<string>();
  let watermark = from;

  function read(lines: readonly Line[]): readonly Activity[] {
    const activities: Activity[] = [];
    for (const { seq, activity } of lines) {
      watermark = seq;
      if (!isShown(activity)) continue;
      activities.push(toClient(activity, conversationId, shown, link));
      if (activity.id !== undefined) shown.add(activity.id);
      if (shown.size > SHOWN) shown.delete(shown.values().next().value!);
    }
    return activities;
  }

  return {
    get watermark() {
      return watermark;
    },
    async next() {
      const rows = await conversations.after(conversationId, watermark, PAGE);
      const activities = read(rows);
      return { activities, watermark, full: rows.length === PAGE };
    },
    take(lines) {
      if (lines[0]?.seq !== watermark + 1) return undefined;
      const activities = read(lines);
      return { activities, watermark, full: false };
    },
  };
}
