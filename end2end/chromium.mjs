// Finds the Chromium to test with: the one CHROMIUM names, Playwright's own, or one of this machine's.
// Run by itself it prints which, and fails when there is none.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from '@playwright/test';

// The shell is what Playwright itself takes to run without a window: three fifths of the processor time.
const COMMANDS = ['chromium-headless-shell', 'chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser'];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** @returns {{ path: string, isPlaywrights: boolean } | undefined} */
export function findChromium() {
  if (process.env.CHROMIUM) return { path: process.env.CHROMIUM, isPlaywrights: false };
  const own = chromium.executablePath();
  if (existsSync(own)) return { path: own, isPlaywrights: true };
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  const path = [...onPath, ...APPLICATIONS].find((candidate) => existsSync(candidate));
  return path ? { path, isPlaywrights: false } : undefined;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const found = findChromium();
  if (!found) process.exit(1);
  console.log(found.path);
}
