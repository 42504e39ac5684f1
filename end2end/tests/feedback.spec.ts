import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { App } from '../fixtures/app.js';
import { COMPLETE, expect, expectAccessible, expectReflow, test as base } from '../fixtures/test.js';
import { AttributeForm } from '../pages/attribute-form.js';
import { Security } from '../pages/security.js';
import { open, ready, signIn } from '../pages/site.js';

const SAVED = 'Your changes are saved.';
const NOT_SAVED = 'Your changes are not saved.';
const UNCHANGED = "Nothing to save: you haven't changed anything.";

/** A server of its own: the last test has it start anew with another list. */
const test = base.extend<object, { app: App }>({
  app: [
    async ({}, use) => {
      const app = await App.start();
      await use(app);
      await app.stop();
    },
    { scope: 'worker' },
  ],
});

/** The person sees the sentence without scrolling, and a screen reader reads it. */
async function expectTold(page: Page, sentence: string): Promise<void> {
  const told = page.getByRole('status').filter({ hasText: sentence });
  await expect(told).toBeFocused();
  await expect(told).toBeInViewport({ ratio: 1 });
}

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(`save outcome is in view at ${viewport.width} px`, async ({ page, app }) => {
    await page.setViewportSize(viewport);
    await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
    const form = new AttributeForm(page);
    await form.badge.fill('AB-1234');
    await form.saveChanges();
    await expectTold(page, SAVED);
    await expect(page.getByRole('button', { name: 'Save changes' })).toBeInViewport();
    await ready(page);
    await form.saveChanges();
    await expectTold(page, UNCHANGED);
  });
}

test('save outcome goes with the next change', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await form.badge.fill('AB-1234');
  await form.saveChanges();
  await expectTold(page, SAVED);
  await ready(page);
  await expectAccessible(page);
  await expectReflow(page, 'profile-saved');
  await form.jobTitle.pressSequentially('s');
  if (base.info().project.name === 'wasm') await expect(page.getByText(SAVED)).toBeHidden();
  await form.saveChanges();
  await expectTold(page, SAVED);
  await ready(page);
  await form.newsletter.check();
  if (base.info().project.name === 'wasm') await expect(page.getByText(SAVED)).toBeHidden();
});

test('failed save is told in view', { tag: '@wasm' }, async ({ page, app, troubles }) => {
  troubles.expect(/net::ERR_FAILED/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await page.route('**/api/save_profile', (route) => route.abort());
  await form.badge.fill('AB-1234');
  await form.saveChanges();
  await expectTold(page, NOT_SAVED);
  await page.unroute('**/api/save_profile');
  await form.saveChanges();
  await expectTold(page, SAVED);
});

test('ended session is told beside the button', { tag: '@wasm' }, async ({ page, context, app, troubles }) => {
  troubles.expect(/status of 401/);
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await context.clearCookies();
  await form.badge.fill('AB-1234');
  await form.saveChanges();
  await expectTold(page, 'Your session has ended');
  await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeInViewport();
  await expectReflow(page, 'profile-session-ended');
});

test('save outcome leaves the focus while typing on', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  let answer = () => {};
  const typed = new Promise<void>((resolve) => (answer = resolve));
  await page.route('**/api/save_profile', async (route) => {
    await typed;
    await route.continue();
  });
  await form.badge.fill('AB-1234');
  await form.saveChanges();
  await form.jobTitle.fill('Head gardener');
  await expect(page.getByRole('button', { name: 'Saving' })).toBeVisible();
  await expectAccessible(page);
  // There the bar stands in its own place.
  await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
  await expectReflow(page, 'profile-saving');
  answer();
  // What was typed meanwhile is not saved, and nothing says so.
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeVisible();
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await expect(page.getByText(SAVED)).toBeHidden();
  await expect(form.jobTitle).toBeFocused();
  await form.saveChanges();
  await expectTold(page, SAVED);
});

test('field error goes once it is mended', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await ready(page);
  const form = new AttributeForm(page);
  await form.jobTitle.fill('');
  await form.saveChanges();
  await form.expectComplaints('Job title');
  await form.jobTitle.pressSequentially('Gar');
  await expect(form.jobTitle).toBeFocused();
  await expect(form.jobTitle).not.toHaveAttribute('aria-invalid', 'true');
  await expect(form.jobTitle).not.toHaveAccessibleDescription(/Fill this in/);
});

test('long text says how long it is', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await expect(new AttributeForm(page).about).toHaveAccessibleDescription(/14 of 500 characters/);
});

