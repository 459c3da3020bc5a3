import type { Concept } from '../../../knowledge/schema/lexicon';
import type { FlagRule, RedFlag } from '../../../knowledge/schema/red-flag';
import type { ScreenContext, ScreenHit, ScreenOutcome, ScreenResult } from '../../contracts/language';
import type { TimedMention } from '../read';
import { factMentions } from './facts';
import { type Strength, strength } from './strength';

const RANK: Record<ScreenOutcome, number> = { none: 0, note: 1, confirm: 2, fire: 3 };

/** All red flags, filed under the concepts their rules ask for. */
export class Screen {
  private readonly byConcept = new Map<string, Set<RedFlag>>();

  constructor(
    flags: readonly RedFlag[],
    private readonly concepts: ReadonlyMap<string, Concept>,
  ) {
    for (const flag of flags) {
      for (const rule of flag.rules) {
        for (const concept of [...rule.all, ...rule.any.flat()]) {
          const found = this.byConcept.get(concept);
          if (found === undefined) this.byConcept.set(concept, new Set([flag]));
          else found.add(flag);
        }
      }
    }
  }

  /** Which flags the mentions raise, strongest first. Facts of the patient count as mentions. */
  run(mentions: readonly TimedMention[], context: ScreenContext): ScreenResult {
    if (mentions.length === 0) return { outcome: 'none', hits: [] };
    const all = [...mentions, ...factMentions(context.facts, this.concepts)];
    const candidates = new Set<RedFlag>();
    for (const mention of mentions) for (const flag of this.byConcept.get(mention.concept) ?? []) candidates.add(flag);
    const hits: ScreenHit[] = [];
    for (const flag of candidates) {
      const hit = this.judge(flag, all);
      if (hit !== undefined) hits.push(soften(hit, flag, context));
    }
    hits.sort(
      (a, b) =>
        RANK[b.outcome] - RANK[a.outcome] || a.level.localeCompare(b.level) || b.mentions.length - a.mentions.length,
    );
    return { outcome: hits[0]?.outcome ?? 'none', hits };
  }

  /** The strongest rule of one flag. */
  private judge(flag: RedFlag, mentions: readonly TimedMention[]): ScreenHit | undefined {
    const best = new Map<string, { strength: Strength; mention: TimedMention }>();
    for (const mention of mentions) {
      const now = strength(mention, flag, this.concepts.get(mention.concept));
      const known = best.get(mention.concept);
      if (known === undefined || now > known.strength) best.set(mention.concept, { strength: now, mention });
    }
    let strongest: ScreenHit | undefined;
    let graver: ScreenHit | undefined;
    flag.rules.forEach((rule, i) => {
      const hit = apply(flag, rule, i, best);
      if (hit === undefined) return;
      if (strongest === undefined || better(hit, strongest)) strongest = hit;
      if (rule.outcome === 'fire' && hit.outcome === 'confirm' && hit.level < (graver?.level ?? 'D9')) graver = hit;
    });
    // A grave sign that is not quite sure still makes what is sure as urgent as if it were.
    return strongest !== undefined && graver !== undefined && graver.level < strongest.level
      ? { ...strongest, level: graver.level, because: [...strongest.because, ...graver.because] }
      : strongest;
  }
}

function better(a: ScreenHit, b: ScreenHit): boolean {
  return RANK[a.outcome] > RANK[b.outcome] || (a.outcome === b.outcome && a.level < b.level);
}

function apply(
  flag: RedFlag,
  rule: FlagRule,
  index: number,
  best: ReadonlyMap<string, { strength: Strength; mention: TimedMention }>,
): ScreenHit | undefined {
  const used: { strength: Strength; mention: TimedMention }[] = [];
  for (const concept of rule.all) {
    const found = best.get(concept);
    if (found === undefined || found.strength < 0) return undefined;
    used.push(found);
  }
  for (const options of rule.any) {
    let strongest: { strength: Strength; mention: TimedMention } | undefined;
    for (const concept of options) {
      const found = best.get(concept);
      if (
        found !== undefined &&
        found.strength >= 0 &&
        (strongest === undefined || found.strength > strongest.strength)
      )
        strongest = found;
    }
    if (strongest === undefined) return undefined;
    used.push(strongest);
  }
  // What would make it harmless must be as sure as what makes it a danger.
  if (rule.none.some((concept) => best.get(concept)?.strength === 2)) return undefined;
  const weakest = Math.min(...used.map((one) => one.strength));
  const outcome = weakest === 0 ? 'note' : weakest === 1 && rule.outcome === 'fire' ? 'confirm' : rule.outcome;
  return {
    flag: flag.id,
    version: flag.version,
    outcome,
    level: rule.level ?? flag.level,
    mentions: used.map((one) => one.mention),
    because: [
      `rule ${rule.id ?? index + 1}: ${used.map((one) => `${one.mention.concept} ("${one.mention.words}")`).join(' + ')}`,
      ...used.flatMap((one) => (one.strength < 2 ? [`${one.mention.concept}: ${why(one.mention)}`] : [])),
    ],
  };
}

function why({ context, confidence }: TimedMention): string {
  return `${context.polarity}, ${context.temporality}, ${context.experiencer}, ${context.sense}, confidence ${confidence}`;
}

/**
 * What the conversation already knows: a label the person picked is an answer to the dialog that offered it, and a
 * flag already raised does not interrupt its own triage again. A crisis is never softened below a question.
 */
function soften(hit: ScreenHit, flag: RedFlag, context: ScreenContext): ScreenHit {
  const isCrisis = flag.kind === 'crisis' || flag.kind === 'danger';
  if (isCrisis || RANK[hit.outcome] < RANK.confirm) return hit;
  const raised = context.raised.filter((one) => one.id === hit.flag && (one.level ?? 'D0') <= hit.level);
  const already = raised.some((one) => one.outcome === 'fire' || (one.outcome === hit.outcome && one.answer !== 'yes'));
  if (already) return { ...hit, outcome: 'note', because: [...hit.because, 'already raised in this conversation'] };
  return hit;
}
