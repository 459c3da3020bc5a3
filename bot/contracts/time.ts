/** A moment: milliseconds since 1970-01-01T00:00:00Z. Wall-clock times are made from it with an IANA zone, never by hand. */
export type Instant = number;

/** The only source of time in the product. Tests move it; nothing else calls `Date.now()`. */
export interface Clock {
  now(): Instant;
}

/** The only source of identifiers and randomness. Ids are opaque, unguessable and carry no personal data. */
export interface Ids {
  /** A new id such as `c_3f9k…`; the prefix is for people reading rows, nothing parses it. */
  next(prefix: string): string;
}
