import { createModel } from '../../bot/language/model';
import { modelSettings } from '../../bot/language/model/settings';
import { type Mood, type OpenAiStandIn, openAiStandIn } from '../standins/openai';
import { addStaff, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site, said } from './support/site';

let standIn: OpenAiStandIn;
beforeAll(async () => {
  standIn = await openAiStandIn();
});
afterAll(() => standIn.close());

async function desk(purposes = 'summarise,translate') {
  const opened = await openSite();
  const model = createModel({
    settings: modelSettings({
      OPENAI_BASE_URL: standIn.baseUrl,
      MODEL_PURPOSES: purposes,
      MODEL_DEADLINE_MS: '300',
    }),
    content: opened.deps.content,
    clock: opened.clock,
    log: opened.deps.log,
  });
  const site: Site = { ...opened, deps: { ...opened.deps, model } };
  await addStaff(site, 'ana', ['nurse'], { name: 'Ana Ruiz' });
  const ana = createCaller(site);
  await ana.signIn('ana');
  await patientWrites(site, 'c1', ['me duele la cabeza, mi número es 312 555 0142']);
  await said(site, 'c1', 'bot', { text: 'Gracias.' });
  await said(site, 'c1', 'patient' as 'bot', { text: 'Me duele la cabeza desde ayer. Llame al 312 555 0142.' });
  await raiseFlag(site, { conversationId: 'c1', team: null });
  await ana.call('POST', '/conversations/c1/claim', { body: {} });
  return { site, ana };
}

test('a summary and a reply are drafted, and nothing is sent', async () => {
  const { site, ana } = await desk();
  standIn.mood = 'answer';
  standIn.received.length = 0;
  standIn.honest = () => ({ summary: 'Headache since yesterday.', suggestedReply: 'We will call you.' });
  const { json } = await ana.call('POST', '/conversations/c1/draft', { body: {} });
  expect(json).toEqual({ summary: 'Headache since yesterday.', suggestedReply: 'We will call you.' });
  expect(standIn.received.join()).not.toMatch(/0142|Ana Ruiz/);
  expect(await site.db.read('outbox')).toEqual([]);
  expect(await site.db.read('inbox').where('external_id', 'like', 'reply%')).toEqual([]);
  await site.close();
});

test('a translated reply is sent once its sender sends it, with the original beside it', async () => {
  const { site, ana } = await desk();
  standIn.mood = 'answer';
  standIn.honest = () => ({ translation: 'Le llamaremos a las 4.' });
  const asked = { text: 'We will call you at 4.', to: 'es' };
  const { json } = await ana.call('POST', '/conversations/c1/translate', { body: asked });
  expect(json).toEqual({ text: 'Le llamaremos a las 4.' });
  const reply = { text: json.text, clientId: 'a1b2c3d4', original: asked.text };
  expect((await ana.call('POST', '/conversations/c1/replies', { body: reply })).status).toBe(200);
  const happenings = await site.deps.store.conversations.happenings('c1');
  expect(happenings.filter((one) => one.kind === 'note').map((one) => one.text)).toEqual([asked.text]);
  // A number that the translation changes makes it worthless.
  standIn.honest = () => ({ translation: 'Le llamaremos a las 5.' });
  expect(
    (await ana.call('POST', '/conversations/c1/translate', { body: { ...asked, text: 'Call at 4, Ana.' } })).json.error
      .code,
  ).toBe('no_model');
  await site.close();
});

test.each<Mood>(['refuse', 'break-schema', 'not-json', 'stall', 'throttle', 'die'])(
  'a model that does %s leaves the nurse to write herself',
  async (mood) => {
    const { site, ana } = await desk();
    standIn.mood = mood;
    expect((await ana.call('POST', '/conversations/c1/draft', { body: {} })).json.error.code).toBe('no_model');
    await site.close();
  },
);

test('without the purpose, or without a model, nothing leaves', async () => {
  const { site, ana } = await desk('intent');
  standIn.mood = 'answer';
  standIn.received.length = 0;
  expect((await ana.call('POST', '/conversations/c1/draft', { body: {} })).json.error.code).toBe('no_model');
  const bare = createCaller({ ...site, deps: { ...site.deps, model: undefined } });
  await bare.signIn('ana');
  expect((await bare.call('GET', '/drafting')).json).toEqual({ summary: false, translation: false });
  expect((await bare.call('POST', '/conversations/c1/draft', { body: {} })).json.error.code).toBe('no_model');
  expect(standIn.received).toEqual([]);
  await site.close();
});
