const { availableParallelism } = require('node:os');

/** One suite, three projects of speed: everything is real (SQLite, PostgreSQL, Redis, Chromium) where it is installed. */
module.exports = {
  rootDir: __dirname,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{bot,dialogs,knowledge,adapters,console,test}/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/console/web/'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: {
    '^.+\\.(ts|tsx|js|mjs)$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript', tsx: false }, target: 'es2022' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  // These packages ship ES modules only; jest reads CommonJS.
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|pdfjs-dist|openid-client|fhir-kit-client|oauth4webapi|uuid|otplib|@otplib|@scure|@noble)/)',
  ],
  // It names only an entry for `import`, and jest resolves as `require` does.
  moduleNameMapper: { '^fhir-kit-client$': '<rootDir>/node_modules/fhir-kit-client/dist/index.js' },
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/setup.ts'],
  testTimeout: 120000,
  // One more than there are cores: files wait for browsers, timeouts and databases about a fifth of their time.
  maxWorkers: availableParallelism() + 1,
};
