// What an app calls of `aws-amplify/auth`.

import { expect } from '@playwright/test';
import { seeded } from '../node/local-pool.mjs';
import { totp } from '../node/totp.mjs';
import type { AmplifyApp, Person } from './amplify-app.js';
import { test } from './fixtures.js';

const { person, invited } = seeded;
type CodeSource = { codeSentTo(address: string): Promise<string> };

async function signUp(app: AmplifyApp, pool: CodeSource, { name, password }: Person): Promise<void> {
  const options = { userAttributes: { email: name, 'custom:theme': 'dark' } };
  await app.expectStep('CONFIRM_SIGN_UP', 'signUp', { username: name, password, options });
  const confirmationCode = await pool.codeSentTo(name);
  await app.expectStep('DONE', 'confirmSignUp', { username: name, confirmationCode });
}

async function codeOf(pool: { now(): Promise<number> }, sharedSecret: string): Promise<string> {
  return totp(sharedSecret, await pool.now());
}

test.beforeEach(async ({ app }) => app.open());

test('Amplify signs up with a confirmation code', async ({ app, pool }) => {
  const username = 'dodo@example.com';
  const password = 'Caucus-race-1865';
  const options = { userAttributes: { email: username } };
  await app.expectRefusal('InvalidPasswordException', 'signUp', { username, password: 'weak', options });
  await app.expectStep('CONFIRM_SIGN_UP', 'signUp', { username, password, options });
  await app.expectRefusal('UsernameExistsException', 'signUp', { username, password, options });
  await app.expectStep('CONFIRM_SIGN_UP', 'signIn', { username, password });
  await app.call('resendSignUpCode', { username });
  await app.expectRefusal('CodeMismatchException', 'confirmSignUp', { username, confirmationCode: 'wrong1' });
  const confirmationCode = await pool.codeSentTo(username);
  await app.expectStep('DONE', 'confirmSignUp', { username, confirmationCode });
  await app.signIn({ name: username, password });
});

test('Amplify signs in by SRP or says why', async ({ app }) => {
  const username = person.name;
  await app.expectRefusal('NotAuthorizedException', 'signIn', { username, password: 'Wrong-password-1' });
  const unknown = { username: 'nobody@example.com', password: 'Wrong-password-1' };
  await app.expectRefusal('UserNotFoundException', 'signIn', unknown);
  await app.signIn(person);
  expect(await app.call('getCurrentUser')).toMatchObject({ signInDetails: { authFlowType: 'USER_SRP_AUTH' } });
  const { tokens, userSub } = await app.call('fetchAuthSession');
  expect(tokens.idToken.payload).toMatchObject({ sub: userSub, email: username, aud: seeded.amplify.id });
  await app.call('signOut');
  expect(app.outcomeOf('RevokeToken')).toBe('success');
  await app.expectRefusal('UserUnAuthenticatedException', 'getCurrentUser');
});

test('Amplify replaces a temporary password', async ({ app }) => {
  const step = 'CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED';
  await app.expectStep(step, 'signIn', { username: invited.name, password: invited.password });
  await app.expectRefusal('InvalidPasswordException', 'confirmSignIn', { challengeResponse: 'weak' });
  await app.expectStep('DONE', 'confirmSignIn', { challengeResponse: 'Gryphon-1865' });
});

test('Amplify replaces a forgotten password', async ({ app, pool }) => {
  const forgetful = { name: 'lory@example.com', password: 'Caucus-race-1865' };
  await signUp(app, pool, forgetful);
  const username = forgetful.name;
  const newPassword = 'Older-than-you-1865';
  await app.expectStep('CONFIRM_RESET_PASSWORD_WITH_CODE', 'resetPassword', { username });
  const wrong = { username, newPassword, confirmationCode: 'wrong1' };
  await app.expectRefusal('CodeMismatchException', 'confirmResetPassword', wrong);
  const confirmationCode = await pool.codeSentTo(username);
  await app.call('confirmResetPassword', { username, newPassword, confirmationCode });
  await app.expectRefusal('NotAuthorizedException', 'signIn', { username, password: forgetful.password });
  await app.signIn({ name: username, password: newPassword });
});

test('Amplify changes the password and deletes the account', async ({ app, pool }) => {
  const leaver = { name: 'eaglet@example.com', password: 'Caucus-race-1865' };
  await signUp(app, pool, leaver);
  await app.signIn(leaver);
  const newPassword = 'Speak-English-1865';
  const wrong = { oldPassword: 'Wrong-password-1', newPassword };
  await app.expectRefusal('NotAuthorizedException', 'updatePassword', wrong);
  await app.call('updatePassword', { oldPassword: leaver.password, newPassword });
  await app.call('signOut');
  await app.signIn({ name: leaver.name, password: newPassword });
  await app.call('deleteUser');
  await app.expectRefusal('UserNotFoundException', 'signIn', { username: leaver.name, password: newPassword });
});

