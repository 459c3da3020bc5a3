import type { Found } from './finder';
import type { MedicineKnowledge } from './index';
import type { Topic } from './topics';
import { fold, nameKey } from './words';

/** What a message asks about medicines, before anyone answers. */
export interface Question {
  readonly found: readonly Found[];
  readonly classes: readonly string[];
  readonly substances: readonly string[];
  readonly topic?: Topic;
  /**
   * `answer`: a known medicine, plainly named; `confirm`: a guess or a look-alike, asked first; `ask`: a class or a
   * description that could be several; `no-card`: recognised, but nothing reviewed is held about it; `unknown`: no
   * medicine we know.
   */
  readonly state: 'answer' | 'confirm' | 'ask' | 'no-card' | 'unknown';
}

/** Reads a whole message: which medicines, which topic, and whether it may be answered at once. */
export function readQuestion(knowledge: MedicineKnowledge, text: string): Question {
  const finding = knowledge.find(text);
  const found = finding.found.filter(
    (one) => !isAllergy(knowledge, text, one.start) && !isSaidAgain(knowledge, text, one, finding.found),
  );
  const classes = finding.classes.filter((id) => !found.some((one) => belongs(knowledge, one.id, id)));
  return {
    found,
    classes,
    substances: finding.substances,
    // Read only when asked: most messages name no medicine, and routing looks at that first.
    get topic() {
      return knowledge.topics(text, finding.found)[0]?.topic;
    },
    state: stateOf(knowledge, found, classes.length > 0 || finding.described || finding.classes.length > 0),
  };
}

/** "I am allergic to penicillin, can I take ...": the first is not what is asked about. */
function isAllergy(knowledge: MedicineKnowledge, text: string, start: number): boolean {
  const before = fold(text.slice(0, start))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trimEnd();
  return knowledge.names.allergyBefore.some((words) => before.endsWith(` ${words}`) || before === words);
}

/** "She takes amlodipine. Could it be the pill?": the one named in a sentence before, not the pill by that name. */
function isSaidAgain(knowledge: MedicineKnowledge, text: string, one: Found, all: readonly Found[]): boolean {
  if (!knowledge.names.saidAgain.has(nameKey(one.words))) return false;
  return all.some((other) => other.end < one.start && /[.?!]\s/.test(text.slice(other.end, one.start)));
}

function belongs(knowledge: MedicineKnowledge, id: string, classId: string): boolean {
  return knowledge.names.subjects.get(id)?.classes.includes(classId) ?? false;
}

function stateOf(knowledge: MedicineKnowledge, found: readonly Found[], could: boolean): Question['state'] {
  if (found.length === 0) return could ? 'ask' : 'unknown';
  const cards = found.filter((one) => knowledge.names.subjects.get(one.id)?.kind === 'medicine');
  if (cards.length === 0) return found.some((one) => one.how === 'near') ? 'confirm' : 'no-card';
  return found.some((one) => one.confirm) ? 'confirm' : 'answer';
}

/**
 * Whether a message is a question for the medicine dialog: it names a medicine for certain, or asks about a topic of
 * medicines with a guessed name or a class ("forgot my water pill"). For routing; a symptom alone never is.
 */
export function asksAboutMedicine(knowledge: MedicineKnowledge, text: string): boolean {
  const question = readQuestion(knowledge, text);
  if (question.found.some((one) => one.how !== 'near')) return true;
  return (question.found.length > 0 || question.classes.length > 0) && knowledge.asks(text, question.found);
}
