import type { ConversationState, SurveyAnswered, SurveyEnded, SurveyInvited, TurnEvent } from '../../bot/contracts';
import { applyWrites } from '../../bot/store/rows';
import { apply } from '../../bot/turn/apply';
import type { ApplyContext } from '../../bot/turn/apply/context';
import { recommendation, share } from '../../console/api/survey-results';
import { onEachDb } from '../support/databases';
import { addStaff, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site } from './support/site';

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
  const about = { service, practitioner: `dr-${service}` };
  return { type: 'surveyInvited', response, survey: 'would-recommend', version: '1', trigger, about };
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

const ASKED = 'Would you send a friend or relative to us? Write a number: 0 is surely not, 10 is for sure.';
const HIDDEN = { of: 0, value: null, low: null, high: null, hidden: true };

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
    for (let i = 0; i < 5; i++)
      await carryOut(site, `c2${i}`, 'sms', [asked(`s2${i}`, 'skin'), answered(`s2${i}`, 9), ended(`s2${i}`)]);
    await addStaff(site, 'sue', ['supervisor']);
    const sue = createCaller(site);
    await sue.signIn('sue');
    expect((await sue.call('GET', '/insight/surveys', { query: { by: 'service' } })).json).toEqual({
      smallestGroup: 5,
      invited: 13,
      answered: 12,
      onDemand: 1,
      recovery: 1,
      mistreatment: 1,
      sentiments: [],
      topics: [],
      rates: [
        { group: 'cardiology', invited: 7, answered: share(6, 7) },
        { group: 'eyes', invited: null, answered: HIDDEN },
        // Large enough, but the total less cardiology less skin would be the one patient of the eye clinic.
        { group: 'skin', invited: null, answered: HIDDEN },
      ],
      scores: [
        {
          group: 'cardiology',
          survey: 'would-recommend',
          title: 'Would recommend (0 to 10)',
          question: 'recommend',
          asked: ASKED,
          method: 'nps',
          score: recommendation(4, 1, 6),
        },
        ...['eyes', 'skin'].map((group) => ({
          group,
          survey: 'would-recommend',
          title: 'Would recommend (0 to 10)',
          question: 'recommend',
          asked: ASKED,
          method: 'nps',
          score: HIDDEN,
        })),
      ],
    });
    const ratesBy = async (by: string, more: object = {}) =>
      (await sue.call('GET', '/insight/surveys', { query: { by, ...more } })).json.rates;
    expect(await ratesBy('practitioner')).toEqual([
      { group: 'dr-cardiology', invited: 7, answered: share(6, 7) },
      { group: 'dr-eyes', invited: null, answered: HIDDEN },
      { group: 'dr-skin', invited: null, answered: HIDDEN },
    ]);
    expect(await ratesBy('channel')).toEqual([
      { group: 'sms', invited: null, answered: HIDDEN },
      { group: 'webchat', invited: null, answered: HIDDEN },
    ]);
    expect(await ratesBy('locale')).toEqual([{ group: 'en', invited: 13, answered: share(12, 13) }]);
    expect(await ratesBy('none')).toEqual([{ group: '', invited: 13, answered: share(12, 13) }]);
    expect(await ratesBy('week', { channel: 'webchat' })).toEqual([
      { group: '2026-W45', invited: null, answered: HIDDEN },
    ]);
    const weeks = (await sue.call('GET', '/insight/surveys', { query: { by: 'week', channel: 'sms' } })).json;
    expect(weeks.rates).toEqual([{ group: '2026-W45', invited: 12, answered: share(11, 12) }]);
    const tasks = (await sue.call('GET', '/tasks')).json;
    expect(tasks.items.map((one: { kind: string; summary: string }) => [one.kind, one.summary])).toEqual([
      ['service_recovery', 'Please look'],
    ]);
    await site.close();
  });

  test('staff have a patient asked: the conversation is let know, nobody without the right may, no unknown instrument', async () => {
    const site = await openSite(await open());
    const mine = 'c_mine';
    await patientWrites(site, mine, ['hello']);
    await raiseFlag(site, { conversationId: mine, team: 'triage' });
    await addStaff(site, 'nina', ['nurse'], { teams: ['triage'] });
    const nina = createCaller(site);
    await nina.signIn('nina');
    const { items } = (await nina.call('GET', '/check-ins/instruments')).json;
    expect(items.map((one: { id: string }) => one.id)).toContain('friends-family');
    const ask = (body: object) => nina.call('POST', `/conversations/${mine}/check-ins`, { body });
    expect((await ask({ after: 'visit', survey: 'nothing' })).status).toBe(400);
    expect((await ask({ after: 'conversation', survey: 'friends-family' })).json).toEqual({ ok: true });
    expect((await ask({ after: 'discharge' })).json).toEqual({ ok: true });
    const endedAt = site.clock.now();
    const rows = await site.db.read('timer').where({ conversation_id: mine }).orderBy('key');
    expect(rows.map((row) => [row.key, JSON.parse(site.vault.open(row.payload, mine))])).toEqual([
      [
        'care-ended:conversation:friends-family',
        { kind: 'plan', trigger: 'conversation', about: {}, survey: 'friends-family', endedAt },
      ],
      ['care-ended:discharge:own', { kind: 'plan', trigger: 'discharge', about: {}, endedAt }],
    ]);
    await site.close();
  });
});

test('intervals: Wilson for shares, the standard error of a difference for recommendations', () => {
  expect(share(8, 10)).toEqual({ of: 10, value: 80, low: 49, high: 94.3, hidden: false });
  expect(recommendation(60, 20, 100)).toEqual({ of: 100, value: 40, low: 24.3, high: 55.7, hidden: false });
});
