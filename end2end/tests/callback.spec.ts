import type { Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, nextStep, open, signIn } from '../pages/site.js';

/** Starts a sign-in and gives the `state` with which the pool would answer. */
async function startSignIn(page: Page): Promise<string> {
  await page.goto('/login');
  return new URL(page.url()).searchParams.get('state') ?? '';
}

test('denied sign-in can be tried again', async ({ page, app, troubles }) => {
  troubles.expect(/status of 403/);
  const person = await app.pool.addPerson(COMPLETE);
  const state = await startSignIn(page);
  const answer = new URLSearchParams({ error: 'access_denied', error_description: '<b>Call 555-0199</b>', state });
  await page.goto(`/logged_in?${answer}`);
  await expectHeading(page, 'Sign-in was cancelled');
  await expect(page.getByText('555-0199')).toHaveCount(0);
  await expect(page.getByText('Reference')).toBeVisible();

  await nextStep(page, 'Sign in').click();
  await new HostedUi(page).signIn(person);
  await expectHeading(page, `Hello, ${person.name}`);
});

test('used sign-in link leaves its session alone', async ({ page, app, troubles }) => {
  troubles.expect(/status of 400/);
  const person = await app.pool.addPerson(COMPLETE);
  const callback = page.waitForRequest((request) => request.url().includes('/logged_in?'));
  await signIn(page, person);
  await page.goto((await callback).url());
  await expectHeading(page, 'This sign-in has expired');

  await open(page, '/');
  await expectHeading(page, `Hello, ${person.name}`);
});

test('callback started elsewhere makes no session', async ({ page, troubles }) => {
  troubles.expect(/status of 400/);
  await page.goto('/logged_in?code=00000000-0000-0000-0000-000000000000&state=forged');
  await expectHeading(page, "We can't find your sign-in");
  await open(page, '/');
  await expect(nextStep(page, 'Create account')).toBeVisible();
});

test('a sign-in may not lead to another site', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), 'https://example.com/');
  await expect(page).toHaveURL(`${app.url}/`);
});
