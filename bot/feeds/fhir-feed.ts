import { createHash, timingSafeEqual } from 'node:crypto';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { z } from 'zod';
import type { Address, Bell, HttpReply, HttpRequest, Log, Route } from '../contracts';

/** What a feed of FHIR R4 resources about patients works with, whatever it is about. */
export interface FeedParts {
  /** Bearer token of the system that sends; the feed is off without one. */
  readonly token: string | undefined;
  /** The hospital's country: numbers without a country code are its own. */
  readonly country: string | undefined;
  /** Where patients are reached whom the feed names by telephone. */
  readonly channel: string | undefined;
  readonly bell: Bell;
  readonly log: Log;
  conversationOf(address: Address): Promise<string>;
}

/** One kind of resource that is sent to us. */
export interface Feed {
  readonly path: string;
  readonly resourceType: string;
  /** For the log: `prescription`, `discharge`. */
  readonly name: string;
  /** Takes one for the conversation of its patient; what it cannot use it says so. */
  take(one: Resource, conversation: () => Promise<string | undefined>): Promise<FeedFate>;
}

/** `ignored`: nothing to do about it, such as a prescription that was stopped. */
export type FeedFate = 'started' | 'known' | 'ignored' | 'unusable';

const MOST_BYTES = 1024 * 1024;
export const SHORTEST_TOKEN = 32;

const resource = z.looseObject({ resourceType: z.string(), id: z.string().optional() });
export type Resource = z.infer<typeof resource>;
const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  entry: z.array(z.looseObject({ fullUrl: z.string().optional(), resource })).max(200),
});
const subjected = z.looseObject({
  id: z.string().min(1).max(64),
  subject: z.looseObject({ reference: z.string() }),
  contained: z.array(resource).optional(),
});
const patient = z.looseObject({
  telecom: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).optional(),
});

/**
 * The route of a feed: one resource with its `Patient` contained, or a `Bundle` of both. Each is taken by itself; sent
 * again, it is known. The answer is an `OperationOutcome` and repeats nothing of what was sent.
 */
export function feedRoutes(parts: FeedParts, feed: Feed): Route[] {
  const { token, channel } = parts;
  if (token === undefined || token.length < SHORTEST_TOKEN || channel === undefined) return [];
  return [
    {
      method: 'POST',
      path: feed.path,
      maxBytes: MOST_BYTES,
      async handle(call) {
        if (!authorised(call, token)) {
          parts.log.warn(`${feed.name}.refused`);
          return outcome(401, 'login', 'unauthorised');
        }
        const given = readResources(call, feed.resourceType);
        if (given === undefined) return outcome(400, 'structure', `not a ${feed.resourceType} or a Bundle of them`);
        return takeAll(parts, channel, feed, given);
      },
    },
  ];
}

function authorised(call: HttpRequest, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(`Bearer ${token}`), hash(call.headers.authorization ?? ''));
}

interface Given {
  readonly wanted: readonly Resource[];
  readonly patients: ReadonlyMap<string, Resource>;
}

function readResources(call: HttpRequest, resourceType: string): Given | undefined {
  const parsed = parse(call.body.toString('utf8'));
  const whole = bundle.safeParse(parsed);
  const one = resource.safeParse(parsed);
  const entries = whole.success ? whole.data.entry : one.success ? [{ resource: one.data }] : [];
  const wanted = entries.map((entry) => entry.resource).filter((entry) => entry.resourceType === resourceType);
  if (wanted.length === 0) return undefined;
  const patients = new Map<string, Resource>();
  for (const entry of entries) {
    if (entry.resource.resourceType !== 'Patient') continue;
    if ('fullUrl' in entry && typeof entry.fullUrl === 'string') patients.set(entry.fullUrl, entry.resource);
    if (entry.resource.id !== undefined) patients.set(`Patient/${entry.resource.id}`, entry.resource);
  }
  return { wanted, patients };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Each by itself: one that cannot be used does not hold up the others. */
async function takeAll(parts: FeedParts, channel: string, feed: Feed, { wanted, patients }: Given): Promise<HttpReply> {
  const counts = { started: 0, known: 0, ignored: 0, unusable: 0 };
  for (const one of wanted) {
    const read = subjected.safeParse(one);
    const phone = read.success ? phoneOf(personOf(read.data, patients), parts.country) : undefined;
    const conversation = async () =>
      phone === undefined ? undefined : parts.conversationOf({ channel, value: phone });
    counts[read.success ? await feed.take(one, conversation) : 'unusable'] += 1;
  }
  if (counts.started > 0) parts.bell.ring('timers');
  parts.log.info(`${feed.name}.received`, counts);
  const words = `${counts.started} started, ${counts.known} known, ${counts.ignored} not active, ${counts.unusable} not usable`;
  return counts.unusable === wanted.length
    ? outcome(422, 'incomplete', `${words}: id, subject and a telephone number of the patient are needed`)
    : outcome(200, 'informational', words);
}

function personOf(
  { subject, contained = [] }: z.infer<typeof subjected>,
  patients: ReadonlyMap<string, Resource>,
): Resource | undefined {
  return contained.find((each) => `#${each.id}` === subject.reference) ?? patients.get(subject.reference);
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
