import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { App } from '../fixtures/app.js';
import { REQUIRED, expect, expectAccessible, expectReflow, test as base } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { SignUpForm } from '../pages/sign-up-form.js';
import { expectHeading, expectPath, open, ready, signIn } from '../pages/site.js';

const WELCOME = 'Welcome! Finish setting up your account';
const TERMS = 'I accept the terms of service';
const MARKETING = 'Send me news about the product by email';

/** The list that is shipped, in steps, with terms that must be accepted and marketing that is asked for. */
function list(terms: number, marketing: number): string {
  const shipped = readFileSync(join(import.meta.dirname, '../../attributes.toml'), 'utf8');
  const legal = `
[[group]]
name = "legal"
label = { en = "Agreements", es = "Acuerdos", he = "הסכמות" }
step = true

[[attribute]]
name = "custom:terms"
type = "String"
label = { en = "${TERMS}", es = "Acepto las condiciones del servicio", he = "קראתי ואני מסכים לתנאי השימוש" }
reason = { en = "Without them we cannot keep an account for you.", es = "Sin ellas no podemos llevar tu cuenta.", he = "בלעדיהם אי אפשר לנהל חשבון." }
group = "legal"
input = "consent"
version = ${terms}
link = "https://example.com/terms/${terms}"
ask = "required"
`;
  // The terms of the shipped list stand at its end.
  return shipped
    .slice(0, shipped.lastIndexOf('[[attribute]]'))
    .replace(/^name = "work"\nlabel/m, 'name = "work"\nstep = true\nlabel')
    .replace(/^group = "news"\ninput = "consent"\nversion = 1$/m, `group = "legal"\ninput = "consent"\nversion = ${marketing}\nask = "skippable"`)
    .concat(legal);
}

/** A server of its own: what a test does to it, others do not see. */
const test = base.extend<object, { app: App }>({
  app: [
    async ({}, use) => {
      const app = await App.start();
      await app.startAnewWith(list(1, 1));
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
});

function box(page: Page, label: string) {
  return page.getByRole('checkbox', { name: label });
}

async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  await expectReflow(page, name);
}

test('onboarding steps end with the consents', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(), '/profile');
  const form = new AttributeForm(page);
  await expect(page.getByText('Step 1 of 3')).toBeVisible();
  await expect(form.about).toBeVisible();
  await expect(form.jobTitle).toBeHidden();
  await look(page, 'welcome-step-1');
  await form.skip();

  await expect(page.getByText('Step 2 of 3')).toBeVisible();
  await expectPath(page, '/welcome?return_to=%2Fprofile&done=1');
  await ready(page);
  await expect(form.about).toBeHidden();
  await form.saveAndContinue();
  await form.expectComplaints('Job title', 'Department');
  await expect(page.getByText('Step 2 of 3')).toBeVisible();
  await form.fillRequired();
  await form.saveAndContinue();

  await expect(page.getByText('Step 3 of 3')).toBeVisible();
  await ready(page);
  for (const label of [TERMS, MARKETING]) await expect(box(page, label)).not.toBeChecked();
  await expect(page.getByRole('button', { name: 'Skip for now' })).toBeHidden();
  await form.saveAndContinue();
  await form.expectComplaints(TERMS);
  await look(page, 'welcome-consents');
  await box(page, TERMS).check();
  await form.saveAndContinue();
  await expectHeading(page, 'Your profile');
  await expectPath(page, '/profile');
  await expect(box(page, TERMS)).toBeHidden();

  // What was left out is not asked again.
  await open(page, '/');
  await expectPath(page, '/');
});

test('optional consent can be withdrawn', async ({ page, app }) => {
  const person = await app.pool.addPerson({ ...REQUIRED, 'custom:about': 'x' });
  await signIn(page, person, '/profile');
  await expectHeading(page, WELCOME);
  // Nobody must answer to see or withdraw what they agreed to.
  await open(page, '/data');
  await expectHeading(page, 'Data & privacy');
  const terms = page.getByRole('listitem').filter({ hasText: TERMS });
  const marketing = page.getByRole('listitem').filter({ hasText: MARKETING });
  await expect(terms).toContainText("You haven't agreed to this.");
  await terms.getByRole('button', { name: `Agree: ${TERMS}` }).click();
  await expect(page.getByText('Your consent is saved.')).toBeVisible();
  await expect(terms).toContainText(/You agreed to version 1: .* 20\d\d/);
  await expect(terms.getByRole('button')).toHaveCount(0);
  await ready(page);
  await marketing.getByRole('button', { name: `Agree: ${MARKETING}` }).click();
  await expect(marketing).toContainText('You agreed to version 1:');
  await ready(page);
  await look(page, 'data-consents');

  const file = await page.context().request.get(`${app.url}/data/export`);
  const { consents } = await file.json();
  expect(consents).toMatchObject([
    { name: 'custom:marketing', version: 1, current_version: 1, required: false },
    { name: 'custom:terms', version: 1, current_version: 1, required: true, links: { '': 'https://example.com/terms/1' } },
  ]);

  await marketing.getByRole('button', { name: `Withdraw: ${MARKETING}` }).click();
  await expect(page.getByText('Your consent is withdrawn.')).toBeVisible();
  await expect(marketing).toContainText('You withdrew your consent:');
});

