import type { BrowserContext, Locator, Page } from '@playwright/test';
import { COMPLETE, REQUIRED, expect, test } from '../fixtures/test.js';
import { totpCode } from '../fixtures/totp.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { Contact } from '../pages/contact.js';
import { Data } from '../pages/data.js';
import { Security } from '../pages/security.js';
import { ConfirmForm, SignUpForm } from '../pages/sign-up-form.js';
import { expectHeading, expectPath, leaveCode, open, ready, signIn } from '../pages/site.js';

// Each form on a line with 300 ms to the server and back, pressed twice: one request, a word that it is on its way, and the truth at the
// end. Without WebAssembly the browser itself sends the second press in place of the first (`pressed-twice.spec.ts`).

/** What was posted, and what was said meanwhile. */
class SlowLine {
  private readonly posts: string[] = [];
  private readonly said: string[] = [];

  static async to(page: Page, context: BrowserContext): Promise<SlowLine> {
    const line = new SlowLine();
    page.on('request', (request) => request.method() === 'POST' && line.posts.push(new URL(request.url()).pathname));
    await page.exposeFunction('hear', (text: string) => line.said.push(text));
    const devtools = await context.newCDPSession(page);
    await devtools.send('Network.enable');
    const unlimited = { downloadThroughput: -1, uploadThroughput: -1 };
    await devtools.send('Network.emulateNetworkConditions', { offline: false, latency: 300, ...unlimited });
    return line;
  }

  /** Presses a button twice, which posts to this address. */
  async press(button: Locator, action: string, outcome: () => Promise<void>): Promise<void> {
    this.posts.length = 0;
    this.said.length = 0;
    await button.page().evaluate(() => {
      const hear = () => {
        const said = /(Sending|Saving)…/.exec(document.body.innerText)?.[0];
        if (said) void (window as unknown as { hear: (text: string) => void }).hear(said);
      };
      new MutationObserver(hear).observe(document.body, { childList: true, subtree: true, characterData: true });
    });
    await button.dblclick({ delay: 60 });
    // First: some outcomes are in view before the press.
    await expect.poll(() => this.said.length, `${action} says that it is on its way`).toBeGreaterThan(0);
    await outcome();
    await expect(button.page().locator('form[aria-busy]')).toHaveCount(0);
    expect(this.posts).toEqual([`/api/${action}`]);
  }
}

test('forms about security are sent once @wasm', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/security');
  const line = await SlowLine.to(page, context);
  const security = new Security(page);
  const said = (sentence: string) => () => expect(security.status).toContainText(sentence);
  await security.openPassword();
  await page.getByLabel('Current password').fill(person.password);
  await page.getByLabel('New password').fill('Another-horse-10');
  const change = page.getByRole('button', { name: 'Change password' });
  await line.press(change, 'change_password', said('Your password is changed.'));
  await line.press(security.setUp, 'begin_factor', () => expect(security.picture).toBeVisible());
  await leaveCode(security.code, totpCode(await security.key()));
  await line.press(security.turnOn, 'finish_factor', said('Your authenticator app is on.'));
  await line.press(security.turnOff, 'stop_factor', said('Only your password is required.'));
});

test('forms about addresses are sent once @wasm', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  const line = await SlowLine.to(page, context);
  const contact = new Contact(page);
  const said = (sentence: string) => () => contact.expectSaid(sentence);
  const next = app.pool.newPerson();
  const change = async () => {
    await contact.section.getByText('Change the email address').click();
    await contact.newEmail.fill(next.email);
    const send = contact.section.getByRole('button', { name: 'Send the code' });
    await line.press(send, 'change_address', () => contact.expectWaiting(next.email));
  };
  await change();
  await line.press(contact.resend, 'resend_code', async () => {
    await expect.poll(async () => (await app.pool.mails(next)).length).toBe(2);
    await ready(page);
  });
  await line.press(contact.cancel, 'cancel_change', said('The change is cancelled.'));
  await change();
  await leaveCode(contact.code, await app.pool.code(next));
  const confirm = contact.section.getByRole('button', { name: 'Confirm', exact: true });
  await line.press(confirm, 'confirm_address', said('Your contact details are confirmed.'));
});

