import type { ScreenHit, ScreenResult, TurnEvent } from '../../bot/contracts';

/** What is said and done about the strongest hit: the emergency instruction first, then a flag for staff. */
export function respondToScreen(result: ScreenResult): readonly TurnEvent[] {
  const [strongest] = result.hits;
  if (strongest === undefined || strongest.outcome === 'note') return [];
  const place = strongest.outcome === 'fire' ? 'reply' : 'confirm';
  return [
    { type: 'say', wording: `red-flag/${strongest.flag}@${strongest.version}#${place}`, safety: true },
    { type: 'flag', severity: 1, reason: `red-flag/${strongest.flag}@${strongest.version}`, summary: words(strongest) },
  ];
}

function words(hit: ScreenHit): string {
  return hit.mentions.map((mention) => mention.words).join('; ');
}
