import type { Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { Security } from '../pages/security.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { SignUpForm } from '../pages/sign-up-form.js';
import { expectHeading, open, ready } from '../pages/site.js';

/** Changes every page before WebAssembly takes it over, as password managers and translators do. */
async function change(page: Page, intoFirst: string, wrapped: string): Promise<void> {
  await page.addInitScript(
    ([first, text]) => {
      document.addEventListener('DOMContentLoaded', () => {
        document.querySelector(first!)?.prepend(document.createElement('aside'));
        const node = document.querySelector(text!)?.firstChild;
        if (node) node.replaceWith(Object.assign(document.createElement('font'), { textContent: node.textContent }));
      });
    },
    [intoFirst, wrapped],
  );
}

/** The islands that were not taken over. */
function leftPlain(page: Page): string[] {
  const names: string[] = [];
  page.on('console', (message) => {
    const name = /^(\w+) stays as it came/.exec(message.text())?.[1];
    if (name) names.push(name);
  });
  return names;
}

test('foreign nodes cost no island of the sign-up', { tag: '@wasm' }, async ({ page, app }) => {
  const plain = leftPlain(page);
  await change(page, 'leptos-island:has(#username) .field', 'label[for="field-custom-job_title"]');
  await open(page, '/signup');
  // What the server alone renders may be changed as one likes.
  expect(plain).toEqual([]);

  const form = new SignUpForm(page);
  await form.password.fill('weak');
  await expect(form.rules.getByRole('status')).toHaveText('1 of 5 met');
  await page.getByRole('button', { name: 'Show password' }).click();
  await expect(form.password).toHaveAttribute('type', 'text');
  await form.fill(app.pool.newPerson());
  await form.submit();
  await expectHeading(page, 'Confirm your account');
});

test('foreign node leaves a profile that posts', { tag: '@wasm' }, async ({ page, app, troubles }) => {
  troubles.expect(/panicked|unreachable|hydration error/);
  const plain = leftPlain(page);
  await change(page, 'form.attributes[action*="save_profile"] .save', 'p.nowhere');
  await page.goto('/login?return_to=/profile');
  await new HostedUi(page).signIn(await app.pool.addPerson(COMPLETE));
  await ready(page);
  expect(plain).toEqual(['ProfileForm']);
  // The other islands are alive.
  await page.getByLabel('Appearance').selectOption('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  // And the one that is not still posts.
  await page.getByLabel('Job title').fill('Head gardener');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  await expect(page.getByLabel('Job title')).toHaveValue('Head gardener');
});

test('foreign node keeps typed values and focus', { tag: '@wasm' }, async ({ page, app, troubles }) => {
  troubles.expect(/panicked|unreachable|hydration error/);
  await change(page, 'form.attributes[action*="save_profile"] .save', 'p.nowhere');
  let load = () => {};
  const typed = new Promise<void>((resolve) => (load = resolve));
  await page.route('**/*.wasm', async (route) => {
    await typed;
    await route.continue();
  });
  await page.goto('/login?return_to=/profile');
  await new HostedUi(page).signIn(await app.pool.addPerson(COMPLETE));
  await page.getByLabel('Department').selectOption('Sales');
  await page.getByLabel('In your own words').fill('Two\nlines');
  await page.getByLabel('Job title').fill('Head gardener');
  load();
  await ready(page);
  await expect(page.getByLabel('Job title')).toBeFocused();
  await expect(page.getByLabel('Job title')).toHaveValue('Head gardener');
  await expect(page.getByLabel('In your own words')).toHaveValue('Two\nlines');
  await expect(page.getByLabel('Department')).toHaveValue('sales');
});

test('blocked WebAssembly throws nothing', { tag: '@wasm' }, async ({ page, app, troubles }) => {
  troubles.expect(/net::ERR_FAILED/);
  await page.route('**/*.wasm', (route) => route.abort());
  const warned = page.waitForEvent('console', (message) => message.text().includes('works without WebAssembly'));
  await page.goto('/login?return_to=/security');
  await new HostedUi(page).signIn(await app.pool.addPerson(COMPLETE));
  await warned;
  const security = new Security(page);
  await security.setUp.click();
  await expect(security.picture).toBeVisible();
});
