import type { CDPSession, Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { expectHeading, signIn } from '../pages/site.js';
import { LOOPBACK, SLOW_4G } from './lines.js';

/** What one click came to. */
interface Click {
  /** From the click to the first frame with the new page's heading, in milliseconds. */
  painted: number;
  /** Layout shifts, also those right after the click, which the metric of the browsers leaves out. */
  shift: number;
}

declare global {
  interface Window {
    bench: { heading: string; done?: (click: Click) => void };
  }
}

/** The links beside each page of an account, and where they lead. */
const WALK = [
  ['Security', 'Security'],
  ['Sessions', 'Active sessions'],
  ['Data & privacy', 'Data & privacy'],
  ['Profile', 'Your profile'],
] as const;
const ROUNDS = 6;

/** How people come to a click, in milliseconds. It is counted from when the button is released; a page is asked for before. */
interface Approach {
  hover: number;
  press: number;
}

/** As no person can: moved, pressed and released at once. */
const AT_ONCE: Approach = { hover: 0, press: 0 };
/** A short press, as on a touch pad or a screen. */
const PRESSED: Approach = { hover: 0, press: 70 };
const HOVERED: Approach = { hover: 150, press: 0 };

const LINES = [
  { name: 'loopback', network: LOOPBACK, slowdown: 1, approach: AT_ONCE, goal: 100 },
  { name: 'Slow 4G, 4x slower CPU', network: SLOW_4G, slowdown: 4, approach: AT_ONCE, goal: 300 },
  { name: 'the same, pressed for 70 ms', network: SLOW_4G, slowdown: 4, approach: PRESSED, goal: 300 },
  { name: 'the same after 150 ms on the link', network: SLOW_4G, slowdown: 4, approach: HOVERED, goal: 300 },
];

test('clicks', async ({ page, context, app }) => {
  test.setTimeout(600_000);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  const received = countBytes(devtools);
  await page.evaluate(watch);
  console.log('| line | page | click to painted, median (worst) | goal | kB, worst (goal 8) | layout shift (goal 0) |');
  console.log('|---|---|---|---|---|---|');
  for (const { name, network, slowdown, approach, goal } of LINES) {
    await devtools.send('Network.emulateNetworkConditions', network);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await walk(page, received, approach);
    const found = new Map<string, (Click & { bytes: number })[]>(WALK.map(([, heading]) => [heading, []]));
    for (let round = 0; round < ROUNDS; round++) {
      for (const [heading, click] of await walk(page, received, approach)) found.get(heading)!.push(click);
    }
    for (const [heading, clicks] of found) {
      const painted = clicks.map((click) => click.painted).sort((a, b) => a - b);
      const kilobytes = Math.max(...clicks.map((click) => click.bytes)) / 1000;
      const shift = Math.max(...clicks.map((click) => click.shift));
      const times = `${median(painted).toFixed(0)} ms (${painted.at(-1)!.toFixed(0)} ms)`;
      console.log(`| ${name} | ${heading} | ${times} | ${goal} ms | ${kilobytes.toFixed(1)} | ${shift.toFixed(3)} |`);
    }
  }
  expect(await page.evaluate(() => window.bench !== undefined), 'one document all along').toBe(true);
});

/** Once through all pages. */
async function walk(
  page: Page,
  received: () => number,
  { hover, press }: Approach,
): Promise<[string, Click & { bytes: number }][]> {
  const clicks: [string, Click & { bytes: number }][] = [];
  for (const [label, heading] of WALK) {
    received();
    const done = page.evaluate(
      (expected) => new Promise<Click>((done) => (window.bench = { heading: expected, done })),
      heading,
    );
    const link = page.getByRole('main').getByRole('navigation').getByRole('link', { name: label, exact: true });
    if (hover) {
      await link.hover();
      await page.waitForTimeout(hover);
    }
    await link.click({ delay: press });
    const click = await done;
    await expectHeading(page, heading);
    // What is still on its way belongs to this click.
    await page.waitForTimeout(300);
    clicks.push([heading, { ...click, bytes: received() }]);
  }
  return clicks;
}

/** Bytes that came over the line, headers included, since it was last asked. */
function countBytes(devtools: CDPSession): () => number {
  let bytes = 0;
  devtools.on('Network.loadingFinished', (event) => void (bytes += event.encodedDataLength));
  return () => {
    const count = bytes;
    bytes = 0;
    return count;
  };
}

/** In the page: tells of each click when the page it leads to has been painted. */
function watch(): void {
  let clicked = 0;
  let shift = 0;
  addEventListener('click', (event) => void ((clicked = event.timeStamp), (shift = 0)), true);
  const onShift = (list: PerformanceObserverEntryList) => {
    for (const entry of list.getEntries()) shift += (entry as PerformanceEntry & { value: number }).value;
  };
  new PerformanceObserver(onShift).observe({ type: 'layout-shift' });
  const onChange = () => {
    const { heading, done } = window.bench ?? {};
    if (!done || document.querySelector('h1')?.textContent !== heading) return;
    window.bench.done = undefined;
    // The next frame is the first to show it; what is posted within it runs once it is painted.
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => {
        const painted = performance.now() - clicked;
        setTimeout(() => done({ painted, shift }), 250);
      };
      channel.port2.postMessage(undefined);
    });
  };
  new MutationObserver(onChange).observe(document.documentElement, { childList: true, subtree: true });
}

function median(sorted: number[]): number {
  return sorted[Math.floor(sorted.length / 2)]!;
}
