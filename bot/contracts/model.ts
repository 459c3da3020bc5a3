import type { ZodType } from 'zod';
import type { Disposition } from './disposition';

/** Whom a call is for: budgets are kept by `id`; `known` facts on file are hidden wherever they stand. */
export interface ModelContext {
  readonly id: string;
  readonly known?: readonly string[];
}

/** A reviewed text a model may quote from. */
export interface SourcePage {
  readonly id: string;
  readonly text: string;
}

/** One whole sentence of a page, word for word. */
export interface Quote {
  readonly page: string;
  readonly text: string;
}

/**
 * What a language model may be asked. Every method answers undefined when the purpose is off, the budget spent, the
 * deadline over or the answer not usable: the caller goes on as without a model.
 */
export interface TextModel {
  /** One of the given ids. */
  chooseIntent(text: string, ids: readonly string[], context: ModelContext): Promise<string | undefined>;
  extract<T>(text: string, shape: ZodType<T>, context: ModelContext): Promise<T | undefined>;
  /** A level more urgent than the given one, never a less urgent one. */
  secondOpinion(text: string, level: Disposition, context: ModelContext): Promise<Disposition | undefined>;
  /** Sentences of the pages that answer the question, in order. */
  quote(question: string, pages: readonly SourcePage[], context: ModelContext): Promise<readonly Quote[] | undefined>;
  /** The same pages, those nearest in meaning to the question first. Nothing is added, left out or rewritten. */
  rerank(question: string, pages: readonly SourcePage[], context: ModelContext): Promise<readonly string[] | undefined>;
  /** For a staff reply; shown beside the original. */
  translate(text: string, to: string, context: ModelContext): Promise<string | undefined>;
  /** For staff only. */
  summarise(
    lines: readonly string[],
    context: ModelContext,
  ): Promise<{ summary: string; suggestedReply: string } | undefined>;
}
