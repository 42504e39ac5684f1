// The pool's pages as a person uses them, in Chromium.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test as base } from '@playwright/test';
import { seeded, startLocalPool } from '../node/local-pool.mjs';
import { newRecord } from '../node/record.mjs';
import { totp } from '../node/totp.mjs';
import { HostedUi } from './hosted-ui.js';

const record = newRecord('chromium', 'Chromium');
type Pool = Awaited<ReturnType<typeof startLocalPool>>;

const test = base.extend<{ ui: HostedUi }, { app: string; pool: Pool }>({
  app: [
    async ({}, use) => {
      const app = createServer((_, answer) => {
        answer.setHeader('content-type', 'text/html').end('<!doctype html><title>App</title><h1>The app</h1>');
      });
      await new Promise<void>((listening) => app.listen(0, '127.0.0.1', listening));
      await use(`http://127.0.0.1:${(app.address() as AddressInfo).port}`);
      app.closeAllConnections();
      app.close();
    },
    { scope: 'worker' },
  ],
  pool: [
    async ({ app }, use) => {
      const pool = await startLocalPool('--app-origin', app);
      await use(pool);
      await pool.stop();
    },
    { scope: 'worker' },
  ],
  ui: async ({ page, pool, app }, use) => {
    const ui = new HostedUi(page, pool.url, app);
    await use(ui);
    expect(ui.troubles).toEqual([]);
    if (test.info().status === 'passed') ui.visited.forEach((path) => record(path));
  },
});

test('a wrong password stays on the page', async ({ ui }) => {
  await ui.arrive(seeded.browser);
  await ui.expectPage('Sign in');
  await ui.signIn({ ...seeded.person, password: 'Wrong-password-1' });
  await ui.expectAlert('Incorrect username or password.');
  await expect(ui.page.getByLabel('Email address')).toHaveValue(seeded.person.name);
  await ui.expectPage('Sign in');
  await ui.signIn(seeded.person);
  await ui.expectToBeAtTheApp();
});

test('the session signs in silently until sign-out', async ({ ui, pool, app }) => {
  await ui.arrive(seeded.web);
  await ui.signIn(seeded.person);
  await ui.expectToBeAtTheApp();
  await ui.arrive(seeded.web);
  await ui.expectToBeAtTheApp();
  const bye = new URLSearchParams({ client_id: seeded.web.id, logout_uri: `${app}/bye` });
  await ui.page.goto(`${pool.url}/logout?${bye}`);
  await expect(ui.page).toHaveURL(`${app}/bye`);
  await ui.arrive(seeded.web);
  await ui.expectPage('Sign in');
});

test('a new user confirms with another code', async ({ ui, pool }) => {
  const newcomer = { name: 'dodo@example.com', password: 'Caucus-race-1865' };
  await ui.arrive(seeded.browser);
  await ui.follow('Sign up');
  await ui.expectPage('Sign up');
  await ui.fill({ 'Email address': newcomer.name, Password: 'weak' });
  await ui.press('Sign up');
  await ui.expectAlert('Password did not conform with policy');
  await ui.fill({ Password: newcomer.password });
  await ui.press('Sign up');
  await ui.expectPage('Confirm your account');
  const first = await pool.codeSentTo(newcomer.name);
  await ui.press('Send a new code');
  await expect(ui.page.getByRole('status')).toHaveText('A new code was sent.');
  await ui.expectPage('Confirm your account');
  const second = await pool.codeSentTo(newcomer.name);
  if (first !== second) {
    await ui.fill({ 'Verification code': first });
    await ui.press('Confirm account');
    await ui.expectAlert('Invalid verification code provided');
  }
  await ui.fill({ 'Verification code': second });
  await ui.press('Confirm account');
  await ui.expectToBeAtTheApp();
});

test('an unconfirmed user confirms at the next sign-in', async ({ ui, pool }) => {
  const newcomer = { name: 'lory@example.com', password: 'Caucus-race-1865' };
  await ui.arrive(seeded.browser);
  await ui.follow('Sign up');
  await ui.fill({ 'Email address': newcomer.name, Password: newcomer.password });
  await ui.press('Sign up');
  await ui.follow('Back to sign in');
  await ui.signIn(newcomer);
  await ui.expectPage('Confirm your account');
  await ui.fill({ 'Verification code': await pool.codeSentTo(newcomer.name) });
  await ui.press('Confirm account');
  await ui.expectToBeAtTheApp();
});

test('a forgotten password is reset by code', async ({ ui, pool }) => {
  const { name } = seeded.person;
  await ui.arrive(seeded.browser);
  await ui.follow('Forgot your password?');
  await ui.expectPage('Forgot your password?');
  await ui.fill({ 'Email address': name });
  await ui.press('Send the code');
  await ui.expectPage('Choose a new password');
  await ui.fill({ 'Verification code': 'wrong', 'New password': 'Carpenter-1871' });
  await ui.press('Change password');
  await ui.expectAlert('Invalid verification code provided');
  await ui.follow('Send another code');
  await ui.fill({ 'Email address': name });
  await ui.press('Send the code');
  await ui.fill({ 'Verification code': await pool.codeSentTo(name), 'New password': seeded.person.password });
  await ui.press('Change password');
  await ui.expectToBeAtTheApp();
});

test('a temporary password is replaced at first sign-in', async ({ ui }) => {
  await ui.arrive(seeded.browser);
  await ui.signIn(seeded.invited);
  await ui.expectPage('Choose a new password');
  await ui.fill({ 'New password': 'short' });
  await ui.press('Change password');
  await ui.expectAlert('Password did not conform with policy');
  await ui.fill({ 'New password': 'Gryphon-1865' });
  await ui.press('Change password');
  await ui.expectToBeAtTheApp();
});

test('required MFA is set up at first sign-in', async ({
  ui,
  pool,
}) => {
  await ui.arrive(seeded.strict);
  await ui.signIn(seeded.careful);
  await ui.expectPage('Set up an authenticator app');
  const key = await ui.page.getByRole('definition').innerText();
  const app = ui.page.getByRole('link', { name: 'Open the authenticator app of this device' });
  await expect(app).toHaveAttribute('href', `otpauth://totp/Strict:turtle%40example.com?secret=${key}&issuer=Strict`);
  const code = 'Code of your authenticator app';
  await ui.fill({ [code]: '000000' });
  await ui.press('Turn on and sign in');
  await ui.expectAlert('Code mismatch');
  await ui.fill({ [code]: totp(key, await pool.now()) });
  await ui.press('Turn on and sign in');
  await ui.expectToBeAtTheApp();

  await pool.advance(30);
  await ui.arrive(seeded.strict, { prompt: 'login' });
  await ui.signIn(seeded.careful);
  await ui.expectPage('Enter the code');
  await ui.fill({ [code]: '000000' });
  await ui.press('Sign in');
  await ui.expectAlert('Invalid code received for user');
  await ui.fill({ [code]: totp(key, await pool.now()) });
  await ui.press('Sign in');
  await ui.expectToBeAtTheApp();
});

test('the pages remember the language they speak', async ({ ui }) => {
  await ui.arrive(seeded.browser, { lang: 'es' });
  await ui.expectPage('Iniciar sesión');
  await ui.follow('¿Olvidaste la contraseña?');
  await ui.expectPage('¿Olvidaste la contraseña?');
  await ui.arrive(seeded.browser);
  await ui.expectPage('Iniciar sesión');
  await ui.arrive(seeded.browser, { lang: 'de' });
  await ui.expectPage('Anmelden');
});
