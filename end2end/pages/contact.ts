import { expect, type Page } from '@playwright/test';
import { sendCode } from './site.js';

/** The section of the profile about e-mail address and telephone number. */
export class Contact {
  readonly section;
  readonly newEmail;
  readonly code;
  readonly resend;
  readonly cancel;

  constructor(private readonly page: Page) {
    this.section = page.getByRole('region', { name: 'Contact details' });
    this.newEmail = this.section.getByLabel('New email address');
    this.code = this.section.getByLabel('Code from the email');
    this.resend = this.section.getByRole('button', { name: 'Send a new code' });
    this.cancel = this.section.getByRole('button', { name: 'Cancel the change' });
  }

  async change(address: string): Promise<void> {
    // The form is open already if its last address was refused.
    if (!(await this.newEmail.isVisible())) await this.section.getByText('Change the email address').click();
    await this.newEmail.fill(address);
    await this.section.getByRole('button', { name: 'Send the code' }).click();
  }

  async confirm(code: string): Promise<void> {
    await sendCode(this.code, this.section.getByRole('button', { name: 'Confirm', exact: true }), code);
  }

  async expectSaid(sentence: string): Promise<void> {
    await expect(this.section.getByRole('status')).toContainText(sentence);
  }

  async expectWaiting(address: string): Promise<void> {
    await expect(this.section.getByText(`Waiting for you to confirm ${address}`)).toBeVisible();
  }

  async expectComplaint(label: string): Promise<void> {
    await expect(this.page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
    await expect(this.page.getByLabel(label)).toBeFocused();
  }
}
