import { verifyAudit } from '../../bot/store/audit';
import { onEachDb } from '../support/databases';
import { addStaff, createCaller, type Json } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site, said } from './support/site';

async function chest(site: Site, team: string | null = null): Promise<void> {
  await patientWrites(site, 'c_1', ['my chest hurts']);
  await raiseFlag(site, {
    id: 'fl_1',
    conversationId: 'c_1',
    team,
    detail: { mentions: [{ concept: 'chest-pain', words: 'chest hurts' }], rule: 'R1' },
  });
}

async function signedIn(site: Site, name: string) {
  const caller = createCaller(site);
  await caller.signIn(name);
  return caller;
}

const audited = async (site: Site) =>
  (
    (await site.db.read('audit').where({ conversation_id: 'c_1' }).orderBy('n')) as { actor: string; action: string }[]
  ).map((row) => `${row.actor} ${row.action}`);

onEachDb('conversation', (open) => {
  test('two hundred claims at once: exactly one owner, everybody else is told who', async () => {
    const site = await openSite(await open());
    await chest(site);
    const names = Array.from({ length: 20 }, (_, n) => `nurse${n}`);
    for (const name of names) await addStaff(site, name, ['nurse'], { name: `Nurse ${name}` });
    const callers = await Promise.all(names.map((name) => signedIn(site, name)));
    const replies = await Promise.all(
      Array.from({ length: 200 }, async (_, n) => {
        const reply = await callers[n % 20]!.call('POST', '/conversations/c_1/claim');
        return { who: `stf_${names[n % 20]}`, status: reply.status, json: reply.json };
      }),
    );
    const winners = new Set(replies.filter((reply) => reply.status === 200).map((reply) => reply.who));
    expect(winners.size).toBe(1);
    const [winner] = [...winners];
    const owner = { id: winner, name: `Nurse ${winner!.replace('stf_', '')}` };
    for (const reply of replies) {
      if (reply.who === winner) expect([reply.status, reply.json.owner]).toEqual([200, owner]);
      else expect([reply.status, reply.json]).toEqual([409, { error: { code: 'owned', owner } }]);
    }
    expect((await audited(site)).filter((line) => line.endsWith('console.claimed'))).toEqual([
      `${winner} console.claimed`,
    ]);
    expect((await site.db.read('happening').where({ kind: 'claimed' })).length).toBe(1);
    expect((await verifyAudit(site.db, site.vault)).faults).toEqual([]);
  });

  test('shows who, why and what was said, with how far each message got', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse']);
    await chest(site);
    const seq = await said(site, 'c_1', 'bot', { text: 'Call 911 now.', channelData: { sathi: { safety: true } } });
    await site.db.write('outbox').insert(
      [
        { part: 0, status: 'delivered', code: null },
        { part: 1, status: 'failed', code: 'invalid_address' },
      ].map((part) => ({
        id: `ob_${part.part}`,
        conversation_id: 'c_1',
        seq,
        channel: 'webchat',
        contact_point_id: 'cp',
        payload: '',
        safety: 1,
        purpose: 'safety',
        next_at: 0,
        created_at: 0,
        updated_at: 0,
        ...part,
      })),
    );
    const caller = await signedIn(site, 'ana');
    const { json } = await caller.call('GET', '/conversations/c_1');
    expect(json).toMatchObject({
      id: 'c_1',
      owner: null,
      windowClosesAt: null,
      flags: [
        {
          id: 'fl_1',
          severity: 1,
          because: [
            { label: 'concept', text: 'chest-pain' },
            { label: 'words', text: 'chest hurts' },
            { label: 'rule', text: 'R1' },
          ],
        },
      ],
    });
    const lines = (await caller.call('GET', '/conversations/c_1/transcript')).json;
    expect(lines).toEqual({
      more: false,
      items: [
        {
          seq: 1,
          at: site.clock.now(),
          from: 'patient',
          author: null,
          text: 'my chest hurts',
          choices: [],
          attachments: [],
          safety: false,
          refs: [],
          delivery: null,
        },
        {
          seq: 2,
          at: site.clock.now(),
          from: 'bot',
          author: null,
          text: 'Call 911 now.',
          choices: [],
          attachments: [],
          safety: true,
          refs: [],
          delivery: { status: 'failed', code: 'invalid_address' },
        },
      ],
    });
    expect(await audited(site)).toEqual(['stf_ana console.viewed']);
  });

  test('only the owner replies, hands back and closes; the same reply twice is one', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse'], { name: 'Ana' });
    await addStaff(site, 'ben', ['nurse'], { name: 'Ben' });
    await chest(site);
    const [ana, ben] = [await signedIn(site, 'ana'), await signedIn(site, 'ben')];
    const reply = (who: typeof ana, text = 'I am Ana, a nurse.') =>
      who.call('POST', '/conversations/c_1/replies', { body: { text, clientId: 'reply-0001' } });
    expect((await reply(ana)).json).toEqual({ error: { code: 'not_owner' } });
    await ana.call('POST', '/conversations/c_1/claim');
    const refused = { error: { code: 'not_owner', owner: { id: 'stf_ana', name: 'Ana' } } };
    for (const [path, body] of [
      ['replies', { text: 'hi', clientId: 'reply-0002' }],
      ['hand-back', {}],
      ['close', { outcome: 'advised', reason: 'x' }],
    ] as const) {
      const other = await ben.call('POST', `/conversations/c_1/${path}`, { body });
      expect([other.status, other.json]).toEqual([409, refused]);
    }
    expect((await reply(ana)).json).toEqual({ ok: true, duplicate: false });
    expect((await reply(ana)).json).toEqual({ ok: true, duplicate: true });
    const inbox = await site.db.read('inbox').where({ conversation_id: 'c_1', channel: 'staff' });
    expect(inbox.map((row: Json) => JSON.parse(site.vault.open(row.payload, 'c_1')).value)).toEqual([
      { action: 'reply', staffId: 'stf_ana', staffName: 'Ana', text: 'I am Ana, a nurse.' },
    ]);
    expect((await ana.call('GET', '/queue')).json.items[0]).toMatchObject({ answered: true, dueAt: null });
  });

  test('closing ends every open flag with an outcome and gives the thread back', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse'], { name: 'Ana' });
    await chest(site);
    const ana = await signedIn(site, 'ana');
    await ana.call('POST', '/conversations/c_1/claim');
    const close = (body: unknown) => ana.call('POST', '/conversations/c_1/close', { body });
    expect((await close({ outcome: 'advised', reason: '  ' })).status).toBe(400);
    expect((await close({ outcome: 'nonsense', reason: 'x' })).status).toBe(400);
    expect((await close({ outcome: 'sent_to_emergency', reason: 'Ambulance on its way.' })).json).toEqual({ ok: true });
    const { json } = await ana.call('GET', '/conversations/c_1');
    expect(json.flags[0]).toMatchObject({
      closedAt: site.clock.now(),
      closedBy: { id: 'stf_ana', name: 'Ana' },
      outcome: 'sent_to_emergency',
    });
    const happened = (await ana.call('GET', '/conversations/c_1/happenings')).json.items;
    expect(happened.map((one: Json) => [one.kind, one.text, one.to])).toEqual(
      expect.arrayContaining([
        ['claimed', null, null],
        ['closed', 'Ambulance on its way.', 'sent_to_emergency'],
      ]),
    );
    const inbox = await site.db.read('inbox').where({ conversation_id: 'c_1', channel: 'staff' }).orderBy('id');
    expect(inbox.map((row: Json) => JSON.parse(site.vault.open(row.payload, 'c_1')).value.action)).toEqual([
      'close',
      'handBack',
    ]);
    expect((await ana.call('GET', '/queue')).json.items).toEqual([]);
    expect((await verifyAudit(site.db, site.vault)).faults).toEqual([]);
  });

  test('a team’s conversation is not there for anybody else', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse'], { teams: ['cardiology'] });
    await addStaff(site, 'ben', ['nurse'], { teams: ['paediatrics'] });
    await chest(site, 'cardiology');
    const [ana, ben] = [await signedIn(site, 'ana'), await signedIn(site, 'ben')];
    expect((await ana.call('GET', '/conversations/c_1')).status).toBe(200);
    const foreign = await ben.call('GET', '/conversations/c_1');
    const missing = await ben.call('GET', '/conversations/c_none');
    expect([foreign.status, foreign.json]).toEqual([missing.status, missing.json]);
    expect(foreign.status).toBe(404);
  });

  test('says who is looking and who is writing, and forgets who left', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse'], { name: 'Ana' });
    await addStaff(site, 'ben', ['nurse'], { name: 'Ben' });
    await chest(site);
    const [ana, ben] = [await signedIn(site, 'ana'), await signedIn(site, 'ben')];
    const viewers = async () => (await ben.call('GET', '/conversations/c_1')).json.viewers;
    await ana.call('PUT', '/conversations/c_1/presence', { body: { writing: false } });
    expect(await viewers()).toEqual([{ id: 'stf_ana', name: 'Ana', writing: false }]);
    await ana.call('PUT', '/conversations/c_1/presence', { body: { writing: true } });
    expect(await viewers()).toEqual([{ id: 'stf_ana', name: 'Ana', writing: true }]);
    expect((await ben.call('GET', '/queue')).json.items[0].viewers).toEqual([{ id: 'stf_ana', name: 'Ana' }]);
    site.clock.pass(31_000);
    expect(await viewers()).toEqual([]);
    await ana.call('PUT', '/conversations/c_1/presence', { body: { writing: false } });
    await ana.call('DELETE', '/conversations/c_1/presence');
    expect(await viewers()).toEqual([]);
  });

  test('whoever is named in a note is told, once, until they look', async () => {
    const site = await openSite(await open());
    for (const name of ['ana', 'ben']) await addStaff(site, name, ['nurse'], { name });
    await patientWrites(site, 'c1', ['hello']);
    await raiseFlag(site, { conversationId: 'c1' });
    const [ana, ben] = [createCaller(site), createCaller(site)];
    await ana.signIn('ana');
    await ben.signIn('ben');
    const body = { text: '@ben please call', mentions: ['stf_ben', 'stf_ana', 'nobody', 'stf_ben'] };
    expect((await ana.call('POST', '/conversations/c1/notes', { body })).json).toEqual({ ok: true });
    const told = async (who: typeof ana) => (await who.call('GET', '/mentions')).json.items;
    const by = { id: 'stf_ana', name: 'ana' };
    expect(await told(ben)).toEqual([{ conversationId: 'c1', by, at: site.clock.now() }]);
    expect(await told(ana)).toEqual([]);
    await ben.call('GET', '/conversations/c1');
    expect(await told(ben)).toEqual([]);
  });

  test('the channel’s rules come with the conversation: window, opt-out', async () => {
    const site = await openSite(await open());
    await addStaff(site, 'ana', ['nurse']);
    await patientWrites(site, 'c_1', ['hola'], 'whatsapp', 'es');
    await raiseFlag(site, { conversationId: 'c_1' });
    const ana = await signedIn(site, 'ana');
    expect((await ana.call('GET', '/conversations/c_1')).json).toMatchObject({
      windowClosesAt: site.clock.now() + 24 * 60 * 60_000,
      textLimit: 4096,
      optedOut: false,
    });
    await ana.call('POST', '/conversations/c_1/claim');
    await site.db.write('contact_point').update({ opted_out: 1 });
    const refused = await ana.call('POST', '/conversations/c_1/replies', {
      body: { text: 'hi', clientId: 'reply-0001' },
    });
    expect([refused.status, refused.json]).toEqual([409, { error: { code: 'opted_out' } }]);
    await site.db.write('contact_point').update({ opted_out: 0 });
    site.clock.pass(24 * 60 * 60_000 + 1);
    const late = createCaller(site);
    await late.signIn('ana');
    const closed = await late.call('POST', '/conversations/c_1/replies', {
      body: { text: 'hi', clientId: 'reply-0001' },
    });
    expect([closed.status, closed.json]).toEqual([409, { error: { code: 'window_closed' } }]);
  });
});
