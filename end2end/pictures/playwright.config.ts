import base from '../playwright.config.js';

/** The browser of the journeys, with pages as sharp as on a telephone. */
export default {
  ...base,
  testDir: '.',
  testMatch: '*.spec.ts',
  workers: 1,
  reporter: 'list',
  outputDir: '../test-results',
  projects: [{ name: 'wasm' }],
};
