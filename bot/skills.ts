import { join } from 'node:path';
import { createDialogs } from '../dialogs';
import { caregiverKeyword } from '../dialogs/caregiver/code';
import { planCheckIn } from '../dialogs/check-in/invite';
import { respondToScreen } from '../dialogs/emergency/respond';
import { programmeKeywords } from '../dialogs/programme/keywords';
import { medicineKnowledge } from '../knowledge/medicines';
import { asksAboutMedicine } from '../knowledge/medicines/question';
import type { ContentLibrary } from '../knowledge/schema/library';
import { createArticleSearch } from '../knowledge/search/articles';
import { NO_COMPLAINT, type Services } from './contracts';
import { createLanguage } from './language';
import { createComplaintReader } from './language/complaints/reader';
import { createDates } from './language/dates';
import { createIntents } from './language/intents';
import type { Model } from './language/model';
import { createOpinions } from './language/sentiment';
import { createVisitReader } from './language/stories/visit-reader';
import { createTriageReader } from './language/triage-reader';
import { projectRoot } from './places';
import type { Engine } from './turn/engine';

/** What the bot can do and understand, made from content alone: the same for the server, the terminal player and tests. */
export function createSkills(
  content: ContentLibrary,
  model?: Model,
  phones: Services['phones'] = [],
  tidy: () => void = () => undefined,
): Pick<
  Engine,
  | 'language'
  | 'dialogs'
  | 'respondToScreen'
  | 'ports'
  | 'asksAboutMedicine'
  | 'readsIll'
  | 'afterConversation'
  | 'keyword'
  | 'modelForTurn'
  | 'warm'
> {
  /** Each reader leaves garbage behind: the heap need not grow for the next one. */
  const built = <T>(one: T): T => {
    tidy();
    return one;
  };
  const dialogs = built(createDialogs());
  const saidInTriage = built(createTriageReader(content));
  const articles = createArticleSearch(content);
  const dates = createDates(content);
  const opinions = createOpinions(content);
  // Built here, not in the first patient's turn.
  const cache = join(projectRoot(), '.cache');
  const [openingRules] = content.all('opening-rules');
  const complaintsLike = built(createComplaintReader(content, cache));
  const medicines = medicineKnowledge(content, { cache });
  medicines.learnTopics();
  const keywords = programmeKeywords(content);
  const intents = built(createIntents(content, { cache }));
  const language = createLanguage(content, { intents, secondLook: { cache, tidy } });
  const readsLikeVisits = built(createVisitReader(content, (text) => language.read(text, 'und', {}), cache));
  return {
    language,
    dialogs,
    respondToScreen,
    keyword: (text) => caregiverKeyword(text) ?? keywords(text),
    afterConversation: (services) =>
      planCheckIn(services, { kind: 'plan', trigger: 'conversation', about: {}, endedAt: services.clock.now() }),
    ...(model === undefined ? {} : { modelForTurn: () => model.forTurn() }),
    readsIll: (text, locale) =>
      openingRules !== undefined &&
      complaintsLike !== undefined &&
      text.split(/\s+/).length > 1 &&
      complaintsLike(text, locale).get(NO_COMPLAINT)! < openingRules.illness_below,
    asksAboutMedicine: (text) => asksAboutMedicine(medicines, text),
    warm: async () => {
      await dates.warm(content.hospital.locales);
      await opinions.warm();
    },
    ports: () => ({
      saidInTriage,
      complaintsLike,
      readsLikeVisits,
      articles,
      dates,
      phones,
      opinion: opinions.read,
      installed: (id) => dialogs.has(id),
    }),
  };
}
