import { devices, type Browser, type Page } from '@playwright/test';
import { COMPLETE, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import type { Person } from '../fixtures/pool.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { chooseInMenu, expectHeading, expectPath, open, ready, signIn } from '../pages/site.js';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** The same person in another browser, which calls itself Firefox on Windows unless it is said. */
async function elsewhere(browser: Browser, url: string, person: Person, userAgent = FIREFOX) {
  const { javaScriptEnabled } = test.info().project.use;
  const context = await browser.newContext({
    baseURL: url,
    javaScriptEnabled,
    userAgent,
  });
  const page = await context.newPage();
  await page.goto('/login?return_to=/profile');
  await new HostedUi(page).signIn(person);
  await expectHeading(page, 'Your profile');
  return { context, page };
}

/** A card for each session. */
const cards = (page: Page) => page.locator('li.card');

test('sessions page ends the session of another browser', async ({ page, browser, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person);
  const other = await elsewhere(browser, app.url, person);
  await open(page, '/profile');
  await chooseInMenu(page, 'Sessions');
  await expectHeading(page, 'Active sessions');
  await expect(cards(page)).toHaveCount(2);
  await expect(cards(page).first()).toContainText('this browser');
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Sign out of Firefox on Windows' }).click();
  await expect(page.getByText('One session was signed out.')).toBeVisible();
  await expect(page.getByText("You're not signed in anywhere else.")).toBeVisible();
  await other.page.goto('/profile');
  await expect(other.page).not.toHaveURL(/\/profile/);
  await other.context.close();
});

test('sessions page shows phones beside computers', async ({ page, browser, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person);
  const others = [
    await elsewhere(browser, app.url, person, devices['iPhone 15'].userAgent),
    await elsewhere(browser, app.url, person, devices['Pixel 7'].userAgent),
  ];
  await open(page, '/sessions');
  await expect(cards(page).getByRole('heading')).toHaveText([/this browser/, 'Chrome on Android', 'Safari on iPhone']);
  await expectAccessible(page);
  await expectReflow(page, 'sessions-several');
  await page.getByRole('button', { name: 'Sign out of Chrome on Android' }).click();
  await expect(page.getByText('One session was signed out.')).toBeVisible();
  await ready(page);
  await expectAccessible(page);
  await expectReflow(page, 'sessions-one-ended');
  for (const other of others) await other.context.close();
});

test('slow second press ends no other session', async ({ page, browser, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person);
  const others = [await elsewhere(browser, app.url, person), await elsewhere(browser, app.url, person)];
  await open(page, '/sessions');
  await page.setViewportSize({ width: 1280, height: 1200 });
  const buttons = page.getByRole('button', { name: 'Sign out of Firefox on Windows' });
  await expect(buttons).toHaveCount(2);
  const { x, y, width, height } = (await buttons.first().boundingBox())!;
  const press = () => page.mouse.click(x + width / 2, y + height / 2);
  await press();
  await expect(page.getByText('One session was signed out.')).toBeVisible();
  await ready(page);
  await expect(cards(page)).toHaveCount(3);
  await press();
  await open(page, '/sessions');
  await expect(cards(page)).toHaveCount(2);
  await expect(buttons).toHaveCount(1);
  for (const other of others) await other.context.close();
});

test.describe('in another time zone', () => {
  test.use({ timezoneId: 'Asia/Tokyo' });

  test('session times are those of the reader', async ({ page, app }) => {
    await signIn(page, await app.pool.addPerson(COMPLETE));
    await open(page, '/sessions');
    const time = cards(page).locator('time').first();
    await expect(cards(page)).toContainText('just now');
    const at = new Date((await time.getAttribute('datetime'))!);
    if (test.info().project.name !== 'wasm') return expect(time).toHaveText(/ UTC$/);
    await expect(time).toHaveText(/ GMT\+9$/);
    const clock = at.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Tokyo' });
    await expect(time).toContainText(clock);
    await expectReflow(page, 'sessions');
  });
});

test('signing out everywhere ends every browser', async ({ page, browser, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person);
  const other = await elsewhere(browser, app.url, person);
  await open(page, '/sessions');
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expectHeading(page, 'You are signed out');
  await other.page.goto('/');
  await expect(other.page.getByRole('navigation').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await other.context.close();
});

test('sign-out reaches other tabs and their drafts', { tag: '@wasm' }, async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await new AttributeForm(page).jobTitle.fill('Head gardener');
  const tab = await context.newPage();
  await open(tab, '/logout');
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(tab, 'You are signed out');
  await ready(tab);
  await expect(page).toHaveURL(/\/logged_out$/, { timeout: 2_000 });
  await ready(page);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('expired session reaches other tabs, drafts stay', { tag: '@wasm' }, async ({
  page,
  context,
  browser,
  app,
  troubles,
}) => {
  troubles.expect(/status of 401/);
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/profile');
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  const other = await elsewhere(browser, app.url, person);
  await other.page.goto('/sessions');
  await other.page.getByRole('button', { name: 'Sign out of all other sessions' }).click();
  await expect(other.page.getByText('One session was signed out.')).toBeVisible();
  await other.context.close();

  const tab = await context.newPage();
  await open(tab, '/failed?kind=SignedOut');
  await expect(page).toHaveURL(/\/failed/, { timeout: 2_000 });
  await expectHeading(page, 'You are signed out');
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  // Ended from elsewhere: the pool knows this browser and asks all the same.
  await new HostedUi(page).signIn(person);
  await expectHeading(page, 'Your profile');
  await ready(page);
  await page.getByRole('button', { name: 'Restore them' }).click();
  await expect(form.jobTitle).toHaveValue('Head gardener');
});

test('saved values are shown in other tabs', { tag: '@wasm' }, async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const tab = await context.newPage();
  await open(tab, '/profile');
  await new AttributeForm(tab).jobTitle.fill('Head gardener');
  await new AttributeForm(tab).saveChanges();
  await expect(tab.getByText('Your changes are saved.')).toBeVisible();
  await expect(new AttributeForm(page).jobTitle).toHaveValue('Head gardener', { timeout: 2_000 });
});

test('plain tab notices sign-out at its next click', { tag: '@no-javascript' }, async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const tab = await context.newPage();
  await open(tab, '/logout');
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(tab, 'You are signed out');
  await page.goto('/profile');
  await expect(page).not.toHaveURL(/\/profile$/);
  await expectPath(tab, '/logged_out');
});
