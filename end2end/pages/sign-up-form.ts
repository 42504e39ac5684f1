import { expect, type Page } from '@playwright/test';
import type { Person } from '../fixtures/pool.js';
import { AttributeForm } from './attribute-form.js';
import { sendCode } from './site.js';

/** Our own form of a new account. */
export class SignUpForm {
  readonly email;
  readonly fullName;
  readonly attributes;
  readonly password;
  readonly rules;
  private readonly page;

  constructor(page: Page) {
    this.page = page;
    this.email = page.getByLabel('Email address');
    this.fullName = page.getByLabel('Full name');
    this.attributes = new AttributeForm(page);
    this.password = page.getByLabel('Password', { exact: true });
    this.rules = page.locator('#password-rules');
  }

  async fill(person: Person): Promise<void> {
    await this.email.fill(person.email);
    await this.fullName.fill(person.name);
    await this.attributes.about.fill('I like roses.');
    await this.attributes.fillRequired();
    await this.password.fill(person.password);
  }

  async submit(): Promise<void> {
    await this.page.getByRole('button', { name: 'Create account' }).click();
  }
}

/** Our own form for a code. */
export class ConfirmForm {
  readonly code;
  readonly email;
  private readonly page;

  constructor(page: Page) {
    this.page = page;
    this.code = page.getByLabel('Confirmation code');
    this.email = page.getByLabel('Email address');
  }

  async confirm(code: string): Promise<void> {
    await sendCode(this.code, this.page.getByRole('button', { name: 'Confirm', exact: true }), code);
  }

  async resend(): Promise<void> {
    await this.page.getByRole('button', { name: 'Send another code' }).click();
  }

  async expectRefused(): Promise<void> {
    await expect(this.page.getByText('This code is wrong, has expired or was already used.')).toBeVisible();
    await expect(this.code).toHaveAttribute('aria-invalid', 'true');
  }

  async expectDone(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1 })).toHaveText('Your account is confirmed');
  }
}
