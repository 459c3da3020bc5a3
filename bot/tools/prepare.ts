import { join } from 'node:path';
import { keepWebChatBundle } from '../../adapters/webchat/page/bundle';
import { loadContent } from '../../knowledge/load';
import { medicineKnowledge } from '../../knowledge/medicines';
import { createLanguage } from '../language';
import { createComplaintReader } from '../language/complaints/reader';
import { createIntents } from '../language/intents';
import { contentPlaces, projectRoot } from '../places';

/**
 * The last step of `npm run build`: what every first start would otherwise compute (content checked, intents learnt, the
 * chat's bundle compressed) is computed once and kept in `.cache`. A start that finds nothing there does it itself.
 */
async function main(): Promise<void> {
  const cache = join(projectRoot(), '.cache');
  const content = loadContent(contentPlaces(process.env));
  createLanguage(content, { intents: createIntents(content, { cache }), secondLook: { cache } });
  createComplaintReader(content, cache);
  medicineKnowledge(content, { cache }).learnTopics();
  await keepWebChatBundle(cache);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
