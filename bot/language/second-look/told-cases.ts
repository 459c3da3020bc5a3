import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Example } from './reader';

/**
 * The texts of `content/told-cases`: every first message, all that was told after it, and each statement of that alone.
 * Label 1 where the case was an emergency.
 */
export function toldCases(content: ContentLibrary): Example[] {
  return content
    .all('told-cases')
    .filter((one) => one.status !== 'retired' && one.status !== 'draft')
    .flatMap(({ emergency, cases }) =>
      Object.entries(cases).flatMap(([locale, told]) =>
        told.flatMap(({ first, more }) =>
          [...first, ...(more.length > 1 ? [asSentences(more)] : []), ...more].map(
            (text): Example => ({ label: emergency ? 1 : 0, text, locale, weight: 1 }),
          ),
        ),
      ),
    );
}

/** One statement after another, as people tell them: what belongs to one must not run into the next. */
function asSentences(statements: readonly string[]): string {
  return statements.map((one) => one.replace(/[.\s]*$/, '.')).join(' ');
}
