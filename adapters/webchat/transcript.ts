import type { Activity, Conversations } from '../../bot/contracts';
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

/** Reads a conversation forward, page by page, as one client sees it. */
export function transcriptReader(conversations: Conversations, conversationId: string, from: number) {
  const shown = new Set<string>();
  let watermark = from;
  return async function next(): Promise<Page> {
    const rows = await conversations.after(conversationId, watermark, PAGE);
    const activities: Activity[] = [];
    for (const { seq, activity } of rows) {
      watermark = seq;
      if (!isShown(activity)) continue;
      activities.push(toClient(activity, conversationId, shown));
      if (activity.id !== undefined) shown.add(activity.id);
      if (shown.size > SHOWN) shown.delete(shown.values().next().value!);
    }
    return { activities, watermark, full: rows.length === PAGE };
  };
}
