import type { Features } from '../../../knowledge/learning/classifier';
import type { Marks } from './marks';
import type { Token } from './tokens';

/** Set by hand, watching the `tune` half: what the phrases add up to counts most, single words only lean. */
const BLOCK = { signs: 1.6, words: 0.55, pairs: 0.3 };

const STEPS = [0.5, 1, 1.5, 2, 3, 4, 6] as const;

/** What a comment shows as sparse features for the learner. */
export function signsOf(text: readonly Token[], marks: Marks): Features {
  const good = sum(marks, 1);
  const bad = sum(marks, -1);
  const signs = [
    ...steps('good', good),
    ...steps('bad', bad),
    ...steps('net+', good - bad),
    ...steps('net-', bad - good),
    ...mixture(good, bad, marks),
    ...ends(text, marks),
    ...(marks.marks.length === 0 ? ['nothing'] : []),
    ...(marks.lukewarm > 0 ? [`lukewarm:${marks.marks.length === 0 ? 'alone' : 'with'}`, 'lukewarm'] : []),
    ...(marks.sarcastic ? [`sarcastic:${bad > 0 ? 'bad' : 'only-good'}`] : []),
    ...(marks.idleNegators > 0 && marks.marks.length === 0 ? ['idle-negator'] : []),
    text.length <= 3
      ? 'length:tiny'
      : text.length <= 10
        ? 'length:short'
        : text.length <= 25
          ? 'length:some'
          : 'length:long',
  ];
  const features = new Map<string, number>();
  block(features, 's:', signs, BLOCK.signs);
  block(features, 'w:', [...new Set(text.map((token) => token.stem))], BLOCK.words);
  block(
    features,
    'p:',
    text.slice(1).map((token, i) => `${text[i]!.stem} ${token.stem}`),
    BLOCK.pairs,
  );
  return features;
}

function sum(marks: Marks, side: 1 | -1): number {
  return marks.marks.reduce((total, { value }) => (value * side > 0 ? total + value * side : total), 0);
}

function steps(name: string, value: number): string[] {
  return STEPS.filter((step) => value >= step).map((step) => `${name}>=${step}`);
}

/** How even the good and the bad are, and in which order they come. */
function mixture(good: number, bad: number, marks: Marks): string[] {
  if (good < 0.5 || bad < 0.5) return [good >= 0.5 ? 'only:good' : bad >= 0.5 ? 'only:bad' : 'only:none'];
  const balance = (good - bad) / (good + bad);
  const even =
    balance > 0.5
      ? 'good'
      : balance > 0.2
        ? 'rather-good'
        : balance >= -0.2
          ? 'even'
          : balance >= -0.5
            ? 'rather-bad'
            : 'bad';
  const order = marks.marks.map((mark) => (mark.value > 0 ? '+' : '-')).join('');
  const turns = order.replace(/(.)\1+/g, '$1');
  return [
    `mixed:${even}`,
    `mixed${marks.contrasts > 0 ? ':contrast' : ''}`,
    `turns:${turns.length > 2 ? 'many' : turns}`,
  ];
}

/** The first and the last sentence that say anything. */
function ends(text: readonly Token[], { marks }: Marks): string[] {
  const first = marks[0];
  const last = marks.at(-1);
  if (first === undefined || last === undefined) return [];
  const tone = (sentence: number) => {
    const total = marks.filter((mark) => mark.sentence === sentence).reduce((all, mark) => all + mark.value, 0);
    return total > 0.4 ? 'good' : total < -0.4 ? 'bad' : 'even';
  };
  const sentences = new Set(text.map((token) => token.sentence)).size;
  return sentences < 2 ? [] : [`first:${tone(first.sentence)}`, `last:${tone(last.sentence)}`];
}

function block(features: Map<string, number>, prefix: string, names: readonly string[], weight: number): void {
  if (names.length === 0) return;
  const value = weight / Math.sqrt(names.length);
  for (const name of names) features.set(prefix + name, (features.get(prefix + name) ?? 0) + value);
}
