import { expect, type Page } from '@playwright/test';

/** The page of one's data. */
export class Data {
  readonly ask;
  readonly name;
  readonly submit;

  constructor(page: Page) {
    const main = page.getByRole('main');
    this.ask = main.locator('summary', { hasText: 'Delete account…' });
    this.name = main.getByLabel(/^To confirm, type/);
    this.submit = main.getByRole('button', { name: 'Delete my account for good' });
  }

  async delete(name: string): Promise<void> {
    // The question is open already if its last answer was refused.
    if (!(await this.name.isVisible())) await this.ask.click();
    await this.name.fill(name);
    await this.submit.click();
  }

  /** The input is marked and has the focus. */
  async expectComplaint(): Promise<void> {
    await expect(this.name).toHaveAttribute('aria-invalid', 'true');
    await expect(this.name).toBeFocused();
  }
}
