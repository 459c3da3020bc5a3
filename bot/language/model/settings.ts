import { MODEL_PURPOSES, type ModelPurpose } from '../../../knowledge/schema/prompt';

/** How a model may be used. With no address or no purpose there is no model, and everything works without it. */
export interface ModelSettings {
  /** Any OpenAI-compatible address: OpenAI, Azure OpenAI, vLLM, Ollama, llama.cpp. */
  readonly baseUrl: string | undefined;
  readonly apiKey: string;
  readonly model: string;
  /** Model of the `/embeddings` endpoint, for re-ranking what the search found. */
  readonly embeddingModel: string;
  /** What the hospital allows, by name. */
  readonly purposes: ReadonlySet<ModelPurpose>;
  /** The most a call may take, retries included, ms. Shorter than a turn's lease. */
  readonly deadlineMs: number;
  /** Calls per day of this process, and per conversation. */
  readonly perDay: number;
  readonly perConversation: number;
}

/**
 * Reads `OPENAI_BASE_URL`, `OPENAI_API_KEY`, `OPENAI_MODEL`, `OPENAI_EMBEDDING_MODEL`, `MODEL_PURPOSES` (comma-separated), `MODEL_DEADLINE_MS`,
 * `MODEL_CALLS_PER_DAY`, `MODEL_CALLS_PER_CONVERSATION`. Throws `Error` naming a purpose that does not exist.
 */
export function modelSettings(env: NodeJS.ProcessEnv): ModelSettings {
  const named = (env.MODEL_PURPOSES ?? '').split(',').map((name) => name.trim());
  const wanted = named.filter((name) => name !== '');
  const unknown = wanted.filter((name) => !(MODEL_PURPOSES as readonly string[]).includes(name));
  if (unknown.length > 0)
    throw new Error(`MODEL_PURPOSES names "${unknown.join(', ')}"; choose among ${MODEL_PURPOSES.join(', ')}.`);
  return {
    baseUrl: env.OPENAI_BASE_URL ?? (env.OPENAI_API_KEY === undefined ? undefined : 'https://api.openai.com/v1'),
    apiKey: env.OPENAI_API_KEY ?? 'none',
    model: env.OPENAI_MODEL ?? 'gpt-4o-mini',
    embeddingModel: env.OPENAI_EMBEDDING_MODEL ?? 'text-embedding-3-small',
    purposes: new Set(wanted as ModelPurpose[]),
    deadlineMs: positive(env.MODEL_DEADLINE_MS, 4000),
    perDay: positive(env.MODEL_CALLS_PER_DAY, 2000),
    perConversation: positive(env.MODEL_CALLS_PER_CONVERSATION, 20),
  };
}

/**
 * `MODEL_PRICE_IN` and `MODEL_PRICE_OUT`: what a million tokens cost, in the hospital's currency; nothing without both.
 * Insight multiplies them with what was counted.
 */
export function modelPrices(env: NodeJS.ProcessEnv): { modelPrices?: { in: number; out: number } } {
  const [into, out] = [Number(env.MODEL_PRICE_IN), Number(env.MODEL_PRICE_OUT)];
  const given = env.MODEL_PRICE_IN !== undefined && env.MODEL_PRICE_OUT !== undefined;
  return given && into >= 0 && out >= 0 ? { modelPrices: { in: into, out } } : {};
}

function positive(text: string | undefined, fallback: number): number {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) && value > 0 ? value : fallback;
}
