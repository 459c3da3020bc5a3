/** Sparse features of a text by name. */
export type Features = ReadonlyMap<string, number>;

export interface LabelledFeatures {
  readonly label: number;
  readonly features: Features;
  /** How much it teaches beside the others; 1 when left out. */
  readonly weight?: number;
}

/** Multinomial logistic regression over sparse features. */
export interface Classifier {
  /** Probability per label, in label order. */
  predict(features: Features): Float64Array;
}

const EPOCHS = 8;
/** The first steps; they shrink as a weight is moved. */
const RATE = 0.3;
/** Errors smaller than this teach nothing worth the time. */
const NEGLIGIBLE = 0.006;
/** Sharpness of the probabilities: 1 leaves them as learnt. Set by hand, not fitted. */
const TEMPERATURE = 1;

/**
 * What was learnt: a weight for every feature and label, row by row, in 127ths of the row's largest. A byte each is a
 * quarter of the memory, and moves a probability by less than the third digit. Features are known by a number made of
 * their name: the names themselves would take more memory than all weights.
 */
export interface Weights {
  /** `featureKey` of each feature, in order. */
  readonly keys: Uint32Array;
  /** Of each feature: its rarity times the size of one step of its row. */
  readonly steps: Float32Array;
  readonly bias: Float64Array;
  readonly cells: Int8Array;
}

/**
 * Learns by AdaGrad in a fixed order: the same examples give the same weights on every machine and start.
 * A few seconds of CPU for 8,000 examples (kept between starts) of 75 labels.
 * @param options `balanced`: a label with many examples teaches a little less by each, so that it does not swallow its
 * neighbours; without it the probabilities follow how often each label was shown. `rate`: how fast; slower where the
 * examples are few and like each other.
 */
export function learn(
  examples: readonly LabelledFeatures[],
  labels: number,
  { balanced = true, rate = RATE }: { balanced?: boolean; rate?: number } = {},
): Weights {
  const index = new Map<string, number>();
  const frequency: number[] = [];
  for (const example of examples) {
    for (const name of example.features.keys()) {
      const known = index.get(name);
      if (known === undefined) {
        index.set(name, frequency.length);
        frequency.push(1);
      } else frequency[known]! += 1;
    }
  }
  const rarity = Float64Array.from(frequency, (count) => Math.log(1 + examples.length / count) / 3);
  const sparse = (features: Features): { ids: Int32Array; values: Float64Array } => {
    const ids: number[] = [];
    const values: number[] = [];
    for (const [name, value] of features) {
      const id = index.get(name);
      if (id === undefined) continue;
      ids.push(id);
      values.push(value * rarity[id]!);
    }
    return { ids: Int32Array.from(ids), values: Float64Array.from(values) };
  };

  const weights = new Float32Array(frequency.length * labels);
  const squares = new Float32Array(frequency.length * labels).fill(0.05);
  const bias = new Float64Array(labels);
  const rows = examples.map((example) => ({
    label: example.label,
    weight: example.weight ?? 1,
    ...sparse(example.features),
  }));
  const scores = new Float64Array(labels);
  const score = (ids: Int32Array, values: Float64Array): void => {
    scores.set(bias);
    for (let i = 0; i < ids.length; i++) {
      const base = ids[i]! * labels;
      const value = values[i]!;
      for (let label = 0; label < labels; label++) scores[label]! += weights[base + label]! * value;
    }
    softmax(scores, 1);
  };

  const sizes = new Float64Array(labels);
  for (const row of rows) sizes[row.label]! += 1;
  const typical = rows.length / labels;
  const balance = sizes.map((count) => {
    if (count === 0) return 0;
    return balanced ? Math.min(1.5, Math.sqrt(typical / count)) : 1;
  });
  const wrong = new Int32Array(labels);
  let order = rows.map((_, i) => i);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    order = shuffled(order, epoch + 1);
    for (const at of order) {
      const row = rows[at]!;
      score(row.ids, row.values);
      scores[row.label]! -= 1;
      const share = balance[row.label]! * row.weight;
      const negligible = NEGLIGIBLE / row.weight;
      let count = 0;
      for (let label = 0; label < labels; label++) {
        if (scores[label]! > negligible || scores[label]! < -negligible) wrong[count++] = label;
      }
      for (let k = 0; k < count; k++) bias[wrong[k]!]! -= 0.02 * scores[wrong[k]!]!;
      for (let i = 0; i < row.ids.length; i++) {
        const base = row.ids[i]! * labels;
        const value = row.values[i]!;
        for (let k = 0; k < count; k++) {
          const cell = base + wrong[k]!;
          const gradient = share * scores[wrong[k]!]! * value;
          squares[cell]! += gradient * gradient;
          weights[cell]! -= (rate * gradient) / Math.sqrt(squares[cell]!);
        }
      }
    }
  }

  return inOrder({ keys: Uint32Array.from(index.keys(), featureKey), bias, ...inSteps(weights, labels, rarity) });
}

