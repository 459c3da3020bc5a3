import type { SettingsStore } from '../../../console/api/ports';
import { type Settings, settings as schema } from '../../../console/api/schema/settings';
import type { ActionTools } from './actions';
import { officeAudit } from './office';

const NAME = 'care';
/** Read by every page of the queue: a change is seen everywhere within this time. */
const KEEP_MS = 5_000;

/** Settings the care team changes; what was never set has the product's own values. */
export function createSettingsStore(tools: ActionTools, defaults: Settings): SettingsStore {
  const { db, vault } = tools;
  let kept: { at: number; settings: Settings } | undefined;
  return {
    async read(now) {
      if (kept !== undefined && now >= kept.at && now - kept.at < KEEP_MS) return kept.settings;
      const row = await db.read('console_setting').where({ name: NAME }).first<{ body: string } | undefined>('body');
      const written: object = row === undefined ? {} : JSON.parse(vault.open(row.body, NAME));
      const parsed = schema.safeParse({ ...defaults, ...written });
      kept = { at: now, settings: parsed.success ? parsed.data : defaults };
      return kept.settings;
    },
    async change(settings, actor, now) {
      await db.transaction(async (trx) => {
        const row = {
          name: NAME,
          body: vault.seal(JSON.stringify(settings), NAME),
          changed_by: actor.staffId,
          changed_at: now,
        };
        await trx('console_setting').insert(row).onConflict('name').merge(['body', 'changed_by', 'changed_at']);
        const detail = { clocks: settings.clocks, onCall: settings.onCall.length };
        await officeAudit(tools, trx, now, [{ actor: actor.staffId, action: 'settings.changed', detail }]);
      });
      kept = undefined;
    },
  };
}
