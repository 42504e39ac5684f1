import type { Page } from '@playwright/test';
import { COMPLETE, REQUIRED, expect, test } from '../fixtures/test.js';
import { expectHeading, menuButton, open, signIn } from '../pages/site.js';

// What a screen reader is told of each page: all of it, and nothing else. After a change that is meant: `npx playwright test
// tests/accessibility-tree.spec.ts --update-snapshots`, and read what became of the files.

/** The page's tree is the one that was agreed on. What differs from run to run is said in the same words first. */
async function expectTree(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    for (const element of document.querySelectorAll('dd:has(time)')) element.textContent = 'a moment';
    const steady = (text: string) =>
      text
        .replace(/ada-[0-9a-f]{8}@/g, 'ada@')
        .replace(/signed in \d.*/, 'signed in then')
        .replace(/Signed in: .*/, 'Signed in: some time ago')
        .replace(/It was made .* ago/, 'It was made some time ago');
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) text.textContent = steady(text.textContent!);
    for (const element of document.querySelectorAll('[aria-label]')) {
      element.setAttribute('aria-label', steady(element.getAttribute('aria-label')!));
    }
    for (const code of document.querySelectorAll('.reference code')) code.textContent = 'a reference';
  });
  // As text, and not as a template that the tree contains: what is added is noticed, too.
  expect(await page.locator('body').ariaSnapshot()).toMatchSnapshot(`${name}.yml`);
}

test('trees of public pages', async ({ page, troubles }) => {
  troubles.expect(/status of 404/);
  for (const [path, name] of [
    ['/', 'home'],
    ['/signup', 'sign-up'],
    ['/confirm', 'confirm'],
    ['/logged_out', 'signed-out'],
    ['/failed?kind=Denied', 'failed'],
    ['/no-such-page', 'not-found'],
  ] as const) {
    if (name === 'failed') troubles.expect(/status of 403/);
    await open(page, path);
    await expectTree(page, name);
  }
});

test('trees of onboarding pages', async ({ page, context, app }) => {
  await signIn(page, await app.pool.addPerson());
  await expectTree(page, 'onboarding');
  await context.clearCookies();
  await signIn(page, await app.pool.addPerson(REQUIRED));
  await expectTree(page, 'onboarding-skippable');
});

test('trees of account pages', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE));
  await menuButton(page).click();
  await expectTree(page, 'home-with-menu');
  for (const [path, heading, name] of [
    ['/profile', 'Your profile', 'profile'],
    ['/security', 'Security', 'security'],
    ['/sessions', 'Active sessions', 'sessions'],
    ['/data', 'Data & privacy', 'data'],
    ['/profile/sources', 'Where your data comes from', 'sources'],
    ['/logout', 'Sign out?', 'sign-out'],
  ] as const) {
    await open(page, path);
    await expectHeading(page, heading);
    // What is folded away, too.
    await page.getByRole('main').locator('details').evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
    await expectTree(page, name);
  }
});