test('long text counts its characters', { tag: '@wasm' }, async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const form = new AttributeForm(page);
  await form.about.fill('Roses 🌹');
  await expect(page.getByText('7 of 500')).toBeVisible();
  await form.about.fill('x'.repeat(501));
  await expect(page.getByText('501 of 500')).toBeVisible();
});

test('section links are large enough to hit', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const sections = page.getByRole('main').getByRole('navigation');
  for (const name of ['Profile', 'Security', 'Sessions', 'Data & privacy']) {
    const box = await sections.getByRole('link', { name }).boundingBox();
    expect(box!.height).toBeGreaterThanOrEqual(44);
  }
});

test('radios and checkboxes keep size beside long labels', async ({ page, app }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await signIn(page, await app.pool.addPerson(COMPLETE), '/security');
  // With its style sheet.
  await page.waitForLoadState();
  await new Security(page).openPassword();
  const others = page.getByRole('checkbox', { name: 'Sign out of all other sessions' });
  await others.evaluate((input) => input.parentElement!.append(' and a label so long that it needs a second line'));
  const box = await others.boundingBox();
  expect([Math.round(box!.width), Math.round(box!.height)]).toEqual([18, 18]);
});

// What the pool refuses and the list allows: it takes 60 characters.
const LENIENT_LIST = readFileSync(join(import.meta.dirname, '../../attributes.toml'), 'utf8').replace(
  /^max_length = 60$/m,
  'max_length = 70',
);

test('refusal by the pool stays at its field', async ({ page, app }) => {
  const person = await app.pool.addPerson(COMPLETE);
  await app.startAnewWith(LENIENT_LIST);
  await signIn(page, person, '/profile');
  const form = new AttributeForm(page);
  await form.jobTitle.fill('x'.repeat(61));
  // The focus is still in the field: Save leaves it there.
  await form.saveChanges();
  await form.expectComplaints('Job title');
  await expect(form.jobTitle).toHaveAccessibleDescription(/doesn't accept this/);
  await expect(page.getByRole('alert')).toBeFocused();
});

test('save bar discards unsaved changes @wasm', async ({ page, app }) => {
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const discard = page.getByRole('button', { name: 'Discard' });
  await expect(discard).toBeHidden();
  await page.getByLabel('Job title').fill('Head gardener');
  await expect(page.getByText('Unsaved changes')).toBeInViewport();
  await expect(page.getByRole('button', { name: 'Save changes' })).toBeInViewport();
  await discard.click();
  await expect(page.getByLabel('Job title')).toHaveValue('Gardener');
  await expect(discard).toBeHidden();
  await expect(page.getByLabel('Job title')).toBeFocused();
  // Nothing is offered again.
  await open(page, '/profile');
  await expect(page.getByRole('button', { name: 'Restore them' })).toBeHidden();
  await page.getByLabel('Job title').fill('Head gardener');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText(/Your changes are saved\. \d\d:\d\d/)).toBeVisible();
  await expect(discard).toBeHidden();
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
]) {
  test(`save and discard move nothing at ${viewport.width} px @wasm`, async ({ page, app }) => {
    await page.setViewportSize(viewport);
    await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
    await ready(page);
    const form = new AttributeForm(page);
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const press of ['click', 'Enter']) {
      for (const name of ['Discard', 'Save changes']) {
        await form.jobTitle.fill(`Gardener ${press}`);
        const button = page.getByRole('button', { name });
        await expect(button).toBeInViewport({ ratio: 1 });
        const before = await page.evaluate(() => window.scrollY);
        if (press === 'click') await button.click();
        else await button.press(press);
        if (name === 'Discard') await expect(form.jobTitle).toBeFocused();
        else await expectTold(page, SAVED);
        expect(await page.evaluate(() => window.scrollY)).toBe(before);
      }
    }
  });
}

test('save bar covers no focused field @wasm', async ({ page, app }) => {
  await page.setViewportSize({ width: 390, height: 664 });
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const field = page.getByLabel('Department');
  await field.focus();
  // At the very bottom of the window, where the bar is about to come.
  await field.evaluate((input) => window.scrollBy(0, input.getBoundingClientRect().bottom - window.innerHeight));
  await field.evaluate((select: HTMLSelectElement) => {
    select.selectedIndex = 3;
    select.dispatchEvent(new Event('input', { bubbles: true }));
  });
  const bar = page.locator('.save.stuck');
  await expect(bar).toBeInViewport();
  const gap = async () => (await bar.boundingBox())!.y - (await field.evaluate((input) => input.getBoundingClientRect().bottom));
  await expect.poll(gap).toBeGreaterThanOrEqual(0);
});
