// Amplify and the pool's pages: `signInWithRedirect`, the way back, and out again.

import { expect } from '@playwright/test';
import { seeded } from '../node/local-pool.mjs';
import { HostedUi } from '../pages/hosted-ui.js';
import type { AmplifyApp } from './amplify-app.js';
import { test } from './fixtures.js';

const { person } = seeded;

test.beforeEach(async ({ app }) => app.open());

async function signInWithRedirect(app: AmplifyApp, front: string): Promise<void> {
  await app.leave('signInWithRedirect', { customState: 'the-state' });
  await new HostedUi(app.page, front, app.url).signIn(person);
  await app.page.waitForURL((url) => url.href.startsWith(app.url));
  await app.expectEvents(['customOAuthState', 'signInWithRedirect', 'signedIn']);
}

test('Amplify signs in and out through the pages', async ({ app, front }) => {
  await signInWithRedirect(app, front);
  expect(app.outcomeOf('/oauth2/token')).toBe('success');
  const { tokens } = await app.call('fetchAuthSession');
  expect(tokens.idToken.payload).toMatchObject({ email: person.name, aud: seeded.amplify.id });
  expect(tokens.accessToken.payload.scope).toContain('aws.cognito.signin.user.admin');
  expect(await app.call('fetchUserAttributes')).toMatchObject({ email: person.name });

  await app.leave('signOut');
  expect(app.outcomeOf('/logout')).toBe('success');
  await app.expectToBeReady();
  await app.expectRefusal('UserUnAuthenticatedException', 'getCurrentUser');
  await signInWithRedirect(app, front);
});

test('Amplify refreshes a Hosted UI session, scopes included', async ({ app, front, pool }) => {
  await signInWithRedirect(app, front);
  const first = (await app.call('fetchAuthSession')).tokens.accessToken.payload;
  await pool.advance(60);
  const second = (await app.call('fetchAuthSession', { forceRefresh: true })).tokens.accessToken.payload;
  expect(second.jti).not.toBe(first.jti);
  expect(second.scope).toBe(first.scope);
});

test('Amplify reads the error of prompt=none', async ({ app }) => {
  await app.leave('signInWithRedirect', { options: { prompt: 'NONE' } });
  expect(app.page.url()).toContain('error=login_required');
  await app.expectEvents(['signInWithRedirect_failure']);
});
