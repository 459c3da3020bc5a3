import { join } from 'node:path';
import { z } from 'zod';
import { type MedicineKnowledge, medicineKnowledge } from '../../../knowledge/medicines';
import { type Question, readQuestion } from '../../../knowledge/medicines/question';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import { projectRoot } from '../../places';
import { type CaseResult, proportion, type Report } from './report';
import type { Task } from './tasks';

const cases = z.array(
  z.object({
    id: z.union([z.string(), z.number()]).transform(String),
    text: z.string(),
    expect: z.object({
      drug: z.union([z.string(), z.array(z.string()), z.null()]).optional(),
      topic: z.union([z.string(), z.null()]).optional(),
    }),
  }),
);
type Case = z.infer<typeof cases>[number];

/** Other names a case file may use for our topics. Each lists every topic id that is right for it. */
const TOPIC_NAMES: Readonly<Record<string, readonly string[]>> = {
  indication: ['purpose'],
  use: ['purpose'],
  uses: ['purpose'],
  what_for: ['purpose'],
  how: ['how_to_take'],
  when: ['how_to_take'],
  timing: ['how_to_take'],
  administration: ['how_to_take'],
  dosing: ['how_to_take', 'max_dose'],
  dosage: ['how_to_take', 'max_dose'],
  dose: ['how_to_take', 'max_dose'],
  with_food: ['food'],
  diet: ['food'],
  missed: ['missed_dose'],
  double: ['double_dose'],
  overdose: ['double_dose'],
  took_two: ['double_dose'],
  extra_dose: ['double_dose'],
  side_effect: ['side_effects'],
  adverse: ['side_effects'],
  interactions: ['interaction'],
  pregnancy_breastfeeding: ['pregnancy', 'breastfeeding'],
  pregnant: ['pregnancy'],
  lactation: ['breastfeeding'],
  drive: ['driving'],
  store: ['storage'],
  run_out: ['ran_out'],
  refill: ['ran_out'],
  price: ['cost'],
  stop: ['stopping'],
  discontinue: ['stopping'],
  max_daily: ['max_dose'],
  maximum: ['max_dose'],
  contraindications: ['avoid'],
  onset: ['when_it_works'],
  effect: ['when_it_works', 'purpose'],
  information: ['purpose', 'how_to_take', 'side_effects'],
  action: ['purpose', 'when_it_works'],
  mechanism: ['purpose', 'when_it_works'],
  duration: ['how_to_take', 'when_it_works', 'stopping'],
  usage: ['how_to_take', 'purpose'],
  how_and_when: ['how_to_take', 'food'],
  tapering: ['stopping'],
  stopping_tapering: ['stopping'],
  storage_and_disposal: ['storage', 'disposal'],
  too_much: ['double_dose', 'max_dose'],
  combination: ['interaction'],
  contraindication: ['avoid'],
  who_should_avoid: ['avoid'],
  allergy: ['avoid', 'side_effects'],
  children: ['avoid', 'max_dose', 'how_to_take'],
  tests: ['monitoring'],
  long_term: ['side_effects', 'how_to_take'],
  onset_of_action: ['when_it_works'],
  expect: ['when_it_works', 'side_effects'],
  action_time: ['when_it_works'],
  usage_time: ['how_to_take'],
  usage_duration: ['how_to_take', 'stopping'],
  time: ['how_to_take', 'when_it_works'],
  long_term_consequences: ['side_effects'],
  comparison: ['purpose', 'not_covered'],
  alternatives: ['not_covered', 'purpose'],
  alternative: ['not_covered', 'purpose'],
  ingredient: ['not_covered', 'purpose'],
  ingredients: ['not_covered', 'purpose'],
  appearance: ['not_covered'],
  brand_names: ['purpose', 'not_covered'],
  availability: ['ran_out', 'cost', 'not_covered'],
  manufacturer: ['not_covered'],
  pronunciation: ['not_covered'],
  other: ['not_covered'],
};
const REFUSED = new Set(['unknown', 'none', 'null', 'refuse', 'refused', '']);
const ASKED = new Set(['ask', 'clarify', 'ambiguous']);

