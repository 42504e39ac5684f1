import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../fixtures/app.js';
import { COMPLETE, expect, expectAccessible, expectReflow, test as base } from '../fixtures/test.js';
import { open, ready, signIn } from '../pages/site.js';

const LISTED = 'https://pictures.example/ada.png';
const LIST = `${readFileSync(join(import.meta.dirname, '../../attributes.toml'), 'utf8')}
[[attribute]]
name = "zoneinfo"
label = "Your time zone"

[[attribute]]
name = "locale"
label = "Your language"

[[attribute]]
name = "picture"
label = "Picture"
`;

/** A server of its own, with lists and pictures. */
const test = base.extend<object, { app: App }>({
  app: [
    async ({}, use) => {
      const app = await App.start();
      await app.startAnewWith(LIST, { PICTURE_HOSTS: 'pictures.example' });
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
});

test('time zone and language are chosen from lists', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, zoneinfo: 'Mars/Olympus' }), '/profile');
  const [zone, language] = [page.getByLabel('Your time zone'), page.getByLabel('Your language')];
  await expect(zone).toHaveValue('Mars/Olympus');
  await zone.selectOption({ label: 'Buenos Aires (Argentina)' });
  // What is typed into a list finds its place in it: a search without a script.
  await language.focus();
  await page.keyboard.type('deu');
  await expect(language).toHaveValue('de');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  await open(page, '/profile');
  await expect(zone).toHaveValue('America/Argentina/Buenos_Aires');
  await expect(language).toHaveValue('de');
  await expectAccessible(page);
});

test('pictures are fetched from listed hosts only', async ({ page, app, context, troubles }) => {
  troubles.expect(/^a stranger: https:\/\/pictures\.example\//);
  const asked: string[] = [];
  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  await context.route(/^https:/, async (route) => {
    asked.push(route.request().url());
    expect(await route.request().headerValue('referer')).toBeNull();
    await route.fulfill({ contentType: 'image/png', body: Buffer.from(pixel, 'base64') });
  });
  await signIn(page, await app.pool.addPerson({ ...COMPLETE, picture: LISTED }), '/profile');
  await expect.poll(() => asked).toEqual([LISTED]);
  const avatar = page.getByRole('banner').locator('.avatar');
  expect(await avatar.locator('img').boundingBox()).toEqual(await avatar.boundingBox());
  await ready(page);
  await expectReflow(page, 'profile-picture');
  await page.getByLabel('Picture').fill('https://elsewhere.example/ada.png');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  // At once, in the header and at its field.
  await expect(page.locator('img.picture')).toHaveCount(0);
  await page.getByLabel('Picture').fill(`${LISTED}?2`);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.locator('img.picture')).toHaveCount(2);
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  await ready(page);
  await page.getByLabel('Picture').fill('https://elsewhere.example/ada.png');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.locator('img.picture')).toHaveCount(0);
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  asked.length = 0;
  await open(page, '/profile');
  await expect(page.locator('img.picture')).toHaveCount(0);
  await expect(page.getByRole('banner').getByText('AE')).toBeVisible();
  expect(asked).toEqual([]);
});
