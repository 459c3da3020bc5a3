import type { Doing } from './doing';

/** Notes that another system has to be told; the loop of `bot/booking` does it after the commit, as often as it takes. */
export async function requestRemote(doing: Doing, kind: 'book' | 'cancel', appointmentId: string): Promise<void> {
  await doing
    .trx('booking_request')
    .insert({
      id: doing.next('rq'),
      kind,
      appointment_id: appointmentId,
      attempts: 0,
      next_at: doing.now,
      status: 'waiting',
      created_at: doing.now,
    })
    .onConflict(['appointment_id', 'kind'])
    .ignore();
}
