import type { PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import { createLanguage } from '../../bot/language';
import { createTriageReader } from '../../bot/language/triage-reader';
import { contentPlaces } from '../../bot/places';
import { loadContent } from '../../knowledge/load';
import type { Protocol, ProtocolTest } from '../../knowledge/schema/protocol';
import { months, type Question } from '../../knowledge/schema/triage-common';
import { type Answer, calmAnswer, questionOf } from '../../knowledge/triage/answers';
import { asAnswer, runTest } from '../../knowledge/triage/test-case';
import { NO_MORE } from './begin';
import { triage } from './dialog';
import type { TriageState } from './state';
import { servicesOf } from './transcript';
import { NONE, UNSURE } from './understand';

/**
 * Every case of every protocol is gone through as a conversation with the dialog itself, its state written and read back
 * between turns: each comes to the level and rule the interpreter decides, and together they reach every rule and every
 * level of every protocol.
 */
const content = loadContent(contentPlaces({}));
const modifiers = content.all('modifier');
const world = {
  content,
  language: createLanguage(content, { intents: () => [] }),
  saidInTriage: createTriageReader(content),
};
/** A Monday morning, when everything is open: opening hours move no level. */
const NOW = Date.parse('2027-01-11T09:00:00-06:00');

interface Concluded {
  readonly protocol: string;
  readonly level: string;
  readonly rule: string;
}

/** What the dialog concluded with, asked by asked. */
async function talk(protocol: Protocol, one: ProtocolTest): Promise<Concluded> {
  const facts = { ageMonths: months(one.age), sex: one.sex, about: 'self' as const };
  const services = servicesOf(world, { locale: 'en', size: 'normal' }, facts, NOW);
  let step: Step<TriageState> = await triage.start({ protocol: protocol.id }, services);
  for (let turn = 0; turn < 40; turn++) {
    const assess = step.events.find((event): event is TurnEvent & { type: 'assess' } => event.type === 'assess');
    if (assess !== undefined)
      return { protocol: assess.protocol.split('@')[0]!, level: assess.disposition, rule: assess.rule };
    if (typeof step.next !== 'object') throw new Error(`${protocol.id}, ${one.name}: ended with ${step.next}`);
    const state = triage.state.parse(JSON.parse(JSON.stringify(step.next))) as TriageState;
    step = await triage.step(state, replyTo(state, protocol, one, services), services);
  }
  throw new Error(`${protocol.id}, ${one.name}: never ended`);
}

function replyTo(state: TriageState, protocol: Protocol, one: ProtocolTest, services: Services): PatientInput {
  const [first = ''] = state.places;
  if (state.at === 'else') return said('', services, NO_MORE);
  if (first.startsWith('fact:')) return factsReply(state.places, one, services);
  const question = questionOf(protocol, first);
  if (question === undefined) throw new Error(`${protocol.id}, ${one.name}: asked for ${state.at} ${first}`);
  const written = one.answers[first];
  const answer = written === undefined ? calmAnswer(question) : asAnswer(question, written, one.name);
  return answered(question, answer, services);
}

function answered(question: Question, answer: Answer, services: Services): PatientInput {
  if ('is' in answer) return said('', services, answer.is === 'unsure' ? UNSURE : answer.is);
  if ('option' in answer) return said('', services, answer.option);
  if ('value' in answer) return said(String(answer.value), services);
  const options = 'options' in question ? question.options.map((option) => option.id) : [];
  const numbers = answer.ticks.map((id) => options.indexOf(id) + 1);
  return numbers.length === 0 ? said('', services, NONE) : said(numbers.join(' and '), services);
}

/** One "not sure" on a list of background facts makes the whole list not sure: there is no finer answer to give. */
function factsReply(places: readonly string[], one: ProtocolTest, services: Services): PatientInput {
  const ids = places.map((place) => place.slice('fact:'.length));
  if (ids.some((id) => one.unsure_facts.includes(id))) return said('', services, UNSURE);
  const yes = ids.flatMap((id, at) => (one.facts.includes(id) ? [at + 1] : []));
  if (ids.length === 1) return said('', services, yes.length > 0 ? 'yes' : 'no');
  return yes.length === 0 ? said('', services, NONE) : said(yes.join(' and '), services);
}

function said(text: string, services: Services, choice?: string): PatientInput {
  return {
    kind: 'message',
    at: NOW,
    text,
    reading: services.language.read(text, 'en', {}),
    intents: [],
    attachments: [],
    ...(choice === 'yes' || choice === 'no' || choice === 'unsure' ? { yesNo: choice } : {}),
    ...(choice === undefined ? {} : { choice: { promptId: 'q_1', id: choice, how: 'button' as const } }),
  };
}

const seen = new Map<string, Set<string>>();

describe.each(content.all('protocol').map((protocol) => [protocol.id, protocol] as const))('%s', (id, protocol) => {
  test('each of its cases, talked through, comes to what the interpreter decides', async () => {
    const reached = new Set<string>();
    for (const one of protocol.tests) {
      const { outcome } = runTest(protocol, modifiers, one);
      const got = await talk(protocol, one);
      reached.add(`rule ${got.rule}`).add(`level ${got.level}`);
      const wanted = { protocol: `protocol/${id}`, level: outcome.level, rule: outcome.id };
      // A list that is not sure as a whole may only be more careful.
      if (one.unsure_facts.length === 0) expect({ case: one.name, ...got }).toEqual({ case: one.name, ...wanted });
      else expect({ case: one.name, careful: got.level <= outcome.level }).toEqual({ case: one.name, careful: true });
    }
    seen.set(id, reached);
  });
});

test('every rule and every level of every protocol was concluded with in a conversation', () => {
  const missing = content
    .all('protocol')
    .flatMap((protocol) =>
      protocol.rules.flatMap((rule) =>
        [`rule ${rule.id}`, `level ${rule.level}`]
          .filter((wanted) => seen.get(protocol.id)?.has(wanted) !== true)
          .map((wanted) => `${protocol.id} ${wanted}`),
      ),
    );
  expect(missing).toEqual([]);
});
