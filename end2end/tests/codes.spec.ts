import { COMPLETE, expect, test } from '../fixtures/test.js';
import { totpCode } from '../fixtures/totp.js';
import { Security } from '../pages/security.js';
import { signIn } from '../pages/site.js';

test('a whole code sends itself, once', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  const security = new Security(page);
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(new URL(request.url()).pathname));
  await security.setUp.click();
  await expect(security.setup).toBeFocused();
  const code = totpCode(await security.key());
  await security.code.pressSequentially(code.slice(0, 3) + ' ' + code.slice(3, 5));
  expect(posts).toEqual(['/api/begin_factor']);
  // What comes by a paste, and an Enter for good measure.
  await page.keyboard.insertText(code.slice(5) + ' ');
  await page.keyboard.press('Enter');
  await expect(security.status).toContainText('Your authenticator app is on.');
  expect(posts).toEqual(['/api/begin_factor', '/api/finish_factor']);
});

test('code field says that it sends itself', async ({ page, app, javaScriptEnabled }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  const security = new Security(page);
  await security.setUp.click();
  await expect(security.code).toBeVisible();
  await expect(page.getByText("It's checked once you enter the last digit.")).toBeVisible({ visible: javaScriptEnabled !== false });
});
