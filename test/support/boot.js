/** `node boot.js out.cjs`: begins a process from what `bundle.js` made, without compiling it again. */
const { readFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');

/** Runs a file's text as `require` would. @returns the script, compiled. */
function load(text, filename, cachedData) {
  const script = new Script(wrap(text), { filename, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, dirname(filename));
  return script;
}

if (require.main === module) {
  const [, , file] = process.argv;
  load(readFileSync(file, 'utf8'), file, readFileSync(`${file}.v8`));
}

module.exports = { load };
