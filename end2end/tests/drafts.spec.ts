import type { Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { expectHeading, open, ready, signIn } from '../pages/site.js';

const FOUND = 'You have unsaved changes from before: ';
const SAVED = 'Your changes are saved.';

/** Saves something from elsewhere: the page that is looked at is not told. */
async function saveElsewhere(page: Page, change: (form: AttributeForm) => Promise<void>): Promise<void> {
  const tab = await page.context().newPage();
  await open(tab, '/profile');
  await ready(tab);
  const form = new AttributeForm(tab);
  await change(form);
  await form.saveChanges();
  await expect(tab.getByText(SAVED)).toBeVisible();
  await tab.close();
}

/** The page comes anew, with what was typed offered. */
async function comeBack(page: Page): Promise<void> {
  await page.reload();
  await ready(page);
  await expect(page.getByText(FOUND)).toBeVisible();
}

function restore(page: Page): Promise<void> {
  return page.getByRole('button', { name: 'Restore them' }).click();
}

test('restored draft leaves fields saved elsewhere alone', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:newsletter': 'true' }), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await saveElsewhere(page, async (other) => {
    await other.newsletter.uncheck();
    await other.deskNumber.fill('99');
  });

  await comeBack(page);
  await restore(page);
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(form.newsletter).not.toBeChecked();
  await expect(form.deskNumber).toHaveValue('99');
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();

  await open(page, '/profile');
  await expect(form.newsletter).not.toBeChecked();
  await expect(form.deskNumber).toHaveValue('99');
  await expect(form.jobTitle).toHaveValue('Head gardener');
});

test('restored field changed elsewhere is a conflict', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await saveElsewhere(page, (other) => other.jobTitle.fill('Florist'));
  await form.saveChanges();
  await form.expectComplaints('Job title');

  // What was told before the page came anew is told again.
  for (const field of ['deskNumber', 'weeklyHours'] as const) {
    await form[field].fill('12');
    await comeBack(page);
    await expect(form.jobTitle).toHaveValue('Florist');
    await restore(page);
    await form.expectComplaints('Job title');
    await expect(form.jobTitle).toHaveAccessibleDescription(/Someone changed this to “Florist”/);
    await expect(form.jobTitle).toHaveValue('Head gardener');
  }
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await open(page, '/profile');
  await expect(form.jobTitle).toHaveValue('Head gardener');
});

test('onboarding draft restores only what was typed', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  const kept = await page.evaluate(() => sessionStorage.getItem('draft'));
  expect(JSON.parse(kept ?? '')).toMatchObject({ values: { 'custom:job_title': 'Head gardener' } });

  await comeBack(page);
  await form.department.selectOption('Design');
  await restore(page);
  await expect(form.department).toHaveValue('design');
  await form.saveAndContinue();
  await expectHeading(page, 'Your profile');
  await expect(form.jobTitle).toHaveValue('Head gardener');
});

test('typing is kept beside an offered draft', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await comeBack(page);
  await form.deskNumber.fill('7');

  await comeBack(page);
  await expect(form.deskNumber).toHaveValue('');
  await restore(page);
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(form.deskNumber).toHaveValue('7');
});

test('typing into a field replaces its draft', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await comeBack(page);
  await form.jobTitle.fill('Florist');
  await expect(page.getByText(FOUND)).toBeHidden();

  await comeBack(page);
  await restore(page);
  await expect(form.jobTitle).toHaveValue('Florist');
});

test('saving leaves the draft of other fields', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await comeBack(page);
  await form.deskNumber.fill('7');
  await expect(page.getByText(FOUND)).toHaveText(`${FOUND}Job title`);
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await expect(page.getByText(FOUND)).toBeHidden();

  await comeBack(page);
  await restore(page);
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(form.deskNumber).toHaveValue('7');
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  expect(await page.evaluate(() => sessionStorage.getItem('draft'))).toBeNull();
});

test('a discarded draft leaves what was typed since', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await comeBack(page);
  await form.deskNumber.fill('7');
  await page.getByRole('button', { name: 'Discard them' }).click();
  await expect(form.deskNumber).toHaveValue('7');

  await comeBack(page);
  await restore(page);
  await expect(form.deskNumber).toHaveValue('7');
  await expect(form.jobTitle).toHaveValue('Gardener');
});

test('focus stays in the form after its draft', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  for (const decide of ['Restore them', 'Discard them']) {
    await form.jobTitle.fill('Head gardener');
    await comeBack(page);
    await page.getByRole('button', { name: decide }).press('Enter');
    await expect(decide === 'Restore them' ? form.jobTitle : page.getByLabel('Full name')).toBeFocused();
  }
});
