import { z } from 'zod';
import type { Services } from '../../bot/contracts';
import type { RedFlag } from '../../knowledge/schema/red-flag';

/** Which red flag a dialog is about; the version the conversation began with is kept. */
export const about = z.object({
  flag: z.string(),
  version: z.string().optional(),
  /** What the patient wrote. */
  wrote: z.string().optional(),
});
export type About = z.infer<typeof about>;

export function flagOf({ flag, version }: About, services: Services): RedFlag {
  const { content } = services;
  return version !== undefined && content.has('red-flag', flag, version)
    ? content.get('red-flag', flag, version)
    : content.get('red-flag', flag);
}

export function refOf(flag: Pick<RedFlag, 'id' | 'version'>): string {
  return `red-flag/${flag.id}@${flag.version}`;
}
