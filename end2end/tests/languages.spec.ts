import type { Page } from '@playwright/test';
import { COMPLETE, expect, expectAccessible, expectReflow, test } from '../fixtures/test.js';
import { expectHeading, expectPath, open, ready, signIn } from '../pages/site.js';

interface Words {
  code: string;
  direction: 'ltr' | 'rtl';
  name: string;
  home: string;
  profile: string;
  deskNumber: string;
  save: string;
  tooLarge: RegExp;
  notFound: string;
}

const LANGUAGES: Words[] = [
  {
    code: 'en',
    direction: 'ltr',
    name: 'English',
    home: 'Your account in one place',
    profile: 'Your profile',
    deskNumber: 'Desk number',
    save: 'Save changes',
    tooLarge: /Enter .?500.? or less\./,
    notFound: 'There is no such page',
  },
  {
    code: 'es',
    direction: 'ltr',
    name: 'Español',
    home: 'Tu cuenta en un solo lugar',
    profile: 'Tu perfil',
    deskNumber: 'Número de mesa',
    save: 'Guardar cambios',
    tooLarge: /Escribe .?500.? o menos\./,
    notFound: 'Esta página no existe',
  },
  {
    code: 'he',
    direction: 'rtl',
    name: 'עברית',
    home: 'החשבון שלך במקום אחד',
    profile: 'הפרופיל שלך',
    deskNumber: 'מספר שולחן',
    save: 'שמירת השינויים',
    tooLarge: /יש להזין .?500.? או פחות\./,
    notFound: 'אין דף כזה',
  },
];

/** Chooses a language at the foot of the page. */
async function choose(page: Page, { name }: Words): Promise<void> {
  await page.getByRole('contentinfo').getByRole('button', { name, exact: true }).click();
  await ready(page);
}

async function expectLanguage(page: Page, { code, direction }: Words): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', code);
  await expect(page.locator('html')).toHaveAttribute('dir', direction);
}

for (const words of LANGUAGES) {
  test.describe(`in ${words.name}`, () => {
    test.use({ locale: words.code });

    test('a visitor reads the language of their browser', async ({ page, troubles }) => {
      troubles.expect(/status of 404/);
      await open(page, '/');
      await expectLanguage(page, words);
      await expectHeading(page, words.home);
      await expectAccessible(page);
      await expectReflow(page, `language-${words.code}-home`);
      await open(page, '/no-such-page');
      await expectHeading(page, words.notFound);
    });
  });

  test(`profile form and errors speak ${words.name}`, async ({ page, app }) => {
    await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:employee_id': 'E-1042' }), '/profile');
    await choose(page, words);
    await expectPath(page, '/profile');
    await expectLanguage(page, words);
    await expectHeading(page, words.profile);
    await page.getByLabel(words.deskNumber).fill('501');
    await page.getByRole('button', { name: words.save }).click();
    await expect(page.getByRole('alert').getByText(words.tooLarge)).toBeVisible();
    await ready(page);
    await expectLanguage(page, words);
    await expectAccessible(page);
    await expectReflow(page, `language-${words.code}-profile-refused`);
  });
}

// Without WebAssembly the pages are the same.
for (const words of LANGUAGES) {
  test(`signed-out pages can be read in ${words.name}`, { tag: '@wasm' }, async ({ page, troubles }) => {
    troubles.expect(/status of 403/);
    await open(page, '/');
    await choose(page, words);
    const pages = { 'sign-up': '/signup', confirm: '/confirm', failed: '/failed?kind=Denied', 'signed-out': '/logged_out' };
    await look(page, words, pages);
  });

  test(`signed-in pages can be read in ${words.name}`, { tag: '@wasm' }, async ({ page, context, app }) => {
    test.slow();
    await signIn(page, await app.pool.addPerson(), '/profile');
    await choose(page, words);
    await look(page, words, { welcome: '/welcome' });
    await context.clearCookies();

    await signIn(page, await app.pool.addPerson({ ...COMPLETE, 'custom:employee_id': 'E-1042' }), '/profile');
    await choose(page, words);
    const pages = { security: '/security', sessions: '/sessions', data: '/data', sources: '/profile/sources', 'sign-out': '/logout' };
    await look(page, words, { ...pages, profile: '/profile' });
  });
}

