import type { Locator, Page } from '@playwright/test';
import { COMPLETE, REQUIRED, expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { expectHeading, menuButton, nextStep, open, ready, signIn } from '../pages/site.js';

const MOST_STOPS = 40;

/** Presses Tab until the element has the focus, and can be seen to have it. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    const isThere = await target.evaluate((element) => element === document.activeElement);
    if (!isThere) continue;
    await expect(target).not.toHaveCSS('outline-style', 'none');
    return;
  }
  throw new Error(`The keyboard does not reach ${target}.`);
}

test('the whole journey works with the keyboard alone', async ({ page, app }) => {
  const person = await app.pool.addPerson();
  const form = new AttributeForm(page);
  await open(page, '/');
  await tabTo(page, nextStep(page, 'Sign in'));
  await page.keyboard.press('Enter');

  await tabTo(page, page.getByLabel('Email address'));
  await page.keyboard.type(person.email);
  await tabTo(page, page.getByLabel('Password'));
  await page.keyboard.type(person.password);
  await page.keyboard.press('Enter');

  await expectHeading(page, 'Welcome! Finish setting up your account');
  await ready(page);
  await tabTo(page, form.jobTitle);
  await page.keyboard.type('Gardener');
  await tabTo(page, form.department);
  await page.keyboard.type('Des');
  await tabTo(page, page.getByRole('button', { name: 'Save and continue' }));
  await page.keyboard.press('Space');
  await expectHeading(page, `Hello, ${person.name}`);

  await ready(page);
  await tabTo(page, menuButton(page));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: 'Sign out' }));
  await page.keyboard.press('Enter');
  await expectHeading(page, 'Sign out?');
  await tabTo(page, page.getByRole('button', { name: 'Sign out' }));
  await page.keyboard.press('Enter');
  await expectHeading(page, 'You are signed out');
});

test('security page works with the keyboard alone', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  await tabTo(page, page.locator('summary', { hasText: 'Change password' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByLabel('Current password'));
  await page.keyboard.type('Wrong-horse-9');
  await tabTo(page, page.getByLabel('New password'));
  await page.keyboard.type('Another-horse-10');
  await page.keyboard.press('Enter');
  const error = page.getByRole('alert').getByRole('link', { name: /^Current password: / });
  await expect(error).toBeVisible();
  await tabTo(page, error);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Current password')).toBeFocused();
  await page.getByLabel('Current password').fill('');
  await page.keyboard.type(person.password);
  await tabTo(page, page.getByLabel('New password'));
  await page.getByLabel('New password').fill('');
  await page.keyboard.type('Another-horse-10');
  await tabTo(page, page.getByRole('button', { name: 'Change password' }));
  await page.keyboard.press('Space');
  await expect(page.getByText('Your password is changed.')).toBeVisible();
});

test('skip link is the first tab stop', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('a profile is changed with the keyboard alone', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await tabTo(page, form.about);
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('And flowers.');
  await tabTo(page, form.workPlace('No answer'));
  await page.keyboard.press('ArrowDown');
  await tabTo(page, form.newsletter);
  await page.keyboard.press('Space');
  await tabTo(page, page.getByRole('button', { name: 'Save changes' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  await expect(form.about).toHaveValue('I grow things.\nAnd flowers.');
  await expect(form.workPlace('Office')).toBeChecked();
  await expect(form.newsletter).toBeChecked();
});

test('a question is skipped with the keyboard alone', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(REQUIRED), '/profile');
  await tabTo(page, page.getByRole('button', { name: 'Skip for now' }));
  await page.keyboard.press('Space');
  await expectHeading(page, 'Your profile');
});
