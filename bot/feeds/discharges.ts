import { z } from 'zod';
import type { Clock, Route } from '../contracts';
import type { Discharge } from '../store/discharges';
import { type FeedFate, type FeedParts, feedRoutes, type Resource } from './fhir-feed';

export interface DischargeFeedParts extends FeedParts {
  readonly clock: Clock;
  start(conversationId: string, discharge: Discharge): Promise<'started' | 'known'>;
}

/** Codes of `http://terminology.hl7.org/CodeSystem/v3-ActCode` that mean a stay in the hospital (not re-read). */
const STAYS = new Set(['IMP', 'ACUTE', 'NONAC', 'OBSENC', 'SS']);
/** Dispositions of `encounter-discharge-disposition` after which nobody is asked how they are at home (not re-read). */
const NOT_HOME = new Set(['exp', 'hosp', 'snf', 'rehab', 'long', 'psy', 'oth-hcf']);
/** A discharge that is told later than this is not asked about any more. */
const LATEST_MS = 7 * 24 * 60 * 60_000;

const coding = z.looseObject({ code: z.string().optional() });
const encounter = z.looseObject({
  status: z.string(),
  class: coding.optional(),
  period: z.looseObject({ end: z.iso.datetime({ offset: true }).optional() }).optional(),
  serviceType: z.looseObject({ coding: z.array(coding).optional() }).optional(),
  hospitalization: z
    .looseObject({ dischargeDisposition: z.looseObject({ coding: z.array(coding).optional() }).optional() })
    .optional(),
});

/**
 * `POST /api/fhir/encounters`: FHIR R4 `Encounter`s from the record system. A finished stay from which the person went
 * home is asked about, once. Source: HL7 FHIR 4.0.1, resource page (written from memory, not re-read).
 */
export function dischargeRoutes(parts: DischargeFeedParts): Route[] {
  return feedRoutes(parts, {
    path: '/api/fhir/encounters',
    resourceType: 'Encounter',
    name: 'discharge',
    take: (one, conversation) => take(parts, one, conversation),
  });
}

async function take(
  parts: DischargeFeedParts,
  one: Resource,
  conversation: () => Promise<string | undefined>,
): Promise<FeedFate> {
  const read = encounter.safeParse(one);
  if (!read.success) return 'unusable';
  const { status, class: kind, period, serviceType, hospitalization } = read.data;
  if (status !== 'finished' || !STAYS.has(kind?.code ?? '')) return 'ignored';
  const [where] = hospitalization?.dischargeDisposition?.coding ?? [];
  if (NOT_HOME.has(where?.code ?? '')) return 'ignored';
  const now = parts.clock.now();
  const endedAt = period?.end === undefined ? undefined : Date.parse(period.end);
  if (endedAt === undefined || endedAt > now) return 'unusable';
  if (endedAt < now - LATEST_MS) return 'ignored';
  const conversationId = await conversation();
  if (conversationId === undefined) return 'unusable';
  const service = serviceType?.coding?.[0]?.code;
  return parts.start(conversationId, { key: one.id!, endedAt, ...(service === undefined ? {} : { service }) });
}
