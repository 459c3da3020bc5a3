import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Vault } from '../vault';

/** Addresses of calendar files: the appointment's opaque id and a keyed proof of it that cannot be guessed. */
export interface CalendarLinks {
  linkTo(appointmentId: string): string;
  /** The appointment that a path's last part is for; undefined for everything that is not exactly ours. */
  appointmentIn(name: string): string | undefined;
}

export function createCalendarLinks(vault: Vault, publicUrl: string): CalendarLinks {
  const key = vault.derive('calendar link');
  const proof = (id: string) => createHmac('sha256', key).update(id).digest('base64url').slice(0, 22);
  return {
    linkTo: (id) => `${publicUrl}/calendar/${id}~${proof(id)}.ics`,
    appointmentIn(name) {
      const match = /^([A-Za-z0-9_.-]{1,128})~([A-Za-z0-9_-]{22})\.ics$/.exec(name);
      if (match === null) return undefined;
      const [, id = '', given = ''] = match;
      return timingSafeEqual(Buffer.from(given), Buffer.from(proof(id))) ? id : undefined;
    },
  };
}
