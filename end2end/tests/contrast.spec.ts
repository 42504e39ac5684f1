import { AxeBuilder } from '@axe-core/playwright';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { menuButton, open, signIn } from '../pages/site.js';

test('text of account pages has enhanced contrast', { tag: '@wasm' }, async ({ page, app }) => {
  test.slow();
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  for (const path of ['/profile', '/security', '/sessions', '/data', '/']) {
    await open(page, path);
    await menuButton(page).click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // 7 to 1, and 4.5 to 1 for large text (WCAG 2.2, 1.4.6).
      const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast-enhanced']).analyze();
      const findings = violations.flatMap(({ nodes }) => nodes.map((node) => node.html));
      expect(findings, `${path} in ${colorScheme}`).toEqual([]);
    }
  }
});
