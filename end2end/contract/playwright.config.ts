import base from '../playwright.config.js';

/** The browser of the journeys, one test after the other: they share a pool and its clock. */
export default {
  ...base,
  testDir: '.',
  testMatch: '*/*.spec.ts',
  fullyParallel: false,
  workers: 1,
  expect: { timeout: 15_000 },
  reporter: 'list',
  outputDir: '../test-results',
  projects: [{ name: 'chromium' }],
};
