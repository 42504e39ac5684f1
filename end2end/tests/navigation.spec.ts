import type { CDPSession, Page } from '@playwright/test';
import { COMPLETE, expect, expectAccessible, test } from '../fixtures/test.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { chooseInMenu, expectHeading, expectPath, open, ready, signIn } from '../pages/site.js';

declare global {
  interface Window {
    /** Goes with the document. */
    mark?: string;
  }
}

const mark = (page: Page) => page.evaluate(() => void (window.mark = 'the same document'));
const isMarked = (page: Page) => page.evaluate(() => window.mark !== undefined);

test('links change the page without a load @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await mark(page);
  await chooseInMenu(page, 'Profile');
  await expectHeading(page, 'Your profile');
  await expectPath(page, '/profile');
  await expect(page).toHaveTitle(/^Your profile/);
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await chooseInMenu(page, 'Sign out');
  await expectHeading(page, 'Sign out?');
  await page.goBack();
  await expectHeading(page, 'Your profile');
  await page.goForward();
  await expectHeading(page, 'Sign out?');
  expect(await isMarked(page)).toBe(true);
});

test('islands live after navigation @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await mark(page);
  await chooseInMenu(page, 'Profile');
  await page.getByLabel('Job title').fill('Head gardener');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Your changes are saved.').locator('..')).toBeFocused();
  await expectAccessible(page);
  expect(await isMarked(page)).toBe(true);
});

test('scroll is restored on back @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await mark(page);
  await page.evaluate(() => window.scrollTo(0, 300));
  await page.getByRole('banner').getByRole('link').first().evaluate((link: HTMLElement) => link.click());
  await expectPath(page, '/');
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.goBack();
  await expectHeading(page, 'Your profile');
  await expect.poll(() => page.evaluate(() => window.scrollY)).toBe(300);
  expect(await isMarked(page)).toBe(true);
});

test('forms are posted without loading the document @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await mark(page);
  await page.getByRole('contentinfo').getByRole('button', { name: 'Español' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  expect(await isMarked(page)).toBe(true);
});

test('form pressed repeatedly is sent once @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await open(page, '/logout');
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  let answer = () => {};
  const pressedAgain = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/sign_out', async (route) => {
    await pressedAgain;
    await route.continue();
  });
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click({ force: true });
  await expect(page.getByRole('main').getByText('Sending…')).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Sending…');
  answer();
  await expectHeading(page, 'You are signed out');
  expect(posts).toHaveLength(1);
});

test('network error keeps page and typed values @wasm', async ({ page, app, context, troubles }) => {
  troubles.expect(/ERR_INTERNET_DISCONNECTED/);
  await open(page, '/signup');
  await page.getByLabel(/^Email/).fill('ada@example.com');
  await context.setOffline(true);
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  const notice = page.getByRole('alert');
  await expect(notice).toContainText('connection');
  await expect(notice).toBeFocused();
  await expect(page.getByLabel(/^Email/)).toHaveValue('ada@example.com');
  await context.setOffline(false);
  await notice.getByRole('link', { name: 'Try again' }).click();
  await new HostedUi(page).signIn(await app.pool.addPerson(COMPLETE));
});

test('another build is loaded as a document @wasm', async ({ page, app, troubles }) => {
  troubles.expect(/older\.js/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await mark(page);
  await page.evaluate(() => document.querySelector('link[rel=modulepreload]')!.setAttribute('href', '/pkg/older.js'));
  await chooseInMenu(page, 'Profile');
  await expectHeading(page, 'Your profile');
  await expect.poll(() => isMarked(page)).toBe(false);
});

test('missing page is shown at its address @wasm', async ({ page, troubles }) => {
  troubles.expect(/404/);
  await open(page, '/');
  await mark(page);
  await page.evaluate(() => document.querySelector<HTMLAnchorElement>('header a')!.setAttribute('href', '/no/such/page'));
  await page.getByRole('banner').getByRole('link').first().click();
  await expectPath(page, '/no/such/page');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(await isMarked(page)).toBe(true);
});

test('forward during an unfinished back stays @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await mark(page);
  await chooseInMenu(page, 'Security');
  await expectHeading(page, 'Security');
  await chooseInMenu(page, 'Sessions');
  await expectHeading(page, 'Active sessions');
  await page.route('**/security', async (route) => {
    await new Promise((done) => setTimeout(done, 1000));
    await route.continue().catch(() => {});
  });
  await page.evaluate(() => history.back());
  await expectPath(page, '/security');
  await page.evaluate(() => history.forward());
  await expectPath(page, '/sessions');
  await page.waitForTimeout(1500);
  await expectPath(page, '/sessions');
  await expectHeading(page, 'Active sessions');
  expect(await isMarked(page)).toBe(true);
});

