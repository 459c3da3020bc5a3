import { createHash, timingSafeEqual } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import { medicineKnowledge } from '../../knowledge/medicines';
import { fromMedicationRequest } from '../../knowledge/medicines/from-fhir';
import type { ContentLibrary } from '../../knowledge/schema/library';
import type { Address, Bell, HttpReply, HttpRequest, Log, Route } from '../contracts';
import type { NewPrescription } from '../store/prescriptions';

export interface FeedParts {
  /** Bearer token of the pharmacy or record system; the feed is off without one. */
  readonly token: string | undefined;
  readonly content: ContentLibrary;
  /** Where patients are reached whom the feed names by telephone. */
  readonly channel: string | undefined;
  readonly bell: Bell;
  readonly log: Log;
  conversationOf(address: Address): Promise<string>;
  start(conversationId: string, prescription: NewPrescription): Promise<'started' | 'known'>;
}

const MOST_BYTES = 1024 * 1024;
export const SHORTEST_TOKEN = 32;

const resource = z.looseObject({ resourceType: z.string(), id: z.string().optional() });
type Resource = z.infer<typeof resource>;
const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ fullUrl: z.string().optional(), resource })).max(200),
});
const request = z.looseObject({
  id: z.string().min(1).max(64),
  subject: z.looseObject({ reference: z.string() }),
  contained: z.array(resource).optional(),
});
const patient = z.looseObject({
  telecom: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).optional(),
});

/**
 * `POST /api/fhir/medication-requests`: a FHIR R4 `MedicationRequest` with its `Patient` contained, or a `Bundle` of
 * both. Each active request begins one counselling for the person with that telephone number; sent again, it is known.
 * The answer is an `OperationOutcome` and repeats nothing of what was sent.
 */
export function prescriptionRoutes(parts: FeedParts): Route[] {
  const { token, channel } = parts;
  if (token === undefined || token.length < SHORTEST_TOKEN || channel === undefined) return [];
  return [
    {
      method: 'POST',
      path: '/api/fhir/medication-requests',
      maxBytes: MOST_BYTES,
      async handle(call) {
        if (!authorised(call, token)) {
          parts.log.warn('prescription.refused');
          return outcome(401, 'login', 'unauthorised');
        }
        const read = readResources(call);
        if (read === undefined) return outcome(400, 'structure', 'not a MedicationRequest or a Bundle of them');
        return takeAll(parts, channel, read);
      },
    },
  ];
}

function authorised(call: HttpRequest, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(`Bearer ${token}`), hash(call.headers.authorization ?? ''));
}

interface Given {
  readonly requests: readonly Resource[];
  readonly patients: ReadonlyMap<string, Resource>;
}

function readResources(call: HttpRequest): Given | undefined {
  const parsed = parse(call.body.toString('utf8'));
  const whole = bundle.safeParse(parsed);
  const one = resource.safeParse(parsed);
  const entries = whole.success ? whole.data.entry : one.success ? [{ resource: one.data }] : [];
  const requests = entries.map((entry) => entry.resource).filter((entry) => entry.resourceType === 'MedicationRequest');
  if (requests.length === 0) return undefined;
  const patients = new Map<string, Resource>();
  for (const entry of entries) {
    if (entry.resource.resourceType !== 'Patient') continue;
    if ('fullUrl' in entry && typeof entry.fullUrl === 'string') patients.set(entry.fullUrl, entry.resource);
    if (entry.resource.id !== undefined) patients.set(`Patient/${entry.resource.id}`, entry.resource);
  }
  return { requests, patients };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each request by itself: one that cannot be used does not hold up the others. */
async function takeAll(parts: FeedParts, channel: string, { requests, patients }: Given): Promise<HttpReply> {
  const counts = { started: 0, known: 0, ignored: 0, unusable: 0 };
  for (const one of requests) counts[await take(parts, channel, one, patients)] += 1;
  if (counts.started > 0) parts.bell.ring('timers');
  parts.log.info('prescription.received', counts);
  const words = `${counts.started} started, ${counts.known} known, ${counts.ignored} not active, ${counts.unusable} not usable`;
  return counts.unusable === requests.length
    ? outcome(422, 'incomplete', `${words}: id, subject and a telephone number of the patient are needed`)
    : outcome(200, 'informational', words);
}

async function take(
  parts: FeedParts,
  channel: string,
  one: Resource,
  patients: ReadonlyMap<string, Resource>,
): Promise<'started' | 'known' | 'ignored' | 'unusable'> {
  const read = request.safeParse(one);
  if (!read.success) return 'unusable';
  const prescribed = prescription(parts.content, one);
  if (prescribed === undefined || prescribed.name === '') return 'unusable';
  if (!prescribed.active) return 'ignored';
  const { id, subject, contained = [] } = read.data;
  const local = contained.find((each) => `#${each.id}` === subject.reference);
  const phone = phoneOf(local ?? patients.get(subject.reference), parts.content.hospital.country);
  if (phone === undefined) return 'unusable';
  const conversationId = await parts.conversationOf({ channel, value: phone });
  return parts.start(conversationId, {
    key: id,
    medicine: prescribed.medicine ?? prescribed.name,
    ...(prescribed.label === undefined ? {} : { label: prescribed.label }),
    ...(prescribed.ends === undefined ? {} : { ends: prescribed.ends }),
  });
}

function prescription(content: ContentLibrary, one: Resource) {
  try {
    return fromMedicationRequest(medicineKnowledge(content), one);
  } catch {
    return undefined;
  }
}

/** The first telephone number of the person as E.164. */
function phoneOf(person: Resource | undefined, country: string | undefined): string | undefined {
  const read = patient.safeParse(person);
  if (!read.success) return undefined;
  for (const { system, value } of read.data.telecom ?? []) {
    if ((system !== 'phone' && system !== 'sms') || value === undefined) continue;
    const number = parsePhoneNumberFromString(value, country as 'US' | undefined);
    if (number?.isValid()) return number.number;
  }
  return undefined;
}

function outcome(status: number, code: string, diagnostics: string): HttpReply {
  const severity = status < 300 ? 'information' : 'error';
  return {
    status,
    headers: { 'content-type': 'application/fhir+json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify({ resourceType: 'OperationOutcome', issue: [{ severity, code, diagnostics }] }),
  };
}
