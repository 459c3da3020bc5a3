import type { ConversationState, SurveyAnswered, SurveyEnded, SurveyInvited, TurnEvent } from '../../bot/contracts';
import { applyWrites } from '../../bot/store/rows';
import { apply } from '../../bot/turn/apply';
import type { ApplyContext } from '../../bot/turn/apply/context';
import { recommendation, share } from '../../console/api/survey-results';
import { onEachDb } from '../support/databases';
import { addStaff, createCaller } from './support/caller';
import { openSite, type Site } from './support/site';

async function carryOut(site: Site, conversation: string, channel: string, events: readonly TurnEvent[]) {
  const context = {
    conversation: { id: conversation, channel, patientId: undefined },
    state: { locale: 'en', facts: {} } as unknown as ConversationState,
    now: site.clock.now(),
    ids: site.deps.ids,
    clock: site.clock,
    content: site.deps.content,
    seal: (value: unknown) => site.vault.seal(JSON.stringify(value), conversation),
  } as unknown as ApplyContext;
  const writes = events.flatMap((event) => apply(event, context).writes);
  await site.db.transaction((trx) => applyWrites(trx, site.db.dialect, writes));
}

function asked(response: string, service: string, trigger: SurveyInvited['trigger'] = 'visit'): SurveyInvited {
  return { type: 'surveyInvited', response, survey: 'would-recommend', version: '1', trigger, about: { service } };
}

function answered(response: string, value: number): SurveyAnswered {
  const box = value >= 9 ? 'top' : value <= 6 ? 'low' : 'middle';
  return { type: 'surveyAnswered', response, question: 'recommend', method: 'nps', code: String(value), box };
}

const ended = (response: string, more: Partial<SurveyEnded> = {}): SurveyEnded => ({
  type: 'surveyEnded',
  response,
  how: 'completed',
  recovery: false,
  mistreatment: false,
  ...more,
});

onEachDb('results of check-ins', (open) => {
  test('rates and scores with intervals, small groups hidden, mistreatment by itself', async () => {
    const site = await openSite(await open());
    const values = [10, 9, 9, 7, 3, 10];
    for (const [i, value] of values.entries())
      await carryOut(site, `c${i}`, 'sms', [asked(`s${i}`, 'cardiology'), answered(`s${i}`, value), ended(`s${i}`)]);
    await carryOut(site, 'c6', 'sms', [asked('s6', 'cardiology'), asked('s6', 'cardiology')]);
    await carryOut(site, 'c7', 'webchat', [
      asked('s7', 'eyes'),
      answered('s7', 2),
      answered('s7', 0),
      ended('s7', { sentiment: 'negative', topics: ['staff'], recovery: true, mistreatment: true }),
      { type: 'task', kind: 'service_recovery', summary: 'Please look', withinMinutes: 480 },
    ]);
    await carryOut(site, 'c8', 'webchat', [asked('s8', 'eyes', 'demand')]);
    await addStaff(site, 'sue', ['supervisor']);
    const sue = createCaller(site);
    await sue.signIn('sue');
    expect((await sue.call('GET', '/insight/surveys', { query: { by: 'service' } })).json).toEqual({
      smallestGroup: 5,
      invited: 8,
      answered: 7,
      onDemand: 1,
      recovery: 1,
      mistreatment: 1,
      sentiments: [{ name: 'negative', count: 1 }],
      topics: [{ name: 'staff', count: 1, negative: 1 }],
      rates: [
        { group: 'cardiology', invited: 7, answered: share(6, 7) },
        { group: 'eyes', invited: null, answered: { of: 0, value: null, low: null, high: null, hidden: true } },
      ],
      scores: [
        {
          group: 'cardiology',
          survey: 'would-recommend',
          title: 'Would recommend (0 to 10)',
          question: 'recommend',
          method: 'nps',
          score: recommendation(4, 1, 6),
        },
        {
          group: 'eyes',
          survey: 'would-recommend',
          title: 'Would recommend (0 to 10)',
          question: 'recommend',
          method: 'nps',
          score: { of: 0, value: null, low: null, high: null, hidden: true },
        },
      ],
    });
    const weeks = (await sue.call('GET', '/insight/surveys', { query: { by: 'week', channel: 'sms' } })).json;
    expect(weeks.rates).toEqual([{ group: '2026-W45', invited: 7, answered: share(6, 7) }]);
    const tasks = (await sue.call('GET', '/tasks')).json;
    expect(tasks.items.map((one: { kind: string; summary: string }) => [one.kind, one.summary])).toEqual([
      ['service_recovery', 'Please look'],
    ]);
    await site.close();
  });
});

test('intervals: Wilson for shares, the standard error of a difference for recommendations', () => {
  expect(share(8, 10)).toEqual({ of: 10, value: 80, low: 49, high: 94.3, hidden: false });
  expect(recommendation(60, 20, 100)).toEqual({ of: 100, value: 40, low: 24.3, high: 55.7, hidden: false });
});