/** Opens pages and has them judged. */
async function look(page: Page, words: Words, pages: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await open(page, path);
    await expectLanguage(page, words);
    await expectAccessible(page);
    await expectReflow(page, `language-${words.code}-${name}`);
  }
}

const [english, spanish, hebrew] = LANGUAGES as [Words, Words, Words];

test('language choice leads back to its page', async ({ page, context, app }) => {
  await open(page, '/logged_out?from=here');
  await choose(page, hebrew);
  await expectPath(page, '/logged_out?from=here');
  await expectLanguage(page, hebrew);
  const pressed = page.getByRole('contentinfo').locator('button[aria-current]');
  await expect(pressed).toHaveText([hebrew.name]);

  await open(page, '/');
  await expectHeading(page, hebrew.home);
  await choose(page, spanish);
  await expectHeading(page, spanish.home);
  const cookies = await context.cookies(app.url);
  expect(cookies.map(({ name, value, httpOnly, sameSite }) => ({ name, value, httpOnly, sameSite }))).toEqual([
    { name: 'lc-language', value: 'es', httpOnly: true, sameSite: 'Lax' },
  ]);
  await choose(page, english);
  await expectHeading(page, english.home);
});

test('Hosted UI is asked for the same language', async ({ page }) => {
  await open(page, '/');
  await choose(page, spanish);
  const asked = page.waitForRequest(/oauth2\/authorize/);
  await page.goto('/login');
  expect(new URL((await asked).url()).searchParams.get('lang')).toBe('es');

  await page.goBack();
  await choose(page, hebrew);
  const askedAgain = page.waitForRequest(/oauth2\/authorize/);
  await page.goto('/login');
  expect(new URL((await askedAgain).url()).searchParams.has('lang')).toBe(false);
});

test('forced colours keep states visible', async ({ page, app }) => {
  await page.emulateMedia({ forcedColors: 'active' });
  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  const here = page.getByRole('navigation').locator('a[aria-current="page"]');
  await expect(here).toHaveCSS('text-decoration-line', 'underline');
  const language = page.getByRole('contentinfo').locator('button[aria-current]');
  await expect(language).toHaveCSS('text-decoration-line', 'underline');
  await expect(page.getByRole('button', { name: english.save })).toHaveCSS('border-style', 'solid');
  await expectReflow(page, 'forced-colours-profile');
});

test('language change keeps what was typed', async ({ page, app, javaScriptEnabled }) => {
  await open(page, '/signup');
  await page.getByLabel('Email address').fill('ada@example');
  await page.getByLabel('Full name').fill('Ada Example');
  await page.getByLabel('Password', { exact: true }).fill('Correct-horse-9');
  await choose(page, spanish);
  await expectLanguage(page, spanish);
  await expect(page.locator('#username')).toHaveValue('ada@example');
  await expect(page.locator('#field-name')).toHaveValue('Ada Example');
  // The server sends none back.
  await expect(page.locator('#password')).toHaveValue(javaScriptEnabled ? 'Correct-horse-9' : '');
  await choose(page, english);

  await signIn(page, await app.pool.addPerson(COMPLETE), '/profile');
  await page.getByLabel(english.deskNumber).fill('77');
  await choose(page, spanish);
  await expectLanguage(page, spanish);
  await expect(page.getByLabel(spanish.deskNumber)).toHaveValue('77');
  await page.getByRole('button', { name: spanish.save }).click();
  await expect(page.getByRole('main').getByRole('status').first()).not.toBeEmpty();
  await page.goto('/profile');
  await expect(page.getByLabel(spanish.deskNumber)).toHaveValue('77');
});
