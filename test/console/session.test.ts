import argon2 from '@node-rs/argon2';
import { ensureFirstAdministrator } from '../../console/api';
import { attemptKeys, forgiveAttempts, takeAttempt, waitAfter } from '../../console/api/auth/lockout';
import { onEachDb } from '../support/databases';
import { addStaff, createCaller, PASSWORD } from './support/caller';
import { openSite } from './support/site';

const HOUR = 60 * 60_000;

onEachDb('sign-in', (open) => {
  const site = async (options = {}) => openSite(await open(), options);

  test('gives a session in a cookie no script reads, and the token writes need', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    const caller = createCaller(place);
    const reply = await caller.call('POST', '/session', { body: { username: ' Ana ', password: PASSWORD } });
    expect({ status: reply.status, stage: reply.json.stage, csrf: reply.json.csrf.length >= 32 }).toEqual({
      status: 200,
      stage: 'ready',
      csrf: true,
    });
    expect(reply.headers?.['set-cookie']).toMatch(/^sathi_console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect((await caller.call('GET', '/session')).json.staff.username).toBe('ana');
  });

  test('on https the cookie is bound to the host', async () => {
    const place = await site({ secureCookies: true });
    await addStaff(place, 'ana', ['nurse']);
    const reply = await createCaller(place).call('POST', '/session', {
      body: { username: 'ana', password: PASSWORD },
      headers: { host: 'care.example.org', origin: 'https://care.example.org' },
    });
    expect(reply.headers?.['set-cookie']).toMatch(
      /^__Host-sathi_console=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
    );
  });

  test('an unknown name and a wrong password are refused alike, and lock alike', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    const replies = async (username: string) => {
      const list: unknown[] = [];
      for (let n = 0; n < 7; n += 1) {
        const reply = await createCaller(place).call('POST', '/session', {
          body: { username, password: 'wrong wrong wrong' },
        });
        list.push([reply.status, reply.json]);
      }
      return list;
    };
    const known = await replies('ana');
    expect(await replies('nobody')).toEqual(known);
    expect(known.map((reply) => (reply as [number])[0])).toEqual([401, 401, 401, 401, 401, 429, 429]);
    // Locked means locked: the right password is not even looked at.
    const right = await createCaller(place).call('POST', '/session', { body: { username: 'ana', password: PASSWORD } });
    expect([right.status, right.json]).toEqual([429, { error: { code: 'locked', retryAfterSeconds: 30 } }]);
    place.clock.pass(31_000);
    await createCaller(place).signIn('ana');
  });

  test('a whole shift signs in from one proxy; somebody who guesses from there waits all the same', async () => {
    const place = await site();
    const attempt = (name: string) => takeAttempt(place.deps, attemptKeys(name, '10.0.0.1'));
    const signIn = async (name: string) => forgiveAttempts(place.deps, await attempt(name));
    for (let n = 0; n < 60; n += 1) await signIn(`nurse${n}`);
    for (let n = 0; n < 49; n += 1) await attempt(`guessed${n}`);
    // A success between takes nothing back but itself.
    await signIn('nurse0');
    await attempt('guessed49');
    await expect(attempt('guessed50')).rejects.toMatchObject({ code: 'locked' });
    await expect(signIn('nurse0')).rejects.toMatchObject({ code: 'locked' });
  });

  test('an unknown name costs the same work as a wrong password', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    const checked: string[] = [];
    const spy = jest.spyOn(argon2, 'verify').mockImplementation(async (hashed) => {
      // Algorithm and cost of what is verified against, without salt and hash.
      checked.push(String(hashed).split('$').slice(0, 4).join('$'));
      return false;
    });
    for (const username of ['ana', 'nobody'])
      await createCaller(place).call('POST', '/session', { body: { username, password: 'wrong wrong wrong' } });
    spy.mockRestore();
    expect(checked).toEqual(Array(2).fill('$argon2id$v=19$m=19456,t=2,p=1'));
  });

  test('attempts made at once all count', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    const body = { username: 'ana', password: 'wrong wrong wrong' };
    const all = await Promise.all(
      Array.from({ length: 20 }, () => createCaller(place).call('POST', '/session', { body })),
    );
    expect(all.filter((reply) => reply.status === 401)).toHaveLength(5);
    expect(all.filter((reply) => reply.status === 429)).toHaveLength(15);
  });

  test('a session brought along is ended, never taken over', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    await addStaff(place, 'ben', ['nurse']);
    const attacker = createCaller(place);
    await attacker.signIn('ben');
    const victim = createCaller(place);
    victim.cookie = attacker.cookie;
    await victim.signIn('ana');
    expect(victim.cookie).not.toBe(attacker.cookie);
    expect((await attacker.call('GET', '/session')).status).toBe(401);
    expect((await victim.call('GET', '/session')).json.staff.username).toBe('ana');
  });

  test('ends after half an hour without a person, and after twelve hours in any case', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    const caller = createCaller(place);
    await caller.signIn('ana');
    const asked = async (headers = {}) => (await caller.call('GET', '/queue', { headers })).status;
    place.clock.pass(29 * 60_000);
    expect(await asked({ 'x-active': '1' })).toBe(200);
    place.clock.pass(29 * 60_000);
    expect(await asked()).toBe(200);
    // Saying "I have it open" by itself, as the page does, is no sign of a person either.
    await caller.call('PUT', '/conversations/c_none/presence', { body: { writing: false } });
    place.clock.pass(2 * 60_000);
    expect(await asked()).toBe(401);
    await caller.signIn('ana');
    for (let half = 0; half < 30; half += 1) {
      place.clock.pass(25 * 60_000);
      const status = await asked({ 'x-active': '1' });
      expect(status).toBe((half + 1) * 25 * 60_000 < 12 * HOUR ? 200 : 401);
    }
  });

  test('a deactivated person is out at once', async () => {
    const place = await site();
    const id = await addStaff(place, 'ana', ['nurse']);
    const caller = createCaller(place);
    await caller.signIn('ana');
    await place.db.write('staff').where({ id }).update({ active: 0 });
    expect((await caller.call('GET', '/queue')).status).toBe(401);
    const again = await createCaller(place).call('POST', '/session', { body: { username: 'ana', password: PASSWORD } });
    expect([again.status, again.json]).toEqual([401, { error: { code: 'wrong_credentials' } }]);
  });

  test('writes need the token and our own page', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    const caller = createCaller(place);
    await caller.signIn('ana');
    const refused = { error: { code: 'csrf' } };
    const leave = async (headers: Record<string, string | undefined>) => {
      const reply = await caller.call('DELETE', '/session', { headers });
      return [reply.status, reply.json];
    };
    expect(await leave({ 'x-csrf-token': undefined })).toEqual([403, refused]);
    expect(await leave({ 'x-csrf-token': 'x'.repeat(caller.csrf.length) })).toEqual([403, refused]);
    expect(await leave({ 'sec-fetch-site': 'cross-site' })).toEqual([403, refused]);
    expect(await leave({ 'sec-fetch-site': 'same-site' })).toEqual([403, refused]);
    expect(await leave({ origin: 'https://evil.example' })).toEqual([403, refused]);
    expect(await leave({ origin: 'null' })).toEqual([403, refused]);
    expect(await leave({ origin: 'http://localhost:3978', 'sec-fetch-site': 'same-origin' })).toEqual([
      200,
      { ok: true },
    ]);
    expect((await caller.call('GET', '/session')).status).toBe(401);
  });

  test('a sign-in cannot be sent by another site or as a form', async () => {
    const place = await site();
    await addStaff(place, 'ana', ['nurse']);
    const body = { username: 'ana', password: PASSWORD };
    const status = async (headers: Record<string, string>) =>
      (await createCaller(place).call('POST', '/session', { body, headers })).status;
    expect(await status({ origin: 'https://evil.example' })).toBe(403);
    expect(await status({ 'content-type': 'text/plain' })).toBe(415);
    expect(await status({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415);
  });

  test('bad input is refused with the fields that do not fit, never their values', async () => {
    const place = await site();
    const caller = createCaller(place);
    const sent = async (raw: string | Buffer) => {
      const reply = await caller.call('POST', '/session', { raw: Buffer.from(raw) });
      return [reply.status, reply.json];
    };
    const invalid = (fields?: string[]) => [400, { error: { code: 'invalid', ...(fields ? { fields } : {}) } }];
    expect(await sent('{"username": "a"')).toEqual(invalid());
    expect(await sent(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]))).toEqual(invalid());
    expect(await sent('[]')).toEqual(invalid(['']));
    expect(await sent('{"username":"a","password":7}')).toEqual(invalid(['password']));
    expect(await sent(`{"username":"a","password":"b","x":${'['.repeat(900)}${']'.repeat(900)}}`)).toEqual(
      invalid(['']),
    );
  });

  test('the first start makes one administrator, whoever is first', async () => {
    const place = await site();
    const { store, clock, ids } = place.deps;
    const made = await Promise.all(
      Array.from({ length: 4 }, () => ensureFirstAdministrator({ staff: store.staff, clock, ids })),
    );
    const [one, ...others] = made.filter((each) => each !== undefined);
    expect(others).toEqual([]);
    expect(one!.username).toBe('admin');
    expect(one!.password).toMatch(/^([a-z2-9]{5}-){5}[a-z2-9]$/);
    expect(await ensureFirstAdministrator({ staff: store.staff, clock, ids })).toBeUndefined();

    const caller = createCaller(place);
    expect((await caller.signIn('admin', one!.password)).stage).toBe('change_password');
    const refused = await caller.call('GET', '/queue');
    expect([refused.status, refused.json]).toEqual([403, { error: { code: 'change_password' } }]);
    const before = caller.cookie;
    const other = createCaller(place);
    await other.signIn('admin', one!.password);

    const change = (current: string, next: string) =>
      caller.call('POST', '/session/password', { body: { current, next } });
    expect((await change('not the one at all', 'a new long password')).json).toEqual({
      error: { code: 'wrong_credentials' },
    });
    expect((await change(one!.password, one!.password)).json).toEqual({ error: { code: 'same_password' } });
    expect((await change(one!.password, 'short')).json).toEqual({ error: { code: 'invalid', fields: ['next'] } });
    const changed = await change(one!.password, 'a new long password');
    expect([changed.status, changed.json.stage]).toEqual([200, 'ready']);
    expect(caller.cookie).not.toBe(before);
    caller.csrf = changed.json.csrf;
    expect((await caller.call('GET', '/queue')).status).toBe(200);
    // The one-time password and every session begun with it are worth nothing now.
    expect((await other.call('GET', '/session')).status).toBe(401);
    const old = await createCaller(place).call('POST', '/session', {
      body: { username: 'admin', password: one!.password },
    });
    expect(old.status).toBe(401);
  });

  test('neither names, passwords nor tokens lie readable in the database or the log', async () => {
    const place = await site();
    await addStaff(place, 'ana.perez@example.org', ['nurse'], { id: 'stf_1', name: 'Ana Pérez' });
    const caller = createCaller(place);
    await caller.signIn('ana.perez@example.org');
    const rows = JSON.stringify([
      await place.db.read('staff'),
      await place.db.read('staff_session'),
      await place.db.read('staff_attempt'),
      place.logged,
    ]);
    const token = caller.cookie.split('=')[1]!;
    for (const secret of ['ana.perez', 'Pérez', PASSWORD, token]) expect(rows).not.toContain(secret);
  });
});

test('waiting doubles from half a minute to an hour', () => {
  expect([1, 4, 5, 6, 7, 11, 12, 30].map((failures) => waitAfter(failures) / 1000)).toEqual([
    0, 0, 30, 60, 120, 1920, 3600, 3600,
  ]);
});
