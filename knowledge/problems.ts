/** One thing wrong with a content file: where, what, and what to write instead. */
export interface Problem {
  /** `schema` refuses to start; `issue` fails the build; `clinical` needs a clinician. */
  readonly level: 'schema' | 'issue' | 'clinical';
  readonly file: string;
  readonly line: number;
  readonly message: string;
  readonly fix?: string;
}

/** `content/protocols/x.yaml:12: questions.0.text.es is missing — write the Spanish sentence`. */
export function describe(problem: Problem): string {
  const fix = problem.fix === undefined ? '' : ` — ${problem.fix}`;
  return `${problem.file}:${problem.line}: ${problem.message}${fix}`;
}

/** Content that cannot be used. The message lists every problem, one a line. */
export class BrokenContent extends Error {
  override readonly name = 'BrokenContent';
  constructor(readonly problems: readonly Problem[]) {
    super(`The content cannot be used:\n${problems.map((problem) => `  ${describe(problem)}`).join('\n')}`);
  }
}
