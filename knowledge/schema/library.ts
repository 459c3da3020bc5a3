import type { Hospital } from './hospital';
import type { ContentKinds, Kind } from './kinds';

/**
 * All reviewed content of this installation, loaded and checked at start; immutable afterwards.
 * Refs are `wording/<id>` or `<kind>/<id>[@version]#<place>`.
 */
export interface ContentLibrary {
  all<K extends Kind>(kind: K): readonly ContentKinds[K][];
  /** The current version, or the one asked for. Throws `UnknownContent` naming what exists. */
  get<K extends Kind>(kind: K, id: string, version?: string): ContentKinds[K];
  has(kind: Kind, id: string, version?: string): boolean;
  /**
   * The sentence behind a ref in a locale, with `{name}` places filled from values and `{hospital.…}` from the
   * hospital's own file. `short` prefers the SMS wording where there is one.
   */
  text(
    ref: string,
    locale: string,
    values?: Readonly<Record<string, string | number>>,
    size?: 'short' | 'normal' | 'rich',
  ): string;
  readonly hospital: Hospital;
  /** Identifies the whole set: a hash over every file, shown by `/health/ready` and recorded with assessments. */
  readonly fingerprint: string;
}

export class UnknownContent extends Error {
  override readonly name = 'UnknownContent';
}
