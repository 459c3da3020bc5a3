import type { Knex } from 'knex';
import type { HospitalCalendar } from '../../../knowledge/schema/calendar';
import type { Db } from '../db';
import type { Vault } from '../vault';

/** What every change to appointments works with: one transaction, one moment, the calendar in force. */
export interface Doing {
  readonly trx: Knex.Transaction;
  readonly dialect: Db['dialect'];
  readonly vault: Vault;
  readonly now: number;
  readonly calendar: HospitalCalendar;
  /** Another system has the last word on bookings. */
  readonly remote: boolean;
  /** A new id. */
  next(prefix: string): string;
}

/** Ids made from one id, in order: an act needs no source of randomness of its own. */
export function idsFrom(id: string): (prefix: string) => string {
  let n = 0;
  const tail = id.slice(id.indexOf('_') + 1);
  return (prefix) => {
    n += 1;
    return `${prefix}_${tail}.${n}`;
  };
}
