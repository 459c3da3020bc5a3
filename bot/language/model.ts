import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import { z } from 'zod';
import type { ContentLibrary } from '../../knowledge/schema/library';
import type { PromptedPurpose } from '../../knowledge/schema/prompt';
import type { Log } from '../contracts/channel';
import { atLeastAsUrgent, DISPOSITIONS, type Disposition } from '../contracts/disposition';
import type { Quote, SourcePage, TextModel } from '../contracts/model';
import type { Clock } from '../contracts/time';
import { createEmbeddings } from './model/embeddings';
import { isGrounded } from './model/grounded';
import { createGuard } from './model/guard';
import { createSanitiser } from './model/sanitise';
import { sentencesOf } from './model/sentences';
import type { ModelSettings } from './model/settings';

/** A model, each of whose calls has the whole deadline; `forTurn` gives one whose calls share a single deadline. */
export interface Model extends TextModel {
  /** From now on and together, the calls of the returned model take no longer than the deadline. */
  forTurn(): TextModel;
}

export interface ModelParts {
  readonly settings: ModelSettings;
  readonly content: ContentLibrary;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every call: its purpose, whether the answer was of use, and what it cost in tokens. */
  readonly used?: (use: { purpose: string; usable: boolean; tokensIn: number; tokensOut: number }) => void;
}

const MOST_QUOTES = 5;
/** A second try is worth it only while this much of the deadline is left. */
const RETRY_NEEDS_MS = 600;
const ANSWER_TOKENS = 400;

/**
 * The model behind an OpenAI-compatible address, or undefined when the hospital allows none. Every call goes through the
 * sanitiser, a budget, a deadline and a schema; whatever goes wrong comes back as undefined, which means "as without a
 * model". Nothing a model writes reaches a patient: it picks among authored sentences and ids, and may only raise.
 */
export function createModel({ settings, content, clock, log, used }: ModelParts): Model | undefined {
  if (settings.baseUrl === undefined || settings.purposes.size === 0) return undefined;
  // Loaded only where a model is allowed: most installations have none.
  const { default: Client } = require('openai') as typeof import('openai');
  const client: OpenAI = new Client({ baseURL: settings.baseUrl, apiKey: settings.apiKey, maxRetries: 0 });
  const guard = createGuard(clock, settings);
  const sanitiser = createSanitiser(content);
  const embeddings = createEmbeddings(client, settings.embeddingModel);
  const prompts = new Map(content.all('prompt').map((one) => [one.purpose, one]));

  async function answerOf<T>(
    left: () => number,
    purpose: PromptedPurpose,
    conversationId: string,
    data: unknown,
    shape: z.ZodType<T>,
  ): Promise<T | undefined> {
    const prompt = prompts.get(purpose);
    if (prompt === undefined || !settings.purposes.has(purpose)) return undefined;
    const user = JSON.stringify(data);
    const key = createHash('sha256').update(`${purpose}@${prompt.version}\n${user}`).digest('base64');
    const before = guard.cached(key);
    if (before !== undefined) return shape.parse(JSON.parse(before));
    const ms = left();
    if (ms <= 0 || !guard.allow(conversationId)) return undefined;
    const tokens = { in: 0, out: 0 };
    const answer = await withinDeadline(ms, (signal) =>
      complete(client, settings, { system: prompt.system, user, shape, ms, signal, tokens }),
    );
    const parsed = answer === undefined ? undefined : parse(answer, shape);
    guard.ended(parsed !== undefined);
    used?.({ purpose, usable: parsed !== undefined, tokensIn: tokens.in, tokensOut: tokens.out });
    if (parsed === undefined) log.warn('model.no-answer', { purpose });
    else guard.keep(key, answer!);
    return parsed;
  }

  const asking = (left: () => number): TextModel => {
    const ask: Ask = (purpose, id, data, shape) => answerOf(left, purpose, id, data, shape);
    return {
      async chooseIntent(text, ids, context) {
        const shape = z.strictObject({ intent: z.enum(['none', ...ids]) });
        const chosen = await ask(
          'intent',
          context.id,
          { message: clean(text, context.known).text, intents: ids },
          shape,
        );
        return chosen === undefined || chosen.intent === 'none' ? undefined : chosen.intent;
      },

      async extract(text, shape, context) {
        const cleaned = clean(text, context.known);
        const found = await ask('extract', context.id, { message: cleaned.text }, shape);
        if (found === undefined) return undefined;
        const restored = restoreAll(found, cleaned.restore);
        // What the patient did not write was not extracted but made up.
        return isGrounded(restored, text) ? shape.parse(restored) : undefined;
      },

      async secondOpinion(text, level, context) {
        const shape = z.strictObject({ level: z.enum(DISPOSITIONS) });
        const opinion = await ask('second-opinion', context.id, { message: clean(text, context.known).text }, shape);
        return raised(level, opinion?.level);
      },

      async quote(question, pages, context) {
        const listed = pages.map((page) => ({ page: page.id, sentences: numbered(page.text) }));
        const shape = z.strictObject({
          quotes: z.array(z.strictObject({ page: z.string(), sentence: z.number().int() })).max(MOST_QUOTES),
        });
        const chosen = await ask(
          'answer',
          context.id,
          { question: clean(question, context.known).text, pages: listed },
          shape,
        );
        return chosen === undefined ? undefined : checked(chosen.quotes, pages);
      },

      async rerank(question, pages, context) {
        const ms = left();
        if (!settings.purposes.has('rerank') || ms <= 0 || !guard.allow(context.id)) return undefined;
        const asked = clean(question, context.known).text;
        const order = await withinDeadline(ms, (signal) => embeddings.nearest(asked, pages, signal));
        guard.ended(order !== undefined);
        if (order === undefined) log.warn('model.no-answer', { purpose: 'rerank' });
        return order;
      },

      async translate(text, to, context) {
        const cleaned = clean(text, context.known);
        const shape = z.strictObject({ translation: z.string().min(1) });
        const answer = await ask('translate', context.id, { message: cleaned.text, language: to }, shape);
        if (answer === undefined || !keepsPlaces(cleaned.text, answer.translation)) return undefined;
        return cleaned.restore(answer.translation);
      },

      async summarise(lines, context) {
        const cleaned = clean(lines.join('\n'), context.known);
        const shape = z.strictObject({ summary: z.string().min(1), suggestedReply: z.string() });
        const answer = await ask('summarise', context.id, { lines: cleaned.text.split('\n') }, shape);
        return answer === undefined
          ? undefined
          : { summary: cleaned.restore(answer.summary), suggestedReply: cleaned.restore(answer.suggestedReply) };
      },
    };
  };

  const whole = () => settings.deadlineMs;
  return {
    ...asking(whole),
    forTurn() {
      const started = performance.now();
      return asking(() => settings.deadlineMs - (performance.now() - started));
    },
  };

  function clean(text: string, known: readonly string[] | undefined) {
    return sanitiser.clean(text, known);
  }
}

