import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from '../fixtures/app.js';
import { expect, expectAccessible, expectReflow, test as base } from '../fixtures/test.js';
import { ConfirmForm, SignUpForm } from '../pages/sign-up-form.js';
import { sendCode, signIn } from '../pages/site.js';

const GOLDEN = join(import.meta.dirname, '../../crates/operator/src/template/golden');

/** A list and the pool's template of it, in which telephone numbers can be changed. */
function withTelephone(folder: string) {
  const list = readFileSync(join(GOLDEN, 'attributes.toml'), 'utf8').replace(
    'email = "verified first"',
    '$&\nphone_number = "verified first"',
  );
  const template = readFileSync(join(GOLDEN, 'small.yaml'), 'utf8')
    .replace('AutoVerifiedAttributes: [email]', 'AutoVerifiedAttributes: [email, phone_number]')
    .replace('BeforeUpdate: [email]', 'BeforeUpdate: [email, phone_number]')
    .replace(/^( *)Schema:$/m, "$1SmsConfiguration:\n$1  SnsCallerArn: 'arn:aws:iam::1:role/sms'\n$1  ExternalId: sms\n$&")
    .replace('aws.cognito.signin.user.admin]', 'aws.cognito.signin.user.admin, phone]')
    .replace(/^( *)- email_verified$/m, '$&\n$1- phone_number\n$1- phone_number_verified')
    .replace(/(WriteAttributes:\n( *)- email)$/m, '$1\n$2- phone_number');
  const files = { ATTRIBUTES_FILE: join(folder, 'list.toml'), LOCAL_POOL_TEMPLATE: join(folder, 'pool.yaml') };
  writeFileSync(files.ATTRIBUTES_FILE, list);
  writeFileSync(files.LOCAL_POOL_TEMPLATE, template);
  return files;
}

const test = base.extend<object, { app: App }>({
  app: [
    async ({}, use) => {
      const folder = mkdtempSync(join(tmpdir(), 'telephone-'));
      const app = await App.start(withTelephone(folder));
      await use(app);
      await app.stop();
      rmSync(folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
});

test('phone number is added, confirmed, changed', async ({ page, app }) => {
  const person = app.pool.newPerson();
  await page.goto('/signup');
  const form = new SignUpForm(page);
  await form.email.fill(person.email);
  await page.getByLabel('Name', { exact: true }).fill(person.name);
  await form.password.fill(person.password);
  await form.submit();
  await new ConfirmForm(page).confirm(await app.pool.code(person));
  await new ConfirmForm(page).expectDone();
  await signIn(page, person, '/security');

  const contact = page.getByRole('region', { name: 'Contact details' });
  const change = async (number: string) => {
    await contact.getByLabel('New phone number').fill(number);
    await contact.getByRole('button', { name: 'Send the code' }).click();
  };
  await expectAccessible(page);
  await expectReflow(page, 'phone-none');
  await contact.getByLabel('New phone number').fill('555');
  await change('555');
  await expect(contact.getByLabel('New phone number')).toHaveAccessibleDescription(/Enter the full phone number/);
  await change('+15550100000');
  await expect(contact.getByText('Waiting for you to confirm +15550100000')).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page, 'phone-waiting');
  const code = await app.pool.code({ ...person, email: '+15550100000' });
  await sendCode(contact.getByLabel('Code from the text message'), contact.getByRole('button', { name: 'Confirm' }), code);
  await expect(contact.getByRole('status')).toContainText('Your contact details are confirmed.');
  await contact.getByText('Change the phone number').click();
  await expectAccessible(page);
  await expectReflow(page, 'phone-change');
});
