import { z } from 'zod';
import type { Dialog, PatientInput, Services, Step, TurnEvent } from '../../bot/contracts';
import type { Answer } from '../../knowledge/schema/search';
import { type Feedback, feedback } from './feedback';
import { ANSWER, OFFER } from './floors';
import { quote } from './quote';
import { byMeaning } from './rerank';
import { show } from './show';

const state = z.discriminatedUnion('at', [
  z.strictObject({ at: z.literal('ask') }),
  z.strictObject({ at: z.literal('pick'), question: z.string(), ids: z.array(z.string()) }),
]);
type AnswersState = z.infer<typeof state>;

const args = z.object({
  /** The patient's own words. */
  text: z.string().optional(),
  /** The article an intent names, used when the words do not point to a better one. */
  article: z.string().optional(),
  /** Set when "did this help?" is answered. */
  feedback: z.object({ article: z.string(), question: z.string() }).optional(),
  answer: z.string().optional(),
});

/**
 * Answers from the reviewed articles, with source and date. It would rather say "I don't know" than show a bad match:
 * a question without an answer is recorded for the people who write the articles.
 */
export const answers: Dialog<AnswersState> = {
  id: 'answers',
  version: 1,
  state,
  migrate: {},
  async start(given, services) {
    const parsed = args.safeParse(given);
    const { text, article, feedback: about, answer } = parsed.success ? parsed.data : {};
    if (about !== undefined) return feedback(about as Feedback, answer, services);
    if (text === undefined || text.trim() === '') {
      const named = article === undefined ? undefined : services.articles?.named(article, services.clock.now());
      return named === undefined ? askFor() : { events: show(named, '', services), next: 'done' };
    }
    return answerTo(text, article, services);
  },
  async step(current, input, services) {
    return current.at === 'ask' ? stepAsk(input, services) : stepPick(current, input, services);
  },
  returning: (current) => (current.at === 'ask' ? [ask()] : []),
};

function ask(): TurnEvent {
  return { type: 'say', wording: 'wording/answers.ask', ask: { kind: 'text' } };
}

function askFor(): Step<AnswersState> {
  return { events: [ask()], next: { at: 'ask' } };
}

/** The next words are the question, unless they clearly want something else. */
async function stepAsk(input: PatientInput, services: Services): Promise<Step<AnswersState>> {
  if (input.text.trim() === '') return { events: [], next: 'unclear' };
  const intent = clearIntent(input, services);
  if (intent !== undefined && intent.dialog !== 'answers') return { events: [], next: 'unclear' };
  return answerTo(input.text, intent?.args.article as string | undefined, services);
}

function clearIntent(input: PatientInput, services: Services) {
  const [best] = input.intents;
  if (best === undefined || best.confidence < 0.6 || !services.content.has('intent', best.intent)) return undefined;
  return services.content.get('intent', best.intent);
}

async function stepPick(
  current: Extract<AnswersState, { at: 'pick' }>,
  input: PatientInput,
  services: Services,
): Promise<Step<AnswersState>> {
  const chosen = input.choice?.id;
  if (chosen === 'none' || input.yesNo === 'no') return dontKnow(current.question);
  const named =
    chosen !== undefined && current.ids.includes(chosen)
      ? services.articles?.named(chosen, services.clock.now())
      : undefined;
  if (named !== undefined) return { events: show(named, current.question, services), next: 'done' };
  return stepAsk(input, services);
}

/** How many articles are looked at, and how many offered to choose from. */
const DEEP = 8;
const SHOWN = 3;

/** The best article when it is good enough; the near ones to choose from; else that we do not know. */
async function answerTo(
  question: string,
  article: string | undefined,
  services: Services,
): Promise<Step<AnswersState>> {
  const now = services.clock.now();
  const found = await byMeaning(
    services.articles?.find(question, services.locale, now, DEEP) ?? [],
    question,
    services,
  );
  const best = preferred(found, article, services);
  if (best !== undefined) return { events: show(best, question, services), next: 'done' };
  const near = found.filter((one) => one.confidence >= OFFER).slice(0, SHOWN);
  if (near.length === 0) return dontKnow(question);
  const quoted = await quote(near, question, services);
  return quoted === undefined ? offer(near, question) : { events: quoted, next: 'done' };
}

/** What the words themselves point to wins over the article an intent stands for. */
function preferred(found: readonly Answer[], article: string | undefined, services: Services): Answer | undefined {
  const [best] = found;
  if (best !== undefined && best.confidence >= ANSWER) return best;
  return article === undefined ? undefined : services.articles?.named(article, services.clock.now());
}

function offer(near: readonly Answer[], question: string): Step<AnswersState> {
  const ids = near.map((one) => one.id);
  return {
    events: [
      {
        type: 'say',
        wording: 'wording/answers.pick',
        ask: {
          kind: 'choice',
          choices: [
            ...near.map((one) => ({ id: one.id, label: `article/${one.id}@${one.version}#title` })),
            { id: 'none', label: 'wording/answers.none-of-these' },
          ],
        },
      },
    ],
    next: { at: 'pick', question, ids },
  };
}

/** Said plainly, recorded for the authors, with a way on. */
function dontKnow(question: string): Step<AnswersState> {
  return {
    events: [
      { type: 'record', kind: 'unanswered-question', data: { text: question } },
      { type: 'say', wording: 'wording/answers.dont-know' },
      { type: 'begin', dialog: 'menu', args: {} },
    ],
    next: 'done',
  };
}
