import type { BrowserContext, Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { chooseInMenu, expectHeading, expectPath, nextStep, open, ready, signIn } from '../pages/site.js';

/** The browser forgets the app's session, as when it is too old; the pool's own goes on. */
async function loseSession(context: BrowserContext): Promise<void> {
  await context.clearCookies({ name: /^lc-session-/ });
}

/** The server ends the session, and the browser does not know. */
async function endSession(context: BrowserContext, url: string): Promise<void> {
  const before = await context.cookies(url);
  const tab = await context.newPage();
  await open(tab, '/logout');
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(tab, 'You are signed out');
  await tab.close();
  await context.addCookies(before.filter(({ name }) => name.startsWith('lc-session-')));
}

test('a draft survives the end of the session', { tag: '@wasm' }, async ({ page, context, app, troubles }) => {
  troubles.expect(/status of 401/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await loseSession(context);
  await form.saveChanges();
  await expect(form.status).toContainText('Your changes are not saved.');
  await form.status.getByRole('link', { name: 'Sign in' }).click();

  await expectHeading(page, 'Your profile');
  await ready(page);
  await expect(form.jobTitle).toHaveValue('Gardener');
  await page.getByRole('button', { name: 'Restore them' }).click();
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await form.saveChanges();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();

  await open(page, '/profile');
  await expect(page.getByText('You have unsaved changes from before')).toBeHidden();
  await expect(form.jobTitle).toHaveValue('Head gardener');
});

test('signing out leaves no draft behind', { tag: '@wasm' }, async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/profile');
  await new AttributeForm(page).jobTitle.fill('Head gardener');
  await open(page, '/logout');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(page, 'You are signed out');
  await ready(page);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});

test('protected page leads through sign-in and back', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await page.goto('/profile?tab=2');
  await new HostedUi(page).signIn(person);
  await expectHeading(page, 'Your profile');

  // The pool still knows the person and does not ask again.
  await loseSession(context);
  await open(page, '/profile?tab=2');
  await expectPath(page, '/profile?tab=2');
  await expectHeading(page, 'Your profile');
});

/** A tab that does not hear the others, as one that the browser has put to sleep: its form comes too late. */
async function makeDeaf(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'BroadcastChannel'));
}

test('form without a session leads through sign-in', async ({ page, context, app, troubles }) => {
  troubles.expect(/status of 401/);
  await makeDeaf(page);
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/profile');
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await endSession(context, app.url);
  await form.saveChanges();
  await expect(page.getByText('Your session has ended, and nothing was changed.')).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();

  await new HostedUi(page).signIn(person);
  await expectHeading(page, 'Your profile');
  await expectPath(page, '/profile');
  await expect(form.jobTitle).toHaveValue('Gardener');
});

test('failing pool costs neither session nor typed values', async ({ page, app, troubles }) => {
  troubles.expect(/status of 503/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await app.pool.misbehave('500');
  await form.saveChanges();
  await expect(form.status).toContainText('Your changes are not saved.');
  await expect(form.jobTitle).toHaveValue('Head gardener');

  await app.pool.behave();
  await form.saveChanges();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
});

test('sign-in works after a pool failure', async ({ page, app, troubles }) => {
  troubles.expect(/status of 503/);
  const person = await app.pool.addPerson(COMPLETE);
  await app.pool.misbehave('500');
  await signIn(page, person);
  await expectHeading(page, "The sign-in service can't be reached");
  await app.pool.behave();
  await nextStep(page, 'Try again').click();
  await expectHeading(page, `Hello, ${person.name}`);
});

test('form of another session saves nothing', async ({ page, context, app, troubles }) => {
  troubles.expect(/status of (401|403)/);
  await makeDeaf(page);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Impostor');

  const tab = await context.newPage();
  await open(tab, '/logout');
  await tab.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(tab, 'You are signed out');
  await signIn(tab, await app.pool.addPerson(COMPLETE), '/profile');

  await form.saveChanges();
  await expect(page.getByText('nothing was changed').or(page.getByText('Nothing was changed'))).toBeVisible();
  await open(tab, '/profile');
  await expect(new AttributeForm(tab).jobTitle).toHaveValue('Gardener');
});

test('page with a half-filled form can be left', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/');
  await ready(page);
  await chooseInMenu(page, 'Profile');
  // The browser tells a field that goes away in the middle that it has changed.
  await new AttributeForm(page).jobTitle.fill('x');
  await page.goBack();
  await expectPath(page, '/');
  await chooseInMenu(page, 'Profile');
  await expectHeading(page, 'Your profile');
});
