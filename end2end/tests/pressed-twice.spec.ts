import type { BrowserContext, Locator, Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { totpCode } from '../fixtures/totp.js';
import { Data } from '../pages/data.js';
import { Security } from '../pages/security.js';
import { Contact } from '../pages/contact.js';
import { ConfirmForm, SignUpForm } from '../pages/sign-up-form.js';
import { expectHeading, leaveCode, open, ready, signIn } from '../pages/site.js';

/** The answer to the first press is still on its way when the second comes. */
async function beFarAway(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  const unlimited = { downloadThroughput: -1, uploadThroughput: -1 };
  await session.send('Network.emulateNetworkConditions', { offline: false, latency: 300, ...unlimited });
}

async function pressTwice(button: Locator): Promise<void> {
  await button.dblclick({ delay: 60 });
}

test('double click changes a password once', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  await new Security(page).openPassword();
  await beFarAway(context, page);
  await page.getByLabel('Current password').fill(person.password);
  await page.getByLabel('New password').fill('Another-horse-10');
  await pressTwice(page.getByRole('button', { name: 'Change password' }));
  await expect(new Security(page).status).toContainText('Your password is changed.');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('double click deletes an account once', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/data');
  await beFarAway(context, page);
  const data = new Data(page);
  await data.ask.click();
  await data.name.fill(person.email);
  await pressTwice(data.submit);
  await expectHeading(page, 'Your account is deleted');
});

for (const [button, before, after] of [
  ['Agree', undefined, 'You agreed to version 1:'],
  ['Withdraw', 'given 1 2026-03-01T09:30:00Z', 'You withdrew your consent:'],
] as const) {
  test(`double click on ${button} is not undone`, async ({ page, context, app }) => {
    const given: Record<string, string> = before ? { 'custom:marketing': before } : {};
    await signIn(page, await app.pool.addPerson({ ...COMPLETE, ...given }), '/data');
    await beFarAway(context, page);
    const consent = page.getByRole('listitem').filter({ hasText: 'Send me news about the product' });
    await pressTwice(consent.getByRole('button', { name: new RegExp(`^${button}: `) }));
    await expect(consent).toContainText(after);
    await expect(consent.getByRole('status')).toBeFocused();
    await ready(page);
    await expect(consent).toContainText(after);
  });
}

test('double click turns an authenticator app on', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  const security = new Security(page);
  await beFarAway(context, page);
  await pressTwice(security.setUp);
  await expect(security.picture).toBeVisible();
  await ready(page);
  await leaveCode(security.code, totpCode(await security.key()));
  await pressTwice(security.turnOn);
  await expect(security.status).toContainText('Your authenticator app is on.');
});

test('double click confirms an address once', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  const contact = new Contact(page);
  const next = app.pool.newPerson();
  await beFarAway(context, page);
  await contact.change(next.email);
  await contact.expectWaiting(next.email);
  await ready(page);
  await leaveCode(contact.code, await app.pool.code(next));
  await pressTwice(contact.section.getByRole('button', { name: 'Confirm', exact: true }));
  await contact.expectSaid('Your contact details are confirmed.');
});

test('double click at sign-up sends one code', async ({ page, context, app }) => {
  const person = app.pool.newPerson();
  await open(page, '/signup');
  await beFarAway(context, page);
  await new SignUpForm(page).fill(person);
  await pressTwice(page.getByRole('button', { name: 'Create account' }));
  await expectHeading(page, 'Confirm your account');
  await ready(page);
  expect(await app.pool.mails(person)).toHaveLength(1);
  await leaveCode(new ConfirmForm(page).code, await app.pool.code(person));
  await pressTwice(page.getByRole('button', { name: 'Confirm', exact: true }));
  await new ConfirmForm(page).expectDone();
  await expect(page.getByText('This account already existed')).toHaveCount(0);
});
