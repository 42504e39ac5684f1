import { expectEnhancedContrast } from '../fixtures/accessibility.js';
import { COMPLETE, test } from '../fixtures/test.js';
import { menuButton, open, signIn } from '../pages/site.js';

test('text of account pages has enhanced contrast', { tag: '@wasm' }, async ({ page, app }) => {
  test.slow();
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  for (const path of ['/profile', '/security', '/sessions', '/data', '/']) {
    await open(page, path);
    // What is folded away, too.
    await page.getByRole('main').locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    await menuButton(page).click();
    await expectEnhancedContrast(page);
  }
});
