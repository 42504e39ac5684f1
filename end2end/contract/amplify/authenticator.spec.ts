// Amplify's own form, the Authenticator of `@aws-amplify/ui-react`, as a person uses it.

import { expect, type Page } from '@playwright/test';
import { seeded } from '../node/local-pool.mjs';
import type { Person } from './amplify-app.js';
import { test } from './fixtures.js';

test.beforeEach(async ({ app }) => {
  await app.page.goto(`${app.url}authenticator`);
});

async function signIn(page: Page, { name, password }: Person): Promise<void> {
  await page.getByLabel('Email').fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function expectToBeSignedIn(page: Page, { name }: Person): Promise<void> {
  await expect(page.getByRole('heading')).toHaveText(`Hello ${name}`);
}

test('the Authenticator signs in and out', async ({ app: { page } }) => {
  await signIn(page, { ...seeded.person, password: 'Wrong-password-1' });
  await expect(page.getByRole('alert')).toContainText('Incorrect username or password.');
  await signIn(page, seeded.person);
  await expectToBeSignedIn(page, seeded.person);
  await page.reload();
  await expectToBeSignedIn(page, seeded.person);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
});

test('the Authenticator signs up and signs in', async ({ app: { page }, pool }) => {
  const newcomer = { name: 'lobster@example.com', password: 'Quadrille-1865' };
  await page.getByRole('tab', { name: 'Create Account' }).click();
  await page.getByLabel('Email').fill(newcomer.name);
  await page.getByLabel('Password', { exact: true }).fill(newcomer.password);
  await page.getByLabel('Confirm Password').fill(newcomer.password);
  await page.getByRole('button', { name: 'Create Account' }).click();
  await page.getByLabel('Confirmation Code').fill(await codeFor(newcomer, page, pool));
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expectToBeSignedIn(page, newcomer);
});

test('the Authenticator replaces a forgotten password', async ({ app: { page }, pool }) => {
  // The same again: the other tests sign in with it.
  const { password } = seeded.person;
  await page.getByRole('button', { name: 'Forgot your password?' }).click();
  await page.getByLabel('Email').fill(seeded.person.name);
  await page.getByRole('button', { name: 'Send code' }).click();
  await page.getByLabel('Code').fill(await codeFor(seeded.person, page, pool));
  await page.getByLabel('New Password').fill(password);
  await page.getByLabel('Confirm Password').fill(password);
  await page.getByRole('button', { name: 'Submit' }).click();
  await signIn(page, seeded.person);
  await expectToBeSignedIn(page, seeded.person);
});

/** The code that was sent, once the page asks for it. */
async function codeFor(person: Person, page: Page, pool: { codeSentTo(address: string): Promise<string> }) {
  await expect(page.getByLabel(/Code/)).toBeVisible();
  return pool.codeSentTo(person.name);
}
