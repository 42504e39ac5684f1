import { expect, test, type Locator, type Page } from '@playwright/test';
import type { Person } from '../fixtures/pool.js';
import { HostedUi } from './hosted-ui.js';

/** From anywhere to the page at `path`, signed in; stops at the welcome page if something is missing. */
export async function signIn(page: Page, person: Person, path = '/'): Promise<void> {
  await page.goto(`/login?return_to=${encodeURIComponent(path)}`);
  await new HostedUi(page).signIn(person);
  await ready(page);
}

/** Waits until the page is as able as it gets: with WebAssembly the choice of appearance has come. */
export async function ready(page: Page): Promise<void> {
  const appearance = page.getByRole('contentinfo').getByRole('combobox');
  if (test.info().project.name === 'wasm') await expect(appearance).toBeVisible();
  else await expect(appearance).toBeHidden();
  // A form that is on its way has its answer soon, in this document.
  await expect(page.locator('form[aria-busy]')).toHaveCount(0);
}

/** Gives a code to its form. With WebAssembly there is nothing to press, unless a name has to be typed, too. */
export async function sendCode(input: Locator, button: Locator, code: string): Promise<void> {
  await ready(input.page());
  const sendsItself = test.info().project.name === 'wasm' && (await input.getAttribute('data-sends')) !== null;
  await input.fill(code);
  if (!sendsItself) await button.click();
}

/** Leaves a code in its input, to be sent by a press on the button. */
export async function leaveCode(input: Locator, code: string): Promise<void> {
  if (test.info().project.name !== 'wasm') return input.fill(code);
  // Without the event that sends it.
  await input.evaluate((element: HTMLInputElement, code) => (element.value = code), code);
}

export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await ready(page);
}

export async function expectHeading(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
}

export async function expectPath(page: Page, path: string): Promise<void> {
  await expect(page).toHaveURL((url) => url.pathname + url.search === path);
}

/** Opens the menu in the header and chooses a link of it. */
export async function chooseInMenu(page: Page, name: string): Promise<void> {
  await menuButton(page).click();
  await page.getByRole('banner').getByRole('link', { name }).click();
}

/** What opens the menu in the header. */
export function menuButton(page: Page) {
  return page.getByRole('banner').locator('summary');
}

/** The one thing a page proposes to do. */
export function nextStep(page: Page, name: string) {
  return page.getByRole('main').getByRole('link', { name });
}
