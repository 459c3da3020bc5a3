import type { Concept } from '../../../knowledge/schema/lexicon';
import type { RedFlag } from '../../../knowledge/schema/red-flag';
import type { TimedMention } from '../read';

/** 2 present and clear, 1 must be asked, 0 worth remembering, -1 not there. */
export type Strength = 2 | 1 | 0 | -1;

/** Below this a word was read as another it may not be, or words far apart as one finding: the person is asked. */
const SURE_ENOUGH = 0.9;

/** What the context of a mention makes of it for one flag. */
export function strength(mention: TimedMention, flag: RedFlag, concept: Concept | undefined): Strength {
  const { context, confidence } = mention;
  if (context.sense === 'idiom') return -1;
  const physical = flag.kind === 'physical' || flag.kind === 'poison';
  if (context.polarity === 'negated') return physical ? -1 : 1;
  if (context.temporality === 'hypothetical' || context.sense === 'topic') return physical ? 0 : 1;
  if (context.temporality === 'historical' && !inWindow(mention, flag, concept)) return physical ? 0 : 1;
  if (context.polarity === 'unsure' || confidence < SURE_ENOUGH) return 1;
  return 2;
}

function inWindow(mention: TimedMention, flag: RedFlag, concept: Concept | undefined): boolean {
  if (concept?.kind === 'condition') return true;
  const window = concept?.window_hours ?? flag.window_hours;
  return mention.agoHours !== undefined && mention.agoHours <= window;
}