test('Amplify reads, changes and deletes attributes', async ({ app, pool }) => {
  const duck = { name: 'duck@example.com', password: 'Caucus-race-1865' };
  await signUp(app, pool, duck);
  await app.signIn(duck);
  expect(await app.call('fetchUserAttributes')).toMatchObject({ email: duck.name, 'custom:theme': 'dark' });
  const changed = await app.call('updateUserAttributes', { userAttributes: { name: 'Duck', 'custom:theme': 'light' } });
  expect(changed.name).toMatchObject({ isUpdated: true, nextStep: { updateAttributeStep: 'DONE' } });
  const unknown = { userAttributes: { 'custom:shoe': '42' } };
  await app.expectRefusal('InvalidParameterException', 'updateUserAttributes', unknown);
  await app.call('deleteUserAttributes', { userAttributeKeys: ['custom:theme'] });
  const attributes = await app.call('fetchUserAttributes');
  expect(attributes).toMatchObject({ name: 'Duck', email_verified: 'true' });
  expect(attributes).not.toHaveProperty('custom:theme');
});

test('Amplify changes the e-mail address with a code', async ({ app, pool }) => {
  const mover = { name: 'magpie@example.com', password: 'Caucus-race-1865' };
  await signUp(app, pool, mover);
  await app.signIn(mover);
  const email = 'canary@example.com';
  const userAttribute = { attributeKey: 'email', value: email };
  const { nextStep } = await app.call('updateUserAttribute', { userAttribute });
  expect(nextStep.updateAttributeStep).toBe('CONFIRM_ATTRIBUTE_WITH_CODE');
  await app.call('sendUserAttributeVerificationCode', { userAttributeKey: 'email' });
  const wrong = { userAttributeKey: 'email', confirmationCode: 'wrong1' };
  await app.expectRefusal('CodeMismatchException', 'confirmUserAttribute', wrong);
  const confirmationCode = await pool.codeSentTo(email);
  await app.call('confirmUserAttribute', { userAttributeKey: 'email', confirmationCode });
  expect(await app.call('fetchUserAttributes')).toMatchObject({ email, email_verified: 'true' });
});

test('Amplify signs in with an authenticator app', async ({ app, pool }) => {
  const careful = { name: 'turtle@example.com', password: 'Mock-Turtle-1865' };
  await signUp(app, pool, careful);
  await app.signIn(careful);
  const { sharedSecret } = await app.call('setUpTOTP');
  await app.expectRefusal('EnableSoftwareTokenMFAException', 'verifyTOTPSetup', { code: '000000' });
  await app.call('verifyTOTPSetup', { code: await codeOf(pool, sharedSecret) });
  await app.call('updateMFAPreference', { totp: 'PREFERRED' });
  expect(await app.call('fetchMFAPreference')).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
  await app.call('signOut');
  await pool.advance(30);
  const step = 'CONFIRM_SIGN_IN_WITH_TOTP_CODE';
  await app.expectStep(step, 'signIn', { username: careful.name, password: careful.password });
  await app.expectRefusal('CodeMismatchException', 'confirmSignIn', { challengeResponse: '000000' });
  await app.expectStep('DONE', 'confirmSignIn', { challengeResponse: await codeOf(pool, sharedSecret) });
});

test('Amplify refreshes expired sessions until they are revoked', async ({ app, pool }) => {
  await app.signIn(person);
  const first = (await app.call('fetchAuthSession')).tokens.accessToken.payload;
  await app.page.clock.setSystemTime(Date.now() + 3_601_000);
  await pool.advance(3_601);
  const second = (await app.call('fetchAuthSession')).tokens.accessToken.payload;
  expect(second).toMatchObject({ sub: first.sub, auth_time: first.auth_time, origin_jti: first.origin_jti });
  expect(second.jti).not.toBe(first.jti);
  await pool.misbehave('refresh-revoked');
  expect((await app.call('fetchAuthSession', { forceRefresh: true })).tokens).toBeUndefined();
});

test('Amplify signs out everywhere', async ({ app }) => {
  await app.signIn(person);
  await app.call('signOut', { global: true });
  expect(app.outcomeOf('GlobalSignOut')).toBe('success');
  expect((await app.call('fetchAuthSession')).tokens).toBeUndefined();
});
