import { z } from 'zod';
import type { ContactReport, DeliveryReport, DeliveryStatus, InboundEvent, Instant } from '../../../bot/contracts';
import { failure } from '../../shared/provider-call';
import { joinNews, type News, NO_NEWS } from '../../shared/webhook';
import { cloudFailure } from './errors';
import { activityOf, type CloudMessage, cloudMessage } from './inbound';

const contact = z.looseObject({
  profile: z.looseObject({ name: z.string().optional() }).optional(),
  wa_id: z.string().optional(),
  user_id: z.string().optional(),
});
const status = z.looseObject({
  id: z.string(),
  status: z.string(),
  timestamp: z.string().optional(),
  recipient_id: z.string().optional(),
  recipient_user_id: z.string().optional(),
  biz_opaque_callback_data: z.string().optional(),
  errors: z.array(z.looseObject({ code: z.number() })).optional(),
});
const value = z.looseObject({
  metadata: z.looseObject({ phone_number_id: z.string() }).optional(),
  contacts: z.array(z.unknown()).optional(),
  messages: z.array(z.unknown()).optional(),
  statuses: z.array(z.unknown()).optional(),
  errors: z.array(z.looseObject({ code: z.number() })).optional(),
  event: z.string().optional(),
});
const envelope = z.looseObject({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.looseObject({ changes: z.array(z.looseObject({ field: z.string(), value: z.unknown() })) })),
});

/**
 * Everything in one webhook body: Meta batches entries, changes, messages and statuses. What one element got wrong does
 * not lose the others. Undefined when it is no WhatsApp webhook at all. Source: reference C.3 to C.6.
 */
export function readCloudWebhook(
  body: Record<string, unknown>,
  phoneNumberId: string,
  arrivedAt: Instant,
): News | undefined {
  const parsed = envelope.safeParse(body);
  if (!parsed.success) return undefined;
  const changes = parsed.data.entry.flatMap((entry) => entry.changes);
  return joinNews(changes.map((change) => readChange(change.field, change.value, phoneNumberId, arrivedAt)));
}

function readChange(field: string, raw: unknown, phoneNumberId: string, arrivedAt: Instant): News {
  const parsed = value.safeParse(raw);
  if (!parsed.success) return ignored('change_unreadable');
  // Templates and quality decide whether reminders can leave at all: operators see them in the log.
  if (field !== 'messages') return ignored(code(`field_${field}_${parsed.data.event ?? ''}`));
  const { metadata, contacts = [], messages = [], statuses = [], errors = [] } = parsed.data;
  if (metadata?.phone_number_id !== phoneNumberId) return ignored('unknown_account');
  const people = contacts.map((one) => contact.safeParse(one).data).filter((one) => one !== undefined);
  return joinNews([
    ...messages.map((one) => readMessage(one, people, phoneNumberId, arrivedAt)),
    ...statuses.map((one) => readStatus(one, arrivedAt)),
    ...errors.map((error) => ignored(`error_${error.code}`)),
  ]);
}

type Person = z.infer<typeof contact>;

function readMessage(raw: unknown, people: readonly Person[], sender: string, arrivedAt: Instant): News {
  const parsed = cloudMessage.safeParse(raw);
  if (!parsed.success) return ignored('message_unreadable');
  const message = parsed.data;
  if (message.group_id !== undefined) return ignored('group');
  const at = metaTime(message.timestamp, arrivedAt);
  const person = people.find(
    (one) => (message.from !== undefined && one.wa_id === message.from) || one.user_id === message.from_user_id,
  );
  const ids = identity(message.from ?? person?.wa_id, message.from_user_id ?? person?.user_id);
  if (ids === undefined) return ignored('nobody');
  const address = {
    channel: 'whatsapp',
    value: ids.value,
    sender,
    reference: { messageId: message.id, ...(ids.userId === undefined ? {} : { userId: ids.userId }) },
  };
  if (message.type === 'system') return moved(message, address, at);
  const activity = activityOf(message);
  if (activity === undefined) return ignored(code(`type_${message.type}`));
  const name = person?.profile?.name;
  const event: InboundEvent = {
    address,
    externalId: message.id,
    at,
    activity: {
      channelId: 'whatsapp',
      from: { id: 'patient', role: 'user', ...(name === undefined ? {} : { name }) },
      timestamp: new Date(at).toISOString(),
      ...activity,
    },
  };
  return { ...NO_NEWS, events: [event] };
}

/** A phone number as E.164 when there is one, else the business-scoped user id; never one made from the other. */
function identity(
  waId: string | undefined,
  userId: string | undefined,
): { value: string; userId?: string } | undefined {
  if (waId !== undefined && /^[1-9]\d{5,14}$/.test(waId)) {
    return { value: `+${waId}`, ...(userId === undefined ? {} : { userId }) };
  }
  const id = userId ?? waId;
  return id === undefined || id === '' ? undefined : { value: id, userId: id };
}

/** "This person's number or user id changed": the contact follows, no turn runs. */
function moved(message: CloudMessage, address: ContactReport['address'], at: Instant): News {
  const to = identity(message.system?.wa_id, message.system?.user_id);
  if (to === undefined) return ignored('system_without_target');
  const from = message.from !== undefined ? address.value : (message.system?.previous_user_id ?? address.value);
  if (from === to.value) return NO_NEWS;
  return {
    ...NO_NEWS,
    contacts: [
      {
        address: { ...address, value: from },
        kind: 'moved',
        movedTo: { channel: 'whatsapp', value: to.value, sender: address.sender, reference: userRef(to.userId) },
        at,
      },
    ],
  };
}

function userRef(userId: string | undefined): Record<string, unknown> | undefined {
  return userId === undefined ? undefined : { userId };
}

const STATUS: Readonly<Record<string, DeliveryStatus>> = {
  accepted: 'accepted',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  played: 'read',
  failed: 'failed',
};

function readStatus(raw: unknown, arrivedAt: Instant): News {
  const parsed = status.safeParse(raw);
  if (!parsed.success) return ignored('status_unreadable');
  const one = parsed.data;
  const known = STATUS[one.status];
  if (known === undefined) return ignored(code(`status_${one.status}`));
  const error = one.errors?.[0]?.code;
  const report: DeliveryReport = {
    channel: 'whatsapp',
    providerId: one.id,
    ...(one.biz_opaque_callback_data === undefined ? {} : { outboxId: one.biz_opaque_callback_data }),
    status: known,
    ...(error === undefined ? {} : { code: String(error) }),
    ...(known === 'failed' && error !== undefined ? { failure: failure(cloudFailure(error), String(error)) } : {}),
    at: metaTime(one.timestamp, arrivedAt),
  };
  return { ...NO_NEWS, reports: [report] };
}

/** Unix seconds as text; milliseconds have been seen. The future is not believed. */
export function metaTime(text: string | undefined, fallback: Instant): Instant {
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) return fallback;
  return Math.min(number >= 1e12 ? number : number * 1000, fallback);
}

function ignored(reason: string): News {
  return { ...NO_NEWS, ignored: [reason] };
}

/** A word from outside, fit for a log: letters, digits and underscores of limited length. */
function code(text: string): string {
  return text
    .replace(/[^A-Za-z0-9_]/g, '')
    .slice(0, 60)
    .replace(/_$/, '');
}
