import type { CDPSession, Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { signIn } from '../pages/site.js';
import { LINES } from './lines.js';

/** What loading one page with nothing in the cache came to, in milliseconds from the start of the navigation. */
interface Load {
  /** The first paint with content. */
  painted: number;
  /** The largest element is there. */
  largest: number;
  /** The last of the islands has been taken over: all forms are alive. */
  alive: number;
  /** The longest time that the page did not react, compiling included. */
  longestTask: number;
}

declare global {
  interface Window {
    load: Load;
  }
}

const PAGES = ['/', '/signup', '/profile'] as const;
const ROUNDS = 5;
/** How long after everything is alive a late paint or task still counts. */
const SETTLE_MILLISECONDS = 500;

test('first loads', async ({ page, context, app }) => {
  test.setTimeout(900_000);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  await page.addInitScript(watch);
  console.log('| line | page | painted (goal) | largest | alive (goal) | longest task |');
  console.log('|---|---|---|---|---|---|');
  for (const path of PAGES) {
    if (path === '/profile') await signIn(page, await app.pool.addPerson(COMPLETE), path);
    for (const line of LINES) {
      await devtools.send('Network.emulateNetworkConditions', line.network);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: line.slowdown });
      const loads: Load[] = [];
      for (let round = 0; round < ROUNDS; round++) loads.push(await load(page, devtools, path));
      const of = (figure: keyof Load) => Math.round(loads.map((one) => one[figure]).sort((a, b) => a - b)[ROUNDS >> 1]!);
      const goal = (milliseconds?: number) => (milliseconds ? ` (${milliseconds})` : '');
      console.log(
        `| ${line.name} | ${path} | ${of('painted')} ms${goal(line.painted)} | ${of('largest')} ms | ` +
          `${of('alive')} ms${goal(line.alive)} | ${of('longestTask')} ms |`,
      );
      for (const one of loads) expect(one.alive).toBeGreaterThan(0);
    }
    await devtools.send('Network.emulateNetworkConditions', LINES[0].network);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  }
});

/** One load of a page, with nothing in the cache. */
async function load(page: Page, devtools: CDPSession, path: string): Promise<Load> {
  await devtools.send('Network.clearBrowserCache');
  await page.goto(path, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.load?.alive, undefined, { timeout: 60_000 });
  await page.waitForTimeout(SETTLE_MILLISECONDS);
  return page.evaluate(() => window.load);
}

/** In the page, before anything of it: notes when what happens. */
function watch(): void {
  const load = { painted: 0, largest: 0, alive: 0, longestTask: 0 };
  window.load = load;
  const observe = (type: string, note: (entry: PerformanceEntry) => void) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  observe('paint', (entry) => {
    if (entry.name === 'first-contentful-paint') load.painted = entry.startTime;
  });
  observe('largest-contentful-paint', (entry) => void (load.largest = entry.startTime));
  observe('longtask', (entry) => void (load.longestTask = Math.max(load.longestTask, entry.duration)));
  const look = () => {
    // The choice of appearance is the last island of each page, and hidden until it is alive.
    const last = document.querySelector('footer.site leptos-island select');
    if (last?.checkVisibility()) load.alive = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}