/** By key, so that looking one up needs no table of its own size. */
function inOrder({ keys, steps, bias, cells }: Weights): Weights {
  const labels = bias.length;
  const order = Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]!);
  const sorted = new Int8Array(cells.length);
  order.forEach((id, at) => {
    sorted.set(cells.subarray(id * labels, (id + 1) * labels), at * labels);
  });
  return {
    keys: Uint32Array.from(order, (id) => keys[id]!),
    steps: Float32Array.from(order, (id) => steps[id]!),
    bias,
    cells: sorted,
  };
}

const MOST_STEPS = 127;

function inSteps(weights: Float32Array, labels: number, rarity: Float64Array): Pick<Weights, 'steps' | 'cells'> {
  const cells = new Int8Array(weights.length);
  const steps = Float32Array.from(rarity, (rare, id) => {
    const row = weights.subarray(id * labels, (id + 1) * labels);
    const largest = row.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
    const step = largest / MOST_STEPS || 1;
    row.forEach((weight, label) => {
      cells[id * labels + label] = Math.round(weight / step);
    });
    return rare * step;
  });
  return { steps, cells };
}

/** Uses what was learnt. */
export function classifierOf({ keys, steps, bias, cells }: Weights): Classifier {
  const labels = bias.length;
  const placeOf = placesOf(keys);
  return {
    predict(features) {
      const scores = Float64Array.from(bias);
      for (const [name, value] of features) {
        const id = placeOf(featureKey(name));
        if (id === undefined) continue;
        const base = id * labels;
        const weighted = value * steps[id]!;
        for (let label = 0; label < labels; label++) scores[label]! += cells[base + label]! * weighted;
      }
      softmax(scores, TEMPERATURE);
      return scores;
    },
  };
}

/** FNV-1a of a feature's name, 32 bits. Among 100,000 features one pair or two share a number, and then their weights. */
export function featureKey(name: string): number {
  let hash = 2166136261;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 16777619);
  return hash >>> 0;
}

/**
 * Where a key stands in a list in order. Keys are spread evenly, so their first bits lead to within a few places: one
 * number for every key or two, where a table of keys would take four.
 */
function placesOf(keys: Uint32Array): (key: number) => number | undefined {
  const bits = Math.max(1, Math.floor(Math.log2(keys.length + 1)));
  const shift = 32 - bits;
  const starts = new Int32Array(2 ** bits + 1);
  for (const key of keys) starts[(key >>> shift) + 1]! += 1;
  for (let at = 1; at < starts.length; at++) starts[at]! += starts[at - 1]!;
  return (key) => {
    const first = key >>> shift;
    for (let at = starts[first]!; at < starts[first + 1]!; at++) if (keys[at] === key) return at;
    return undefined;
  };
}

function softmax(scores: Float64Array, temperature: number): void {
  let top = Number.NEGATIVE_INFINITY;
  for (const one of scores) if (one > top) top = one;
  let sum = 0;
  for (let i = 0; i < scores.length; i++) {
    scores[i] = Math.exp((scores[i]! - top) / temperature);
    sum += scores[i]!;
  }
  for (let i = 0; i < scores.length; i++) scores[i]! /= sum;
}

/** Fisher-Yates with a small linear congruential generator: an order without chance. */
function shuffled(order: readonly number[], seed: number): number[] {
  const out = [...order];
  let state = seed * 2654435761;
  for (let i = out.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
