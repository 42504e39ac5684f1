// The app signs people in with npm's oidc-provider, a certified OpenID provider, in place of Amazon Cognito.

import { expect, test as base } from '@playwright/test';
import { App } from '../../fixtures/app.js';
import { AttributeForm } from '../../pages/attribute-form.js';
import { HostedUi } from '../../pages/hosted-ui.js';
import { client, poolId, startPool } from './pool.mjs';

type Pool = Awaited<ReturnType<typeof startPool>>;

const person = { sub: 'mad-hatter', password: 'Ten-shillings-and-6', email: 'hatter@example.com', name: 'Hatter' };

async function startAppOn(secret: string): Promise<{ app: App; pool: Pool }> {
  let pool: Pool | undefined;
  const app = await App.startOn(async (origin) => {
    const { sub, password, email, name } = person;
    pool = await startPool(origin, { sub, password, attributes: { email, name } });
    return {
      COGNITO_ENDPOINT: pool.url,
      COGNITO_USER_POOL_ID: poolId,
      CLIENT_ID: client.id,
      CLIENT_SECRET: secret,
      SHOW_CLAIM_SOURCES: 'true',
    };
  });
  if (!pool) throw new Error('The app has started without the pool.');
  return { app, pool };
}

const test = base.extend<{ secret: string; world: { app: App; pool: Pool } }>({
  secret: client.secret,
  world: async ({ secret }, use) => {
    const world = await startAppOn(secret);
    await use(world);
    await world.app.stop();
    await world.pool.stop();
  },
  baseURL: async ({ world }, use) => use(world.app.url),
});

test('the app signs in, completes profile, refreshes', async ({ page, world: { pool } }) => {
  await page.goto('/login?return_to=/profile');
  const ui = new HostedUi(page);
  await ui.signIn({ ...person, password: 'wrong' });
  await expect(page.getByRole('alert')).toBeVisible();
  await ui.signIn(person);
  expect(pool.events.slice(0, 2)).toEqual(['authorization S256 nonce', 'authorization_code']);

  await expect(page).toHaveURL(/\/welcome/);
  const form = new AttributeForm(page);
  await form.fillRequired();
  await form.saveAndContinue();
  await expect(page).toHaveURL(/\/profile$/);
  await expect(page.getByRole('banner').getByText(person.email)).toBeAttached();

  // The provider rotates refresh tokens: the second refresh needs the token of the first.
  let desk = 0;
  await expect(async () => {
    desk += 1;
    await form.deskNumber.fill(String(desk));
    await form.saveChanges();
    await expect.poll(() => pool.person.attributes['custom:desk_number']).toBe(String(desk));
    expect(pool.events.filter((event) => event === 'refresh_token').length).toBeGreaterThanOrEqual(2);
  }).toPass();
  expect(pool.person.attributes['custom:job_title']).toBe('Gardener');

  await page.goto('/profile/sources');
  await expect(page.getByText('The signature fits')).toBeVisible();
  expect(pool.events).toContain('userInfo');
});

test('the app revokes tokens and signs out', async ({ page, world: { pool } }) => {
  await page.goto('/login');
  await new HostedUi(page).signIn(person);
  await expect(page).toHaveURL(/\/welcome/);
  await page.goto('/logout');
  await page.getByRole('button', { name: 'Sign out' }).click();
  // The provider asks, Cognito does not.
  await expect(page).toHaveTitle('Sign out of the provider');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are signed out');
  expect(pool.events).toContain('end_session');
  await expect.poll(() => pool.events).toContain('revocation');
  await page.goto('/login');
  await new HostedUi(page).expectToAskForPassword();
});

test.describe('with a wrong secret', () => {
  test.use({ secret: 'another0secret0that0is0wrong0' });

  test('the app signs no one in', async ({ page, world: { pool } }) => {
    await page.goto('/login?return_to=/profile');
    await new HostedUi(page).signIn(person);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText("Sign-in isn't set up correctly");
    expect(pool.events).toContain('invalid_client');
  });
});
