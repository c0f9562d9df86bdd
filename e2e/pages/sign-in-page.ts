import { expect, type Locator, type Page } from "@playwright/test";

export class SignInPage {
  readonly error: Locator;

  constructor(private readonly page: Page) {
    this.error = page.locator("form").getByRole("alert");
  }

  async open(next?: string): Promise<void> {
    await this.page.goto(next === undefined ? "/sign-in" : `/sign-in?next=${encodeURIComponent(next)}`);
  }

  async fill(email: string, password: string): Promise<void> {
    await this.page.getByLabel("E-mail address").fill(email);
    await this.page.getByLabel("Password").fill(password);
    await this.page.getByRole("button", { name: "Sign in", exact: true }).click();
  }

  /** Signs in from any page. */
  async signIn(email: string, password: string, next?: string): Promise<void> {
    await this.open(next);
    await this.fill(email, password);
    await expect(this.page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }

  async expectShown(): Promise<void> {
    await expect(this.page).toHaveURL(/\/sign-in(\?|$)/);
    await expect(this.page.getByRole("heading", { name: "Sign in" })).toBeVisible();
  }
}
