import type { Route } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { HostedUi } from '../pages/hosted-ui.js';
import { expectHeading, ready, signIn } from '../pages/site.js';

test('profile form can be sent before WebAssembly arrives @wasm', async ({ page, app }) => {
  const held: Route[] = [];
  await page.route('**/*.wasm', (route) => void held.push(route));
  await page.goto('/login?return_to=/profile');
  await new HostedUi(page).signIn(await app.pool.addPerson(COMPLETE));
  await expectHeading(page, 'Your profile');

  const form = new AttributeForm(page);
  await form.jobTitle.fill('Head gardener');
  await form.saveChanges();
  await expect(page.getByText('Your changes are saved.')).toBeVisible();
  await expect(form.jobTitle).toHaveValue('Head gardener');
  await expect(page.getByLabel('Appearance')).toBeHidden();
  await expect.poll(() => held.length, 'the module was asked for').toBeGreaterThan(0);

  for (const route of held) await route.continue().catch(() => 'the page that asked is gone');
  await page.unrouteAll();
  await page.reload();
  await ready(page);
  await expect(form.jobTitle).toHaveValue('Head gardener');
});

test('first load is three files @wasm', async ({ page, app }) => {
  const loaded = new Set<string>();
  page.on('requestfinished', (request) => {
    const { origin, pathname } = new URL(request.url());
    const isPageOrPicture = request.resourceType() === 'document' || pathname.endsWith('.svg');
    if (origin === app.url && !isPageOrPicture) loaded.add(pathname.replace(/^\/pkg\/.*\./, ''));
  });
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  expect([...loaded].sort()).toEqual(['css', 'js', 'wasm']);
});