test('new consent version is asked for once', async ({ page, app, context }) => {
  const person = await app.pool.addPerson({
    ...REQUIRED,
    'custom:about': 'x',
    'custom:terms': 'given 1 2026-03-01T09:30:00Z',
    'custom:marketing': 'given 1 2026-03-01T09:30:00Z',
  });
  await signIn(page, person, '/profile');
  await expectHeading(page, 'Your profile');

  await app.startAnewWith(list(2, 2));
  await open(page, '/profile');
  await expectHeading(page, WELCOME);
  for (const label of [TERMS, MARKETING]) await expect(box(page, label)).not.toBeChecked();
  await expect(page.getByRole('link', { name: 'Read the text (version 2, opens in a new tab)' })).toHaveCount(2);
  await box(page, TERMS).check();
  await new AttributeForm(page).saveAndContinue();
  await expectHeading(page, 'Your profile');

  await context.clearCookies();
  await signIn(page, person, '/data');
  const item = (label: string) => page.getByRole('listitem').filter({ hasText: label });
  await expect(item(TERMS)).toContainText('You agreed to version 2:');
  await expect(item(MARKETING)).toContainText('You agreed to version 1:');
  await app.startAnewWith(list(1, 1));
});

test('drafts and older versions tick no consent', async ({ page, app }) => {
  const person = await app.pool.addPerson({ ...REQUIRED, 'custom:about': 'x' });
  await signIn(page, person, '/profile');
  const form = new AttributeForm(page);
  await expect(box(page, TERMS)).toBeVisible();
  await box(page, TERMS).check();
  await app.startAnewWith(list(2, 1));
  await form.saveAndContinue();
  await expect(page.getByRole('link', { name: 'Read the text (version 2, opens in a new tab)' })).toBeVisible();
  await expect(box(page, TERMS)).not.toBeChecked();
  await ready(page);
  await box(page, TERMS).check();
  await open(page, '/data');
  await open(page, '/welcome?return_to=/profile');
  await ready(page);
  await expect(box(page, TERMS)).not.toBeChecked();
  await expect(page.getByRole('button', { name: 'Restore them' })).toBeHidden();
  await box(page, TERMS).check();
  await form.saveAndContinue();
  await expectHeading(page, 'Your profile');
  await app.startAnewWith(list(1, 1));
});

test('sign-up form asks for required consents', async ({ page, app }) => {
  const person = app.pool.newPerson();
  const form = new SignUpForm(page);
  await open(page, '/signup');
  await form.fill(person);
  await expect(box(page, TERMS)).not.toBeChecked();
  await expect(box(page, MARKETING)).toBeHidden();
  await form.submit();
  await expect(page.getByRole('alert').getByRole('link')).toHaveText([`${TERMS}: Tick this box to continue.`]);
  await ready(page);
  await look(page, 'sign-up-consent');
  await box(page, TERMS).check();
  await form.password.fill(person.password);
  await form.submit();
  await expectHeading(page, 'Confirm your account');
});

test('steps and consents are right-to-left in Hebrew', async ({ page, app, context }) => {
  const person = await app.pool.addPerson({ 'custom:about': 'x' });
  await context.addCookies([{ name: 'lc-language', value: 'he', url: app.url }]);
  await signIn(page, person, '/profile');
  await expect(page.getByText('שלב 1 מתוך 2')).toBeVisible();
  await look(page, 'welcome-step-hebrew');
  await page.goto('/data');
  await expect(page.getByRole('heading', { name: 'מה אישרת' })).toBeVisible();
  await ready(page);
  await look(page, 'data-consents-hebrew');
});
