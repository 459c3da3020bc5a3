import { createHash, createHmac } from 'node:crypto';
import type { Knex } from 'knex';
import type { BookingEvent, IdentityAnswer } from '../../contracts';
import { Conflict } from '../errors';
import type { Vault } from '../vault';
import type { Doing } from './doing';
import { tellCode } from './notices';
import { conversationPhone, patientsWith, phoneHash } from './people';

/** Guesses are counted per conversation and per phone, and forgotten after a day. */
const WINDOW_MS = 24 * 60 * 60_000;

export interface Attempts {
  readonly n: number;
  readonly firstAt: number;
}

const conversationKey = (id: string) => `conversation:${id}`;

export async function attemptsOf(knex: Knex, key: string, now: number): Promise<Attempts> {
  const row = (await knex('identity_attempt').where({ key }).first()) as { n: number; first_at: number } | undefined;
  if (row === undefined || row.first_at + WINDOW_MS <= now) return { n: 0, firstAt: now };
  return { n: row.n, firstAt: row.first_at };
}

async function count(doing: Doing, key: string): Promise<void> {
  const before = await attemptsOf(doing.trx, key, doing.now);
  await doing
    .trx('identity_attempt')
    .insert({ key, n: before.n + 1, first_at: before.firstAt })
    .onConflict('key')
    .merge(['n', 'first_at']);
}

/** Counts a guess; once there were too many nothing passes, not even the right one. */
export async function attempt(
  doing: Doing,
  conversationId: string,
  event: Extract<BookingEvent, { type: 'identityAttempt' }>,
): Promise<void> {
  const key = conversationKey(conversationId);
  const { n } = await attemptsOf(doing.trx, key, doing.now);
  if (n >= doing.calendar.policy.identity_attempts) throw new Conflict('Identity is locked for a while.');
  if (event.patientId === undefined) return count(doing, key);
  await doing.trx('identity_attempt').where({ key }).delete();
  await doing.trx('identity_code').where({ conversation_id: conversationId }).delete();
  await doing
    .trx('booking_person')
    .insert({
      holder_id: event.patientId,
      patient_id: event.patientId,
      relation: 'self',
      complete: 1,
      created_at: doing.now,
    })
    .onConflict(['holder_id', 'patient_id'])
    .ignore();
}

/** A code goes out only when phone and birth date belong together; whoever asks sees no difference. */
export async function sendCode(
  doing: Doing,
  act: { readonly id: string; readonly conversationId: string },
  event: Extract<BookingEvent, { type: 'sendCode' }>,
): Promise<void> {
  const { trx, vault, now } = doing;
  const most = doing.calendar.policy.identity_attempts;
  const key = conversationKey(act.conversationId);
  if ((await attemptsOf(trx, key, now)).n >= most) throw new Conflict('Identity is locked for a while.');
  await count(doing, key);
  const hash = phoneHash(vault, event.phone);
  if (hash === undefined) return;
  const tried = await attemptsOf(trx, `phone:${hash}`, now);
  await count(doing, `phone:${hash}`);
  const [patientId] = await patientsWith(trx, vault, event.phone, event.birthDate);
  if (patientId === undefined || tried.n >= most) return;
  const code = codeFrom(vault, act.id);
  const expiresAt = now + doing.calendar.policy.code_minutes * 60_000;
  await trx('identity_code')
    .insert({
      conversation_id: act.conversationId,
      code_hash: codeHash(act.conversationId, code),
      patient_id: patientId,
      expires_at: expiresAt,
    })
    .onConflict('conversation_id')
    .merge(['code_hash', 'patient_id', 'expires_at']);
  await tellCode(doing, await phoneConversation(doing, event.phone), code, expiresAt);
}

/** Six digits from the act's unguessable id: nobody without the key can work it out. */
function codeFrom(vault: Vault, actId: string): string {
  const bytes = createHmac('sha256', vault.derive('identity code')).update(actId).digest();
  return String(bytes.readUIntBE(0, 6) % 1_000_000).padStart(6, '0');
}

function codeHash(conversationId: string, code: string): string {
  return createHash('sha256')
    .update(`sathi identity code ${conversationId} ${code.replace(/\D/g, '')}`)
    .digest('base64url');
}

/** The text-message conversation of a phone; opened when this is the first thing we ever send there. */
async function phoneConversation(doing: Doing, phone: string): Promise<string> {
  const { trx, vault, now } = doing;
  const value = `+${phone.replace(/\D/g, '')}`;
  const address_hash = vault.lookup(`sms:${value}`);
  const known = await trx('contact_point').where({ channel: 'sms', address_hash }).first('id', 'conversation_id');
  const contact = (known?.id as string | undefined) ?? doing.next('cp');
  if (known === undefined)
    await trx('contact_point').insert({
      id: contact,
      channel: 'sms',
      address_hash,
      address: vault.seal(JSON.stringify({ channel: 'sms', value }), contact),
      created_at: now,
    });
  const moved = known?.conversation_id as string | null | undefined;
  if (moved !== null && moved !== undefined) return moved;
  const there = await trx('conversation').where({ contact_point_id: contact }).orderBy('created_at').first('id');
  if (there !== undefined) return there.id as string;
  const id = `c_${contact.slice(contact.indexOf('_') + 1)}`;
  await trx('conversation').insert({
    id,
    channel: 'sms',
    contact_point_id: contact,
    created_at: now,
    updated_at: now,
  });
  return id;
}

export interface Asking {
  readonly knex: Knex;
  readonly vault: Vault;
  readonly now: number;
  readonly most: number;
  readonly conversationId: string;
}

/** Whose phone and birth date this is; `no` says nothing about why. */
export async function identify(asking: Asking, birthDate: string): Promise<IdentityAnswer> {
  const locked = await lockOf(asking);
  if ('answer' in locked) return locked;
  const phone = await conversationPhone(asking.knex, asking.vault, asking.conversationId);
  const found = phone === undefined ? [] : await patientsWith(asking.knex, asking.vault, phone, birthDate);
  return found[0] === undefined ? { answer: 'no', left: locked.left } : { answer: 'yes', patientId: found[0] };
}

export async function checkCode(asking: Asking, code: string): Promise<IdentityAnswer> {
  const locked = await lockOf(asking);
  if ('answer' in locked) return locked;
  const row = (await asking.knex('identity_code').where({ conversation_id: asking.conversationId }).first()) as
    | { code_hash: string; patient_id: string; expires_at: number }
    | undefined;
  const right =
    row !== undefined && row.expires_at > asking.now && row.code_hash === codeHash(asking.conversationId, code);
  return right ? { answer: 'yes', patientId: row.patient_id } : { answer: 'no', left: locked.left };
}

/** How many guesses are left after a wrong one. */
async function lockOf(asking: Asking): Promise<{ left: number } | Extract<IdentityAnswer, { answer: 'locked' }>> {
  const { n, firstAt } = await attemptsOf(asking.knex, conversationKey(asking.conversationId), asking.now);
  if (n >= asking.most) return { answer: 'locked', until: firstAt + WINDOW_MS };
  return { left: asking.most - n - 1 };
}
