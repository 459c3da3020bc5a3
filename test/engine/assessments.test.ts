import { createLanguage } from '../../bot/language';
import { createTriageReader } from '../../bot/language/triage-reader';
import { contentPlaces } from '../../bot/places';
import { assessmentsBy } from '../../bot/store/assessments';
import { triage } from '../../dialogs/triage/dialog';
import { loadContent } from '../../knowledge/load';
import { type Replayable, replay, replaySummary } from '../../knowledge/review/replay';
import { onEachDb } from '../support/databases';
import { harness } from '../support/harness';

const content = loadContent(contentPlaces({}));
const language = createLanguage(content, { intents: () => [] });

onEachDb('assessments kept', (open) => {
  test('what a patient told in a conversation is read back and comes to the same level again', async () => {
    const { db } = await open();
    const h = harness(db, {
      dialogs: [triage],
      language,
      engine: (base) => ({
        ...base,
        content,
        ports: () => ({ saidInTriage: createTriageReader(content) }),
      }),
    });
    for (const line of ['I twisted my ankle', '30 woman', 'none', 'cannot take 4 steps']) {
      await h.say('+15550100001', line);
      await h.settle();
    }
    const kept = await assessmentsBy(db, h.vault, 'limb_injury', 10);
    expect(kept.map(({ id: _id, at: _at, facts: _facts, ...one }) => one)).toEqual([
      {
        protocol: 'protocol/limb_injury@1',
        disposition: 'D1',
        rule: 'hospital',
        route: 'ed',
        deadlineHours: 1,
        answers: [
          { question: 'protocol/limb_injury@1#questions.danger', answer: 'ticks:' },
          { question: 'protocol/limb_injury@1#questions.hospital', answer: 'ticks:no_steps' },
        ],
        because: ['hospital D1 yes', 'home D5 yes'],
      },
    ]);
    const again = kept.map((one) =>
      replay(one as Replayable, content.get('protocol', 'limb_injury'), content.all('modifier')),
    );
    expect(replaySummary(again)).toEqual({ same: 1, moreUrgent: 0, milder: [] });
    expect(await assessmentsBy(db, h.vault, 'limb', 10)).toEqual([]);
  });
});
