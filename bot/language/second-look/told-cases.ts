import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { ToldCases } from '../../../knowledge/schema/told-cases';

/** One text of a told case: its language, and what the case called for. */
export interface ToldText {
  readonly text: string;
  readonly locale: string;
  readonly care: ToldCases['care'];
}

/** The texts of `content/told-cases`: every first message, all that was told after it, and each statement of that alone. */
export function toldTexts(content: ContentLibrary): ToldText[] {
  return casesOf(content).flatMap(({ first, more, ...about }) =>
    [...first, ...(more.length > 1 ? [asSentences(more)] : []), ...more].map((text) => ({ ...about, text })),
  );
}

/** Every first message, all that was told after it, and both together. */
export function toldStories(content: ContentLibrary): ToldText[] {
  return casesOf(content).flatMap(({ first, more, ...about }) =>
    [...first, asSentences(more), asSentences([first[0]!, ...more])].map((text) => ({ ...about, text })),
  );
}

function casesOf(content: ContentLibrary) {
  return content
    .all('told-cases')
    .filter((one) => one.status !== 'retired' && one.status !== 'draft')
    .flatMap(({ care, cases }) =>
      Object.entries(cases).flatMap(([locale, told]) => told.map((one) => ({ ...one, locale, care }))),
    );
}

/** One statement after another, as people tell them: what belongs to one must not run into the next. */
function asSentences(statements: readonly string[]): string {
  return statements.map((one) => one.replace(/[.\s]*$/, '.')).join(' ');
}
