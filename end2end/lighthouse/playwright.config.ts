import base from '../playwright.config.js';

/** The browser of the journeys, alone on the machine as far as that is up to us. */
export default {
  ...base,
  testDir: '.',
  testMatch: '*.spec.ts',
  fullyParallel: false,
  workers: 1,
  reporter: 'list',
  outputDir: '../test-results',
  projects: [{ name: 'wasm' }],
};
