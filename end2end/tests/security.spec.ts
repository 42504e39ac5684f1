import { COMPLETE, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { totpCode } from '../fixtures/totp.js';
import { Security } from '../pages/security.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, open, ready, signIn } from '../pages/site.js';

const NEXT_PASSWORD = 'Another-horse-10';

test('changed password signs in', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  const security = new Security(page);
  await expectAccessible(page);
  await expectReflow(page, 'security');
  await security.openPassword();
  await expectAccessible(page);
  await expectReflow(page, 'security-password');
  await security.changePassword('Wrong-horse-9', NEXT_PASSWORD);
  await security.expectComplaint('Current password');
  await expect(page.getByRole('alert')).toBeFocused();
  await expectAccessible(page);
  await expectReflow(page, 'security-input-error');
  await security.changePassword(person.password, 'weak');
  await security.expectComplaint('New password');
  await expect(security.rules.locator('li.met')).toHaveText(['a lowercase letter, a to z']);
  await expect(security.rules.locator('li.missing')).toHaveCount(4);
  await expect(security.rules.getByText('a digit (not yet)')).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page, 'security-weak-password');

  await security.changePassword(person.password, NEXT_PASSWORD);
  await expect(security.status).toContainText('Your password is changed.');
  await expect(page.getByLabel('Current password')).toHaveValue('');
  await expectAccessible(page);

  await context.clearCookies();
  await signIn(page, { ...person, password: NEXT_PASSWORD }, '/security');
  await expectHeading(page, 'Security');
});

test('authenticator app is set up, used, turned off', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  const security = new Security(page);
  await expect(page.getByText('Off – only your password')).toBeVisible();
  await security.setUp.click();
  await expect(security.setup).toBeFocused();
  await expect(security.picture).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);
  await expectReflow(page, 'security-app');
  const key = await security.key();
  // The picture fills a telephone.
  await page.setViewportSize({ width: 390, height: 844 });
  await security.prove('000000');
  await security.expectCodeRefused();
  await expect(security.picture).toBeVisible();
  expect(await security.key()).toBe(key);
  await security.prove(totpCode(key));
  await expect(security.status).toContainText('Your authenticator app is on.');
  await expect(security.status).toBeFocused();
  await expect(security.status).toBeInViewport({ ratio: 1 });
  await expect(security.picture).toBeHidden();
  await expectAccessible(page);
  await expectReflow(page, 'security-app-on');

  await context.clearCookies();
  await page.goto('/login?return_to=/security');
  await new HostedUi(page).signIn(person);
  // Each code works once: this is the next one.
  await page.getByLabel('Code of your authenticator app').fill(totpCode(key, Date.now() + 30_000));
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectHeading(page, 'Security');
  await ready(page);
  await security.turnOff.click();
  await expect(security.status).toContainText('We no longer ask for a code.');
  await open(page, '/security');
  await expect(page.getByText('Off – only your password')).toBeVisible();
});

test('form on its way says so', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  let answer = () => {};
  const looked = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/change_password', async (route) => {
    await looked;
    await route.continue();
  });
  const security = new Security(page);
  await security.changePassword('Wrong-horse-9', NEXT_PASSWORD);
  await expect(page.getByText('Sending…').first()).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page, 'security-sending');
  answer();
  await security.expectComplaint('Current password');
});

test('unfinished MFA set-up can be given up', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  const security = new Security(page);
  await security.setUp.click();
  await expect(security.picture).toBeVisible();
  // To this session the key stays; in another one there is none.
  await open(page, '/security');
  await expect(security.picture).toBeVisible();
  await context.clearCookies();
  await signIn(page, person, '/security');
  await expect(page.getByText("Setup isn't finished.")).toBeVisible();
  await expect(security.picture).toBeHidden();
  await expectAccessible(page);
  await expectReflow(page, 'security-half-done');
  await security.giveUp.click();
  await expect(security.status).toContainText('Only your password is required.');
});

test('set-up on the phone itself needs no camera', async ({ page, context, app }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  const security = new Security(page);
  await security.setUp.click();
  await expect(security.setup).toBeFocused();
  await expect(security.picture).toBeInViewport({ ratio: 1 });
  const key = (await security.key()).replaceAll(' ', '');
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
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  await new Security(page).openPassword();
  const password = page.getByLabel('Current password');
  await expect(password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).first().click();
  await expect(password).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(password).toHaveAttribute('type', 'password');
});

test('TOTP key is neither stored nor logged', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  const security = new Security(page);
  await security.setUp.click();
  const key = (await security.key()).replaceAll(' ', '');
  expect(key.length).toBeGreaterThanOrEqual(16);
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain(key);
  expect(app.log).not.toContain(key);
});

test('re-authentication asks for the password, leads back', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  // `auth_time` counts whole seconds; nobody types a password twice within one.
  await app.pool.pass(1);
  await page.goto('/login?return_to=/security&fresh=true');
  const pool = new HostedUi(page);
  await pool.expectToAskForPassword();
  await pool.signIn(person);
  await expectHeading(page, 'Security');
});

test('pool ignoring prompt=login causes no redirect loop', async ({ page, app, troubles }) => {
  troubles.expect(/status of 403/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  // A pool without managed login does not heed `prompt`.
  const away = await page.request.get('/login?return_to=/security&fresh=true', { maxRedirects: 0 });
  const authorize = new URL(away.headers()['location']!);
  expect(authorize.searchParams.get('prompt')).toBe('login');
  authorize.searchParams.delete('prompt');
  await page.goto(authorize.href);
  await expectHeading(page, "We couldn't confirm it's you");
  await expectAccessible(page);
  await expectReflow(page, 'security-not-asked');
  await open(page, '/security');
  await expectHeading(page, 'Security');
});
