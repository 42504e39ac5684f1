import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, test as base, type BrowserContext } from '@playwright/test';
import lighthouse from 'lighthouse';
import { App } from '../fixtures/app.js';
import { COMPLETE } from '../fixtures/pool.js';
import { signIn } from '../pages/site.js';

// Lighthouse as it comes: a phone on a slow line, with the scores that its report shows.

const GOALS = { performance: 98, accessibility: 100, 'best-practices': 100 };
type Category = keyof typeof GOALS;
const CATEGORIES = Object.keys(GOALS) as Category[];
/** The middle one counts: other programs run on this machine, too. */
const ROUNDS = 3;

interface Fixtures {
  app: App;
  /** A browser that Lighthouse can reach, and where. */
  browserAt: { context: BrowserContext; port: number };
}

const test = base.extend<object, Fixtures>({
  app: [
    async ({}, use) => {
      const app = await App.start();
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
  browserAt: [
    async ({ app, launchOptions }, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'leptos-cognito-lighthouse-'));
      const args = [...(launchOptions.args ?? []), '--remote-debugging-port=0'];
      const context = await chromium.launchPersistentContext(folder, { ...launchOptions, args, baseURL: app.url });
      const port = Number(readFileSync(join(folder, 'DevToolsActivePort'), 'utf8').split('\n')[0]);
      await use({ context, port });
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
});

/** The scores of a page, and what keeps them from 100. */
async function look(url: string, port: number): Promise<Record<Category, number>> {
  const rounds: Record<Category, number>[] = [];
  const findings = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    // Who is signed in stays so.
    const result = await lighthouse(url, { port, disableStorageReset: true, onlyCategories: CATEGORIES, logLevel: 'error' });
    const { categories, audits, finalDisplayedUrl } = result!.lhr;
    expect(finalDisplayedUrl, 'the page itself').toBe(url);
    rounds.push(score((category) => Math.round((categories[category]!.score ?? 0) * 100)));
    for (const { auditRefs } of Object.values(categories)) {
      for (const { id, weight } of auditRefs) {
        const audit = audits[id]!;
        if (weight > 0 && audit.score !== null && audit.score < 0.9) findings.add(`${id} ${audit.displayValue ?? ''}`.trim());
      }
    }
  }
  if (findings.size > 0) console.log(`  ${url}: ${[...findings].join(', ')}`);
  return score((category) => rounds.map((round) => round[category]).sort((a, b) => a - b)[(ROUNDS - 1) / 2]!);
}

function score(of: (category: Category) => number): Record<Category, number> {
  return Object.fromEntries(CATEGORIES.map((category) => [category, of(category)])) as Record<Category, number>;
}

test('scores of Lighthouse', async ({ app, browserAt: { context, port } }) => {
  test.setTimeout(1_800_000);
  const scores = new Map<string, Record<Category, number>>();
  const visit = async (path: string) => scores.set(path, await look(`${app.url}${path}`, port));
  for (const path of ['/', '/signup']) await visit(path);
  for (const [path, attributes] of [['/welcome', {}], ['/profile', COMPLETE]] as const) {
    await context.clearCookies();
    const page = await context.newPage();
    await signIn(page, await app.pool.addPerson(attributes), path);
    await page.close();
    await visit(path);
  }
  console.log(`| page | ${CATEGORIES.map((category) => `${category} (goal ${GOALS[category]})`).join(' | ')} |`);
  console.log(`|---|${CATEGORIES.map(() => '---|').join('')}`);
  for (const [path, found] of scores) console.log(`| \`${path}\` | ${CATEGORIES.map((category) => found[category]).join(' | ')} |`);
  for (const [path, found] of scores) {
    for (const category of CATEGORIES) expect.soft(found[category], `${category} of ${path}`).toBeGreaterThanOrEqual(GOALS[category]);
  }
});
