import type { FileLimits } from '../../../bot/contracts';
import type { Hospital } from '../../../knowledge/schema/hospital';

/** What may be attached in a conversation. */
export interface AllowedFiles {
  /** Content types, and the most bytes of one file of each. */
  readonly types: Record<string, number>;
  readonly most: number;
  /** Bytes of all files of one reply. */
  readonly total: number;
}

/** What the channel carries and the hospital allows; null when nothing is left. */
export function fileLimits(channel: FileLimits | undefined, { types, max_mb }: Hospital['files']): AllowedFiles | null {
  if (channel === undefined) return null;
  const most = Math.floor(max_mb * 1024 * 1024);
  const both = types.flatMap((type): [string, number][] => {
    const carried = channel.types[type];
    return carried === undefined ? [] : [[type, Math.min(carried, most)]];
  });
  if (both.length === 0) return null;
  const largest = Math.max(...both.map(([, bytes]) => bytes));
  return {
    types: Object.fromEntries(both),
    most: channel.most,
    total: channel.total ?? largest * channel.most,
  };
}

/** Whether these files may leave in one reply. */
export function fitsTogether(
  files: readonly { readonly contentType: string; readonly size: number }[],
  limits: AllowedFiles,
): boolean {
  return (
    files.length <= limits.most &&
    files.every(({ contentType, size }) => size <= (limits.types[contentType] ?? -1)) &&
    files.reduce((sum, { size }) => sum + size, 0) <= limits.total
  );
}
