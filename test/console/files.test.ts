import type { ChannelAdapter, FetchedFile } from '../../bot/contracts';
import type { StaffAction } from '../../bot/store/staff-event';
import { onEachDb, type TestDb } from '../support/databases';
import { phoneAdapter } from '../support/phone';
import { addStaff, type Caller, createCaller } from './support/caller';
import { openSite, patientWrites, raiseFlag, type Site } from './support/site';

const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('a picture')]);
const PDF = Buffer.from('%PDF-1.7 a plan');

type Options = NonNullable<Parameters<typeof openSite>[1]>;

/** Ana owns the conversation `c_1`; Ben may see it and does not. */
async function desk(opened: TestDb, options: Options & { channel?: string } = {}) {
  const site = await openSite(opened, options);
  await addStaff(site, 'ana', ['nurse'], { name: 'Ana Ruiz' });
  await addStaff(site, 'ben', ['nurse']);
  await patientWrites(site, 'c_1', ['hello'], options.channel ?? 'webchat');
  await raiseFlag(site, { conversationId: 'c_1' });
  const [ana, ben] = [createCaller(site), createCaller(site)];
  await ana.signIn('ana');
  await ben.signIn('ben');
  await ana.call('POST', '/conversations/c_1/claim');
  return { site, ana, ben };
}

const upload = (caller: Caller, raw: Buffer, name = 'picture.png', type = 'image/png', conversation = 'c_1') =>
  caller.call('POST', `/conversations/${conversation}/files`, {
    raw,
    headers: { 'content-type': type, 'x-file-name': encodeURIComponent(name) },
  });
const reply = (caller: Caller, files: readonly string[], text = '', clientId = 'reply-0001') =>
  caller.call('POST', '/conversations/c_1/replies', { body: { text, clientId, files } });
const code = (answer: { status: number; json: { error?: { code: string } } }) => [
  answer.status,
  answer.json?.error?.code,
];

async function replies(site: Site): Promise<StaffAction[]> {
  const rows = (await site.db.read('inbox').where({ channel: 'staff' }).orderBy('id')) as { payload: string }[];
  return rows.map((row) => JSON.parse(site.vault.open(row.payload, 'c_1')).value);
}

async function audited(site: Site): Promise<string[]> {
  const rows = (await site.db.read('audit').where({ conversation_id: 'c_1' }).orderBy('n')) as { action: string }[];
  return rows.map((row) => row.action).filter((action) => action.startsWith('console.file'));
}

