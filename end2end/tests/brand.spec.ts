import { join } from 'node:path';
import { App } from '../fixtures/app.js';
import { COMPLETE, expect, expectAccessible, expectReflow, test as base } from '../fixtures/test.js';
import { open, signIn } from '../pages/site.js';

const ACME = join(import.meta.dirname, '../../docs/guide/examples/acme.toml');

/** A server with another name, logo and colours, other links and a home page of its own. */
const test = base.extend<object, { app: App }>({
  app: [
    async ({}, use) => {
      const app = await App.start({ BRAND_FILE: ACME });
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
});

test('own brand is seen on each page', async ({ page, app, troubles }) => {
  await open(page, '/');
  await expect(page).toHaveTitle('Welcome to Acme · Acme account');
  await expect(page.getByRole('link', { name: 'Sign in' }).last()).toHaveCSS('background-color', 'rgb(107, 42, 134)');
  const logo = page.getByRole('banner').locator('img');
  expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  const foot = page.getByRole('contentinfo');
  await expect(foot.getByRole('link', { name: 'Privacy' })).toHaveAttribute('href', 'https://acme.example/privacy');
  await expect(foot.getByRole('link', { name: 'Contact' })).toHaveAttribute('href', 'mailto:help@acme.example');
  await expectAccessible(page);
  await expectReflow(page, 'brand-home');

  // The local pool's own pages look the same.
  await page.goto('/login?return_to=/profile');
  await expect(page.getByRole('button', { name: 'Sign in' })).toHaveCSS('background-color', 'rgb(107, 42, 134)');
  const poolsLogo = page.getByRole('main').locator('img');
  expect(await poolsLogo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  await expectAccessible(page);
  await expectReflow(page, 'brand-pool');

  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await expect(page).toHaveTitle('Your profile · Acme account');
  await expectAccessible(page);
  await expectReflow(page, 'brand-profile');

  troubles.expect(/status of 404/);
  await page.goto('/failed?error=nonsense');
  await expect(page.getByRole('link', { name: 'Contact us' })).toBeVisible();
  await expectReflow(page, 'brand-failed');
});
