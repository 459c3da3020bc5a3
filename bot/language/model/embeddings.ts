import { createHash } from 'node:crypto';
import type OpenAI from 'openai';
import type { SourcePage } from '../../contracts/model';

/** Pages whose vectors are kept; a hospital's articles in two languages fit well. */
const KEPT = 2000;

export interface Embeddings {
  /** Ids of the pages, nearest to the question first. Undefined when the server did not answer with usable vectors. */
  nearest(question: string, pages: readonly SourcePage[], signal: AbortSignal): Promise<readonly string[] | undefined>;
}

/** Order by meaning through an OpenAI-compatible `/embeddings` endpoint. A page's vector is asked for once per wording. */
export function createEmbeddings(client: OpenAI, model: string): Embeddings {
  const kept = new Map<string, readonly number[]>();

  return {
    async nearest(question, pages, signal) {
      const keys = pages.map((page) => createHash('sha256').update(page.text).digest('base64'));
      const missing = pages.filter((_, i) => !kept.has(keys[i]!));
      const vectors = await embed([question, ...missing.map((page) => page.text)], signal);
      if (vectors === undefined) return undefined;
      const [asked, ...fresh] = vectors;
      missing.forEach((page, i) => {
        if (kept.size >= KEPT) kept.delete(kept.keys().next().value!);
        kept.set(keys[pages.indexOf(page)]!, fresh[i]!);
      });
      return pages
        .map((page, i) => ({ id: page.id, near: cosine(asked!, kept.get(keys[i]!)!), i }))
        .sort((a, b) => b.near - a.near || a.i - b.i)
        .map((page) => page.id);
    },
  };

  async function embed(input: string[], signal: AbortSignal): Promise<readonly (readonly number[])[] | undefined> {
    try {
      const response = await client.embeddings.create({ model, input, encoding_format: 'float' }, { signal });
      const vectors = [...response.data].sort((a, b) => a.index - b.index).map((one) => one.embedding);
      return isUsable(vectors, input.length) ? vectors : undefined;
    } catch {
      return undefined;
    }
  }
}

/** One vector a text, all of one length, numbers only. */
function isUsable(vectors: readonly (readonly number[])[], count: number): boolean {
  const length = vectors[0]?.length ?? 0;
  return (
    vectors.length === count &&
    length > 0 &&
    vectors.every((vector) => Array.isArray(vector) && vector.length === length && vector.every(Number.isFinite))
  );
}

function cosine(a: readonly number[], b: readonly number[]): number {
  if (a.length !== b.length) return -1;
  let dot = 0;
  let ofA = 0;
  let ofB = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    ofA += a[i]! * a[i]!;
    ofB += b[i]! * b[i]!;
  }
  return ofA === 0 || ofB === 0 ? -1 : dot / Math.sqrt(ofA * ofB);
}
