import { COMPLETE, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { Contact } from '../pages/contact.js';
import { chooseInMenu, expectHeading, open, ready, signIn } from '../pages/site.js';

test('new email address signs in once confirmed', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  const next = app.pool.newPerson();
  await signIn(page, person, '/security');
  const contact = new Contact(page);
  await expectAccessible(page);
  await contact.section.getByText('Change the email address').click();
  await expectAccessible(page);
  await expectReflow(page, 'contact-change');
  await contact.change('nonsense');
  await contact.expectComplaint('New email address');
  await expect(contact.newEmail).toHaveValue('nonsense');
  await expectAccessible(page);
  await expectReflow(page, 'contact-refused');
  await contact.change(next.email);
  await contact.expectSaid('A code is on its way to you.');
  await contact.expectWaiting(next.email);
  await expectAccessible(page);
  await expectReflow(page, 'contact-waiting');

  const tab = await context.newPage();
  await open(tab, '/security');
  const other = new Contact(tab);
  await other.expectWaiting(next.email);
  await other.confirm('000000');
  await other.expectComplaint('Code from the email');
  await other.confirm(await app.pool.code(next));
  await other.expectSaid('Your contact details are confirmed.');
  await expect(other.section.getByText(next.email)).toBeVisible();

  await open(page, '/security');
  await expect(contact.section.getByText(next.email)).toBeVisible();
  await expect(contact.code).toBeHidden();
  await context.clearCookies();
  await signIn(page, { ...person, email: next.email }, '/security');
  await expectHeading(page, 'Security');
});

test('pending address change can be resent and cancelled', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  const next = app.pool.newPerson();
  await signIn(page, person, '/security');
  const contact = new Contact(page);
  await contact.change(next.email);
  await contact.expectWaiting(next.email);
  const first = await app.pool.code(next);
  await contact.resend.click();
  await expect.poll(() => app.pool.code(next)).not.toBe(first);
  await contact.cancel.click();
  await contact.expectSaid('The change is cancelled.');
  await expect(contact.section.getByText('Waiting for you to confirm')).toBeHidden();
  await expect(contact.section.getByText(person.email)).toBeVisible();
});

test('typed address survives a look at other pages', { tag: '@wasm' }, async ({ page, app }) => {
  const next = app.pool.newPerson();
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  await ready(page);
  const contact = new Contact(page);
  await contact.section.getByText('Change the email address').click();
  await contact.newEmail.fill(next.email);
  for (const [link, heading] of [
    ['Profile', 'Your profile'],
    ['Security', 'Security'],
  ] as const) {
    await chooseInMenu(page, link);
    await expectHeading(page, heading);
  }
  await expect(contact.newEmail).toBeVisible();
  await expect(contact.newEmail).toHaveValue(next.email);
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain(next.email);

  // What was sent is not typed any more.
  await contact.section.getByRole('button', { name: 'Send the code' }).click();
  await contact.expectWaiting(next.email);
  await contact.cancel.click();
  await contact.expectSaid('The change is cancelled.');
  await expect(contact.newEmail).toBeHidden();
  await expect(contact.newEmail).toHaveValue('');
});
