import type { ContentLibrary } from '../../../knowledge/schema/library';
import { fold } from '../text/tokenise';

/** Words that do not change a command or an answer. */
export function politeWords(content: ContentLibrary): ReadonlySet<string> {
  return new Set(
    content
      .all('phrases')
      .flatMap((file) => Object.values(file.polite ?? {}).flat())
      .map(fold),
  );
}
