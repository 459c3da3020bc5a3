import type { Modifier } from '../schema/modifier';
import type { Protocol, ProtocolTest } from '../schema/protocol';
import { months, type Question } from '../schema/triage-common';
import { type Answer, calmAnswer, questionOf } from './answers';
import { type Answerer, type Walk, walk } from './walk';

type Written = ProtocolTest['answers'][string];

/** Runs a case written in a protocol file the way a patient would go through it. */
export function runTest(protocol: Protocol, modifiers: readonly Modifier[], test: ProtocolTest): Walk {
  return walk({ protocol, modifiers }, answererOf(protocol, test));
}

function answererOf(protocol: Protocol, test: ProtocolTest): Answerer {
  for (const id of Object.keys(test.answers)) {
    if (questionOf(protocol, id) === undefined)
      throw new Error(`${protocol.id}: the test "${test.name}" answers "${id}", which is no question of it.`);
  }
  return {
    ageMonths: months(test.age),
    sex: test.sex,
    fact: (id) => (test.facts.includes(id) ? 'yes' : test.unsure_facts.includes(id) ? 'unknown' : 'no'),
    answer: (id) => {
      const question = questionOf(protocol, id)!;
      const written = test.answers[id];
      return written === undefined ? calmAnswer(question) : asAnswer(question, written, `${protocol.id}: ${test.name}`);
    },
  };
}

/** The short form of an answer in a file as an answer. Throws naming the question when it does not fit. */
export function asAnswer(question: Question, written: Written, where: string): Answer {
  if (written === 'unsure') return { is: 'unsure' };
  if (question.type === 'yes_no' && typeof written === 'boolean') return { is: written ? 'yes' : 'no' };
  if (question.type === 'number' && typeof written === 'number') return { value: written };
  if (question.type === 'choice' && typeof written === 'string' && hasOption(question.options, written))
    return { option: written };
  if (question.type === 'ticks' && Array.isArray(written) && written.every((id) => hasOption(question.options, id)))
    return { ticks: written };
  throw new Error(`${where}: ${JSON.stringify(written)} is not an answer to ${question.id} (${question.type}).`);
}

function hasOption(options: readonly { id: string }[], id: string): boolean {
  return options.some((option) => option.id === id);
}
