import { test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, nextStep, open, ready } from '../pages/site.js';

test('Hosted UI sign-up is followed by onboarding', async ({ page, app }) => {
  const person = app.pool.newPerson('Grace Example');
  const hostedUi = new HostedUi(page);
  await open(page, '/');
  await nextStep(page, 'Sign in').click();
  await hostedUi.goToSignUp();
  await hostedUi.signUp(person);
  await hostedUi.expectToAskForCode();
  await hostedUi.confirm(await app.pool.code(person));
  await expectHeading(page, 'Welcome! Finish setting up your account');

  await ready(page);
  const form = new AttributeForm(page);
  await form.fillRequired();
  await form.saveAndContinue();
  await expectHeading(page, 'Hello, Grace Example');
});
