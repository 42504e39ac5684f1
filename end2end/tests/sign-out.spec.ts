import { COMPLETE, test } from '../fixtures/test.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { chooseInMenu, expectHeading, expectPath, nextStep, open, signIn } from '../pages/site.js';

test('sign-out asks first and ends both sessions', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person);
  await chooseInMenu(page, 'Sign out');
  await expectHeading(page, 'Sign out?');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(page, 'You are signed out');
  await expectPath(page, '/logged_out');

  // The pool asks again, too.
  await nextStep(page, 'Sign in').click();
  await new HostedUi(page).expectToAskForPassword();
});

test('old cookie is worthless after sign-out', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE));
  const before = await context.cookies(app.url);
  await open(page, '/logout');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expectHeading(page, 'You are signed out');

  await context.addCookies(before.filter(({ name }) => name.startsWith('lc-session-')));
  await page.goto('/profile');
  await new HostedUi(page).expectToAskForPassword();
});

test('cancelling stays signed in', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE));
  await open(page, '/logout');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expectHeading(page, 'Your profile');
});
