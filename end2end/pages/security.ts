import { expect, type Page } from '@playwright/test';
import { sendCode } from './site.js';

/** The page about how one signs in. */
export class Security {
  readonly rules;
  readonly status;
  readonly code;
  readonly changeOfPassword;
  readonly setUp;
  readonly setup;
  readonly turnOn;
  readonly turnOff;
  readonly giveUp;
  readonly picture;

  constructor(private readonly page: Page) {
    this.status = page.getByRole('main').getByRole('status').filter({ has: page.locator('.notice') });
    this.setup = page.getByRole('group', { name: 'Set up your app' });
    this.rules = page.locator('#new-password-rules');
    this.code = page.getByLabel('Code from your app');
    this.changeOfPassword = page.locator('summary', { hasText: 'Change password' });
    this.setUp = page.getByRole('button', { name: 'Set up an app' });
    this.turnOn = page.getByRole('button', { name: 'Turn on' });
    this.turnOff = page.getByRole('button', { name: 'Turn off' });
    this.giveUp = page.getByRole('button', { name: 'Cancel setup' });
    this.picture = page.getByRole('img', { name: /^QR code/ });
  }

  /** The form is open already if what was typed last was refused. */
  async openPassword(): Promise<void> {
    if (!(await this.page.getByLabel('Current password').isVisible())) await this.changeOfPassword.click();
  }

  async changePassword(current: string, next: string): Promise<void> {
    await this.openPassword();
    await this.page.getByLabel('Current password').fill(current);
    await this.page.getByLabel('New password').fill(next);
    await this.page.getByRole('button', { name: 'Change password' }).click();
  }

  async prove(code: string): Promise<void> {
    await sendCode(this.code, this.turnOn, code);
  }

  /** The key as text, of the app that is being set up. */
  async key(): Promise<string> {
    return this.page.getByRole('region', { name: 'Authenticator app' }).locator('code').innerText();
  }

  /** The code is marked, in view, and has the focus: there is nothing else to mend. */
  async expectCodeRefused(): Promise<void> {
    await expect(this.code).toHaveAttribute('aria-invalid', 'true');
    await expect(this.code).toBeFocused();
    await expect(this.code).toBeInViewport({ ratio: 1 });
    await expect(this.page.getByRole('alert')).toHaveCount(0);
  }

  /** The summary names this input, and it is marked. */
  async expectComplaint(label: string, input: string | RegExp = label): Promise<void> {
    await expect(this.page.getByRole('alert').getByRole('link')).toHaveText(new RegExp(`^${label}: `));
    await expect(this.page.getByLabel(input)).toHaveAttribute('aria-invalid', 'true');
  }
}
