import { join } from 'node:path';
import { keepWebChatBundle } from '../../adapters/webchat/page/bundle';
import { loadContent } from '../../knowledge/load';
import { medicineKnowledge } from '../../knowledge/medicines';
import type { ContentLibrary } from '../../knowledge/schema/library';
import { createLanguage } from '../language';
import { createComplaintReader } from '../language/complaints/reader';
import { createIntents } from '../language/intents';
import { createVisitReader } from '../language/stories/visit-reader';
import { contentPlaces, projectRoot } from '../places';

/**
 * The last step of `npm run build`: what every first start would otherwise compute (content checked, what is learnt from
 * it, the chat's bundle compressed) is computed once and kept in `.cache`. A start that finds nothing there does it itself.
 * Half a minute of work: the build runs the two parts, named by the argument, side by side.
 */
const PARTS: Readonly<Record<string, (content: ContentLibrary, cache: string) => unknown>> = {
  language(content, cache) {
    createLanguage(content, { intents: createIntents(content, { cache }), secondLook: { cache } });
  },
  async rest(content, cache) {
    createComplaintReader(content, cache);
    const { read } = createLanguage(content, { intents: () => [] });
    createVisitReader(content, (text) => read(text, 'und', {}), cache);
    medicineKnowledge(content, { cache }).learnTopics();
    await keepWebChatBundle(cache);
  },
};

async function main([part]: readonly string[]): Promise<void> {
  const prepare = PARTS[part ?? ''];
  if (prepare === undefined) throw new Error(`Say which part to prepare: ${Object.keys(PARTS).join(' or ')}.`);
  await prepare(loadContent(contentPlaces(process.env)), join(projectRoot(), '.cache'));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
