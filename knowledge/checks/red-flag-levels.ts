import type { ContentFile } from '../load';
import type { Problem } from '../problems';
import type { RedFlag } from '../schema/red-flag';

/** A rule milder than its flag speaks with sentences of its own: else a person who may come by car is told to call. */
export function checkRedFlagLevels(files: readonly ContentFile[]): Problem[] {
  return files
    .filter((file) => file.kind === 'red-flag')
    .flatMap((file) => {
      const flag = file.value as RedFlag;
      return flag.rules.flatMap((rule, at): Problem[] => {
        const { level = flag.level, outcome } = rule;
        const part = outcome === 'fire' ? 'reply' : 'confirm';
        if (outcome === 'note' || level <= flag.level || flag.own_way?.[part] !== undefined) return [];
        return [
          {
            level: 'issue',
            file: file.file,
            line: 1,
            message: `rules.${rule.id ?? at + 1}: is ${level} in a flag of ${flag.level}, which has no own_way.${part}`,
            fix: 'write what is said where the person comes by own way, and when to call instead',
          },
        ];
      });
    });
}
