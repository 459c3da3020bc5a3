const DAY = 24 * 60 * 60 * 1000;
/** How long after its review date an article is still shown, with a warning. */
const GRACE_DAYS = 90;

/** `current`: as it is. `hedged`: past its review date, shown with a warning. `withdrawn`: not shown. */
export type Freshness = 'current' | 'hedged' | 'withdrawn';

/**
 * Whether an article may be used at a moment.
 * @param now ms UTC; review and publishing days begin at midnight UTC.
 */
export function freshness(article: { status: string; review_by: string; publish_on?: string }, now: number): Freshness {
  if (article.status === 'draft' || article.status === 'retired') return 'withdrawn';
  if (article.publish_on !== undefined && now < Date.parse(article.publish_on)) return 'withdrawn';
  const overdue = (now - Date.parse(article.review_by)) / DAY;
  if (overdue >= GRACE_DAYS + 1) return 'withdrawn';
  return overdue >= 1 ? 'hedged' : 'current';
}
