/**
 * Lets child processes of tests run TypeScript sources: `node -r ./test/support/ts-hook.js file.ts`. What was compiled
 * is kept, since some tests start hundreds of processes.
 */
const { createHash } = require('node:crypto');
const { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const cache = join(tmpdir(), 'sathi-ts-hook');
mkdirSync(cache, { recursive: true });

require.extensions['.ts'] = (module, filename) => {
  const source = readFileSync(filename, 'utf8');
  const kept = join(cache, createHash('sha1').update(source).digest('hex'));
  if (!existsSync(kept)) {
    const { code } = require('@swc/core').transformSync(source, {
      filename,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
      sourceMaps: false,
      swcrc: false,
    });
    const draft = `${kept}.${process.pid}`;
    writeFileSync(draft, code);
    renameSync(draft, kept);
  }
  module._compile(readFileSync(kept, 'utf8'), filename);
};
