import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Knex } from 'knex';

/** One step of the schema. Never edited once released; a new step is a new file with the next number. */
export interface Migration {
  up(knex: Knex): Promise<void>;
}

/** Every `NNN_name` file of this folder, in order. There is no way down: a backup is the way back. */
export const migrations: Knex.MigrationSource<string> = {
  async getMigrations() {
    return readdirSync(__dirname)
      .filter((name) => /^\d{3}_[a-z0-9_]+\.(ts|js)$/.test(name))
      .sort();
  },
  getMigrationName: (name) => name.replace(/\.(ts|js)$/, ''),
  async getMigration(name) {
    const { up } = require(join(__dirname, name)) as Migration;
    return { up, down: async () => Promise.reject(new Error('Migrations only go up; restore a backup instead.')) };
  },
};
