import type { Route } from '../contracts';
import type { BookingStore } from '../store/booking';

/** `GET /calendar/<link>.ics`: the visit for a phone's calendar. Without the exact link there is nothing to find. */
export function calendarRoutes(booking: BookingStore): Route[] {
  return [
    {
      method: 'GET',
      path: '/calendar/:name',
      maxBytes: 0,
      async handle({ params }) {
        const file = await booking.calendarFile(params.name ?? '');
        if (file === undefined) return { status: 404, body: { error: { code: 'not_found' } } };
        return {
          status: 200,
          headers: {
            'content-type': 'text/calendar; charset=utf-8',
            'content-disposition': 'attachment; filename="visit.ics"',
            'cache-control': 'no-store',
            'referrer-policy': 'no-referrer',
            'x-robots-tag': 'noindex',
          },
          body: file,
        };
      },
    },
  ];
}