/** The more urgent of what the rules found and what the model thinks; undefined when it would not raise. */
function raised(level: Disposition, opinion: Disposition | undefined): Disposition | undefined {
  return opinion !== undefined && opinion !== level && atLeastAsUrgent(opinion, level) ? opinion : undefined;
}

/** Only sentences that exist on the given pages, each once; one that does not makes the whole answer worthless. */
function checked(
  quotes: readonly { page: string; sentence: number }[],
  pages: readonly SourcePage[],
): readonly Quote[] | undefined {
  const out: Quote[] = [];
  for (const { page, sentence } of quotes) {
    const source = pages.find((one) => one.id === page);
    const text = source === undefined ? undefined : sentencesOf(source.text)[sentence - 1];
    if (text === undefined) return undefined;
    if (!out.some((one) => one.text === text)) out.push({ page, text });
  }
  return out.length === 0 ? undefined : out;
}

function numbered(text: string): { n: number; text: string }[] {
  return sentencesOf(text).map((sentence, i) => ({ n: i + 1, text: sentence }));
}

/** A translation must carry every hidden place and every number of the original, and no other. */
function keepsPlaces(original: string, translated: string): boolean {
  const facts = (text: string): string => (text.match(/\[\[\d+\]\]|\d+(?:[.,:]\d+)*/g) ?? []).sort().join(' ');
  return facts(original) === facts(translated);
}

function restoreAll(value: unknown, restore: (text: string) => string): unknown {
  if (typeof value === 'string') return restore(value);
  if (Array.isArray(value)) return value.map((one) => restoreAll(one, restore));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, restoreAll(one, restore)]));
}

function parse<T>(answer: string, shape: z.ZodType<T>): T | undefined {
  try {
    const read = shape.safeParse(JSON.parse(answer));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

type Ask = <T>(
  purpose: PromptedPurpose,
  conversationId: string,
  data: unknown,
  shape: z.ZodType<T>,
) => Promise<T | undefined>;

interface Completion {
  readonly system: string;
  readonly user: string;
  readonly shape: z.ZodType;
  /** What is left of the deadline. */
  readonly ms: number;
  readonly signal: AbortSignal;
  /** Counted up by every try. */
  readonly tokens: { in: number; out: number };
}

/** One completion, tried twice when the first fails fast enough. Undefined for a refusal or any failure. */
async function complete(
  client: OpenAI,
  settings: ModelSettings,
  { system, user, shape, ms, signal, tokens }: Completion,
): Promise<string | undefined> {
  const started = performance.now();
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      const response = await client.chat.completions.create(
        {
          model: settings.model,
          temperature: 0,
          max_tokens: ANSWER_TOKENS,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: user },
          ],
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'answer', strict: true, schema: z.toJSONSchema(shape) as Record<string, unknown> },
          },
        },
        { signal },
      );
      tokens.in += response.usage?.prompt_tokens ?? 0;
      tokens.out += response.usage?.completion_tokens ?? 0;
      const message = response.choices?.[0]?.message;
      return message === undefined || message.refusal ? undefined : (message.content ?? undefined);
    } catch {
      const left = ms - (performance.now() - started);
      if (signal.aborted || left < RETRY_NEEDS_MS) return undefined;
    }
  }
  return undefined;
}

/** Gives up at the deadline whether or not the other side has noticed. */
async function withinDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  const abort = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      abort.abort();
      resolve(undefined);
    }, ms);
  });
  try {
    return await Promise.race([work(abort.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}
