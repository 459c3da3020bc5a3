import type { ContentLibrary } from '../../knowledge/schema/library';
import type { Arm } from './arms';

/** A programme as far as enrolling needs it. */
export interface ProgrammeRef {
  readonly id: string;
  readonly version: string;
  readonly arms: readonly Arm[];
}

/** Channels on which somebody can be written to who has not written first, the usual one first. */
export const WRITABLE: readonly string[] = ['sms', 'whatsapp'];

/** The hospital's programmes as far as enrolling needs them. */
export function programmesIn(content: ContentLibrary): readonly ProgrammeRef[] {
  return content.all('programme').map(({ id, version, arms }) => ({ id, version, arms }));
}

export function programmeOf(content: ContentLibrary, id: string): ProgrammeRef | undefined {
  return programmesIn(content).find((one) => one.id === id);
}