onEachDb('files', (open) => {
  test('uploaded, sealed, sent with a reply once, and never twice', async () => {
    const { site, ana } = await desk(await open());
    const one = await upload(ana, PNG, 'mi pierna é.png');
    expect([one.status, one.json]).toEqual([
      200,
      { id: one.json.id, name: 'mi pierna é.png', contentType: 'image/png', size: PNG.length },
    ]);
    const two = await upload(ana, PDF, 'plan.pdf', 'application/pdf');
    const row = await site.db.read('file').where({ id: one.json.id }).first();
    expect([Buffer.from(row.body).includes('a picture'), row.about.includes('pierna')]).toEqual([false, false]);

    expect((await reply(ana, [two.json.id, one.json.id], 'Two files.')).json).toEqual({ ok: true, duplicate: false });
    // The page did not hear the answer, and sends again.
    expect((await reply(ana, [two.json.id, one.json.id], 'Two files.')).json).toEqual({ ok: true, duplicate: true });
    expect(code(await reply(ana, [one.json.id], 'Again.', 'reply-0002'))).toEqual([410, 'file_gone']);
    expect(await replies(site)).toEqual([
      {
        action: 'reply',
        staffId: 'stf_ana',
        staffName: 'Ana Ruiz',
        text: 'Two files.',
        files: [
          { id: two.json.id, name: 'plan.pdf', contentType: 'application/pdf', size: PDF.length },
          { id: one.json.id, name: 'mi pierna é.png', contentType: 'image/png', size: PNG.length },
        ],
      },
    ]);
    expect((await reply(ana, [], '')).status).toBe(400);
    expect(await audited(site)).toEqual(['console.file_added', 'console.file_added']);
  });

  test('what is in a file decides, not what it is called', async () => {
    const { ana } = await desk(await open());
    const html = Buffer.from('<!doctype html><script>alert(1)</script>');
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>');
    expect(code(await upload(ana, html, 'a.png', 'image/png'))).toEqual([415, 'file_type']);
    expect(code(await upload(ana, svg, 'a.svg', 'image/svg+xml'))).toEqual([415, 'file_type']);
    expect(code(await upload(ana, PNG, 'a.html', 'text/html'))).toEqual([415, 'file_type']);
    // A kind the product knows, and this hospital does not send.
    expect(code(await upload(ana, Buffer.from('GIF89a....'), 'a.gif', 'image/gif'))).toEqual([415, 'file_type']);
    expect(code(await upload(ana, Buffer.alloc(0)))).toEqual([400, 'file_empty']);
    expect(code(await upload(ana, Buffer.concat([PNG, Buffer.alloc(1024 * 1024)])))).toEqual([413, 'file_too_big']);
    const renamed = await upload(ana, PNG, '../..\\evil\u202egnp.exe', 'application/octet-stream');
    expect(renamed.json.name).toBe('evilgnp.png');
  });

  test('only the owner uploads and only the uploader sends or takes back; a foreign conversation’s file is not there', async () => {
    const { site, ana, ben } = await desk(await open());
    expect(code(await upload(ben, PNG))).toEqual([409, 'not_owner']);
    await patientWrites(site, 'c_2', ['hello']);
    await raiseFlag(site, { conversationId: 'c_2' });
    await ben.call('POST', '/conversations/c_2/claim');
    const bens = (await upload(ben, PNG, 'b.png', 'image/png', 'c_2')).json.id;
    expect(code(await reply(ana, [bens]))).toEqual([410, 'file_gone']);
    const mine = (await upload(ana, PNG)).json.id;
    expect(code(await ben.call('DELETE', `/conversations/c_1/files/${mine}`))).toEqual([410, 'file_gone']);
    expect((await ana.call('DELETE', `/conversations/c_1/files/${mine}`)).json).toEqual({ ok: true });
    expect(code(await reply(ana, [mine]))).toEqual([410, 'file_gone']);
    expect(await audited(site)).toEqual(['console.file_added', 'console.file_removed']);
  });

  test('the channel decides: how many, which, or none at all, and the conversation says so beforehand', async () => {
    const { ana } = await desk(await open());
    const MB = 1024 * 1024;
    expect((await ana.call('GET', '/conversations/c_1')).json.files).toEqual({
      types: { 'image/jpeg': MB, 'image/png': MB, 'application/pdf': 2 * MB },
      most: 3,
      total: 6 * MB,
    });
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push((await upload(ana, PNG)).json.id);
    expect(code(await reply(ana, ids))).toEqual([409, 'no_files']);
    expect((await reply(ana, ids.slice(1))).status).toBe(200);

    const sms = await desk(await open(), { channel: 'sms' });
    expect((await sms.ana.call('GET', '/conversations/c_1')).json.files).toBeNull();
    expect(code(await upload(sms.ana, PNG))).toEqual([409, 'no_files']);
  });

  test('an upload outlives the process that took it; one that nobody sent is swept after a day', async () => {
    const opened = await open();
    const { site, ana } = await desk(opened);
    const id = (await upload(ana, PNG)).json.id;
    // Another process on the same record, and the same page in front of it.
    const after = await openSite(opened, { clock: site.clock });
    const again = createCaller(after);
    Object.assign(again, { cookie: ana.cookie, csrf: ana.csrf });
    expect((await reply(again, [id])).json).toEqual({ ok: true, duplicate: false });
    await upload(ana, PNG);
    expect(await site.db.read('file').select('status').orderBy('status')).toEqual([
      { status: 'sent' },
      { status: 'waiting' },
    ]);
    site.clock.pass(24 * 60 * 60_000 + 1);
    await site.deps.store.retention.run(site.clock.now());
    expect(await site.db.read('file').select('status')).toEqual([{ status: 'sent' }]);
  });

  test('a scanner that is set up is asked, and its silence is no leave', async () => {
    let verdict: 'clean' | 'infected' | 'away' = 'infected';
    const { site, ana } = await desk(await open(), { scan: async () => verdict });
    expect(code(await upload(ana, PNG))).toEqual([422, 'file_infected']);
    verdict = 'away';
    expect(code(await upload(ana, PNG))).toEqual([503, 'file_not_scanned']);
    verdict = 'clean';
    expect((await upload(ana, PNG)).status).toBe(200);
    expect(await site.db.read('file').select('id')).toHaveLength(1);
  });

  test('what patients sent is brought once, kept, and told by its bytes; staff see it under headers that run nothing', async () => {
    const asked: unknown[] = [];
    let answer: FetchedFile = { ok: false, code: 'away' };
    const whatsapp: ChannelAdapter = {
      ...phoneAdapter(undefined),
      id: 'whatsapp',
      async fetchFile(attachment) {
        asked.push(attachment.content);
        return answer;
      },
    };
    const { site, ana } = await desk(await open(), { channel: 'whatsapp', adapters: [whatsapp] });
    await site.receive([
      {
        address: { channel: 'whatsapp', value: 'address of c_1' },
        externalId: 'wamid.1',
        at: site.clock.now(),
        conversationId: 'c_1',
        activity: {
          type: 'message',
          text: 'my leg',
          attachments: [
            { contentType: 'image/png', content: { mediaId: 'M1' } },
            { contentType: 'text/html', content: { mediaId: 'M2' }, name: 'harmless\u202elmth.x\0' },
          ],
        },
      },
    ]);
    const { items } = (await ana.call('GET', '/conversations/c_1/transcript')).json;
    expect(items[1].attachments).toEqual([
      { name: '', contentType: 'image/png', size: null },
      { name: 'harmlesslmth.x', contentType: 'text/html', size: null },
    ]);
    const look = (part: string, seq = '2') => ana.call('GET', `/conversations/c_1/messages/${seq}/files/${part}`);
    expect(code(await look('0'))).toEqual([503, 'file_away']);
    answer = { ok: true, bytes: PNG };
    const shown = await look('0');
    expect([shown.status, shown.body]).toEqual([200, PNG]);
    expect(shown.headers).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': 'attachment; filename="file.png"; filename*=UTF-8\'\'file.png',
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    answer = { ok: false, code: 'gone' };
    expect((await look('0')).body).toEqual(PNG);
    expect(asked).toEqual([{ mediaId: 'M1' }, { mediaId: 'M1' }]);
    answer = { ok: true, bytes: Buffer.from('<script>alert(1)</script>') };
    expect(code(await look('1'))).toEqual([415, 'file_type']);
    for (const [part, seq] of [['2'], ['0', '1'], ['0', '99'], ['x'], ['-1'], ['0', '1e9']] as const)
      expect(code(await look(part, seq))).toEqual([410, 'file_gone']);
    expect(await audited(site)).toEqual(['console.file_opened']);
  });
});
