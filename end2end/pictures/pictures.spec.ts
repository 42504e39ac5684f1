import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { COMPLETE, expect, test } from '../fixtures/test.js';
import { open, ready, signIn } from '../pages/site.js';

// The pictures of the README: as the app looks when this runs.

const FOLDER = join(import.meta.dirname, '../../docs/pictures');
const LARGEST = 80_000;
const DETAILS = {
  ...COMPLETE,
  'custom:country': 'ES',
  'custom:work_place': 'both',
  'custom:desk_number': '42',
  'custom:weekly_hours': '37.5',
  'custom:start_date': '2026-03-01',
  website: 'https://example.com',
};

async function picture(page: Page, name: string): Promise<void> {
  const file = join(FOLDER, `${name}.webp`);
  // Without the cursor of an input.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const devtools = await page.context().newCDPSession(page);
  const { data } = await devtools.send('Page.captureScreenshot', { format: 'webp', quality: 82 });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(file, Buffer.from(data, 'base64'));
  expect(statSync(file).size, name).toBeLessThan(LARGEST);
}

test('profile, light', async ({ page, app }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await signIn(page, await app.pool.addPerson(DETAILS), '/profile');
  await picture(page, 'profile');
});

test('security, dark', async ({ page, app }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await signIn(page, await app.pool.addPerson(DETAILS), '/security');
  await picture(page, 'security-dark');
});

test('onboarding, on a phone', async ({ page, app }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await signIn(page, await app.pool.addPerson(), '/profile');
  await expect(page.getByRole('button', { name: 'Save and continue' })).toBeAttached();
  await picture(page, 'welcome-phone');
});

test('menu, on a phone in Hebrew', async ({ page, app, context }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await context.addCookies([{ name: 'lc-language', value: 'he', url: app.url }]);
  await signIn(page, await app.pool.addPerson(DETAILS), '/sessions');
  await open(page, '/data');
  await ready(page);
  await page.getByRole('banner').locator('summary').click();
  await picture(page, 'menu-phone-hebrew');
});
