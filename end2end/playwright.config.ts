import { defineConfig, devices } from '@playwright/test';
import { findChromium } from './chromium.mjs';

const found = findChromium();
const isRoot = process.getuid?.() === 0;

// A browser of this machine is started without what it would do for its owner; Playwright's own needs no such words.
const launchOptions =
  found && !found.isPlaywrights
    ? {
        executablePath: found.path,
        chromiumSandbox: !isRoot,
        args: [
          '--disable-quic',
          '--no-first-run',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
        ],
      }
    : {};

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  // Other builds may run beside it; what comes too late for a person is measured elsewhere.
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // What WebAssembly alone has is not there without it.
  snapshotPathTemplate: '{testDir}/{testFileName}-snapshots/{projectName}/{arg}{ext}',
  reporter: [['list'], ['./closing-line.ts']],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    // A trace takes a fifth of the processor time of all tests, so it is made when asked for: TRACE=1.
    trace: process.env.TRACE ? 'retain-on-failure' : 'off',
    screenshot: 'only-on-failure',
    launchOptions,
  },
  projects: [
    // With WebAssembly a tab hears of it before its next click.
    { name: 'wasm', grepInvert: /@no-javascript/ },
    // What only WebAssembly does (drafts, help while typing) has no counterpart here.
    { name: 'no-javascript', use: { javaScriptEnabled: false }, grepInvert: /@wasm/ },
  ],
});
