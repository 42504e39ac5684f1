import { expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { expectHeading, open } from '../pages/site.js';

const IS_DEBUG = process.env.PROFILE === 'debug';

test('design page is accessible in debug builds only', async ({ page, troubles }) => {
  if (!IS_DEBUG) {
    troubles.expect(/status of 404/);
    await page.goto('/design');
    return expectHeading(page, 'There is no such page');
  }
  await open(page, '/design');
  await expectHeading(page, 'Design');
  await expectAccessible(page);
  await expectReflow(page, 'design');
});
