import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from '../fixtures/app.js';
import { COMPLETE, expect, expectAccessible, test as base } from '../fixtures/test.js';
import { open, signIn } from '../pages/site.js';

const LIST = `${readFileSync(join(import.meta.dirname, '../../attributes.toml'), 'utf8')}
[[attribute]]
name = "zoneinfo"
label = "Your time zone"

[[attribute]]
name = "locale"
label = "Your language"
`;

/** A server of its own, with these lists. */
const test = base.extend<object, { app: App }>({
  app: [
    async ({}, use) => {
      const app = await App.start();
      await app.startAnewWith(LIST);
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
