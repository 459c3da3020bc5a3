import type { OutreachStore } from '../../../console/api/outreach/ports';
import { appendAudit } from '../audit';
import { careEnded } from '../care-ended';
import type { ActionTools } from '../console/actions';
import { lockConversations } from '../contacts';

/** Check-ins that staff want asked. */
export function createCheckInStore({ db, vault, ids, clock }: ActionTools): OutreachStore['checkIns'] {
  return {
    ask: (conversationId, ended, actor) =>
      db.transaction(async (trx) => {
        const now = clock.now();
        await lockConversations(trx, db.dialect, [conversationId]);
        const doing = { trx, dialect: db.dialect, vault, now, next: (prefix: string) => ids.next(prefix) };
        const about = `${ended.trigger}:${ended.survey ?? 'own'}`;
        await careEnded(doing, conversationId, about, { kind: 'plan', endedAt: now, ...ended });
        await appendAudit(trx, db, vault, now, conversationId, [
          {
            actor: actor.staffId,
            action: 'survey.wanted',
            detail: { trigger: ended.trigger, survey: ended.survey ?? null },
          },
        ]);
      }),
  };
}
