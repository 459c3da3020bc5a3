/** Races, simulations and fault runs at full size: minutes each, so they run in CI (`npm run test:long`) and not in `npm test`. */
module.exports = {
  ...require('./jest.config'),
  testMatch: ['<rootDir>/{bot,dialogs,knowledge,adapters,console,test}/**/*.long.ts'],
  testTimeout: 1_200_000,
  maxWorkers: 1,
};
