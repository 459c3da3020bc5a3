import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { ContentPlaces } from '../knowledge/load';
import { contentPlaces, projectRoot } from './places';

const ROLES = ['web', 'worker', 'deliver', 'schedule'] as const;
export type Role = (typeof ROLES)[number];

/** Typed settings of one process. Channels read their own groups (`adapters/<channel>/settings.ts`). */
export interface Config {
  readonly mode: 'demo' | 'production';
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string;
  readonly dataDir: string;
  readonly database: { file: string } | { url: string; poolSize: number };
  readonly redisUrl: string | undefined;
  /** ClamAV's daemon, asked about every file before it is kept; undefined: files are not scanned. */
  readonly clamdUrl: string | undefined;
  readonly roles: readonly Role[];
  readonly content: ContentPlaces;
  readonly logLevel: string;
  /** Master key, 32 bytes, base64; undefined means the one kept in the data folder. */
  readonly key: Buffer | undefined;
  readonly olderKeys: readonly Buffer[];
}

/** A setting that cannot be used. The message names each one, what is wrong, and what to write. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
}

const key = z.string().transform((text, context) => {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 32)
    context.addIssue({ code: 'custom', message: 'must be 32 bytes in base64; make one with: openssl rand -base64 32' });
  return bytes;
});

const settings = z.object({
  SATHI_MODE: z.enum(['demo', 'production'], 'must be demo or production').default('demo'),
  PORT: z.coerce
    .number('must be a port number, such as 3978')
    .int('must be a port number, such as 3978')
    .min(0)
    .max(65535)
    .default(3978),
  HOST: z.string().default('0.0.0.0'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https address, such as https://chat.example.org' })
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://; leave it out to use SQLite in DATA_DIR')
    .optional(),
  DATABASE_POOL: z.coerce.number('must be a number').int().min(2).max(100).default(10),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional(),
  CLAMD_URL: z
    .string()
    .regex(/^tcp:\/\/[^/:\s]+(:\d{1,5})?$/, 'must be written tcp://host:3310')
    .optional(),
  SATHI_ROLES: z.string().default(ROLES.join(',')),
  SATHI_KEY: key.optional(),
  SATHI_KEY_OLD: z.string().default(''),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'must be fatal, error, warn, info, debug or silent')
    .default('info'),
});

/** Environment to settings. Throws `BadSettings` listing every bad one. Empty variables count as not set. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = settings.safeParse(given);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  const roles = String(given.SATHI_ROLES ?? ROLES.join(','))
    .split(',')
    .map((role) => role.trim());
  for (const role of roles) {
    if (!(ROLES as readonly string[]).includes(role))
      problems.push(`SATHI_ROLES names "${role}"; choose from ${ROLES.join(', ')}`);
  }
  const older = String(given.SATHI_KEY_OLD ?? '')
    .split(',')
    .filter((text) => text !== '')
    .map((text) => Buffer.from(text, 'base64'));
  if (older.some((bytes) => bytes.length !== 32))
    problems.push('SATHI_KEY_OLD must be 32-byte keys in base64, joined by commas');
  if (parsed.success && parsed.data.SATHI_MODE === 'production') {
    if (parsed.data.SATHI_KEY === undefined)
      problems.push('SATHI_KEY is missing; production keeps its key outside the data folder: openssl rand -base64 32');
    if (parsed.data.PUBLIC_URL?.startsWith('https://') !== true)
      problems.push('PUBLIC_URL must be the https address patients use');
    if (given.HOSPITAL_FILE === undefined)
      problems.push(
        "HOSPITAL_FILE is missing; copy knowledge/hospital/sample.yaml, fill it with the hospital's own facts and point to it",
      );
  }
  if (!parsed.success || problems.length > 0)
    throw new BadSettings(
      `Sathi cannot start with these settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
  const s = parsed.data;
  const dataDir = resolve(projectRoot(), s.DATA_DIR);
  return {
    mode: s.SATHI_MODE,
    port: s.PORT,
    host: s.HOST,
    publicUrl: (s.PUBLIC_URL ?? `http://localhost:${s.PORT}`).replace(/\/+$/, ''),
    dataDir,
    database:
      s.DATABASE_URL === undefined
        ? { file: join(dataDir, 'sathi.sqlite') }
        : { url: s.DATABASE_URL, poolSize: s.DATABASE_POOL },
    redisUrl: s.REDIS_URL,
    clamdUrl: s.CLAMD_URL,
    roles: roles as Role[],
    content: contentPlaces(env),
    logLevel: s.LOG_LEVEL,
    key: s.SATHI_KEY,
    olderKeys: older,
  };
}
