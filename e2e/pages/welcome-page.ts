import { expect, type Page } from "@playwright/test";

export type NewAccount = { name: string; email: string; password: string };

/** The page of a one-time link. */
export class WelcomePage {
  constructor(private readonly page: Page) {}

  async fill({ name, email, password }: NewAccount): Promise<void> {
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByLabel("E-mail address").fill(email);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Create account" }).click();
  }

  async expectClosed(): Promise<void> {
    await expect(this.page.getByRole("heading", { name: "This link is not valid" })).toBeVisible();
    await expect(this.page.getByRole("button", { name: "Create account" })).toHaveCount(0);
  }
}
