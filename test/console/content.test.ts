import { createPublishing } from '../../bot/publishing';
import { publishedFiles } from '../../console/api/content/articles';
import type { ArticleDraft } from '../../console/api/schema/content';
import { createArticleSearch } from '../../knowledge/search/articles';
import { onEachDb } from '../support/databases';
import { addStaff, type Caller, createCaller } from './support/caller';
import { openSite, patientWrites, type Site } from './support/site';

const DRAFT: ArticleDraft = {
  id: 'lost_teddy',
  owner: 'patient information lead',
  topic: 'hospital',
  audience: ['parents'],
  title: { en: 'A lost teddy bear', es: 'Un osito perdido' },
  asked_as: { en: ['we lost a teddy bear'], es: ['perdimos un osito'] },
  short: { en: 'Call {hospital.numbers.switchboard}.', es: 'Llame al {hospital.numbers.switchboard}.' },
  normal: { en: 'Call {hospital.numbers.switchboard} about the teddy bear.', es: 'Llame por el osito.' },
  rich: { en: 'Call us about the teddy bear.', es: 'Llame por el osito.' },
  actions: [],
  sources: [{ title: 'Ward routine', read: true }],
  review_by: '2027-06-01',
  publish_on: null,
};

async function authors(site: Site): Promise<{ ann: Caller; bob: Caller; nurse: Caller }> {
  const made: Caller[] = [];
  for (const [name, role] of [
    ['ann', 'clinical_author'],
    ['bob', 'clinical_author'],
    ['nurse', 'nurse'],
  ] as const) {
    await addStaff(site, name, [role]);
    const caller = createCaller(site);
    await caller.signIn(name);
    made.push(caller);
  }
  return { ann: made[0]!, bob: made[1]!, nurse: made[2]! };
}

function publishing(site: Site) {
  return createPublishing({
    live: site.live,
    published: async (now) => publishedFiles(await site.deps.store.content.articles.list(), now),
    clock: site.clock,
    bell: site.bell,
    log: site.deps.log,
  });
}

const code = (reply: { json: { error?: { code: string } } }) => reply.json.error?.code ?? 'done';

