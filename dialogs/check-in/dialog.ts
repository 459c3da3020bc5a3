import { z } from 'zod';
import type { CareEnded, Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import type { Survey, SurveyQuestion } from '../../knowledge/schema/survey';
import { type Asking, ask, asking, askYesNo, choicesOf, rulesOf, say, surveyFor, surveyOf } from './asking';
import { readComment, recoveryCase } from './comment';
import { askingReason, type InviteArgs, invite, planCheckIn } from './invite';
import { boxOf, scaleNumber } from './score';

const state = z.strictObject({
  at: z.enum(['question', 'more', 'contact']),
  asking,
  /** The question that is open. */
  question: z.string().optional(),
  /** Whether the patient wanted the longer part; not asked yet when absent. */
  more: z.boolean().optional(),
  low: z.boolean(),
  /** A case is open. */
  recovery: z.boolean(),
  mistreatment: z.boolean(),
  sentiment: z.string().optional(),
  topics: z.array(z.string()).optional(),
});
type CheckInState = z.infer<typeof state>;
type Steps = Step<CheckInState>;

type Args =
  | InviteArgs
  /** Care is over: how it went is asked later. */
  | CareEnded
  /** A reply to an invitation. */
  | { kind: 'answer'; asking: Asking; answer?: string; words?: string }
  /** The patient wants to tell something; a whole complaint may stand in `text` already. */
  | { kind: 'comment'; text?: string }
  | { kind?: 'demand' };

/** How it went: asked after a visit, a conversation, a discharge, or told by the patient's own wish. */
export const checkIn: Dialog<CheckInState> = {
  id: 'check-in',
  version: 1,
  state,
  migrate: {},
  async start(args, services) {
    const given = (args ?? {}) as Args;
    if (given.kind === 'invite' || given.kind === 'plan') return { events: due(services, given), next: 'done' };
    if (given.kind === 'answer' && given.words !== undefined) return wordsInstead(services, given.asking, given.words);
    if (given.kind === 'answer') return answerInvitation(services, given.asking, given.answer);
    if (given.kind === 'comment') return ownWords(services, given.text);
    return onDemand(services, surveyFor(services, 'demand'));
  },
  async step(current, input, services) {
    if (input.kind === 'timer') return { events: due(services, input.value as Args), next: current };
    return take(services, current, input) ?? { events: [], next: 'unclear' };
  },
  returning: (current, services) => [say('back'), open(services, current)],
};

function due(services: Services, args: Args): readonly TurnEvent[] {
  if (args.kind === 'plan') return planCheckIn(services, args);
  return args.kind === 'invite' ? invite(services, args) : [];
}

function begun(asking: Asking, question?: string): CheckInState {
  return {
    at: 'question',
    asking,
    low: false,
    recovery: false,
    mistreatment: false,
    ...(question === undefined ? {} : { question }),
  };
}

function answerInvitation(services: Services, given: Asking, answer: string | undefined): Steps {
  const survey = surveyOf(services, given);
  const [first] = survey.questions;
  const current = begun(given, first!.id);
  const answered: TurnEvent = { type: 'unscheduleReason', reason: askingReason(given.response) };
  if (answer === undefined || answer === 'write')
    return { events: [answered, ask(services, survey, first!)], next: current };
  const step = takeAnswer(services, current, survey, first!, answer);
  return { ...step, events: [answered, ...step.events] };
}

/** An invitation answered in own words: its own question where it asks for them, a number of its scale, or an opinion. */
function wordsInstead(services: Services, given: Asking, words: string): Steps {
  const survey = surveyOf(services, given);
  const [first] = survey.questions;
  const step = inOwnWords(services, begun(given, first!.id), survey, first!, words);
  if (step === undefined) return { events: [], next: 'done' };
  return { ...step, events: [{ type: 'unscheduleReason', reason: askingReason(given.response) }, ...step.events] };
}

function onDemand(services: Services, survey: Survey | undefined): Steps {
  if (survey === undefined) return { events: [], next: 'done' };
  const own = demanded(services, survey);
  const [first] = survey.questions;
  return { events: [own.event, ask(services, survey, first!)], next: begun(own.asking, first!.id) };
}

function demanded(services: Services, survey: Survey): { asking: Asking; event: TurnEvent } {
  const own: Asking = {
    response: services.ids.next('sr'),
    survey: survey.id,
    version: survey.version,
    trigger: 'demand',
    about: {},
  };
  return { asking: own, event: { type: 'surveyInvited', ...own } };
}

/** A complaint told in one message is taken as it is; "I want to complain" is asked what happened. */
function ownWords(services: Services, text: string | undefined): Steps {
  const survey = services.content.get('survey', 'open-comment');
  const [first] = survey.questions;
  const own = demanded(services, survey);
  const current = begun(own.asking, first!.id);
  const opinion = text === undefined ? undefined : services.opinion?.(text, services.locale);
  const told = opinion !== undefined && opinion.sentiment !== 'neutral' && opinion.topics.length > 0;
  if (!told) return { events: [own.event, ask(services, survey, first!)], next: current };
  const step = takeComment(services, current, text!);
  return { ...step, events: [own.event, ...step.events] };
}

function open(services: Services, current: CheckInState): TurnEvent {
  const survey = surveyOf(services, current.asking);
  if (current.at === 'contact') return askYesNo(services, 'contact');
  if (current.at === 'more') return askYesNo(services, 'more', { count: longer(survey).length });
  const question = survey.questions.find((one) => one.id === current.question) ?? survey.questions[0]!;
  return ask(services, survey, question);
}

const longer = (survey: Survey): readonly SurveyQuestion[] => survey.questions.filter((one) => one.more);

function take(services: Services, current: CheckInState, input: PatientInput): Steps | undefined {
  const survey = surveyOf(services, current.asking);
  const picked = input.choice?.id;
  if (current.at === 'contact') {
    const wish = picked ?? input.yesNo;
    return wish === 'yes' || wish === 'no' ? contact(current, wish) : undefined;
  }
  if (current.at === 'more') {
    const wish = picked ?? input.yesNo;
    return wish === 'yes' || wish === 'no'
      ? goOn(services, { ...current, more: wish === 'yes' }, survey, [])
      : undefined;
  }
  const question = survey.questions.find((one) => one.id === current.question);
  if (question === undefined) return undefined;
  if (picked === 'skip') return goOn(services, current, survey, []);
  if (picked !== undefined && question.type !== 'text') return takeAnswer(services, current, survey, question, picked);
  const said = inOwnWords(services, current, survey, question, input.text);
  if (said !== undefined) return said;
  if (question.type === 'scale' && /\d/.test(input.text))
    return {
      events: [
        say('scale-again', { from: question.from ?? 0, to: question.to ?? 10 }),
        ask(services, survey, question),
      ],
      next: current,
    };
  return undefined;
}

function inOwnWords(
  services: Services,
  current: CheckInState,
  survey: Survey,
  question: SurveyQuestion,
  text: string,
): Steps | undefined {
  if (question.type === 'text') return text === '' ? undefined : takeComment(services, current, text);
  const number = question.type === 'scale' ? scaleNumber(text, question) : undefined;
  if (number !== undefined) return takeAnswer(services, current, survey, question, number);
  // "So so, I did not get the part with the white pill": what stands before the first pause is the answer.
  const [clause = '', more] = text.split(/[,.;!\n]/);
  const offered = question.type === 'choice' && more !== undefined ? labelled(services, survey, question) : [];
  const first = services.language.choose(clause.trim(), offered, services.locale);
  if (first !== undefined) return takeAnswer(services, current, survey, question, first.id);
  // Whoever answers a question of choices in sentences has said more than a choice could.
  const sentences = text.split(/\s+/).length >= rulesOf(services).words_of_a_comment;
  const opinion = sentences ? services.opinion?.(text, services.locale) : undefined;
  const tells = opinion !== undefined && (opinion.topics.length > 0 || opinion.sentiment !== 'neutral');
  return tells && !asks(text) ? takeComment(services, current, text) : undefined;
}

function labelled(services: Services, survey: Survey, question: SurveyQuestion) {
  return choicesOf(services, survey, question).map(({ id, label, synonyms }) => ({
    id,
    label: typeof label === 'string' ? services.content.text(label, services.locale) : label.literal,
    ...(synonyms === undefined ? {} : { synonyms }),
  }));
}

const asks = (text: string): boolean => /[?¿]/.test(text);

function takeAnswer(
  services: Services,
  current: CheckInState,
  survey: Survey,
  question: SurveyQuestion,
  code: string,
): Steps {
  if (code === 'skip') return goOn(services, current, survey, []);
  const box = boxOf(question, code);
  const option = question.options.find((one) => one.id === code);
  const low = box === 'low';
  const answered: TurnEvent = {
    type: 'surveyAnswered',
    response: current.asking.response,
    question: question.id,
    method: question.method,
    code,
    ...(box === undefined ? {} : { box }),
  };
  const opens = low && !current.recovery;
  const cased = opens ? recoveryCase(services, current.asking, `${question.id}: ${code}`) : [];
  const next = { ...current, low: current.low || low, recovery: current.recovery || opens };
  if (option?.leads_to === 'triage')
    return {
      events: [
        answered,
        ...cased,
        ended(next, 'stopped'),
        say('health-first'),
        { type: 'begin', dialog: 'triage', args: {} },
      ],
      next: 'done',
    };
  if (option?.leads_to === 'help') {
    const summary = services.content.text('wording/check-in.staff-help', 'en', { question: question.id, answer: code });
    const task: TurnEvent = {
      type: 'task',
      kind: 'clinical',
      summary,
      withinMinutes: rulesOf(services).recovery_minutes,
    };
    return goOn(services, next, survey, [answered, task, say('help-told'), ...cased]);
  }
  return goOn(services, next, survey, [answered, ...cased]);
}

/** The next question: everybody's first, then the longer part for those who want it, the patient's own words last. */
function goOn(services: Services, current: CheckInState, survey: Survey, events: readonly TurnEvent[]): Steps {
  const order = [
    ...survey.questions.filter((one) => !one.more && one.type !== 'text'),
    ...(current.more === true ? longer(survey) : []),
    ...survey.questions.filter((one) => !one.more && one.type === 'text'),
  ];
  const at = order.findIndex((one) => one.id === current.question);
  const next = order[at + 1];
  if (current.more === undefined && longer(survey).length > 0 && next?.type === 'text' && !current.low)
    return {
      events: [...events, askYesNo(services, 'more', { count: longer(survey).length })],
      next: { ...current, at: 'more' },
    };
  if (next === undefined) return finish(services, current, events);
  return { events: [...events, ask(services, survey, next)], next: { ...current, at: 'question', question: next.id } };
}

function takeComment(services: Services, current: CheckInState, text: string): Steps {
  const { events, opinion, recover, mistreatment } = readComment(services, current.asking, text, current.low);
  const opens = recover && !current.recovery;
  const why = opinion.topics.length === 0 ? opinion.sentiment : `${opinion.sentiment}: ${opinion.topics.join(', ')}`;
  const next: CheckInState = {
    ...current,
    recovery: current.recovery || opens,
    mistreatment,
    sentiment: opinion.sentiment,
    topics: [...opinion.topics],
  };
  const said = [...events, ...(opens ? recoveryCase(services, current.asking, why) : [])];
  if (opinion.sentiment === 'positive' && !next.recovery)
    return { events: [...said, ended(next, 'completed'), say('thanks-kind')], next: 'done' };
  return finish(services, next, said);
}

/** Whoever was let down is asked whether a person may call; everybody is thanked. */
function finish(services: Services, current: CheckInState, events: readonly TurnEvent[]): Steps {
  const end = ended(current, 'completed');
  if (!current.recovery) return { events: [...events, end, say('thanks')], next: 'done' };
  return {
    events: [...events, end, ...(current.mistreatment ? [] : [say('sorry')]), askYesNo(services, 'contact')],
    next: { ...current, at: 'contact' },
  };
}

function ended(current: CheckInState, how: 'completed' | 'stopped'): TurnEvent {
  return {
    type: 'surveyEnded',
    response: current.asking.response,
    how,
    recovery: current.recovery,
    mistreatment: current.mistreatment,
    ...(current.sentiment === undefined ? {} : { sentiment: current.sentiment }),
    ...(current.topics === undefined ? {} : { topics: current.topics }),
  };
}

function contact(current: CheckInState, wish: 'yes' | 'no'): Steps {
  return {
    events: [
      { type: 'record', kind: 'contact-wish', subject: current.asking.response, data: { wish } },
      say(`contact-${wish}`),
    ],
    next: 'done',
  };
}