/** `npm run evaluate -- medicines FILE`: right medicine, right topic, nothing about another medicine unasked. */
export const medicinesTask: Task = {
  name: 'medicines',
  shipped: [
    'medicines/tune.json',
    'medicines/held.json',
    'medicines/posts-tune.json',
    'medicines/posts-held.json',
    'medicines/first-contact.json',
  ],
  async run(input: unknown, content: ContentLibrary): Promise<Report> {
    const knowledge = medicineKnowledge(content, { cache: join(projectRoot(), '.cache') });
    const scored = cases.parse(input).map((one) => score(knowledge, one));
    const named = scored.filter((one) => one.kind === 'named');
    const unknown = scored.filter((one) => one.kind === 'unknown');
    const asked = scored.filter((one) => one.kind === 'ask');
    const topics = scored.filter((one) => one.topic !== undefined);
    return {
      summary: {
        cases: scored.length,
        rightMedicine: proportion(named.filter((one) => one.drug).length, named.length),
        rightTopic: proportion(topics.filter((one) => one.topic).length, topics.length),
        rightTopicOfNamed: proportion(
          named.filter((one) => one.topic).length,
          named.filter((one) => one.topic !== undefined).length,
        ),
        unknownRefused: proportion(unknown.filter((one) => one.drug).length, unknown.length),
        askedWhich: proportion(asked.filter((one) => one.drug).length, asked.length),
        wrongWithoutConfirmation: scored.filter((one) => one.wrong).length,
      },
      results: scored.map((one) => one.result),
    };
  },
};

interface Scored {
  readonly kind: 'named' | 'unknown' | 'ask';
  readonly drug: boolean;
  readonly topic?: boolean;
  /** An answer about a medicine that was not meant, without asking first. */
  readonly wrong: boolean;
  readonly result: CaseResult;
}

function score(knowledge: MedicineKnowledge, one: Case): Scored {
  const question = readQuestion(knowledge, one.text);
  const wanted = wantedDrugs(knowledge, one.expect.drug);
  const kind = wanted === 'ask' ? 'ask' : wanted === 'unknown' ? 'unknown' : 'named';
  const got = question.found.map((found) => found.id);
  const drug = rightDrug(knowledge, wanted, question, got);
  const topic = rightTopic(one.expect.topic, question.topic);
  const plain = question.found.filter((found) => !found.confirm && hasCard(knowledge, found.id));
  const wrong = plain.some((found) => !Array.isArray(wanted) || !wanted.includes(found.id));
  return {
    kind,
    drug,
    topic,
    wrong,
    result: {
      id: one.id,
      expected: one.expect,
      got: { drug: got, topic: question.topic ?? null, state: question.state },
      pass: drug && topic !== false && !wrong,
      detail: { text: one.text },
    },
  };
}

function hasCard(knowledge: MedicineKnowledge, id: string): boolean {
  return knowledge.names.subjects.get(id)?.kind === 'medicine';
}

type Wanted = readonly string[] | 'unknown' | 'ask';

/** Expected names as our ids; a name we hold no card for is to be refused. */
function wantedDrugs(knowledge: MedicineKnowledge, drug: Case['expect']['drug']): Wanted {
  if (drug === null || drug === undefined) return 'unknown';
  if (Array.isArray(drug)) return drug.map((name) => knowledge.exact(name) ?? name);
  const name = drug.trim().toLowerCase();
  if (REFUSED.has(name)) return 'unknown';
  if (ASKED.has(name)) return 'ask';
  const id = knowledge.exact(drug);
  return id === undefined ? (knowledge.find(drug).classes.length > 0 ? 'ask' : 'unknown') : [id];
}

function rightDrug(knowledge: MedicineKnowledge, wanted: Wanted, question: Question, got: readonly string[]): boolean {
  if (wanted === 'unknown') return got.every((id) => !hasCard(knowledge, id));
  if (wanted === 'ask') return question.state === 'ask' || question.state === 'unknown';
  return wanted.every((id) => got.includes(id));
}

function rightTopic(expected: Case['expect']['topic'], got: string | undefined): boolean | undefined {
  if (expected === null || expected === undefined) return undefined;
  const name = expected
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_');
  return (TOPIC_NAMES[name] ?? [name]).includes(got ?? '');
}
