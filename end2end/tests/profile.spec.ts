import { COMPLETE, expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { expectPath, open, signIn } from '../pages/site.js';

const SAVED = 'Your changes are saved.';

test('a change is saved, shown at once and still there on the next visit', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/profile');
  const form = new AttributeForm(page);
  await expect(page.getByRole('definition').filter({ hasText: person.email })).toBeVisible();
  await expect(form.jobTitle).toHaveValue('Gardener');

  await form.jobTitle.fill('Head gardener');
  await form.startDate.fill('2024-02-29');
  await form.newsletter('Yes').check();
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await expect(form.jobTitle).toHaveValue('Head gardener');

  await open(page, '/profile');
  await expect(page.getByText(SAVED)).toBeHidden();
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(form.startDate).toHaveValue('2024-02-29');
  await expect(form.newsletter('Yes')).toBeChecked();
});

test('an optional value can be taken back', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:desk_number': '12' }), '/profile');
  const form = new AttributeForm(page);
  await expect(form.deskNumber).toHaveValue('12');
  await form.deskNumber.fill('');
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await open(page, '/profile');
  await expect(form.deskNumber).toHaveValue('');
});

for (const wrong of ['0', '501', '1.5', 'twelve', 'NaN']) {
  test(`desk number ${wrong} is refused and nothing is written`, async ({ page, app }) => {
    await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
    const form = new AttributeForm(page);
    await form.jobTitle.fill('Somebody else');
    await form.deskNumber.fill(wrong);
    await form.saveChanges();
    await form.expectComplaints('Desk number');
    await expect(form.jobTitle).toHaveValue('Somebody else');

    await open(page, '/profile');
    await expect(form.jobTitle).toHaveValue('Gardener');
    await expect(form.deskNumber).toHaveValue('');
  });
}

test('a day that does not exist is refused and the one before it stays', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:start_date': '2024-02-28' }), '/profile');
  const form = new AttributeForm(page);
  await form.startDate.pressSequentially('30022026');
  await form.saveChanges();
  if (test.info().project.name === 'wasm') await form.expectComplaints('Start date');
  await expect(page.getByText(SAVED)).toBeHidden();

  await open(page, '/profile');
  await expect(form.startDate).toHaveValue('2024-02-28');
});

test('more than Cognito takes is refused, and kept for the person to shorten', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  const long = 'x'.repeat(2049);
  await form.jobTitle.fill(long);
  await form.saveChanges();
  await form.expectComplaints('Job title');
  await expect(form.jobTitle).toHaveValue(long);
});

test('what another tab saved meanwhile is not undone', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const tab = await context.newPage();
  await open(tab, '/profile');
  const [form, other] = [new AttributeForm(page), new AttributeForm(tab)];
  await other.jobTitle.fill('Head gardener');
  await other.saveChanges();
  await expect(tab.getByText(SAVED)).toBeVisible();

  await form.deskNumber.fill('13');
  await form.saveChanges();
  await expect(page.getByText(SAVED)).toBeVisible();
  await open(page, '/profile');
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(form.deskNumber).toHaveValue('13');
});

test('what cannot be changed is shown as text', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:employee_id': 'E-1042' }), '/profile');
  await expect(page.getByText('E-1042')).toBeVisible();
  await expect(page.getByLabel('Employee number')).toHaveCount(0);
  await expectPath(page, '/profile');
});
