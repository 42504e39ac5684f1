import { REQUIRED, expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, expectPath, nextStep, open, ready, signIn } from '../pages/site.js';

test('first sign-in asks, then leads to its destination', async ({ page, app }) => {
  const person = await app.pool.addPerson();
  const form = new AttributeForm(page);

  await open(page, '/');
  await nextStep(page, 'Sign in').click();
  await new HostedUi(page).signIn(person);
  await expectHeading(page, 'Welcome! Finish setting up your account');

  await ready(page);
  await form.fillRequired();
  await form.saveAndContinue();
  await expectHeading(page, `Hello, ${person.name}`);
  await expectPath(page, '/');
});

test('signed-in pages wait for required details', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(), '/profile');
  await expectHeading(page, 'Welcome! Finish setting up your account');
  await open(page, '/profile');
  await expectHeading(page, 'Welcome! Finish setting up your account');

  const form = new AttributeForm(page);
  await form.fillRequired();
  await form.saveAndContinue();
  await expectHeading(page, 'Your profile');
  await expectPath(page, '/profile');
});

test('onboarding form keeps valid fields beside errors', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson());
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Gardener');
  const long = 'x'.repeat(501);
  await form.about.fill(long);
  await form.saveAndContinue();

  await form.expectComplaints('In your own words', 'Department');
  await expect(form.jobTitle).toHaveValue('Gardener');
  await expect(form.about).toHaveValue(long);
  await page.getByRole('alert').getByRole('link', { name: 'In your own words' }).click();
  await expect(form.about).toBeFocused();

  await form.department.selectOption('Sales');
  await form.about.fill('');
  await form.saveAndContinue();
  await expectPath(page, '/');
});

const WHY = 'It helps others to know what to ask you.';

test('skipped prompt is not repeated on another device', async ({
  page,
  app,
  browser,
}) => {
  const person = await app.pool.addPerson(REQUIRED);
  await signIn(page, person, '/profile');
  await expectHeading(page, 'Welcome! Finish setting up your account');
  await expect(page.getByText(WHY)).toBeVisible();
  await open(page, '/');
  await expectHeading(page, 'Welcome! Finish setting up your account');
  await open(page, '/welcome?return_to=/profile');
  await new AttributeForm(page).skip();
  await expectHeading(page, 'Your profile');
  await expectPath(page, '/profile');
  await expect(page.getByText(WHY)).toBeHidden();

  const { javaScriptEnabled } = test.info().project.use;
  const elsewhere = await browser.newContext({ baseURL: app.url, javaScriptEnabled });
  const device = await elsewhere.newPage();
  await signIn(device, person, '/profile');
  await expectHeading(device, 'Your profile');
  await elsewhere.close();
});

test('optional prompt can be answered', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(REQUIRED), '/profile');
  const form = new AttributeForm(page);
  await form.about.fill('I grow things.\nAnd I like it.');
  await form.saveAndContinue();
  await expectPath(page, '/profile');
  await expect(form.about).toHaveValue('I grow things.\nAnd I like it.');
});

test('blank optional prompt counts as skipped', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(), '/profile');
  const form = new AttributeForm(page);
  await expect(page.getByRole('button', { name: 'Skip for now' })).toBeHidden();
  await form.fillRequired();
  await form.saveAndContinue();
  await expectPath(page, '/profile');
  await open(page, '/');
  await expectPath(page, '/');
});
