import { COMPLETE, expect, expectAccessible, screenshot, test } from '../fixtures/test.js';
import { totpCode } from '../fixtures/totp.js';
import { Account } from '../pages/account.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, open, ready, signIn } from '../pages/site.js';

const NEXT_PASSWORD = 'Another-horse-10';

test('a password is changed, and the new one signs in', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/account');
  const account = new Account(page);
  await expectAccessible(page);
  await account.changePassword('Wrong-horse-9', NEXT_PASSWORD);
  await account.expectComplaint('Current password');
  await expect(page.getByRole('alert')).toBeFocused();
  await expectAccessible(page);
  await screenshot(page, 'account-input-error');
  await account.changePassword(person.password, 'weak');
  await account.expectComplaint('New password');
  await expect(account.rules.locator('li.met')).toHaveText(['a lowercase letter, a to z']);
  await expect(account.rules.locator('li.missing')).toHaveCount(4);
  await expect(account.rules.getByText('a digit (missing)')).toBeVisible();
  await expectAccessible(page);
  await screenshot(page, 'account-weak-password');

  await account.changePassword(person.password, NEXT_PASSWORD);
  await expect(account.status).toContainText('Your password is changed.');
  await expect(page.getByLabel('Current password')).toHaveValue('');
  await expectAccessible(page);

  await context.clearCookies();
  await signIn(page, { ...person, password: NEXT_PASSWORD }, '/account');
  await expectHeading(page, 'Your account');
});

test('an authenticator app is set up, asked for at sign-in, and turned off', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/account');
  const account = new Account(page);
  await expect(page.getByText('Off – only your password')).toBeVisible();
  await account.setUp.click();
  await expect(account.setup).toBeFocused();
  await expect(account.picture).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
  await screenshot(page, 'account-app');
  const key = await account.key();
  await account.code.fill('000000');
  await account.turnOn.click();
  await account.expectComplaint('Code from your app');
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(page.getByRole('alert')).toBeInViewport({ ratio: 1 });
  await expect(account.picture).toBeVisible();
  expect(await account.key()).toBe(key);
  await account.code.fill(totpCode(key));
  await account.turnOn.click();
  await expect(account.status).toContainText('Your authenticator app is on.');
  await expect(account.status).toBeFocused();
  await expect(account.status).toBeInViewport({ ratio: 1 });
  await expect(account.picture).toBeHidden();
  await expectAccessible(page);

  await context.clearCookies();
  await page.goto('/login?return_to=/account');
  await new HostedUi(page).signIn(person);
  // Each code works once: this is the next one.
  await page.getByLabel('Code of your authenticator app').fill(totpCode(key, Date.now() + 30_000));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectHeading(page, 'Your account');
  await ready(page);
  await account.turnOff.click();
  await expect(account.status).toContainText('We no longer ask for a code.');
  await expect(page.getByText('Off – only your password')).toBeVisible();
});

test('a set-up that is left half done is said and can be given up', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/account');
  const account = new Account(page);
  await account.setUp.click();
  await expect(account.picture).toBeVisible();
  // To this session the key stays; in another one there is none.
  await open(page, '/account');
  await expect(account.picture).toBeVisible();
  await context.clearCookies();
  await signIn(page, person, '/account');
  await expect(page.getByText("Setup isn't finished.")).toBeVisible();
  await expect(account.picture).toBeHidden();
  await expectAccessible(page);
  await screenshot(page, 'account-half-done');
  await account.giveUp.click();
  await expect(page.getByText('Off – only your password')).toBeVisible();
});

test('set-up on the phone itself needs no camera', async ({ page, context, app }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/account');
  const account = new Account(page);
  await account.setUp.click();
  await expect(account.setup).toBeFocused();
  await expect(account.picture).toBeInViewport({ ratio: 1 });
  const key = (await account.key()).replaceAll(' ', '');
  const link = await page.getByRole('link', { name: 'Open the app' }).getAttribute('href');
  expect(link).toBe(`otpauth://totp/leptos-cognito:${person.email}?secret=${key}&issuer=leptos-cognito`);
  const copy = page.getByRole('button', { name: 'Copy the key' });
  if (test.info().project.name !== 'wasm') return expect(copy).toBeHidden();
  await ready(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await copy.click();
  await expect(page.getByText('Copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  await expectAccessible(page);
});

test('current password can be made visible', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/account');
  const password = page.getByLabel('Current password');
  await expect(password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).first().click();
  await expect(password).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(password).toHaveAttribute('type', 'password');
});

test('the key of an app is neither stored in the browser nor logged', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/account');
  const account = new Account(page);
  await account.setUp.click();
  const key = (await account.key()).replaceAll(' ', '');
  expect(key.length).toBeGreaterThanOrEqual(16);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain(key);
  expect(app.log).not.toContain(key);
});

test('an account is deleted after its name was typed, and nothing signs in again', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/account');
  const account = new Account(page);
  await account.delete('somebody@example.com');
  await account.expectComplaint('Account name', /^To confirm, type/);
  await ready(page);
  await account.delete(person.email);
  await expectHeading(page, 'Your account is deleted');
  await expectAccessible(page);
  await screenshot(page, 'account-deleted');
  await open(page, '/logged_out');
  await expectHeading(page, 'You are signed out');

  await page.goto('/login?return_to=/account');
  const pool = new HostedUi(page);
  await pool.expectToAskForPassword();
  await pool.signIn(person);
  await expect(page.getByText('Incorrect username or password.')).toBeVisible();
});

test('proving again who one is asks for the password and leads back', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/account');
  // `auth_time` counts whole seconds; nobody types a password twice within one.
  await app.pool.pass(1);
  await page.goto('/login?return_to=/account&fresh=true');
  const pool = new HostedUi(page);
  await pool.expectToAskForPassword();
  await pool.signIn(person);
  await expectHeading(page, 'Your account');
});

test('a pool that does not ask again is said, and nothing goes round in circles', async ({ page, app, troubles }) => {
  troubles.expect(/status of 403/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/account');
  // A pool without managed login does not heed `prompt`.
  const away = await page.request.get('/login?return_to=/account&fresh=true', { maxRedirects: 0 });
  const authorize = new URL(away.headers()['location']!);
  expect(authorize.searchParams.get('prompt')).toBe('login');
  authorize.searchParams.delete('prompt');
  await page.goto(authorize.href);
  await expectHeading(page, "We couldn't confirm it's you");
  await expectAccessible(page);
  await screenshot(page, 'account-not-asked');
  await open(page, '/account');
  await expectHeading(page, 'Your account');
});
