import { expect, type Page } from '@playwright/test';
import { expectAccessible } from '../../fixtures/accessibility.js';

/** The pool's pages as a person sees them, on the way to an app. */
export class HostedUi {
  readonly troubles: string[] = [];
  readonly visited = new Set<string>();

  constructor(
    readonly page: Page,
    private readonly pool: string,
    private readonly app: string,
  ) {
    page.on('console', (message) => message.type() === 'error' && this.troubles.push(message.text()));
    page.on('pageerror', (error) => this.troubles.push(String(error)));
    page.on('response', (response) => {
      if (response.request().isNavigationRequest() && response.url().startsWith(pool) && response.status() < 400)
        this.visited.add(new URL(response.url()).pathname);
    });
  }

  /** From the app's link to the first page. */
  async arrive(app: { id: string }, more: Record<string, string> = {}): Promise<void> {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.id,
      redirect_uri: `${this.app}/callback`,
      scope: 'openid email',
      state: 'the-state',
      ...more,
    });
    await this.page.goto(`${this.pool}/oauth2/authorize?${query}`);
  }

  /** The page with this heading, which everybody can read: in light and dark, on a narrow screen. */
  async expectPage(heading: string): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expectAccessible(this.page);
    await this.page.setViewportSize({ width: 320, height: 640 });
    expect(await this.page.evaluate(() => document.documentElement.scrollWidth), heading).toBeLessThanOrEqual(320);
    await this.page.setViewportSize({ width: 1280, height: 720 });
  }

  async fill(values: Record<string, string>): Promise<void> {
    for (const [label, value] of Object.entries(values)) await this.page.getByLabel(label).fill(value);
  }

  async press(name: string): Promise<void> {
    await this.page.getByRole('button', { name, exact: true }).click();
  }

  async follow(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
  }

  async expectAlert(text: string): Promise<void> {
    await expect(this.page.getByRole('alert')).toContainText(text);
  }

  async signIn(person: { name: string; password: string }): Promise<void> {
    await this.fill({ 'Email address': person.name, Password: person.password });
    await this.press('Sign in');
  }

  async expectToBeAtTheApp(): Promise<void> {
    await expect(this.page.getByRole('heading')).toHaveText('The app');
    const query = new URL(this.page.url()).searchParams;
    expect(new URL(this.page.url()).pathname).toBe('/callback');
    expect(query.get('code')).toBeTruthy();
    expect(query.get('state')).toBe('the-state');
  }
}