test('language change after a save keeps it @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await page.getByLabel('Job title').fill('Head gardener');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  await page.getByRole('contentinfo').getByRole('button', { name: 'Español' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'es');
  await expect(page.locator('input[name="values[custom:job_title]"]')).toHaveValue('Head gardener');
  await expect(page.getByText('Cambios sin guardar')).toBeHidden();
  await page.locator('input[name="values[custom:job_title]"]').fill('Botanist');
  await page.getByRole('button', { name: 'Guardar cambios' }).click();
  await expect(page.getByRole('main').getByRole('status').filter({ hasText: /guardado/i })).toBeVisible();
});

test('foreign answer is told at the form @wasm', async ({ page, app, troubles }) => {
  troubles.expect(/status of 502/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await open(page, '/logout');
  const body = '<html><body><center>502 Bad Gateway</center></body></html>';
  await page.route('**/api/sign_out', (route) => route.fulfill({ status: 502, contentType: 'text/html', body }));
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('alert')).toContainText('went wrong');
  await page.unroute('**/api/sign_out');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(page, 'You are signed out');
});

/** What the tab holds: listeners, and bytes of the WebAssembly's memory, after the garbage is gone. */
async function held(devtools: CDPSession): Promise<{ listeners: number; bytes: number }> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { jsEventListeners } = await devtools.send('Memory.getDOMCounters');
  const prototype = await devtools.send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
  const { objects } = await devtools.send('Runtime.queryObjects', { prototypeObjectId: prototype.result.objectId! });
  const sum = 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }';
  const bytes = await devtools.send('Runtime.callFunctionOn', {
    objectId: objects.objectId!,
    functionDeclaration: sum,
    returnByValue: true,
  });
  return { listeners: jsEventListeners, bytes: Number(bytes.result.value) };
}

test('200 navigations leave nothing behind @wasm', async ({ page, context, app }) => {
  test.slow();
  await signIn(page, await app.pool.addPerson(COMPLETE), '/sessions');
  await mark(page);
  const devtools = await context.newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  const go = async (path: string, heading: string) => {
    await page.evaluate((to) => {
      const link = document.querySelector<HTMLAnchorElement>('header a')!;
      link.href = to;
      link.click();
    }, path);
    await expectHeading(page, heading);
  };
  const walk = async (rounds: number) => {
    for (let round = 0; round < rounds; round++) {
      await go('/profile', 'Your profile');
      await go('/sessions', 'Active sessions');
    }
  };
  await walk(5);
  const before = await held(devtools);
  await walk(100);
  const after = await held(devtools);
  expect(await isMarked(page)).toBe(true);
  expect(after.bytes - before.bytes).toBeLessThan(2 * 1024 * 1024);
  expect(after.listeners - before.listeners).toBeLessThan(10);
});

test('another build keeps the open draft @wasm', async ({ page, app, troubles }) => {
  troubles.expect(/older\.js/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await page.getByLabel('Job title').fill('Head gardener');
  let loads = 0;
  page.on('domcontentloaded', () => (loads += 1));
  await page.evaluate(() => document.querySelector('link[rel=modulepreload]')!.setAttribute('href', '/pkg/older.js'));
  await chooseInMenu(page, 'Security');
  await expectHeading(page, 'Security');
  await ready(page);
  await chooseInMenu(page, 'Profile');
  await expectHeading(page, 'Your profile');
  await page.getByRole('button', { name: 'Restore' }).click();
  await expect(page.getByLabel('Job title')).toHaveValue('Head gardener');
  expect(loads).toBe(1);
});

test('hovered page is fetched once, ahead @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const asked: string[] = [];
  page.on('request', (request) => request.url().endsWith('/sessions') && asked.push(request.headers()['purpose'] ?? ''));
  const link = page.getByRole('main').getByRole('link', { name: 'Sessions', exact: true });
  const ahead = page.waitForResponse('**/sessions');
  await link.hover();
  expect((await ahead).status()).toBe(200);
  await link.click();
  await expectHeading(page, 'Active sessions');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(asked).toEqual(['prefetch']);
});

test('Save-Data prevents fetching pages ahead @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await page.evaluate(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } }));
  const asked: string[] = [];
  page.on('request', (request) => request.url().endsWith('/sessions') && asked.push(request.headers()['purpose'] ?? ''));
  const link = page.getByRole('main').getByRole('link', { name: 'Sessions', exact: true });
  await link.hover();
  await page.waitForTimeout(300);
  await link.click();
  await expectHeading(page, 'Active sessions');
  expect(asked).toEqual(['']);
});

test('arriving pages follow the wish for reduced motion @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const motion = () => page.getByRole('main').evaluate((content) => getComputedStyle(content).animationName);
  expect(await motion(), 'a page that is loaded').toBe('none');
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await chooseInMenu(page, 'Security');
  await expectHeading(page, 'Security');
  expect(await motion()).toBe('none');
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await chooseInMenu(page, 'Sessions');
  await expectHeading(page, 'Active sessions');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  expect(await motion()).toBe('arrive');
});
