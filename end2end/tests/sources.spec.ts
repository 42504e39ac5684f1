import { COMPLETE, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { expectHeading, ready, signIn } from '../pages/site.js';

test('three claim sources stand side by side', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person, '/profile/sources');
  await expectHeading(page, 'Where your data comes from');
  await expect(page.getByText('The signature fits')).toBeVisible();
  const row = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /email_verified$/ }) });
  await expect(row.getByRole('cell')).toHaveText(['true', 'true', 'true', /a boolean or a number/]);
  await expectAccessible(page);
  await expectReflow(page, 'sources');

  // What is only stacked for the eye is still a table.
  await page.setViewportSize({ width: 320, height: 640 });
  await expect(row.getByRole('cell')).toHaveCount(4);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Get a new ID token' }).click();
  await expectHeading(page, 'Where your data comes from');
  await ready(page);
  await expect(page.getByText('It was made less than a minute ago.')).toBeVisible();
});
