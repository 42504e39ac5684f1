import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../fixtures/app.js';
import { REQUIRED, expect, expectReflow, test as base } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { expectHeading, expectPath, open, ready, signIn } from '../pages/site.js';

/** The list that is shipped, asking for one thing more. */
const RAISED_LIST = readFileSync(join(import.meta.dirname, '../../attributes.toml'), 'utf8')
  .replace(/^version = 1$/m, 'version = 2')
  .replace(/^name = "custom:country"$/m, '$&\nask = "skippable"\nsince = 2');

/** A server of its own: what a test does to it, others do not see. */
const test = base.extend<object, { app: App }>({
  app: [
    async ({}, use) => {
      const app = await App.start();
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
});

test('raised list asks once for new attributes', async ({ page, app, context }) => {
  const person = await app.pool.addPerson(REQUIRED);
  const form = new AttributeForm(page);
  await signIn(page, person, '/profile');
  await expectHeading(page, 'Welcome! Finish setting up your account');
  await form.skip();
  await expectHeading(page, 'Your profile');

  await app.startAnewWith(RAISED_LIST);
  await open(page, '/profile');
  await expectHeading(page, 'Welcome! Finish setting up your account');
  await expectPath(page, '/welcome?return_to=%2Fprofile');
  await expect(form.country).toBeVisible();
  await expect(page.getByRole('main').getByRole('combobox')).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await expectReflow(page, 'welcome-raised-list');
  await form.skip();
  await expectHeading(page, 'Your profile');
  await expectPath(page, '/profile');

  // Nor after another sign-in.
  await context.clearCookies();
  await signIn(page, person, '/profile');
  await expectHeading(page, 'Your profile');

  // Who comes for the first time is asked for everything, and may answer.
  await context.clearCookies();
  await signIn(page, await app.pool.addPerson(REQUIRED), '/profile');
  await expectHeading(page, 'Welcome! Finish setting up your account');
  await expect(form.about).toBeVisible();
  await form.country.selectOption('Portugal');
  await form.saveAndContinue();
  await expectPath(page, '/profile');
  await ready(page);
  await expect(form.country).toHaveValue('PT');
});
