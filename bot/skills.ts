import { join } from 'node:path';
import { createDialogs } from '../dialogs';
import { respondToScreen } from '../dialogs/emergency/respond';
import { medicineKnowledge } from '../knowledge/medicines';
import { asksAboutMedicine } from '../knowledge/medicines/question';
import type { ContentLibrary } from '../knowledge/schema/library';
import { createArticleSearch } from '../knowledge/search/articles';
import type { Services, TextModel } from './contracts';
import { createLanguage } from './language';
import { createDates } from './language/dates';
import { createIntents } from './language/intents';
import { createTriageReader } from './language/triage-reader';
import { projectRoot } from './places';
import type { Engine } from './turn/engine';

/** What the bot can do and understand, made from content alone: the same for the server, the terminal player and tests. */
export function createSkills(
  content: ContentLibrary,
  model?: TextModel,
  phones: Services['phones'] = [],
): Pick<Engine, 'language' | 'dialogs' | 'respondToScreen' | 'ports' | 'asksAboutMedicine' | 'warm'> {
  const dialogs = createDialogs();
  const saidInTriage = createTriageReader(content);
  const articles = createArticleSearch(content);
  const dates = createDates(content);
  // Built here, not in the first patient's turn.
  const medicines = medicineKnowledge(content);
  return {
    language: createLanguage(content, { intents: createIntents(content, { cache: join(projectRoot(), '.cache') }) }),
    dialogs,
    respondToScreen,
    asksAboutMedicine: (text) => asksAboutMedicine(medicines, text),
    warm: () => dates.warm(content.hospital.locales),
    ports: () => ({
      saidInTriage,
      articles,
      dates,
      phones,
      ...(model === undefined ? {} : { model }),
      installed: (id) => dialogs.has(id),
    }),
  };
}
