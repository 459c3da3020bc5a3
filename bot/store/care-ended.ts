import { type CareEnded, CHECK_IN_DIALOG } from '../contracts';
import { FLEETING } from './channels';
import { resultRows } from './rows';
import { type SettingTimers, setTimers } from './set-timers';

/**
 * Lets the person's conversation know that care is over, in the caller's transaction: it plans how and when it asks how
 * that went. Nothing is said by this.
 * @param about names what ended (`visit:ap_1`, `discharge:enc-7`): told twice it is planned once while it waits.
 */
export async function careEnded(
  doing: SettingTimers,
  conversationId: string,
  about: string,
  ended: CareEnded,
): Promise<void> {
  await setTimers(doing, [
    {
      conversationId: await lastUsed(doing, conversationId),
      key: `care-ended:${about}`,
      at: doing.now,
      dialog: CHECK_IN_DIALOG,
      args: ended,
      purpose: 'conversation',
      meets: 'interrupt',
    },
  ]);
}

/** The conversation a person used last, among those on which they can be found again; their own where nobody is proven. */
async function lastUsed({ trx }: SettingTimers, conversationId: string): Promise<string> {
  const [found] = resultRows<{ id: string }>(
    await trx.raw(
      `SELECT o.id FROM conversation c
       JOIN conversation o ON o.id = c.id OR (o.patient_id = c.patient_id AND o.channel NOT IN (?, ?))
       JOIN contact_point p ON p.id = o.contact_point_id
       WHERE c.id = ? AND p.invalid = 0
       ORDER BY CASE WHEN o.channel IN (?, ?) THEN 1 ELSE 0 END, COALESCE(o.last_inbound_at, 0) DESC, o.id LIMIT 1`,
      [...FLEETING, conversationId, ...FLEETING],
    ),
  );
  return found?.id ?? conversationId;
}
