import { createContentStores } from '../../../bot/store/console/content';
import { taskRow } from '../../../bot/store/console/tasks';
import { draftFrom } from '../../../console/api/content/articles';
import { type FlagSeed, patientWrites, raiseFlag, type Site, said } from './site';
import { seedVisits } from './visits';
import { seedCare } from './ward-care';
import { seedRest } from './ward-office';
import { seedOutreach } from './ward-outreach';
import { seedPeople } from './ward-people';

/** A busy morning at the sample hospital: what the screenshots and the browser tests look at. */
export async function seedWard(site: Site): Promise<void> {
  const start = site.clock.now();
  const minute = 60_000;
  const cases: (Omit<FlagSeed, 'conversationId'> & {
    id: string;
    lines: string[];
    channel?: string;
    locale?: string;
    ago: number;
  })[] = [
    {
      id: 'c_chest',
      lines: ['hi', 'chst pain since this morning and my left arm feels heavy'],
      severity: 1,
      summary: 'Says chest pain since this morning with a heavy left arm. Emergency advice was given at once.',
      reason: 'red-flag/RF07-CHEST-PAIN@1',
      team: 'triage',
      ago: 9,
      detail: {
        outcome: 'fire',
        level: 'D0',
        mentions: [{ concept: 'chest-pain', words: 'chst pain' }],
      },
    },
    {
      id: 'c_aire',
      lines: ['mi mamá no puede respirar bien'],
      channel: 'whatsapp',
      locale: 'es',
      severity: 1,
      reason: 'red-flag/RF04-BREATHLESS-SEVERE@1',
      summary: 'Dice que su madre no puede respirar bien. Se dio el consejo de urgencia.',
      ago: 2,
    },
    {
      id: 'c_fever',
      lines: ['my 2 year old has a fever of 39.6 and will not drink'],
      channel: 'sms',
      severity: 2,
      reason: 'protocol/fever_child@1',
      summary: 'Child of 2 years, fever 39.6 °C, drinks little. Advised to be seen today.',
      team: 'paediatrics',
      ago: 34,
    },
    {
      id: 'c_person',
      lines: ['can i talk to somebody please', 'the bot does not understand me'],
      severity: 3,
      reason: 'asked-for-person',
      summary: 'Asked for a person.',
      ago: 95,
    },
    {
      id: 'c_long',
      lines: ['A question about my father’s new tablets'],
      severity: 4,
      reason: 'medicine-interaction',
      summary:
        'Maximiliana Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh asks whether her father may take the new tablets together with the old ones, which are several, and whether before or after food; the name of the tablets was not understood.',
      ago: 60 * 26,
    },
    {
      id: 'c_window',
      lines: ['are my results there yet?'],
      channel: 'whatsapp',
      severity: 4,
      reason: 'asked-for-person',
      summary: 'Asks whether the results are there. Wrote on WhatsApp two days ago.',
      ago: 60 * 47,
    },
    {
      id: 'c_rtl',
      lines: ['عندي ألم في الصدر', 'hello?'],
      channel: 'whatsapp',
      severity: 3,
      reason: 'asked-for-person',
      summary: 'عندي ألم في الصدر',
      ago: 200,
    },
  ];
  for (const one of cases) {
    site.clock.set(start - one.ago * minute);
    await patientWrites(site, one.id, one.lines, one.channel, one.locale ?? 'en');
    const spanish = one.locale === 'es';
    await said(site, one.id, 'bot', {
      text: spanish
        ? 'Esto puede ser una emergencia. Llame al 911 ahora. No la deje sola.'
        : one.severity === 1
          ? 'This may be an emergency. Call 911 now. Do not drive yourself.'
          : 'Thank you. I have told the care team; somebody will write to you here.',
      channelData: {
        sathi: {
          safety: one.severity === 1,
          ...(one.severity === 1
            ? {
                choices: [
                  { id: 'called', label: spanish ? 'Ya llamé' : 'I have called' },
                  { id: 'not', label: spanish ? 'No puedo llamar' : 'I cannot call' },
                ],
              }
            : {}),
        },
      },
    });
    const { id, lines: _l, channel: _c, locale: _o, ago: _a, ...flag } = one;
    await raiseFlag(site, { ...flag, conversationId: id });
  }
  site.clock.set(start);
  await seedOffice(site);
  await seedContent(site);
  await seedVisits(site);
  await seedPeople(site);
  await seedCare(site);
  await seedRest(site);
  await seedOutreach(site);
}

