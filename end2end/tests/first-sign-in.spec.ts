import { expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, expectPath, nextStep, open, ready, signIn } from '../pages/site.js';

test('a first sign-in asks for what is missing and then goes where the person was going', async ({ page, app }) => {
  const person = await app.pool.addPerson();
  const form = new AttributeForm(page);

  await open(page, '/');
  await nextStep(page, 'Sign in').click();
  await new HostedUi(page).signIn(person);
  await expectHeading(page, 'Welcome! A few details first');

  await ready(page);
  await form.fillRequired();
  await form.newsletter('No').check();
  await form.saveAndContinue();
  await expectHeading(page, `Hello, ${person.name}`);
  await expectPath(page, '/');
});

test('no signed-in page opens before the required details are there', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(), '/profile');
  await expectHeading(page, 'Welcome! A few details first');
  await open(page, '/profile');
  await expectHeading(page, 'Welcome! A few details first');

  const form = new AttributeForm(page);
  await form.fillRequired();
  await form.saveAndContinue();
  await expectHeading(page, 'Your profile');
  await expectPath(page, '/profile');
});

test('the welcome form says which fields are wrong and keeps the others', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson());
  const form = new AttributeForm(page);
  await form.jobTitle.fill('Gardener');
  await form.deskNumber.fill('501');
  await form.saveAndContinue();

  await form.expectComplaints('Department', 'Desk number');
  await expect(form.jobTitle).toHaveValue('Gardener');
  await expect(form.deskNumber).toHaveValue('501');
  await page.getByRole('alert').getByRole('link', { name: 'Desk number' }).click();
  await expect(form.deskNumber).toBeFocused();

  await form.department.selectOption('Sales');
  await form.deskNumber.fill('500');
  await form.saveAndContinue();
  await expectPath(page, '/');
});
