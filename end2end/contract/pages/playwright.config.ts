import base from '../../playwright.config.js';

/** The pool's pages in the browser of the journeys, one test after the other: they share a pool and its clock. */
export default {
  ...base,
  testDir: '.',
  fullyParallel: false,
  workers: 1,
  reporter: 'list',
  outputDir: '../../test-results',
  projects: [{ name: 'chromium' }],
};