/** Some weeks of work for the pages around the queue. */
async function seedOffice(site: Site): Promise<void> {
  const now = site.clock.now();
  const hour = 60 * 60_000;
  const tasks = [
    {
      kind: 'pharmacist',
      summary: 'Asks whether the new tablets may be taken with grapefruit juice.',
      dueAt: now - hour,
    },
    { kind: 'refill', summary: 'Refill asked for; two tablets left.', dueAt: now + 5 * hour },
    {
      kind: 'service_recovery',
      summary: 'Waited three hours without being told why. Would like a call.',
      dueAt: now + 20 * hour,
    },
  ];
  for (const [index, task] of tasks.entries()) {
    await site.db
      .write('task')
      .insert(taskRow(site.vault, { id: `tsk_${index}`, conversationId: 'c_person', at: now, ...task }));
  }
  for (let n = 0; n < 60; n += 1) {
    const id = `c_past_${n}`;
    const at = now - ((n * 13) % 27) * 24 * hour - n * 7 * 60_000;
    site.clock.set(at);
    await patientWrites(site, id, ['hello'], ['webchat', 'sms', 'whatsapp'][n % 3]!, n % 4 === 0 ? 'es' : 'en');
    if (n % 3 === 2) continue;
    const severity = ((n % 4) + 1) as 1;
    const reason = ['red-flag/RF07-CHEST-PAIN@1', 'asked-for-person', 'protocol/fever_child@1', 'medicine-question'][
      n % 4
    ]!;
    const flag = await raiseFlag(site, { conversationId: id, severity, reason });
    const answered = at + (severity * severity * 3 + (n % 7)) * 60_000;
    await site.db
      .write('flag_clock')
      .insert({ flag_id: flag, claimed_at: answered - 60_000, answered_at: answered, escalation: 0 });
    await site.db
      .write('flag')
      .where({ id: flag })
      .update({
        status: 'closed',
        closed_at: answered + hour,
        closed_by: 'stf_ben',
        outcome: ['advised', 'appointment_made', 'called_patient'][n % 3],
      });
  }
  site.clock.set(now);
  await site.db
    .write('inbox')
    .where({ conversation_id: 'c_past_5' })
    .update({ status: 2, error_code: 'turn_failed', attempts: 3 });
  await site.db.write('inbox').where('status', 0).update({ status: 1, payload: null });
  const canned = {
    id: 'can_1',
    locale: 'en',
    title: 'I am reading',
    text: 'Hello, I am {me} from {hospital}. I am reading what you wrote and will answer in a moment.',
  };
  await site.deps.store.canned.save(canned, 'stf_ben', now);
}

/** What patients asked in vain, what they made of answers, and an article on its way. */
async function seedContent(site: Site): Promise<void> {
  const now = site.clock.now();
  const record = (kind: string, subject: string | null, data: object, n: number) =>
    site.db.write('record').insert({
      id: site.deps.ids.next('rc'),
      conversation_id: 'c_person',
      kind,
      subject,
      body: site.vault.seal(JSON.stringify(data), 'c_person'),
      at: now - n * 3_600_000,
    });
  const asked = [
    'can I bring my dog when I visit',
    'are dogs allowed on the ward',
    'where can I charge my electric car',
    'my dog misses me, can he visit',
    'is there a charger for an electric car',
    'do you sell balloons',
  ];
  for (const [index, text] of asked.entries()) await record('unanswered-question', null, { text }, index * 5);
  for (let n = 0; n < 14; n += 1)
    await record('article-shown', 'article/visiting_hours@1', { confidence: n % 4 === 0 ? 0.45 : 0.8 }, n);
  await record(
    'unsure-answer',
    'article/visiting_hours@1',
    { text: 'may my dog come in the evening', confidence: 0.45 },
    2,
  );
  await record('unsure-answer', 'article/parking@1', { text: 'is there a place for my bicycle', confidence: 0.52 }, 7);
  for (let n = 0; n < 6; n += 1) await record('article-feedback', 'article/visiting_hours@1', { helped: n !== 2 }, n);
  const article = draftFrom(site.deps.content.get('article', 'visiting_hours'));
  const draft = { ...article, title: { ...article.title, en: `${article.title.en}, and pets` } };
  const ids = { ...site.deps.ids, next: () => 'rev_demo' };
  const { articles } = createContentStores({ db: site.db, vault: site.vault, clock: site.clock, ids });
  const ben = { staffId: 'stf_ben', name: 'Ben Okafor' };
  await articles.create(draft, '2', ben, now);
  await site.deps.store.privacy.open(
    { conversationId: 'c_fever', kind: 'export', note: 'Asked at the desk with her passport.' },
    ben,
    now - 3 * 86_400_000,
  );
  await articles.save('rev_demo', { draft, submit: true, seen: now }, ben, now);
}
