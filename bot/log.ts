import pino, { type DestinationStream } from 'pino';
import type { Log } from './contracts';

/** JSON lines on standard error: an event name and ids, codes and counts. There is no place for a sentence. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const logger = pino(
    { level, base: {}, timestamp: pino.stdTimeFunctions.isoTime },
    destination ?? pino.destination(2),
  );
  return {
    info: (event, fields) => logger.info({ event, ...fields }),
    warn: (event, fields) => logger.warn({ event, ...fields }),
    error: (event, fields) => logger.error({ event, ...fields }),
  };
}
