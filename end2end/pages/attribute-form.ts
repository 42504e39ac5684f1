import { expect, type Page } from '@playwright/test';

/** The form over attributes, on the welcome page and in the profile. */
export class AttributeForm {
  readonly about;
  readonly badge;
  readonly country;
  readonly department;
  readonly deskNumber;
  readonly jobTitle;
  readonly newsletter;
  readonly startDate;
  readonly status;
  readonly website;
  readonly weeklyHours;
  readonly workPhone;
  private readonly page;

  constructor(page: Page) {
    this.page = page;
    this.about = page.getByLabel('In your own words');
    this.badge = page.getByLabel('Badge');
    this.country = page.getByLabel('Country');
    this.department = page.getByLabel('Department');
    this.deskNumber = page.getByLabel('Desk number');
    this.jobTitle = page.getByLabel('Job title');
    this.newsletter = page.getByRole('switch', { name: 'Newsletter' });
    this.startDate = page.getByLabel('Start date');
    this.status = page.getByRole('main').getByRole('status').last();
    this.website = page.getByLabel('Website');
    this.weeklyHours = page.getByLabel('Hours a week');
    this.workPhone = page.getByLabel('Work phone');
  }

  workPlace(answer: 'Office' | 'Home' | 'Both' | 'No answer') {
    return this.page.getByRole('group', { name: 'Place of work' }).getByLabel(answer, { exact: true });
  }

  async fillRequired(): Promise<void> {
    await this.jobTitle.fill('Gardener');
    await this.department.selectOption('Design');
  }

  async saveAndContinue(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save and continue' }).click();
  }

  async skip(): Promise<void> {
    await this.page.getByRole('button', { name: 'Skip for now' }).click();
  }

  async saveChanges(): Promise<void> {
    await this.page.getByRole('button', { name: 'Save changes' }).click();
  }

  /** The summary names exactly these fields, and each of them is marked. */
  async expectComplaints(...labels: string[]): Promise<void> {
    const errors = this.page.getByRole('alert').getByRole('link');
    await expect(errors).toHaveText(labels.map((label) => new RegExp(`^${label}: `)));
    for (const label of labels) await expect(this.page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
  }
}