onEachDb('content work', (open) => {
  test('shipped content is approved by two people who saw the same bytes', async () => {
    const site = await openSite(await open());
    const { ann, bob, nurse } = await authors(site);
    expect(code(await nurse.call('GET', '/content'))).toBe('forbidden');
    const { json } = await ann.call('GET', '/content', { query: { kind: 'protocol', q: 'sore_throat' } });
    expect(json.items.map((one: { ref: string; state: string }) => [one.ref, one.state])).toEqual([
      ['protocol:sore_throat', 'waiting'],
    ]);
    const view = (await ann.call('GET', '/content/protocol:sore_throat')).json;
    expect([view.page, view.since, view.fields.length > 50, view.mine]).toEqual([true, null, true, false]);
    const approve = (caller: Caller, sha256: string) =>
      caller.call('POST', '/content/protocol:sore_throat/approve', { body: { sha256 } });
    const state = async () => (await ann.call('GET', '/content/protocol:sore_throat')).json.item.state;
    expect(code(await approve(ann, '0'.repeat(64)))).toBe('stale');
    expect(code(await approve(ann, view.sha256))).toBe('done');
    expect([await state(), code(await approve(ann, view.sha256))]).toEqual(['one', 'own_work']);
    expect(code(await approve(bob, view.sha256))).toBe('done');
    expect(await state()).toBe('approved');
    const page = await ann.call('GET', '/content/protocol:sore_throat/page');
    expect([page.status, String(page.body).startsWith('<!doctype html>')]).toEqual([200, true]);
    expect((await site.deps.store.trail.verify()).faults).toEqual([]);
  });

  test('what was approved is compared with what stands there now', async () => {
    const site = await openSite(await open());
    const { ann } = await authors(site);
    const file = site.deps.shelf.files.find((one) => one.kind === 'article' && one.value.id === 'visiting_hours')!;
    const value = { ...file.value, title: { en: 'Old title', es: 'Título viejo' } };
    await site.deps.store.content.approvals.approve(
      { kind: 'article', id: 'visiting_hours', version: '0', sha256: '0'.repeat(64), value },
      { staffId: 'stf_old', name: 'Old' },
      site.clock.now(),
    );
    const { json } = await ann.call('GET', '/content/article:visiting_hours');
    expect([json.item.state, json.since.version, json.since.differences.length]).toEqual(['new_version', '0', 2]);
    expect(json.since.differences[0].text).toContain('instead of “Old title”');
  });

  test('an article is written, given to a second person, published on its day, answered with, withdrawn', async () => {
    const site = await openSite(await open());
    const { ann, bob } = await authors(site);
    const search = createArticleSearch(site.deps.content);
    const loop = publishing(site);
    const find = () => search.find('we lost a teddy bear', 'en', site.clock.now())[0]?.id;
    expect(find()).not.toBe('lost_teddy');

    const unfinished = { ...DRAFT, title: { en: 'A lost teddy bear', es: '' } };
    const { id } = (await ann.call('POST', '/articles', { body: { draft: unfinished } })).json;
    const seen = async () => (await ann.call('GET', `/articles/${id}`)).json.revision.updatedAt;
    const save = async (caller: Caller, draft: ArticleDraft, submit: boolean) =>
      caller.call('PUT', `/articles/${id}`, { body: { draft, submit, seen: await seen() } });
    expect((await save(ann, unfinished, true)).json).toEqual({ ok: false, problems: ['title.es: incomplete'] });
    const bad = { ...DRAFT, rich: { ...DRAFT.rich, en: 'Call {hospital.numbers.nobody} {name}.' }, actions: ['fly'] };
    expect((await save(ann, bad, true)).json.problems).toEqual([
      'actions: unknown "fly"',
      'rich: unknown place {name}',
      'rich: uses {hospital.numbers.nobody}, which the hospital file does not have',
    ]);
    const due = new Date(site.clock.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const ready = { ...DRAFT, publish_on: due };
    expect(code(await save(bob, ready, true))).toBe('not_owner');
    expect((await save(ann, ready, true)).json).toEqual({ ok: true, problems: [] });
    const decide = async (caller: Caller, approve: boolean) =>
      caller.call('POST', `/articles/${id}/decision`, { body: { approve, remark: 'Good.', seen: await seen() } });
    expect(code(await decide(ann, true))).toBe('own_work');
    expect(code(await decide(bob, true))).toBe('done');
    const stage = async () => (await bob.call('GET', `/articles/${id}`)).json.revision.stage;

    await loop.once();
    expect([await stage(), find() === 'lost_teddy']).toEqual(['scheduled', false]);
    site.clock.set(Date.parse(due));
    await bob.signIn('bob');
    await loop.once();
    expect([await stage(), find()]).toEqual(['published', 'lost_teddy']);
    site.clock.set(Date.parse('2027-06-20'));
    await ann.signIn('ann');
    await bob.signIn('bob');
    expect(await stage()).toBe('hedged');
    site.clock.set(Date.parse('2027-12-20'));
    await ann.signIn('ann');
    await bob.signIn('bob');
    expect([await stage(), find() === 'lost_teddy']).toEqual(['expired', false]);

    const again = (await bob.call('POST', '/articles', { body: { from: 'lost_teddy' } })).json.id;
    expect((await bob.call('GET', `/articles/${again}`)).json.revision.version).toBe('2');
    expect(code(await bob.call('POST', `/articles/${id}/withdraw`, { body: {} }))).toBe('done');
    await loop.once();
    expect([await stage(), site.deps.content.get('article', 'lost_teddy').status]).toEqual(['withdrawn', 'retired']);
  });

  test('unanswered questions stand by topic until they are settled, and feedback is counted per article', async () => {
    const site = await openSite(await open());
    const { ann } = await authors(site);
    await patientWrites(site, 'c1', ['hello']);
    const record = (id: string, kind: string, subject: string | null, data: object) =>
      site.db.write('record').insert({
        id,
        conversation_id: 'c1',
        kind,
        subject,
        body: site.vault.seal(JSON.stringify(data), 'c1'),
        at: site.clock.now(),
      });
    await record('q1', 'unanswered-question', null, { text: 'can my dog visit me' });
    await record('q2', 'unanswered-question', null, { text: 'is a dog allowed to visit' });
    await record('q3', 'unanswered-question', null, { text: 'charge my electric car' });
    await record('s1', 'article-shown', 'article/visiting_hours@1', { confidence: 0.5 });
    await record('u1', 'unsure-answer', 'article/visiting_hours@1', { text: 'when may I come', confidence: 0.5 });
    await record('s2', 'article-shown', 'article/visiting_hours@1', { confidence: 0.9 });
    await record('f1', 'article-feedback', 'article/visiting_hours@1', { helped: false });
    const topics = async () =>
      (await ann.call('GET', '/questions')).json.items.map((one: { questions: { id: string }[] }) =>
        one.questions.map((q) => q.id).sort(),
      );
    expect(await topics()).toEqual([['q1', 'q2'], ['q3'], ['u1']]);
    const { items } = (await ann.call('GET', '/questions')).json;
    const unsureOne = items.flatMap((one: { questions: { id: string }[] }) =>
      one.questions.filter((q) => q.id === 'u1'),
    );
    expect(unsureOne).toEqual([
      {
        id: 'u1',
        text: 'when may I come',
        at: site.clock.now(),
        answered: { id: 'visiting_hours', title: 'Visiting hours', confidence: 0.5 },
      },
    ]);
    const settle = { ids: ['q1', 'q2', 'q1', 'nothing'], how: 'article', articleId: 'visiting_hours' };
    expect((await ann.call('POST', '/questions/settle', { body: settle })).json).toEqual({ settled: 2 });
    expect((await ann.call('POST', '/questions/settle', { body: settle })).json).toEqual({ settled: 0 });
    expect(await topics()).toEqual([['q3'], ['u1']]);
    const { articles } = (await ann.call('GET', '/articles')).json;
    const { shown, helped, notHelped, unsure } = articles.find((one: { id: string }) => one.id === 'visiting_hours');
    expect({ shown, helped, notHelped, unsure }).toEqual({ shown: 2, helped: 0, notHelped: 1, unsure: 1 });
  });
});
