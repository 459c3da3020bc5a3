import { classifierOf } from '../../knowledge/learning/classifier';
import { loadContent } from '../../knowledge/load';
import type { ScreenOutcome } from '../contracts';
import { createLanguage } from '../language';
import {
  type DangerReader,
  dangerExamples,
  dangerReader,
  type Example,
  harmlessWishes,
  learnDanger,
} from '../language/second-look/reader';
import { secondLook } from '../language/second-look/second-look';
import { contentPlaces } from '../places';

const FOLDS = 5;
const CALM = [0.005, 0.01, 0.02, 0.04] as const;
/** A bar nothing reaches: the screen alone. */
const NEVER = 1;
const BARS = [0.5, 0.6, 0.7, 0.8, 0.9] as const;

interface Judged {
  readonly example: Example;
  readonly outcomes: readonly ScreenOutcome[];
}

/**
 * `npm run second-look`: what the thresholds of `content/second-look` would do, by cross-validation over the shipped
 * examples: each fifth is judged by what the other four teach. Prints shares spoken to (instruction or question).
 */
function main(): void {
  const content = loadContent(contentPlaces(process.env));
  const [rules] = content.all('second-look');
  if (rules === undefined) throw new Error('There is no file in content/second-look; the second look has no rules.');
  const language = createLanguage(content, { intents: () => [] });
  const examples = dangerExamples(content, rules);
  const context = (locale: string) => ({ locale, facts: {}, raised: [] });
  const screened = (one: Example) => {
    const reading = language.read(one.text, one.locale, {});
    return { reading, result: language.screen(reading, context(one.locale)) };
  };
  const quiet = harmlessWishes(content);
  const uncalmed = { ...rules, calm_below: 0, calm_crisis_below: 0, calm_standing_below: 0, silent_standing_below: 0 };
  const settings = [
    { ...uncalmed, ask_from: NEVER, ask_crisis_from: NEVER },
    ...BARS.map((bar) => ({ ...uncalmed, ask_from: bar, ask_crisis_from: bar })),
    ...CALM.map((calm) => ({ ...rules, calm_below: calm })),
    rules,
  ];
  const judged: Judged[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const mine = examples.filter((_, i) => i % FOLDS === fold);
    const others = examples.filter((_, i) => i % FOLDS !== fold);
    const reader: DangerReader = dangerReader(classifierOf(learnDanger(rules, [...others, ...quiet])), rules);
    for (const example of mine) {
      const { reading, result } = screened(example);
      const outcomes = settings.map(
        (setting) => secondLook(content, setting, reader, reading, context(example.locale), result).outcome,
      );
      judged.push({ example, outcomes });
    }
  }
  const kinds = ['harmless', ...rules.questions.map((one) => one.ask)];
  const lines = settings.map((setting, at) => {
    const cells = kinds.map((_, label) => {
      const of = judged.filter((one) => one.example.label === label);
      const count = (...wanted: ScreenOutcome[]) => of.filter((one) => wanted.includes(one.outcomes[at]!)).length;
      return `${share(count('fire', 'confirm'), of.length)} (${share(count('fire'), of.length)})`;
    });
    return [
      `${setting.ask_from} / ${setting.ask_crisis_from} / ${setting.calm_below} / ${setting.calm_crisis_below}`,
      ...cells,
    ].join('\t');
  });
  process.stdout.write(
    `ask / crisis / calm / calm crisis: spoken to (outright)\t${kinds.join('\t')}\n${lines.join('\n')}\n`,
  );
}

function share(some: number, all: number): string {
  return all === 0 ? '-' : (some / all).toFixed(3);
}

main();