test('forms of new accounts are sent once @wasm', async ({ page, context, app }) => {
  const person = app.pool.newPerson();
  await open(page, '/signup');
  const line = await SlowLine.to(page, context);
  await new SignUpForm(page).fill(person);
  const make = page.getByRole('button', { name: 'Create account' });
  await line.press(make, 'sign_up', () => expectHeading(page, 'Confirm your account'));
  expect(await app.pool.mails(person)).toHaveLength(1);
  const resend = page.getByRole('button', { name: 'Send another code' });
  await line.press(resend, 'resend_sign_up_code', () => expect(page.getByText('asked for another code')).toBeVisible());
  expect(await app.pool.mails(person)).toHaveLength(2);
  const form = new ConfirmForm(page);
  await leaveCode(form.code, await app.pool.code(person));
  const confirm = page.getByRole('button', { name: 'Confirm', exact: true });
  await line.press(confirm, 'confirm_sign_up', () => form.expectDone());
});

test('forms over attributes are sent once @wasm', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(), '/profile');
  await expectHeading(page, 'Welcome! Finish setting up your account');
  const line = await SlowLine.to(page, context);
  const form = new AttributeForm(page);
  await form.fillRequired();
  const goOn = page.getByRole('button', { name: 'Save and continue' });
  await line.press(goOn, 'save_welcome', () => expectPath(page, '/profile'));
  await ready(page);
  await form.jobTitle.fill('Head gardener');
  const save = page.getByRole('button', { name: 'Save changes' });
  await line.press(save, 'save_profile', () => expect(page.getByText('Your changes are saved.')).toBeVisible());
});

test('skipping is sent once @wasm', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson(REQUIRED), '/profile');
  const line = await SlowLine.to(page, context);
  const skip = page.getByRole('button', { name: 'Skip for now' });
  await line.press(skip, 'skip_welcome', () => expectPath(page, '/profile'));
});

test('forms about sessions are sent once @wasm', async ({ page, context, app, browser }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/');
  for (let others = 0; others < 3; others++) {
    const elsewhere = await browser.newContext({ baseURL: app.url });
    await signIn(await elsewhere.newPage(), person, '/');
    await elsewhere.close();
  }
  await open(page, '/sessions');
  const line = await SlowLine.to(page, context);
  const main = page.getByRole('main');
  // What was ended stands once more in its place, without a button.
  const others = main.locator('li.card').getByRole('button');
  const count = (sessions: number) => () => expect(others).toHaveCount(sessions);
  await count(3)();
  await line.press(others.last(), 'end_session', count(2));
  await line.press(main.getByRole('button', { name: 'Sign out of all other sessions' }), 'end_other_sessions', count(0));
  const everywhere = main.getByRole('button', { name: 'Sign out everywhere' });
  await line.press(everywhere, 'sign_out_everywhere', () => expectHeading(page, 'You are signed out'));
});

test('other forms are sent once @wasm', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/profile/sources');
  const line = await SlowLine.to(page, context);
  const token = page.getByText('It was made less than a minute ago.');
  await line.press(page.getByRole('button', { name: 'Get a new ID token' }), 'renew_tokens', () => expect(token).toBeVisible());
  await open(page, '/logout');
  const signOut = page.getByRole('main').getByRole('button', { name: 'Sign out' });
  await line.press(signOut, 'sign_out', () => expectHeading(page, 'You are signed out'));
  const spanish = page.getByRole('contentinfo').getByRole('button', { name: 'Español' });
  await ready(page);
  await line.press(spanish, 'set_language', () => expect(page.locator('html')).toHaveAttribute('lang', 'es'));
});

test('deleting is sent once @wasm', async ({ page, context, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/data');
  const line = await SlowLine.to(page, context);
  const data = new Data(page);
  await data.ask.click();
  await data.name.fill(person.email);
  await line.press(data.submit, 'delete_account', () => expectHeading(page, 'Your account is deleted'));
});
