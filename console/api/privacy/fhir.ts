import { toBundle } from '../../../knowledge/fhir/assessment';
import { fhirId, type Resource } from '../../../knowledge/fhir/codes';
import type { ContentLibrary } from '../../../knowledge/schema/library';
import type { Gathered } from './ports';

type Row = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const when = (at: unknown): string => new Date(Number(at)).toISOString();

/**
 * What is kept about a person as a FHIR R4 collection: Patient, one Communication per message, a DocumentReference with
 * its bytes per file, Flag, and per assessment
 * its QuestionnaireResponse, RiskAssessment and Task. What FHIR has no place for is in the JSON export.
 */
export function personBundle(gathered: Gathered, subjectId: string, content: ContentLibrary, now: number): Resource {
  const patient = patientOf(gathered, subjectId);
  const subject = { reference: `Patient/${patient.id}` };
  const resources: Resource[] = [
    patient,
    ...(gathered.transcript ?? []).flatMap((row) => communication(row, subject)),
    ...(gathered.file ?? []).flatMap((row) => documentReference(row, subject)),
    ...(gathered.flag ?? []).map((row) => flag(row, subject)),
    ...(gathered.assessment ?? []).flatMap((row) => assessment(row, subjectId, content)),
  ];
  return {
    resourceType: 'Bundle',
    id: fhirId(`export-${subjectId}`),
    type: 'collection',
    timestamp: when(now),
    entry: resources.map((resource) => ({
      fullUrl: `urn:sathi:${resource.resourceType}:${resource.id}`,
      resource,
    })),
  } as Resource;
}

function patientOf(gathered: Gathered, subjectId: string): Resource & { id: string } {
  const profile = (gathered.patient?.[0]?.profile ?? {}) as Row;
  const name = (typeof profile.name === 'object' && profile.name !== null ? profile.name : profile) as Row;
  const whole = text(profile.name);
  const given = text(name.given);
  const family = text(name.family);
  const named = whole !== '' || given !== '' || family !== '';
  const telecom = (gathered.contact_point ?? []).flatMap((row) => {
    const value = text((row.address as Row | undefined)?.value);
    const phone = row.channel === 'sms' || row.channel === 'whatsapp';
    return value === '' || !phone ? [] : [{ system: row.channel === 'sms' ? 'sms' : 'phone', value }];
  });
  return {
    resourceType: 'Patient',
    id: fhirId(subjectId),
    ...(named
      ? {
          name: [
            {
              ...(whole === '' ? {} : { text: whole }),
              ...(given === '' ? {} : { given: [given] }),
              ...(family === '' ? {} : { family }),
            },
          ],
        }
      : {}),
    ...(telecom.length === 0 ? {} : { telecom }),
  } as Resource & { id: string };
}

function communication(row: Row, subject: object): Resource[] {
  const said = text((row.body as Row | undefined)?.text);
  if (said === '') return [];
  const fromPatient = row.role === 'patient';
  return [
    {
      resourceType: 'Communication',
      id: fhirId(`${row.conversation_id}-${row.seq}`),
      status: 'completed',
      subject,
      sent: when(row.at),
      ...(fromPatient ? { sender: subject } : { sender: { display: text(row.role) }, recipient: [subject] }),
      payload: [{ contentString: said }],
    } as Resource,
  ];
}

/** A file that was sent or received, with its bytes. */
function documentReference(row: Row, subject: object): Resource[] {
  const about = (row.about ?? {}) as Row;
  const data = text((row.body as Row | undefined)?.data);
  if (data === '' || row.status === 'waiting') return [];
  return [
    {
      resourceType: 'DocumentReference',
      id: fhirId(text(row.id)),
      status: 'current',
      subject,
      date: when(row.created_at),
      content: [{ attachment: { contentType: text(about.contentType), title: text(about.name), data } }],
    } as Resource,
  ];
}

function flag(row: Row, subject: object): Resource {
  return {
    resourceType: 'Flag',
    id: fhirId(text(row.id)),
    status: row.status === 'open' ? 'active' : 'inactive',
    code: { text: text(row.reason) },
    subject,
    period: { start: when(row.opened_at), ...(row.closed_at ? { end: when(row.closed_at) } : {}) },
  } as Resource;
}

/** An assessment by a protocol that is no longer here is left to the JSON export. */
function assessment(row: Row, subjectId: string, content: ContentLibrary): Resource[] {
  const body = (row.body ?? {}) as { answers?: { question: string; answer: string }[]; because?: string[] };
  try {
    const bundle = toBundle(
      {
        id: text(row.id),
        protocol: text(row.protocol),
        disposition: text(row.disposition) as 'D0',
        rule: text(row.rule),
        ...(row.route ? { route: text(row.route) } : {}),
        ...(row.deadline_hours ? { deadlineHours: Number(row.deadline_hours) } : {}),
        answers: body.answers ?? [],
        because: body.because ?? [],
        at: Number(row.at),
        patientId: subjectId,
      },
      content,
    );
    return bundle.entry.map((entry) => entry.resource);
  } catch {
    return [];
  }
}
