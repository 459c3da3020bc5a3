import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from 'redis';
import { bad, type Finding, good, off, warning } from '../../../adapters/shared/diagnosis';
import type { Config } from '../../config';
import { StoreUnavailable } from '../../contracts';
import { type Db, openDb } from '../../store/db';

/** Node, key, database, Redis: what this machine itself must have in order. Changes nothing. */
export async function diagnoseInstallation(config: Config): Promise<readonly Finding[]> {
  return [node(), key(config), await database(config), await redis(config)];
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 20 || (major === 20 && minor >= 19)
    ? good('Node.js', `Version ${process.versions.node}.`)
    : bad('Node.js', `Version ${process.versions.node} is too old.`, 'Install Node.js 20.19 or newer.');
}

function key(config: Config): Finding {
  if (config.key !== undefined) return good('Key', 'SATHI_KEY is set.');
  const file = join(config.dataDir, 'key');
  try {
    const { mode } = statSync(file);
    if ((mode & 0o077) !== 0)
      return warning('Key', 'Others on this machine can read the key file.', `Run: chmod 600 ${file}`);
    return warning(
      'Key',
      'The key lies beside the data it protects.',
      'For production set SATHI_KEY (openssl rand -base64 32) and keep it elsewhere.',
    );
  } catch {
    return off('Key', 'None yet: the first start makes one in the data folder.');
  }
}

async function database(config: Config): Promise<Finding> {
  const about = 'file' in config.database ? 'Database (SQLite)' : 'Database (PostgreSQL)';
  let db: Db | undefined;
  try {
    // A data folder that cannot be made is said here, too.
    db = openDb(config.database);
    await db.write.raw('SELECT 1');
    const known = (await db.write.schema.hasTable('schema_migration'))
      ? await db.write('schema_migration').select('name')
      : [];
    return known.length === 0
      ? good(about, 'Reachable and empty: the first start prepares it.')
      : good(about, `Reachable, ${known.length} migrations done.`);
  } catch (error) {
    return bad(
      about,
      unusable(error),
      'file' in config.database
        ? 'Check that DATA_DIR exists and is writable for this user.'
        : 'Check DATABASE_URL, that the server runs, and that the user may create tables.',
    );
  } finally {
    await db?.close();
  }
}

/** The store's own sentence, or the system's code (ENOTDIR, EACCES); never a message, which may name the password. */
function unusable(error: unknown): string {
  if (error instanceof StoreUnavailable) return error.message;
  const code = (error as { code?: unknown }).code;
  return `Cannot be used (${typeof code === 'string' ? code : 'error'}).`;
}

async function redis(config: Config): Promise<Finding> {
  if (config.redisUrl === undefined) return off('Redis', 'Not used: fine for one process.');
  const client = createClient({ url: config.redisUrl, socket: { connectTimeout: 3_000, reconnectStrategy: false } });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.ping();
    return good('Redis', 'Answers.');
  } catch {
    return bad(
      'Redis',
      'Does not answer.',
      'Check REDIS_URL and that the server runs. Without it messages still arrive, a second late.',
    );
  } finally {
    client.destroy();
  }
}
