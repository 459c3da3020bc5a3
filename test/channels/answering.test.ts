import { pressId } from '../../adapters/shared/choices';
import { readPosted } from '../../adapters/webchat/inbound';
import { toClient } from '../../adapters/webchat/outbound';
import type { WhatsAppMessage } from '../../adapters/whatsapp/message';
import type { Activity, ChannelAdapter, Dialog, InboundEvent } from '../../bot/contracts';
import { contentPlaces } from '../../bot/places';
import { createSkills } from '../../bot/skills';
import { loadContent } from '../../knowledge/load';
import { call, type Harness, type RecordedRequest, recorder } from '../conformance/harness';
import { smsHarnesses } from '../conformance/harnesses/sms';
import { envelope, metaJson, whatsappHarnesses } from '../conformance/harnesses/whatsapp';
import { openTestDb, type TestDb } from '../support/databases';
import { harness } from '../support/harness';
import { channelOf } from '../support/rendered';

/**
 * One real question of three skills, answered in every way people answer, on every channel: through the webhook's own
 * body, the store, the engine and the channel's renderer.
 */
const content = loadContent(contentPlaces({}));
const skills = createSkills(content);

interface Question {
  readonly dialog: string;
  /** What the patient writes until the question stands. */
  readonly before: readonly string[];
  /** Something outside asks it. */
  readonly begin?: unknown;
  readonly choice: string;
  /** Ways to say it besides its number and label. */
  readonly ordinal: string;
  readonly synonym: string;
  readonly misspelt: string;
}

const QUESTIONS: readonly Question[] = [
  {
    dialog: 'triage',
    before: ['my throat hurts since yesterday', '27, woman', 'none', 'none of these'],
    choice: 'unsure',
    ordinal: 'the third one',
    synonym: "I don't know",
    misspelt: 'I am not shure',
  },
  {
    dialog: 'medication',
    before: ['can i take ibuprofen with warfarin'],
    choice: 'pharmacist',
    ordinal: 'the third one',
    synonym: 'pharmacist please',
    misspelt: 'the pharmasist',
  },
  {
    dialog: 'check-in',
    before: ['hello'],
    begin: {
      kind: 'invite',
      asking: { response: 'sr_1', survey: 'satisfaction', version: '1', trigger: 'conversation', about: {} },
    },
    choice: 'unhappy',
    ordinal: 'the fourth',
    synonym: 'dissatisfied',
    misspelt: 'unhapy',
  },
];

/** What a dialog was given as the answer. */
interface Heard {
  readonly choice: string;
  readonly how?: string;
}

/** The skills as they are, with an ear on the answers they get. */
function listening(heard: Heard[]): Dialog[] {
  return [...skills.dialogs.values()].map((dialog) => ({
    ...dialog,
    start: (args, services) => {
      const { answer } = (args ?? {}) as { answer?: unknown };
      if (typeof answer === 'string') heard.push({ choice: answer });
      return dialog.start(args, services);
    },
    step: (state, input, services) => {
      const { choice } = input as { choice?: { id: string; how: string } };
      if (choice !== undefined) heard.push({ choice: choice.id, how: choice.how });
      return dialog.step(state, input, services);
    },
  }));
}

/** One way to reach the bot: how words and presses come in. */
interface Phone {
  readonly name: string;
  readonly channel: string;
  readonly adapter: ChannelAdapter;
  says(id: string, text: string): Promise<InboundEvent>;
  /** Presses what was shown for a choice; absent where nothing can be pressed. */
  press?(id: string, asked: Asked, choice: string): Promise<InboundEvent>;
}

/** The question as it stands in the transcript, and as it left. */
interface Asked {
  readonly activity: Activity;
  readonly parts: readonly WhatsAppMessage[];
}

function phone(provider: Harness): Phone {
  const adapter = channelOf(provider, content);
  const hear = async (request: RecordedRequest): Promise<InboundEvent> => {
    const told = recorder();
    await call(adapter, provider.sign(request), told);
    return told.events[0]!;
  };
  return {
    name: `${provider.channel} through ${provider.provider}`,
    channel: provider.channel,
    adapter,
    says: (id, text) => hear(provider.message(id, text)),
    ...(provider.provider === 'cloud' ? { press: (id, asked, choice) => hear(pressed(id, asked, choice)) } : {}),
  };
}

/** A press as Meta reports it: the id and title of the button or row that was shown. */
function pressed(id: string, { activity, parts }: Asked, choice: string): RecordedRequest {
  const wanted = pressId(activity.channelData?.sathi?.promptId, choice);
  const shown = parts.find((part) => part.kind === 'buttons' || part.kind === 'list');
  const rows = shown?.kind === 'buttons' ? shown.buttons : shown?.kind === 'list' ? shown.rows : [];
  const row = rows.find((one) => one.id === wanted)!;
  const kind = shown?.kind === 'buttons' ? 'button_reply' : 'list_reply';
  const message = {
    id,
    from: '254700000001',
    timestamp: '1795337998',
    type: 'interactive',
    interactive: { type: kind, [kind]: { id: row.id, title: row.title } },
  };
  const contacts = [{ profile: { name: 'Asha' }, wa_id: '254700000001' }];
  return {
    method: 'POST',
    path: '/webhooks/whatsapp',
    headers: { 'content-type': 'application/json' },
    body: metaJson(envelope({ contacts, messages: [message] })),
  };
}

