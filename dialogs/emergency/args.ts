import { z } from 'zod';
import type { Services } from '../../bot/contracts';
import type { RedFlag } from '../../knowledge/schema/red-flag';
import { type Level, level } from '../../knowledge/schema/triage-common';

/** Which red flag a dialog is about; the version the conversation began with is kept. */
export const about = z.object({
  flag: z.string(),
  version: z.string().optional(),
  /** The level of what was found, where it is not the flag's own. */
  level: level.optional(),
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

/**
 * Where a sentence of a flag stands: what was found at a milder level than the flag's own has sentences for getting to
 * care by one's own way, which name the signs that call for the emergency number.
 */
export function sentence(flag: RedFlag, level: Level | undefined, part: 'reply' | 'waiting' | 'confirm'): string {
  return `${refOf(flag)}#${isOwnWay(flag, level) && flag.own_way?.[part] !== undefined ? 'own_way.' : ''}${part}`;
}

/** Whether the person is told to come by own way. */
export function isOwnWay(flag: RedFlag, level: Level | undefined): boolean {
  return level !== undefined && level > flag.level && flag.own_way !== undefined;
}

/** The level a "yes" to the confirming question has: the flag's own, unless the question asked was of the level found. */
export function confirmedLevel(flag: RedFlag, level: Level | undefined): Level {
  if (level === undefined || level < flag.level) return level ?? flag.level;
  return flag.own_way?.confirm === undefined ? flag.level : level;
}

/** The level as an argument of a dialog: only where it is not the flag's own. */
export function atLevel(flag: RedFlag, level: Level): Pick<About, 'level'> {
  return level === flag.level ? {} : { level };
}
