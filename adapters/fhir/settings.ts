import { type Env, type SettingsRead, SettingsReader } from '../shared/settings';

export interface FhirSettings {
  readonly baseUrl: string;
  /** Sent as `Authorization: Bearer`. */
  readonly token: string | undefined;
  /** Naming system of our appointment and patient ids in the hospital's system. */
  readonly system: string;
}

/** `FHIR_URL` turns it on: the hospital's FHIR R4 server then decides about bookings. */
export function readFhirSettings(env: Env): SettingsRead<FhirSettings> {
  const reader = new SettingsReader(env, 'FHIR');
  if (reader.optional('FHIR_URL') === undefined) return { state: 'off' };
  return reader.result({
    baseUrl: reader.url('FHIR_URL'),
    token: reader.optional('FHIR_TOKEN'),
    system: reader.optional('FHIR_SYSTEM') ?? 'urn:sathi',
  });
}
