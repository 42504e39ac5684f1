import type { Page } from '@playwright/test';
import { COMPLETE, REQUIRED, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, open, signIn } from '../pages/site.js';

/** Axe has nothing to say about the page, and its pictures are taken. */
async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectReflow(page, name);
}

test('pages of a visitor', async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  await open(page, '/');
  await look(page, 'home-visitor');
  await open(page, '/logged_out');
  await look(page, 'signed-out');
  await open(page, '/no-such-page');
  await expectHeading(page, 'There is no such page');
  await look(page, 'not-found');
});

test('pages of the pool', async ({ page, app }) => {
  const person = app.pool.newPerson();
  const hostedUi = new HostedUi(page);
  await page.goto('/login');
  await look(page, 'pool-sign-in');
  await hostedUi.signIn(person);
  await expect(page.getByRole('alert')).toContainText('Incorrect username or password.');
  await look(page, 'pool-sign-in-refused');

  await page.goto('/login');
  await hostedUi.goToSignUp();
  await look(page, 'pool-sign-up');
  await hostedUi.signUp(person);
  await hostedUi.expectToAskForCode();
  await look(page, 'pool-confirm');
  await page.goto(`${app.pool.url}/_inbox`);
  await expect(page.getByText(await app.pool.code(person)).first()).toBeVisible();
  await look(page, 'pool-inbox');
});

test('the welcome page', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson());
  await look(page, 'welcome');
  const form = new AttributeForm(page);
  await form.jobTitle.fill('x');
  await form.saveAndContinue();
  await form.expectComplaints('Job title', 'Department');
  await look(page, 'welcome-refused');
});

test('welcome page of optional prompts only', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(REQUIRED));
  await look(page, 'welcome-skippable');
  const form = new AttributeForm(page);
  await form.about.fill('x'.repeat(501));
  await form.saveAndContinue();
  await form.expectComplaints('In your own words');
  await look(page, 'welcome-skippable-refused');
});

test('the profile with a conflicting change', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const tab = await context.newPage();
  await open(tab, '/profile');
  const [form, other] = [new AttributeForm(page), new AttributeForm(tab)];
  await form.jobTitle.fill('Under-gardener');
  await other.jobTitle.fill('Head gardener');
  await other.saveChanges();
  await expect(tab.getByText('Your changes are saved.')).toBeVisible();
  await form.saveChanges();
  await form.expectComplaints('Job title');
  await look(page, 'profile-conflict');
});

test('pages of a signed-in person', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE));
  await look(page, 'home');
  await open(page, '/logout');
  await look(page, 'sign-out');
});

test('the profile page', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:employee_id': 'E-1042' }), '/profile');
  await look(page, 'profile');

  const form = new AttributeForm(page);
  await form.deskNumber.fill('501');
  await form.saveChanges();
  await form.expectComplaints('Desk number');
  await look(page, 'profile-refused');
  await form.deskNumber.fill('12');
  await form.saveChanges();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  await look(page, 'profile-saved');
});

test('pages for when it goes wrong', async ({ page, app, troubles }) => {
  troubles.expect(/status of (40[03]|503)/);
  await page.goto('/login');
  const state = new URL(page.url()).searchParams.get('state');
  await page.goto(`/logged_in?error=access_denied&state=${state}`);
  await look(page, 'denied');
  await page.goto('/logged_in?code=00000000-0000-0000-0000-000000000000&state=forged');
  await look(page, 'not-pending');

  const person = await app.pool.addPerson(COMPLETE);
  await app.pool.misbehave('500');
  await signIn(page, person);
  await look(page, 'pool-unavailable');
});
