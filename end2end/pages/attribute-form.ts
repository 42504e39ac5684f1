import { expect, type Page } from '@playwright/test';

/** The form over attributes, on the welcome page and in the profile. */
export class AttributeForm {
  readonly jobTitle;
  readonly department;
  readonly deskNumber;
  readonly startDate;
  readonly status;
  private readonly page;

  constructor(page: Page) {
    this.page = page;
    this.jobTitle = page.getByLabel('Job title');
    this.department = page.getByLabel('Department');
    this.deskNumber = page.getByLabel('Desk number');
    this.startDate = page.getByLabel('Start date');
    this.status = page.getByRole('main').getByRole('status').last();
  }

  newsletter(answer: 'Yes' | 'No' | 'No answer') {
    return this.page.getByRole('group', { name: 'Newsletter' }).getByLabel(answer, { exact: true });
  }

  async fillRequired(): Promise<void> {
    await this.jobTitle.fill('Gardener');
    await this.department.selectOption('Design');
  }

  async saveAndContinue(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save and continue' }).click();
  }

  async saveChanges(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save changes' }).click();
  }

  /** The summary names exactly these fields, and each of them is marked. */
  async expectComplaints(...labels: string[]): Promise<void> {
    const complaints = this.page.getByRole('alert').getByRole('link');
    await expect(complaints).toHaveText(labels.map((label) => new RegExp(`^${label}: `)));
    for (const label of labels) await expect(this.page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
  }
}
