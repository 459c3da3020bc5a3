import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Document, parse } from 'yaml';
import { z } from 'zod';
import type { TextModel } from '../../bot/contracts/model';
import { createModel } from '../../bot/language/model';
import { modelSettings } from '../../bot/language/model/settings';
import { contentPlaces } from '../../bot/places';
import { nameShape } from '../../dialogs/booking/person/name';
import { loadContent } from '../../knowledge/load';
import { MODEL_PURPOSES, type PromptedPurpose } from '../../knowledge/schema/prompt';
import { type OpenAiStandIn, openAiStandIn } from '../standins/openai';
import { testClock, testLog } from '../support/universe';

/**
 * The golden set of every prompt: what is sent for a case, the answer that came, and what the product makes of it. A new
 * version of a prompt needs its answers again: `RECORD_GOLDEN=1 OPENAI_BASE_URL=... OPENAI_MODEL=... npx jest
 * test/model/prompts` asks a model and writes down what it said; the outcome is then looked at by a person.
 */
const folder = join(__dirname, 'golden');
const level = z.enum(['D0', 'D1', 'D2', 'D3', 'D4', 'D5']);
const asked = {
  intent: z.strictObject({ text: z.string(), ids: z.array(z.string()) }),
  extract: z.strictObject({ text: z.string(), fields: z.literal('name') }),
  'second-opinion': z.strictObject({ text: z.string(), level }),
  answer: z.strictObject({
    question: z.string(),
    pages: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  }),
  translate: z.strictObject({ text: z.string(), to: z.string() }),
  summarise: z.strictObject({ lines: z.array(z.string()) }),
} as const satisfies Record<PromptedPurpose, z.ZodType>;

const golden = z.strictObject({
  prompt: z.enum(Object.keys(asked) as [PromptedPurpose, ...PromptedPurpose[]]),
  version: z.string(),
  /** `hand`, or the name of the model that was asked. */
  answered_by: z.string(),
  cases: z
    .array(
      z.strictObject({
        id: z.string(),
        asked: z.unknown(),
        /** The message of the user's role as it goes out, personal things hidden. */
        sent: z.unknown().optional(),
        answer: z.string(),
        expect: z.unknown(),
      }),
    )
    .min(6),
});
type Golden = z.infer<typeof golden>;

const content = loadContent(contentPlaces({}));
const files = readdirSync(folder).sort();
const recorder = process.env.RECORD_GOLDEN === '1' ? process.env.OPENAI_BASE_URL : undefined;
const caller = { id: 'c_1' };

function ask(purpose: PromptedPurpose, what: unknown, model: TextModel): Promise<unknown> {
  switch (purpose) {
    case 'intent': {
      const { text, ids } = asked.intent.parse(what);
      return model.chooseIntent(text, ids, caller);
    }
    case 'extract':
      return model.extract(asked.extract.parse(what).text, nameShape, caller);
    case 'second-opinion': {
      const { text, level: from } = asked['second-opinion'].parse(what);
      return model.secondOpinion(text, from, caller);
    }
    case 'answer': {
      const { question, pages } = asked.answer.parse(what);
      return model.quote(question, pages, caller);
    }
    case 'translate': {
      const { text, to } = asked.translate.parse(what);
      return model.translate(text, to, caller);
    }
    case 'summarise':
      return model.summarise(asked.summarise.parse(what).lines, caller);
  }
}

let standIn: OpenAiStandIn;
let model: TextModel;
beforeAll(async () => {
  standIn = await openAiStandIn();
  standIn.relayTo = recorder;
  model = modelBehind(standIn.baseUrl);
});
afterAll(() => standIn.close());

function modelBehind(baseUrl: string): TextModel {
  const settings = modelSettings({
    ...(recorder === undefined ? {} : process.env),
    OPENAI_BASE_URL: baseUrl,
    MODEL_PURPOSES: MODEL_PURPOSES.join(','),
    MODEL_DEADLINE_MS: '20000',
    MODEL_CALLS_PER_CONVERSATION: '1000',
  });
  return createModel({ settings, content, clock: testClock(), log: testLog() })!;
}

test('every prompt has a golden set, for the version that is in use', () => {
  const sets = files.map((name) => golden.parse(parse(readFileSync(join(folder, name), 'utf8'))));
  const prompts = content.all('prompt').map((one) => `${one.purpose}@${one.version}`);
  expect(sets.map((one) => `${one.prompt}@${one.version}`).sort()).toEqual(prompts.sort());
});

describe.each(files)('%s', (name) => {
  const path = join(folder, name);
  const set: Golden = golden.parse(parse(readFileSync(path, 'utf8')));
  const system = content.all('prompt').find((one) => one.purpose === set.prompt)!.system;

  test.each(set.cases.map((one) => [one.id, one] as const))('%s', async (_id, one) => {
    standIn.answer = recorder === undefined ? one.answer : undefined;
    standIn.received.length = 0;
    const outcome = (await ask(set.prompt, one.asked, model)) ?? null;
    const { messages } = JSON.parse(standIn.received[0]!) as { messages: unknown };
    const [first, second] = messages as { role: string; content: string }[];
    const sent: unknown = JSON.parse(second!.content);
    if (recorder !== undefined || process.env.UPDATE_GOLDEN === '1') {
      Object.assign(one, { sent, expect: outcome, answer: standIn.answer ?? one.answer });
      return;
    }
    expect({ system: first!.content, sent, outcome }).toEqual({ system, sent: one.sent, outcome: one.expect });
  });

  afterAll(() => {
    if (recorder === undefined && process.env.UPDATE_GOLDEN !== '1') return;
    const by = recorder === undefined ? set.answered_by : (process.env.OPENAI_MODEL ?? 'unknown');
    writeFileSync(
      path,
      new Document({ ...set, version: versionInUse(set), answered_by: by }).toString({ lineWidth: 110 }),
    );
  });
});

const versionInUse = ({ prompt }: Golden): string =>
  content.all('prompt').find((one) => one.purpose === prompt)!.version;
