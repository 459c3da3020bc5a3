import type { CannedStore, ViewStore } from '../../../console/api/ports';
import type { Db } from '../db';
import type { Vault } from '../vault';

/** Ready-made replies: no patient's words, readable by everybody who answers. */
export function createCannedStore(db: Db): CannedStore {
  return {
    async list() {
      const rows = await db.read('canned_reply').orderBy(['locale', 'title']).limit(1000);
      return rows.map((row) => ({ id: row.id, locale: row.locale, title: row.title, text: row.text }));
    },
    async save(reply, staffId, now) {
      await db
        .write('canned_reply')
        .insert({ ...reply, updated_by: staffId, updated_at: now })
        .onConflict('id')
        .merge(['locale', 'title', 'text', 'updated_by', 'updated_at']);
    },
    async exists(id) {
      return (await db.read('canned_reply').where({ id }).first('id')) !== undefined;
    },
    async remove(id) {
      await db.write('canned_reply').where({ id }).delete();
    },
  };
}

/** A person's own views of the queue. */
export function createViewStore(db: Db, vault: Vault): ViewStore {
  return {
    async listOf(staffId) {
      const rows = await db.read('saved_view').where({ staff_id: staffId }).orderBy('created_at');
      return rows.map((row) => ({ id: row.id, ...JSON.parse(vault.open(row.body, row.id)) }));
    },
    async save(view, staffId, now) {
      const { id, ...body } = view;
      await db
        .write('saved_view')
        .insert({ id, staff_id: staffId, body: vault.seal(JSON.stringify(body), id), created_at: now });
    },
    async belongsTo(id, staffId) {
      return (await db.read('saved_view').where({ id, staff_id: staffId }).first('id')) !== undefined;
    },
    async remove(id) {
      await db.write('saved_view').where({ id }).delete();
    },
  };
}