const webchat: Phone = {
  name: 'webchat',
  channel: 'webchat',
  adapter: {
    id: 'webchat',
    limits: { ...channelOf(smsHarnesses[0]!, content).limits, size: 'rich', delivery: 'transcript' },
    routes: () => [],
    render: () => [],
    send: async () => ({ ok: false, retry: false, code: 'config' }),
  },
  says: async (id, text) => posted(id, { text }),
  press: async (id, { activity }, choice) => {
    const actions = toClient(activity, 'c', new Set()).suggestedActions?.actions ?? [];
    const action = actions.find((one) => (one.value as { choiceId?: string }).choiceId === choice)!;
    return posted(id, { text: action.text, value: action.value });
  },
};

function posted(id: string, body: object): InboundEvent {
  const read = readPosted({ type: 'message', ...body }, { conversationId: 'c', userId: 'u' });
  if (read.kind !== 'message') throw new Error('Web chat did not take the message.');
  return { address: { channel: 'webchat', value: 'u' }, externalId: id, at: 0, activity: read.activity };
}

const PHONES: readonly Phone[] = [webchat, phone(smsHarnesses[0]!), ...whatsappHarnesses.map(phone)];

let opened: TestDb;
beforeAll(async () => {
  opened = await openTestDb('sqlite');
});
afterAll(() => opened.drop());
let people = 0;

/** A new patient on one phone, up to where the question stands. */
async function upTo(on: Phone, question: Question) {
  const { db } = opened;
  const heard: Heard[] = [];
  const h = harness(db, {
    dialogs: listening(heard),
    adapters: [on.adapter],
    ids: { next: (prefix) => `${prefix}_${++ids}` },
    engine: (base) => ({ ...base, ...skills, dialogs: base.dialogs, content }),
  });
  const value = `+1555${String(++people).padStart(7, '0')}`;
  let n = 0;
  const next = () => `${on.name} ${people} ${++n}`;
  let conversationId = '';
  const take = async (event: InboundEvent) => {
    // The fixture's person, under a number of this test's own.
    const address = { channel: on.channel, value };
    const [received] = await h.receive([{ ...event, address, at: h.clock.now() }]);
    conversationId = received!.conversationId;
    await h.settle();
  };
  for (const text of question.before) await take(await on.says(next(), text));
  if (question.begin !== undefined) {
    const due = { key: 'k', dialog: question.dialog, args: question.begin, meets: 'interrupt', purpose: 'care' };
    const now = h.clock.now();
    const outreach = { id: `o${people}`, firstDueAt: now, until: now + 3_600_000, chosen: false, chain: false };
    await h.receive([
      {
        address: { channel: on.channel, value },
        conversationId,
        externalId: next(),
        at: now,
        activity: { type: 'event', name: 'sathi/timer', value: { ...due, dueAt: now, outreach } },
      },
    ]);
    await h.settle();
  }
  const asked = async (): Promise<Asked> => {
    const { activity } = (await h.transcript(conversationId)).findLast(
      (line) => (line.activity.channelData?.sathi?.choices ?? []).length > 0,
    )!;
    const rows = (await db.read('outbox').where({ conversation_id: conversationId }).select('payload')) as {
      payload: string;
    }[];
    const parts = rows
      .map(
        (row) => JSON.parse(h.vault.open(row.payload, conversationId)) as { body: WhatsAppMessage; promptId?: string },
      )
      .filter((part) => part.promptId === activity.channelData?.sathi?.promptId);
    return { activity, parts: parts.map((part) => part.body) };
  };
  return {
    heard,
    asked: await asked(),
    says: async (text: string) => take(await on.says(next(), text)),
    press: async (question_: Asked, choice: string) => take(await on.press!(next(), question_, choice)),
    last: async () => (await h.lines(conversationId)).filter((line) => line.startsWith('bot: ')),
  };
}
let ids = 0;

describe.each(PHONES.map((on) => [on.name, on] as const))('on %s', (_name, on) => {
  describe.each(QUESTIONS.map((question) => [question.dialog, question] as const))(
    'a question of %s',
    (_id, question) => {
      async function answered(by: 'number' | 'label' | 'ordinal' | 'synonym' | 'emoji' | 'misspelt'): Promise<Heard[]> {
        const talk = await upTo(on, question);
        const choices = talk.asked.activity.channelData!.sathi!.choices!;
        const at = choices.findIndex((one) => one.id === question.choice) + 1;
        const words = { number: `${at}`, label: choices[at - 1]!.label, emoji: `${at}\uFE0F\u20E3` };
        const { ordinal, synonym, misspelt } = question;
        talk.heard.length = 0;
        await talk.says({ ...words, ordinal, synonym, misspelt }[by]);
        return talk.heard.map(({ choice }) => ({ choice }));
      }

      test.each(['number', 'label', 'ordinal', 'synonym', 'emoji', 'misspelt'] as const)('by %s', async (by) => {
        expect(await answered(by)).toEqual([{ choice: question.choice }]);
      });

      if (on.press !== undefined)
        test('by its button, which answers nothing when it is pressed again later', async () => {
          const talk = await upTo(on, question);
          const { asked } = talk;
          talk.heard.length = 0;
          await talk.press(asked, question.choice);
          expect(talk.heard.map(({ choice }) => choice)).toEqual([question.choice]);
          const before = (await talk.last()).length;
          await talk.press(asked, question.choice);
          expect(talk.heard).toHaveLength(1);
          const { label } = asked.activity.channelData!.sathi!.choices!.find((one) => one.id === question.choice)!;
          expect((await talk.last())[before]).toBe(
            `bot: ${content.text('wording/repair.old-button', 'en', { label }, on.adapter.limits.size)}`,
          );
        });
    },
  );
});
