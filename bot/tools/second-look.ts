import { classifierOf } from '../../knowledge/learning/classifier';
import { loadContent } from '../../knowledge/load';
import type { SecondLookRules } from '../../knowledge/schema/danger-examples';
import type { ScreenOutcome, ScreenResult } from '../contracts';
import { createLanguage } from '../language';
import { hitReader, learnHits, type ScreenedExample, screened } from '../language/second-look/hit-reader';
import {
  dangerExamples,
  dangerReader,
  type Example,
  harmlessWishes,
  learnDanger,
} from '../language/second-look/reader';
import { type Readers, secondLook } from '../language/second-look/second-look';
import { contentPlaces } from '../places';

const FOLDS = 5;
/** Neighbours in a file often tell of the same case, so they are judged together. */
const NEIGHBOURS = 6;
const CALM = [0.005, 0.01, 0.02, 0.04] as const;
const DOUBT = [0.4, 0.5, 0.6, 0.7] as const;
const PASSING = [0.1, 0.15, 0.2, 0.3] as const;
/** A bar nothing reaches: the screen alone. */
const NEVER = 1;
const BARS = [0.5, 0.6, 0.7, 0.8, 0.9] as const;

type Outcome = ScreenOutcome | 'passing';

interface Judged {
  readonly example: Pick<Example, 'label'>;
  readonly outcomes: readonly Outcome[];
}

/**
 * `npm run second-look`: what the thresholds of `content/second-look` would do, by cross-validation over the shipped
 * examples: each fifth is judged by what the other four teach. Prints shares spoken to at all, outright and only in
 * passing.
 */
function main(): void {
  const content = loadContent(contentPlaces(process.env));
  const [rules] = content.all('second-look');
  if (rules === undefined) throw new Error('There is no file in content/second-look; the second look has no rules.');
  const language = createLanguage(content, { intents: () => [] });
  const examples = dangerExamples(content, rules);
  const context = (locale: string) => ({ locale, facts: {}, raised: [] });
  const screen = (text: string, locale: string) => {
    const reading = language.read(text, locale, {});
    return { reading, result: language.screen(reading, context(locale)) };
  };
  const quiet = harmlessWishes(content);
  const undoubted = { ...rules, doubt_below: 0, in_passing_below: 0 };
  const uncalmed = {
    ...undoubted,
    calm_below: 0,
    calm_crisis_below: 0,
    calm_standing_below: 0,
    silent_standing_below: 0,
  };
  const settings = [
    { ...uncalmed, ask_from: NEVER, ask_crisis_from: NEVER },
    ...BARS.map((bar) => ({ ...uncalmed, ask_from: bar, ask_crisis_from: bar })),
    ...CALM.map((calm) => ({ ...undoubted, calm_below: calm })),
    ...DOUBT.map((doubt) => ({ ...rules, doubt_below: doubt, in_passing_below: 0 })),
    ...PASSING.map((passing) => ({ ...rules, in_passing_below: passing })),
    rules,
  ];
  const known = examples.map((example) => ({
    example,
    hits: screened(example, screen),
    ...screen(example.text, example.locale),
  }));
  const judged: Judged[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const inFold = (_: unknown, i: number) => Math.floor(i / NEIGHBOURS) % FOLDS === fold;
    const others = known.filter((one, i) => !inFold(one, i));
    const readers = learnt(rules, others, quiet);
    for (const { example, reading, result } of known.filter(inFold)) {
      const outcomes = settings.map((setting) =>
        outcomeOf(secondLook(content, setting, readers, reading, context(example.locale), result)),
      );
      judged.push({ example, outcomes });
    }
  }
  const kinds = ['harmless', ...rules.questions.map((one) => one.ask)];
  const lines = settings.map((setting, at) => {
    const cells = kinds.map((_, label) => {
      const of = judged.filter((one) => one.example.label === label);
      const count = (...wanted: Outcome[]) => of.filter((one) => wanted.includes(one.outcomes[at]!)).length;
      const spoken = share(count('fire', 'confirm', 'passing'), of.length);
      return `${spoken} (${share(count('fire'), of.length)}, ${share(count('passing'), of.length)})`;
    });
    return [
      [
        setting.ask_from,
        setting.ask_crisis_from,
        setting.calm_below,
        setting.calm_crisis_below,
        setting.doubt_below,
        setting.in_passing_below,
      ].join(' / '),
      ...cells,
    ].join('\t');
  });
  process.stdout.write(
    `ask / crisis / calm / calm crisis / doubt / in passing: spoken to (outright, in passing)\t${kinds.join('\t')}\n${lines.join('\n')}\n`,
  );
}

function outcomeOf({ outcome, hits }: ScreenResult): Outcome {
  return hits[0]?.inPassing === true ? 'passing' : outcome;
}

function learnt(
  rules: SecondLookRules,
  others: readonly { readonly example: Example; readonly hits: ScreenedExample }[],
  quiet: readonly Example[],
): Readers {
  const danger = classifierOf(learnDanger(rules, [...others.map((one) => one.example), ...quiet]));
  return { danger: dangerReader(danger, rules), hit: hitReader(learnHits(others.map((one) => one.hits))) };
}

function share(some: number, all: number): string {
  return all === 0 ? '-' : (some / all).toFixed(3);
}

main();
