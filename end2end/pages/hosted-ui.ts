import { expect, type Page } from '@playwright/test';
import type { Person } from '../fixtures/pool.js';

/** The pool's own pages. */
export class HostedUi {
  constructor(private readonly page: Page) {}

  async signIn(person: Person): Promise<void> {
    await this.page.getByLabel('Email address').fill(person.email);
    await this.page.getByLabel('Password').fill(person.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async goToSignUp(): Promise<void> {
    await this.page.getByRole('link', { name: 'Sign up' }).click();
  }

  async signUp(person: Person): Promise<void> {
    await this.page.getByLabel('Email address').fill(person.email);
    await this.page.getByLabel('Name', { exact: true }).fill(person.name);
    await this.page.getByLabel('Password').fill(person.password);
    await this.page.getByRole('button', { name: 'Sign up' }).click();
  }

  async confirm(code: string): Promise<void> {
    await this.page.getByLabel('Verification code').fill(code);
    await this.page.getByRole('button', { name: 'Confirm account' }).click();
  }

  /** On the page for a forgotten password; `code` is asked once one was sent. */
  async resetPassword(person: Person, code: () => Promise<string>): Promise<void> {
    await this.page.getByLabel('Email address').fill(person.email);
    await this.page.getByRole('button', { name: 'Send the code' }).click();
    await this.page.getByLabel('Verification code').fill(await code());
    await this.page.getByLabel('New password').fill(person.password);
    await this.page.getByRole('button', { name: 'Change password' }).click();
  }

  async expectToAskForCode(): Promise<void> {
    await expect(this.page.getByLabel('Verification code')).toBeVisible();
  }

  async expectToAskForPassword(): Promise<void> {
    await expect(this.page.getByLabel('Password')).toBeVisible();
  }
}
