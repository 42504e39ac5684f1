import type { Page } from '@playwright/test';
import { expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { ConfirmForm, SignUpForm } from '../pages/sign-up-form.js';
import { expectHeading, expectPath, nextStep, open, ready } from '../pages/site.js';

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectReflow(page, name);
}

function wrong(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

/** The pool has sent a code other than this one. */
async function nextCode(codeNow: () => Promise<string>, before: string): Promise<string> {
  await expect.poll(codeNow).not.toBe(before);
  return codeNow();
}

test('sign-up form makes an account and signs in', async ({ page, app }) => {
  const person = app.pool.newPerson('Grace Example');
  const form = new SignUpForm(page);
  const confirm = new ConfirmForm(page);
  await open(page, '/');
  await nextStep(page, 'Create account').click();
  await expectHeading(page, 'Create your account');
  await ready(page);
  await look(page, 'sign-up');

  await form.fill(person);
  await form.submit();
  await expectHeading(page, 'Confirm your account');
  await expectPath(page, '/confirm');
  await expect(page.getByText(person.email)).toBeVisible();
  await ready(page);
  await look(page, 'confirm');

  await confirm.confirm(await app.pool.code(person));
  await confirm.expectDone();
  await look(page, 'confirmed');
  // Once more, as from a second tab.
  await open(page, '/confirm');
  await confirm.expectDone();

  await nextStep(page, 'Sign in').click();
  await expect(page.getByLabel('Email address')).toHaveValue(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expectHeading(page, 'Hello, Grace Example');
  await expectPath(page, '/');
});

test('sign-up errors keep what was typed', async ({ page, app, javaScriptEnabled }) => {
  const person = app.pool.newPerson();
  const form = new SignUpForm(page);
  await open(page, '/signup');
  await ready(page);
  await form.fill({ ...person, email: 'ada', password: 'weak' });
  await form.fullName.fill('');
  await form.submit();
  const errors = page.getByRole('alert').getByRole('link');
  await expect(errors).toHaveText([/^Email address: /, /^Full name: /, /^Your password needs: 8 characters or more/]);
  await expect(form.email).toHaveAttribute('aria-invalid', 'true');
  await expect(form.email).toHaveValue('ada');
  await expect(form.attributes.jobTitle).toHaveValue('Gardener');
  // The server sends no password back: only a page that stays in its document still has it.
  await expect(form.password).toHaveValue(javaScriptEnabled ? 'weak' : '');
  await expect(form.rules.locator('li.missing')).toHaveText([/^8 characters or more/, /^an uppercase/, /^a digit/, /^a special/]);
  await expect(page.getByRole('alert')).toBeFocused();
  await look(page, 'sign-up-refused');
  await errors.last().click();
  await expect(form.password).toBeFocused();

  await form.fill(person);
  await form.submit();
  await expectHeading(page, 'Confirm your account');
  await page.goBack();
  await expect(form.password).toHaveValue('');
});

test('wrong code is refused, a new one works', async ({ page, app }) => {
  const person = app.pool.newPerson();
  const confirm = new ConfirmForm(page);
  await open(page, '/signup');
  await new SignUpForm(page).fill(person);
  await new SignUpForm(page).submit();
  await expectHeading(page, 'Confirm your account');
  await ready(page);
  const first = await app.pool.code(person);
  await confirm.confirm(wrong(first));
  await confirm.expectRefused();
  await look(page, 'confirm-refused');
  await confirm.resend();
  await expect(page.getByText("We've asked for another code.")).toBeVisible();
  await look(page, 'confirm-resent');
  const second = await nextCode(() => app.pool.code(person), first);
  await confirm.confirm(second);
  await confirm.expectDone();
});

test('confirmation can be resumed by typing the address', async ({ page, app, browser, javaScriptEnabled }) => {
  const person = app.pool.newPerson();
  await open(page, '/signup');
  await new SignUpForm(page).fill(person);
  await new SignUpForm(page).submit();
  await expectHeading(page, 'Confirm your account');

  const elsewhere = await browser.newContext({ baseURL: app.url, javaScriptEnabled, locale: 'en-GB' });
  const later = await elsewhere.newPage();
  const confirm = new ConfirmForm(later);
  await open(later, '/');
  await later.getByRole('link', { name: 'Enter a confirmation code' }).click();
  await ready(later);
  await look(later, 'confirm-later');
  await confirm.email.fill(person.email);
  await confirm.confirm(await app.pool.code(person));
  await confirm.expectDone();
  await expect(later.getByText('This account already existed')).toBeVisible();
  await look(later, 'confirmed-elsewhere');
  await expectPath(later, '/confirm');
  await nextStep(later, 'Choose a new password').click();
  await expect(later).toHaveURL(/\/forgotPassword\?/);
  await elsewhere.close();
});

test('pre-registered account is lost to its registrar', async ({ page, app, browser, javaScriptEnabled }) => {
  const owner = { ...app.pool.newPerson(), password: 'Only-mine-2026' };
  const stranger = { ...owner, password: 'Stranger-knows-1', name: 'Mallory' };
  const elsewhere = await browser.newContext({ baseURL: app.url, javaScriptEnabled, locale: 'en-GB' });
  const theirs = await elsewhere.newPage();
  await open(theirs, '/signup');
  await new SignUpForm(theirs).fill(stranger);
  await new SignUpForm(theirs).submit();
  await expectHeading(theirs, 'Confirm your account');
  const first = await app.pool.code(owner);

  await open(page, '/signup');
  await new SignUpForm(page).fill(owner);
  await new SignUpForm(page).submit();
  await expectHeading(page, 'Confirm your account');
  await ready(page);
  const confirm = new ConfirmForm(page);
  const second = await nextCode(() => app.pool.code(owner), first);
  await confirm.confirm(second);
  await confirm.expectDone();

  await theirs.goto('/login');
  await new HostedUi(theirs).signIn(stranger);
  await expectHeading(theirs, 'Confirm your account');
  await expect(theirs.getByText('This account was confirmed in another browser.')).toBeVisible();
  await look(theirs, 'confirm-proof');
  const third = await nextCode(() => app.pool.code(owner), second);

  await nextStep(page, 'Choose a new password').click();
  await new HostedUi(page).resetPassword(owner, () => nextCode(() => app.pool.code(owner), third));
  await expectHeading(page, 'Welcome! Finish setting up your account');
  await expect(page.getByText('This account was started in another browser')).toBeVisible();
  await ready(page);
  await look(page, 'welcome-review');
  await page.getByLabel('Full name').fill('Ada Example');
  await page.getByRole('button', { name: 'Save and continue' }).click();
  await expectHeading(page, 'Hello, Ada Example');

  // Still signed in at the pool, but not since the owner chose another password.
  await theirs.goto('/profile');
  await expectHeading(theirs, "Confirm it's you");
  await expect(theirs.getByText('Ada Example')).toHaveCount(0);
  await elsewhere.close();
});

test('existing address takes the same pages without code', async ({ page, app }) => {
  const person = await app.pool.addPerson();
  const code = await app.pool.code(person);
  await open(page, '/signup');
  await new SignUpForm(page).fill(person);
  await new SignUpForm(page).submit();
  await expectHeading(page, 'Confirm your account');
  await expect(page.getByText('You may already have an account')).toBeVisible();
  expect(await app.pool.code(person)).toBe(code);
});

test('repeated sign-up elsewhere sends another code', async ({ page, app, browser, javaScriptEnabled }) => {
  const person = app.pool.newPerson();
  const signUp = async (page: Page): Promise<void> => {
    await open(page, '/signup');
    await new SignUpForm(page).fill(person);
    await new SignUpForm(page).submit();
    await expectHeading(page, 'Confirm your account');
    await ready(page);
  };
  await signUp(page);
  const first = await app.pool.code(person);
  const elsewhere = await browser.newContext({ baseURL: app.url, javaScriptEnabled, locale: 'en-GB' });
  const other = await elsewhere.newPage();
  await signUp(other);
  await new ConfirmForm(other).confirm(await nextCode(() => app.pool.code(person), first));
  await new ConfirmForm(other).expectDone();
  await elsewhere.close();
});

test('too many guesses are told when to retry', async ({ page, app, troubles }) => {
  troubles.expect(/status of 429/);
  const person = app.pool.newPerson();
  const confirm = new ConfirmForm(page);
  await open(page, '/signup');
  await new SignUpForm(page).fill(person);
  await new SignUpForm(page).submit();
  await expectHeading(page, 'Confirm your account');
  await ready(page);
  const guess = wrong(await app.pool.code(person));
  const stopped = page.getByText('Try again in 15 minutes.');
  for (let tries = 0; tries < 11; tries++) {
    await confirm.confirm(guess);
    await expect(stopped.or(page.getByText('This code is wrong'))).toBeVisible();
    await ready(page);
  }
  await expect(stopped).toBeVisible();
  await look(page, 'too-many-guesses');
});

test('field error appears when the field is left @wasm', async ({ page }) => {
  const form = new SignUpForm(page);
  await open(page, '/signup');
  await form.email.fill('ada');
  await form.attributes.jobTitle.fill('x'.repeat(61));
  await form.password.focus();
  await expect(page.getByText('Enter an email address')).toBeVisible();
  await expect(page.getByText('Use at most 60 characters.')).toBeVisible();
  await form.email.fill('ada@example.com');
  await form.attributes.jobTitle.fill('Gardener');
  await form.password.focus();
  await expect(page.locator('[aria-invalid=true]')).toHaveCount(0);
});

test('password rules are ticked off while typing @wasm', async ({ page }) => {
  const form = new SignUpForm(page);
  await open(page, '/signup');
  const met = form.rules.locator('li.met');
  await expect(met).toHaveCount(0);
  await form.password.pressSequentially('abc');
  await expect(met).toHaveText(['a lowercase letter, a to z']);
  await expect(form.rules.getByRole('status')).toHaveText('1 of 5 met');
  await form.password.fill('Correct-horse-9');
  await expect(met).toHaveCount(5);
  await expect(form.password).toHaveAttribute('type', 'password');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(form.password).toHaveAttribute('type', 'text');
  await look(page, 'sign-up-password-shown');
  await page.getByRole('button', { name: 'Hide password' }).click();
  await expect(form.password).toHaveAttribute('type', 'password');
});

test('the password stays in its field', async ({ page, app, context }) => {
  const person = { ...app.pool.newPerson(), password: 'Correct-horse-battery-staple-9' };
  const form = new SignUpForm(page);
  await open(page, '/signup');
  await form.fill({ ...person, email: 'ada' });
  await form.submit();
  await expect(page.getByRole('alert').getByRole('link')).toHaveCount(1);
  await form.fill(person);
  await form.submit();
  await expectHeading(page, 'Confirm your account');
  const kept = JSON.stringify(await context.storageState({ indexedDB: true }));
  const session = await page.evaluate(() => JSON.stringify({ ...sessionStorage }));
  const isPost = (text: string) => text.startsWith('POST /api/sign_up');
  const elsewhere = [...app.traffic.texts.filter((text) => !isPost(text)), app.log, kept, session];
  for (const text of elsewhere) expect(text).not.toContain('battery-staple');
});

test('sign-up works with the keyboard alone', async ({ page, app }) => {
  const person = app.pool.newPerson();
  await open(page, '/signup');
  const form = new SignUpForm(page);
  await form.email.focus();
  await page.keyboard.type(person.email);
  for (const text of [person.name, 'I like roses.', 'Gardener', 'Des', 'E-1', person.password]) {
    await page.keyboard.press('Tab');
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await expectHeading(page, 'Confirm your account');
  await ready(page);
  await new ConfirmForm(page).code.focus();
  await page.keyboard.type(await app.pool.code(person));
  await page.keyboard.press('Enter');
  await new ConfirmForm(page).expectDone();
});

test('reload keeps the form without its password @wasm', async ({ page, app }) => {
  const person = app.pool.newPerson('Grace Example');
  const form = new SignUpForm(page);
  await open(page, '/signup');
  await form.fill(person);
  await page.reload();
  await ready(page);
  await expect(form.email).toHaveValue(person.email);
  await expect(form.fullName).toHaveValue('Grace Example');
  await expect(form.attributes.jobTitle).toHaveValue('Gardener');
  await expect(form.password).toHaveValue('');
  const stored = await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }));
  expect(stored).not.toContain(person.password);

  await form.password.fill(person.password);
  await form.submit();
  await expectHeading(page, 'Confirm your account');
  await ready(page);
  expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
});
