import { StoreUnavailable } from '../contracts';

/** The database said no for a reason of the data: somebody else was faster, or a rule of the schema was broken. */
export class Conflict extends Error {
  override readonly name: string = 'Conflict';
}

const AWAY = new Set([
  'SQLITE_BUSY',
  'SQLITE_LOCKED',
  'SQLITE_FULL',
  'SQLITE_IOERR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
  'SQLITE_NOMEM',
  // Two processes raced for the log's locks; SQLite says to try again. Source: sqlite.org/rescode.html#protocol (not re-read).
  'SQLITE_PROTOCOL',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  // PostgreSQL: shutdown, crash, starting up, too many connections, disk full, out of memory, lock timeouts.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '53100',
  '53200',
  '55P03',
  '08000',
  '08003',
  '08006',
  '08001',
  '08004',
]);

/** Codes after which the same transaction may simply be tried again. Source: PostgreSQL appendix A, class 40. */
const RETRY = new Set(['40001', '40P01']);

export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  return (
    code === '23505' || (code === 'SQLITE_CONSTRAINT' && /UNIQUE|PRIMARY KEY/.test(String((error as Error).message)))
  );
}

export function isSerializationFailure(error: unknown): boolean {
  return RETRY.has(codeOf(error));
}

/** Turns "the database is away, locked or full" into `StoreUnavailable`; leaves every other error as it is. */
export function asStoreError(error: unknown): unknown {
  if (error instanceof StoreUnavailable || error instanceof Conflict) return error;
  const code = codeOf(error);
  const timedOut = error instanceof Error && error.name === 'KnexTimeoutError';
  if (!AWAY.has(code) && !timedOut) return error;
  return new StoreUnavailable(`The database is not available (${timedOut ? 'no free connection' : code}).`);
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
