import { medicineKnowledge } from '../../knowledge/medicines';
import { fromMedicationRequest } from '../../knowledge/medicines/from-fhir';
import type { ContentLibrary } from '../../knowledge/schema/library';
import type { Route } from '../contracts';
import type { NewPrescription } from '../store/prescriptions';
import { type FeedFate, type FeedParts, feedRoutes, type Resource } from './fhir-feed';

export interface PrescriptionFeedParts extends FeedParts {
  readonly content: ContentLibrary;
  start(conversationId: string, prescription: NewPrescription): Promise<'started' | 'known'>;
}

/**
 * `POST /api/fhir/medication-requests`: FHIR R4 `MedicationRequest`s from the pharmacy or the record system. Each active
 * one begins one counselling for the person with that telephone number.
 */
export function prescriptionRoutes(parts: PrescriptionFeedParts): Route[] {
  return feedRoutes(parts, {
    path: '/api/fhir/medication-requests',
    resourceType: 'MedicationRequest',
    name: 'prescription',
    take: (one, conversation) => take(parts, one, conversation),
  });
}

async function take(
  parts: PrescriptionFeedParts,
  one: Resource,
  conversation: () => Promise<string | undefined>,
): Promise<FeedFate> {
  const prescribed = prescription(parts.content, one);
  if (prescribed === undefined || prescribed.name === '') return 'unusable';
  if (!prescribed.active) return 'ignored';
  const conversationId = await conversation();
  if (conversationId === undefined) return 'unusable';
  return parts.start(conversationId, {
    key: one.id!,
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
