/**
 * `node bundle.js entry.ts out.cjs`: one file of an entry and of all it needs (engines with native parts stay outside),
 * and beside it what V8 makes of it, as `boot.js` reads it.
 */
const [, , entry, out] = process.argv;
const { readFileSync, writeFileSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');
const { load } = require('./boot');

// What has native parts, and what knex and pg name for databases that Sathi does not have.
const external = /^(sqlite3|better-sqlite3|mariadb|mysql2?|oracledb|pg-native|pg-query-stream|tedious)(\/|$)/;

async function bundle() {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: join(__dirname, '../..'),
    logLevel: 'error',
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      ssr: entry,
      outDir: dirname(out),
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rolldownOptions: { external, output: { format: 'cjs', entryFileNames: basename(out) } },
    },
  });
  // Loaded once here: what it runs while it loads is then compiled in what is kept, too.
  writeFileSync(`${out}.v8`, load(readFileSync(out, 'utf8'), out).createCachedData());
}

bundle().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
