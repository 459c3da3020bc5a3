import type { Assess, Flag, PatientFacts, ScreenHit, ScreenResult, TurnEvent } from '../../bot/contracts';
import type { ContentLibrary } from '../../knowledge/schema/library';
import type { RedFlag } from '../../knowledge/schema/red-flag';
import { atLevel, isOwnWay, sentence } from './args';

/** What the reply may depend on: known facts for the record, and content for levels and severities. */
export interface ScreenReply {
  readonly locale: string;
  readonly size: 'short' | 'normal' | 'rich';
  readonly facts: PatientFacts;
  /** What the patient wrote. */
  readonly text?: string;
  readonly content: ContentLibrary;
}

/** Other flags of the same message that staff should see; more only repeat each other. */
const MOST_FLAGS = 3;

/**
 * What is said and done about what the screen found: the emergency instruction first, then the record, the flag for
 * staff and the dialog that stays with the person. Nothing for `none`, and for a `note` only what a person should look
 * at. The safety sentence is an event of its own, so that it is said even while a person of the care team owns the
 * thread and no dialog may begin.
 */
export function respondToScreen(result: ScreenResult, { facts, content, text }: ScreenReply): readonly TurnEvent[] {
  const spoken = result.hits.filter((hit) => hit.outcome !== 'note');
  const [strongest] = spoken;
  if (strongest === undefined)
    return result.hits
      .filter((hit) => hit.calmed === true)
      .slice(0, 1)
      .map(quietly(content));
  const flag = content.get('red-flag', strongest.flag, strongest.version);
  if (strongest.inPassing === true && text !== undefined) return inPassing(strongest, flag, text);
  const fires = strongest.outcome === 'fire';
  return [
    {
      type: 'say',
      wording: sentence(flag, strongest.level, fires ? 'reply' : 'confirm'),
      safety: true,
      purpose: 'safety',
    },
    ...(fires ? [assessment(strongest, flag, facts)] : []),
    ...spoken.slice(0, MOST_FLAGS).map((hit) => staffFlag(hit, content.get('red-flag', hit.flag, hit.version))),
    {
      type: 'begin',
      dialog: fires ? 'emergency' : 'red-flag-confirm',
      args: {
        flag: strongest.flag,
        version: strongest.version,
        ...atLevel(flag, strongest.level),
        ...(fires || text === undefined ? {} : { wrote: text }),
      },
    },
  ];
}

/**
 * It only reads like danger, or its words seldom mean any in such a message: the emergency number and what to use it for
 * are said in passing, and the message is answered for what it says. The questions about danger signs are triage's, where it is about how somebody feels.
 */
function inPassing(hit: ScreenHit, flag: RedFlag, text: string): TurnEvent[] {
  return [
    { type: 'say', wording: 'wording/emergency.looks-serious', safety: true, purpose: 'safety' },
    { ...staffFlag(hit, flag), severity: 3 },
    { type: 'takeUp', text, orElse: { dialog: 'triage', args: { protocol: 'generic_unmatched' } } },
  ];
}

/** Nothing is said to the patient; a person of the care team looks whether that was right. */
function quietly(content: ContentLibrary): (hit: ScreenHit) => Flag {
  return (hit) => ({ ...staffFlag(hit, content.get('red-flag', hit.flag, hit.version)), severity: 3 });
}

/** Record of the level, explained by the words that matched. */
export function assessment(
  hit: Pick<ScreenHit, 'flag' | 'version' | 'level' | 'because'>,
  flag: RedFlag,
  facts: PatientFacts,
): Assess {
  return {
    type: 'assess',
    protocol: ref(hit),
    disposition: hit.level,
    route: isOwnWay(flag, hit.level) ? flag.own_way!.route : flag.route,
    deadlineHours: hit.level === 'D0' ? 0 : hit.level === 'D1' ? 1 : 6,
    // The rule's name only: the words that matched are the patient's and stay in the sealed part.
    rule: (hit.because[0] ?? hit.flag).split(':')[0] ?? hit.flag,
    answers: [],
    because: hit.because,
    facts,
  };
}

/** A question that is still open is one step less pressing for staff than a clear sign. */
function staffFlag(hit: ScreenHit, flag: RedFlag): Flag {
  const open = hit.outcome === 'confirm' && flag.kind === 'physical';
  return {
    type: 'flag',
    severity: open ? less(flag.severity) : flag.severity,
    reason: ref(hit),
    summary: `${flag.staff}: "${[...new Set(hit.mentions.map((mention) => mention.words))].join('", "')}" (${done(hit)})`,
    detail: {
      outcome: hit.outcome,
      level: hit.level,
      mentions: hit.mentions.map(({ concept, words }) => ({ concept, words })),
    },
  };
}

function done({ outcome, byExample, calmed, inPassing }: ScreenHit): string {
  if (calmed === true) return 'reads harmless; nothing was said to the patient, please look';
  if (outcome === 'fire') return 'emergency advice given';
  if (byExample === true) return 'reads like danger; emergency number given';
  return inPassing === true ? 'doubtful; emergency number given' : 'asked whether it is happening now';
}

function less(severity: Flag['severity']): Flag['severity'] {
  return severity === 1 ? 2 : 3;
}

function ref(hit: { flag: string; version: string }): string {
  return `red-flag/${hit.flag}@${hit.version}`;
}
