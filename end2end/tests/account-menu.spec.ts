import { COMPLETE, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { chooseInMenu, expectHeading, expectPath, menuButton, signIn } from '../pages/site.js';

test('menu names the user and their pages', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await signIn(page, person);
  const header = page.getByRole('banner');
  await expect(header.getByRole('link', { name: 'Profile' })).toBeHidden();
  await menuButton(page).click();
  await expect(header.getByText(person.name, { exact: true })).toBeVisible();
  await expect(header.getByText(person.email)).toBeVisible();
  await expectAccessible(page);
  await expectReflow(page, 'account-menu');
  await header.getByRole('link', { name: 'Profile' }).click();
  await expectHeading(page, 'Your profile');
  await expect(header.getByRole('link', { name: 'Profile' })).toBeHidden();
  await chooseInMenu(page, 'Sessions');
  await expectHeading(page, 'Active sessions');
});

test('menu opens and closes by keyboard', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE));
  const [button, profile] = [menuButton(page), page.getByRole('banner').getByRole('link', { name: 'Profile' })];
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(profile).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(profile).toBeFocused();
  if (test.info().project.use.javaScriptEnabled === false) {
    await button.focus();
    await page.keyboard.press('Space');
  } else {
    await page.keyboard.press('Escape');
    await expect(button).toBeFocused();
  }
  await expect(profile).toBeHidden();
});

test('menu closes when people go elsewhere', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE));
  const leave = page.getByRole('banner').getByRole('link', { name: 'Sign out' });
  await menuButton(page).click();
  await page.getByRole('heading', { level: 1 }).click();
  await expect(leave).toBeHidden();
  await menuButton(page).click();
  await leave.focus();
  await page.keyboard.press('Tab');
  await expect(leave).toBeHidden();
});

for (const [width, place] of [[1280, 'beside'], [390, 'above']] as const) {
  test(`section links stand ${place} at ${width} pixels`, async ({ page, app }) => {
    await page.setViewportSize({ width, height: 800 });
    await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
    const sections = page.getByRole('navigation', { name: 'Your account' });
    const [links, heading] = [sections, page.getByRole('heading', { level: 1 })];
    const [linksBox, headingBox] = [await links.boundingBox(), await heading.boundingBox()];
    if (place === 'beside') expect(linksBox!.x + linksBox!.width).toBeLessThanOrEqual(headingBox!.x);
    else expect(linksBox!.y + linksBox!.height).toBeLessThanOrEqual(headingBox!.y);
    await expect(sections.locator('[aria-current="page"]')).toHaveText('Profile');
    await sections.getByRole('link', { name: 'Sessions' }).click();
    await expectPath(page, '/sessions');
    await expect(sections.locator('[aria-current="page"]')).toHaveText('Sessions');
    await expectAccessible(page);
    const scrolls = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    expect(scrolls, 'the page does not scroll sideways').toBe(false);
  });
}

test('header keeps to one line on a phone', async ({ page, app }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const box = await page.getByRole('banner').boundingBox();
  expect(box!.height).toBeLessThanOrEqual(72);
  await page.getByRole('button', { name: 'Save changes' }).scrollIntoViewIfNeeded();
  const save = await page.getByRole('button', { name: 'Save changes' }).boundingBox();
  expect(save!.width).toBeGreaterThan(250);
});
