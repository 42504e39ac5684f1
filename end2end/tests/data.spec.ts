import { readFile } from 'node:fs/promises';
import { COMPLETE, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { Data } from '../pages/data.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, open, ready, signIn } from '../pages/site.js';

test('account data can be downloaded', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/data');
  await expectHeading(page, 'Data & privacy');
  await expectAccessible(page);
  await expectReflow(page, 'data');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download my data' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('my-data.json');
  const data = JSON.parse(await readFile(await download.path(), 'utf8'));
  const email = data.attributes.find(({ name }: { name: string }) => name === 'email');
  expect(email.values).toEqual({ id_token: person.email, user_info: person.email, get_user: person.email });
  expect(data.sessions).toHaveLength(1);
  await expectHeading(page, 'Data & privacy');
});

test('deleted account signs in no more', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/data');
  const data = new Data(page);
  await expect(data.submit).toBeHidden();
  await data.delete('somebody@example.com');
  await data.expectComplaint();
  await ready(page);
  await expectAccessible(page);
  await expectReflow(page, 'data-deletion-refused');
  await data.delete(person.email);
  await expectHeading(page, 'Your account is deleted');
  await expectAccessible(page);
  await expectReflow(page, 'account-deleted');
  await open(page, '/logged_out');
  await expectHeading(page, 'You are signed out');

  await page.goto('/login?return_to=/data');
  const pool = new HostedUi(page);
  await pool.expectToAskForPassword();
  await pool.signIn(person);
  await expect(page.getByText('Incorrect username or password.')).toBeVisible();
});

test('account is deleted with the keyboard alone', async ({ page, app }) => {
  const person = await app.pool.addPerson();
  await signIn(page, person, '/data');
  // No question has to be answered for it.
  await page.getByRole('main').getByRole('link', { name: 'Data & privacy' }).click();
  await expectHeading(page, 'Data & privacy');
  const data = new Data(page);
  await data.ask.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(data.name).toBeFocused();
  await page.keyboard.type(person.email);
  await page.keyboard.press('Enter');
  await expectHeading(page, 'Your account is deleted');
});
