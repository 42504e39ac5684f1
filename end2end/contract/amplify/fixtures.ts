// The pool, https in front of it and the site, once for all tests; a page for each.

import { expect, test as base } from '@playwright/test';
import { seeded, startLocalPool } from '../node/local-pool.mjs';
import { newRecord } from '../node/record.mjs';
import { startTlsFront } from '../node/tls-front.mjs';
import { AmplifyApp } from './amplify-app.js';
import { startSite } from './site.mjs';

const record = newRecord('amplify', 'Amplify');
type Pool = Awaited<ReturnType<typeof startLocalPool>>;
type Site = Awaited<ReturnType<typeof startSite>>;

const settings = (front: string, site: string) => ({
  Auth: {
    Cognito: {
      userPoolId: seeded.amplify.poolId,
      userPoolClientId: seeded.amplify.id,
      userPoolEndpoint: front,
      loginWith: {
        email: true,
        oauth: {
          domain: new URL(front).host,
          scopes: ['openid', 'email', 'aws.cognito.signin.user.admin'],
          redirectSignIn: [site],
          redirectSignOut: [site],
          responseType: 'code',
        },
      },
    },
  },
});

interface Everywhere {
  site: Site;
  pool: Pool;
  front: string;
}

export const test = base.extend<{ app: AmplifyApp }, Everywhere>({
  ignoreHTTPSErrors: true,
  site: [
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],
  pool: [
    async ({ site }, use) => {
      const pool = await startLocalPool('--app-origin', site.url);
      await use(pool);
      await pool.stop();
    },
    { scope: 'worker' },
  ],
  front: [
    async ({ pool, site }, use) => {
      const front = await startTlsFront(pool.url);
      site.configure(settings(front.url, site.url));
      await use(front.url);
      await front.stop();
    },
    { scope: 'worker' },
  ],
  app: async ({ page, front, site }, use) => {
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(String(error)));
    const app = new AmplifyApp(page, front, site.url);
    await use(app);
    expect(errors).toEqual([]);
    if (test.info().status === 'passed') app.calls.forEach(({ operation, outcome }) => record(operation, outcome));
  },
});
